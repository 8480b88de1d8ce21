import type { Range, Source } from '../../core/source.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { ObjectNode } from '../../formats/tree.ts';
import {
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
  readonly policies: PolicyRefs;
  readonly source: Source;
  readonly range: Range;
}

export const invariantKinds = ['never', 'always'] as const;
const fields = ['principal', 'action', 'resource', 'except', 'when'] as const;

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
    const member = inside.get(field);
    return member && textsOf(reading, member.value, field);
  };
  const principals = texts('principal');
  const actions = texts('action');
  if (actions === undefined)
    report(reading, 'missing-field', value, `\`${kind}\` names no action`, 'Add `action: s3:DeleteBucket`.');
  const when = inside.get('when')?.value;
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
        : (mapOf(reading, when, 'when', (each, what) => contextValueOf(reading, each, what)) ?? new Map()),
    policies: readPolicyRefs(reading, members.get('policies')),
    source,
    range: own,
  };
}
