import type { Range } from '../../core/source.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { byLayer, layerOf, layers, type Layer, type LayerId } from '../decision/layers.ts';
import { membersOf, report, reportKind, textOf, type Reading } from './fields.ts';

/** A policy of a scenario, by name or as it stands. `range` is its place in the scenario's source. */
export type PolicyRef =
  | { readonly kind: 'file'; readonly path: string; readonly range: Range | undefined }
  | { readonly kind: 'managed'; readonly name: string; readonly range: Range | undefined }
  | { readonly kind: 'inline'; readonly node: Node; readonly range: Range };

/**
 * The policies around a request, not yet read (docs/scenarios.md): for each layer its levels, the organization's
 * root first. A layer that has no levels has one, or none where nothing was given.
 */
export type PolicyRefs = Readonly<Record<LayerId, readonly (readonly PolicyRef[])[]>>;

export const noPolicies: PolicyRefs = byLayer(() => []);

export const policyFields: readonly LayerId[] = layers.map(({ id }) => id);

/** Reads `policies`; a scenario may have none. */
export function readPolicyRefs(reading: Reading, member: Member | undefined): PolicyRefs {
  if (member === undefined) return noPolicies;
  const node = member.value;
  if (node.kind !== 'object') {
    reportKind(reading, node, 'policies', 'a map', `Its fields are ${policyFields.join(', ')}.`);
    return noPolicies;
  }
  const members = membersOf(reading, node, policyFields, '`policies`');
  return byLayer(({ id, shape }) => {
    const value = members.get(id)?.value;
    return value === undefined ? [] : readShape[shape](reading, value, id);
  });
}

const readShape = {
  one: (reading, node, field) => inOneLevel(readOne(reading, node, field)),
  list: (reading, node, field) => inOneLevel(readList(reading, node, field)),
  levels: readLevels,
} as const satisfies Record<
  Layer['shape'],
  (reading: Reading, node: Node, field: LayerId) => PolicyRefs[LayerId]
>;

/** Nothing given is no level: an empty one would deny everything (R605). */
export function inOneLevel(refs: readonly PolicyRef[]): PolicyRefs[LayerId] {
  return refs.length === 0 ? [] : [refs];
}

/** The policies as the `policies` of a scenario: what `readPolicyRefs` reads the same from. */
export function savePolicies(refs: PolicyRefs, saveRef: (ref: PolicyRef) => Plain): Plain {
  return byLayer(({ id, shape }) => {
    const levels = refs[id].map((level) => level.map(saveRef));
    const [first] = levels;
    if (first === undefined) return undefined;
    return { levels, list: first, one: first[0] }[shape];
  });
}

const forms = 'A policy is the document itself, `{ file: PATH }` or `{ managed: NAME }`.';

function readList(reading: Reading, node: Node, field: LayerId): readonly PolicyRef[] {
  if (node.kind === 'object') return readRef(reading, node, field);
  if (node.kind === 'array') {
    const { only } = layerOf[field];
    if (only !== undefined && node.items.length > 1) {
      report(reading, 'wrong-type', node, `${only}, here are several`, 'Leave one of them.');
    }
    return node.items.flatMap((item) => readRef(reading, item, field));
  }
  reportKind(reading, node, field, 'a list of policies', forms);
  return [];
}

function readOne(reading: Reading, node: Node, field: LayerId): readonly PolicyRef[] {
  if (node.kind !== 'array') return readRef(reading, node, field);
  const [first] = node.items;
  if (first === undefined || node.items.length === 1) return first ? readRef(reading, first, field) : [];
  report(
    reading,
    'wrong-type',
    node,
    `a ${field} has one policy, here are several`,
    'Put their statements into one document.',
  );
  return [];
}

/** A flat list could mean one level or many, and the decision differs: it must be said. */
function readLevels(reading: Reading, node: Node, field: LayerId): readonly (readonly PolicyRef[])[] {
  const hint = `Write one list for each level, root first: \`${field}: [ [ POLICY ], [ POLICY ] ]\`.`;
  if (node.kind !== 'array') {
    reportKind(reading, node, field, 'a list of levels', hint);
    return [];
  }
  return node.items.map((level) => {
    if (level.kind === 'array') return level.items.flatMap((item) => readRef(reading, item, field));
    reportKind(reading, level, `a level of ${field}`, 'a list of policies', hint);
    return [];
  });
}

function readRef(reading: Reading, node: Node, field: string): readonly PolicyRef[] {
  if (node.kind === 'string') {
    const hint = /[./\\]/.test(node.value)
      ? `Write \`{ file: ${node.value} }\`.`
      : `Write \`{ managed: ${node.value} }\` or \`{ file: PATH }\`.`;
    reportKind(reading, node, `a policy of ${field}`, 'a policy', hint);
    return [];
  }
  if (node.kind !== 'object') {
    reportKind(reading, node, `a policy of ${field}`, 'a policy', forms);
    return [];
  }
  const by = node.members.find(({ key }) => key.value === 'file' || key.value === 'managed');
  return by === undefined ? [{ kind: 'inline', node, range: node }] : readNamed(reading, node, by);
}

function readNamed(reading: Reading, node: ObjectNode, { key, value }: Member): readonly PolicyRef[] {
  const kind = key.value === 'file' ? 'file' : 'managed';
  membersOf(reading, node, [kind], `\`{ ${kind}: … }\``);
  const text = textOf(reading, value, kind, `Write one ${kind === 'file' ? 'path' : 'name'}.`);
  if (text === undefined) return [];
  if (text === '') {
    report(reading, 'wrong-type', value, `\`${kind}\` is empty`, forms);
    return [];
  }
  return [kind === 'file' ? { kind, path: text, range: value } : { kind, name: text, range: value }];
}
