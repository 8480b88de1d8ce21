import type { Range, Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import {
  isSlipped,
  booleanOf,
  contextValueOf,
  mapOf,
  membersOf,
  report,
  reportKind,
  textOf,
  textsOf,
  type Reading,
} from './fields.ts';
import { readPolicyRefs, type PolicyRefs } from './policies.ts';

/** What must hold of every request of a kind, whatever its details are: no test of one request can say it. */
export interface Invariant {
  /** `never`: no such request is allowed; `always`: each of them is. */
  readonly kind: 'never' | 'always';
  readonly name: string | undefined;
  /** Whose requests; `any`: everybody's whom the policies may let in. */
  readonly principals: 'any' | readonly string[];
  /** With wildcards as a policy has them. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** ARNs of principals for which it need not hold; with wildcards. */
  readonly except: readonly string[];
  /** Condition keys that the requests have, and their values. */
  readonly when: ReadonlyMap<string, string | readonly string[]>;
  /** Actions and resources of which the data knows nothing are meant. */
  readonly asWritten: boolean;
  /** Where its fields stand: `action`, `action/0`. */
  readonly places: ReadonlyMap<string, Range>;
  readonly policies: PolicyRefs;
  readonly source: Source;
  readonly range: Range;
}

export const invariantKinds = ['never', 'always'] as const;
const fields = ['principal', 'action', 'resource', 'except', 'when', 'asWritten'] as const;

export function readInvariant(
  reading: Reading,
  node: ObjectNode,
  source: Source,
  own: ObjectNode,
): Invariant | undefined {
  const [kind, other] = invariantKinds.filter((one) => memberOf(own, one) !== undefined);
  if (kind === undefined) return undefined;
  const beside = node.members.filter(({ key }) => key.value !== 'request' || memberOf(own, 'request'));
  const members = membersOf(
    reading,
    { ...node, members: beside },
    ['name', 'policies', ...invariantKinds],
    `what \`${kind}\` holds for`,
    (name) => (name === 'request' || name === 'expect' ? `Write another item for \`${name}\`.` : undefined),
  );
  if (other !== undefined)
    report(reading, 'contradiction', own, '`never` and `always` stand in one item', 'Write two items.');
  const name = members.get('name')?.value;
  const value = members.get(kind)?.value;
  if (value?.kind !== 'object') {
    if (value !== undefined)
      reportKind(reading, value, kind, 'a map', `Its fields are ${fields.join(', ')}.`);
    return undefined;
  }
  const inside = membersOf(reading, value, fields, `\`${kind}\``);
  const texts = (field: (typeof fields)[number]): readonly string[] | undefined => {
    const value = inside.get(field)?.value;
    if (value === undefined) return undefined;
    reading.places.set(field, value);
    if (value.kind === 'array' && value.items.length === 0)
      report(
        reading,
        'empty-list',
        value,
        `\`${field}\` names nothing`,
        `Name some, or leave \`${field}\` out.`,
      );
    return textsOf(reading, value, field);
  };
  const principals = texts('principal');
  const actions = texts('action');
  if (actions === undefined && !isSlipped(value, 'action', fields))
    report(reading, 'missing-field', value, `\`${kind}\` names no action`, 'Add `action: s3:DeleteBucket`.');
  const when = inside.get('when')?.value;
  const asWritten = inside.get('asWritten')?.value;
  return {
    kind,
    name: name && textOf(reading, name, 'name'),
    principals:
      principals === undefined || (principals.length === 1 && principals[0] === 'any') ? 'any' : principals,
    actions: actions ?? [],
    resources: texts('resource') ?? ['*'],
    except: texts('except') ?? [],
    when:
      when === undefined
        ? new Map()
        : (mapOf(reading, when, 'when', (each, what) => valueOf(reading, each, what)) ?? new Map()),
    asWritten: (asWritten && booleanOf(reading, asWritten, 'asWritten')) ?? false,
    places: reading.places,
    policies: readPolicyRefs(reading, members.get('policies')),
    source,
    range: own,
  };
}

/** No request has a key without a value. */
function valueOf(reading: Reading, node: Node, key: string): ReturnType<typeof contextValueOf> {
  if (node.kind === 'array' && node.items.length === 0)
    report(reading, 'empty-list', node, `${quoted(key)} has no value`, 'Write one, or leave the key out.');
  return contextValueOf(reading, node, key);
}
