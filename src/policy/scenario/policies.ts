import type { Range } from '../../core/source.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import type { LayerId } from '../decision/compile.ts';
import { membersOf, report, reportKind, textOf, type Reading } from './fields.ts';

/** A policy of a scenario, by name or as it stands. `range` is its place in the scenario's source. */
export type PolicyRef =
  | { readonly kind: 'file'; readonly path: string; readonly range: Range | undefined }
  | { readonly kind: 'managed'; readonly name: string; readonly range: Range | undefined }
  | { readonly kind: 'inline'; readonly node: Node; readonly range: Range };

/** The policies around a request, not yet read (contract, section 8). */
export interface PolicyRefs {
  readonly identity: readonly PolicyRef[];
  readonly boundary: readonly PolicyRef[];
  readonly session: readonly PolicyRef[];
  readonly resource: PolicyRef | undefined;
  readonly endpoint: readonly PolicyRef[];
  /** One list for each level, the organization's root first. */
  readonly scp: readonly (readonly PolicyRef[])[];
  readonly rcp: readonly (readonly PolicyRef[])[];
}

export const noPolicies: PolicyRefs = {
  identity: [],
  boundary: [],
  session: [],
  resource: undefined,
  endpoint: [],
  scp: [],
  rcp: [],
};

export const policyFields = [
  'identity',
  'boundary',
  'session',
  'resource',
  'endpoint',
  'scp',
  'rcp',
] as const satisfies readonly LayerId[];

/** Reads `policies`; a scenario may have none. */
export function readPolicyRefs(reading: Reading, member: Member | undefined): PolicyRefs {
  if (member === undefined) return noPolicies;
  const node = member.value;
  if (node.kind !== 'object') {
    reportKind(reading, node, 'policies', 'a map', `Its fields are ${policyFields.join(', ')}.`);
    return noPolicies;
  }
  const members = membersOf(reading, node, policyFields, '`policies`');
  const list = (field: string) => readList(reading, members.get(field)?.value, field);
  const levels = (field: string) => readLevels(reading, members.get(field)?.value, field);
  const resource = members.get('resource')?.value;
  return {
    identity: list('identity'),
    boundary: list('boundary'),
    session: list('session'),
    resource: resource && readResourcePolicy(reading, resource),
    endpoint: list('endpoint'),
    scp: levels('scp'),
    rcp: levels('rcp'),
  };
}

const forms = 'A policy is the document itself, `{ file: PATH }` or `{ managed: NAME }`.';

function readList(reading: Reading, node: Node | undefined, field: string): readonly PolicyRef[] {
  if (node === undefined) return [];
  if (node.kind === 'object') return readRef(reading, node, field);
  if (node.kind === 'array') return node.items.flatMap((item) => readRef(reading, item, field));
  reportKind(reading, node, field, 'a list of policies', forms);
  return [];
}

function readResourcePolicy(reading: Reading, node: Node): PolicyRef | undefined {
  if (node.kind !== 'array') return readRef(reading, node, 'resource')[0];
  const [first] = node.items;
  if (node.items.length === 1 && first !== undefined) return readRef(reading, first, 'resource')[0];
  if (node.items.length > 1) {
    report(
      reading,
      'wrong-type',
      node,
      'a resource has one policy, here are several',
      'Put their statements into one document.',
    );
  }
  return undefined;
}

/** A flat list could mean one level or many, and the decision differs: it must be said. */
function readLevels(
  reading: Reading,
  node: Node | undefined,
  field: string,
): readonly (readonly PolicyRef[])[] {
  if (node === undefined) return [];
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
