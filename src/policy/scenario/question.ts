import type { Member, Node } from '../../formats/tree.ts';
import type { Question } from '../question.ts';
import {
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

export const requestFields = [
  'principal',
  'principalId',
  'sessionIssuer',
  'action',
  'resource',
  'resourceAccount',
  'managementAccount',
  'context',
  'principalTags',
  'resourceTags',
  'requestTags',
  'sessionTags',
  'sourceIdentity',
  'viaEndpoint',
  'unknown',
  'now',
] as const;

type RequestField = (typeof requestFields)[number];

/** Fields that are maps: in them a scenario's own keys join those of the defaults. */
export const requestMaps: readonly string[] = [
  'context',
  'principalTags',
  'resourceTags',
  'requestTags',
  'sessionTags',
];

/** Reads `request`; undefined where it is not there or misses what no question can do without. */
export function readQuestion(
  reading: Reading,
  member: Member | undefined,
  whole: Node,
): Question | undefined {
  if (member === undefined) {
    report(
      reading,
      'missing-field',
      whole,
      'the scenario has no `request`',
      'Write `request:` with `principal`, `action` and `resource`.',
    );
    return undefined;
  }
  const node = member.value;
  if (node.kind !== 'object') {
    reportKind(reading, node, 'request', 'a map', 'Write `principal`, `action` and `resource` under it.');
    return undefined;
  }
  const members = membersOf(reading, node, requestFields, '`request`');
  for (const [name, { value }] of members) reading.places.set(name, value);
  const reader = readerOf(reading, members);
  for (const [field, example] of [
    ['principal', 'arn:aws:iam::111122223333:user/mika'],
    ['action', 's3:GetObject'],
  ] as const) {
    if (members.has(field)) continue;
    report(
      reading,
      'missing-field',
      member.key,
      `\`request\` has no \`${field}\``,
      `Write \`${field}: ${example}\`.`,
    );
  }

  const principal = reader.text('principal');
  const actions = reader.texts('action');
  const resources = reader.texts('resource');
  const optional = {
    principalId: reader.text('principalId'),
    sessionIssuer: reader.text('sessionIssuer'),
    resourceAccount: reader.text('resourceAccount'),
    managementAccount: reader.text('managementAccount'),
    context: reader.context(),
    principalTags: reader.tags('principalTags'),
    resourceTags: reader.tags('resourceTags'),
    requestTags: reader.tags('requestTags'),
    sessionTags: reader.tags('sessionTags'),
    sourceIdentity: reader.text('sourceIdentity'),
    viaEndpoint: reader.boolean('viaEndpoint'),
    unknown: reader.unknown(),
    now: reader.text('now'),
  };
  if (principal === undefined || actions === undefined) return undefined;
  // A question without a resource is about an action that names none.
  return { principal, actions, resources: resources ?? ['*'], ...given(optional) };
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its fields that have no value. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

function readerOf(reading: Reading, members: ReadonlyMap<string, Member>) {
  const read = <T>(field: RequestField, readNode: (node: Node) => T | undefined): T | undefined => {
    const member = members.get(field);
    return member === undefined ? undefined : readNode(member.value);
  };
  const text = (field: RequestField) => read(field, (node) => textOf(reading, node, field));
  return {
    text,
    texts: (field: RequestField) => read(field, (node) => textsOf(reading, node, field)),
    boolean: (field: RequestField) => read(field, (node) => booleanOf(reading, node, field)),
    tags: (field: RequestField) =>
      read(field, (node) => mapOf(reading, node, field, (value, what) => textOf(reading, value, what))),
    context: () =>
      read('context', (node) =>
        mapOf(reading, node, 'context', (value, what) => contextValueOf(reading, value, what)),
      ),
    unknown: () => read('unknown', (node) => readUnknown(reading, node)),
  };
}

/** `true` for every key that was not given, or the keys. */
function readUnknown(reading: Reading, node: Node): true | readonly string[] | undefined {
  if (node.kind === 'boolean') return node.value ? true : undefined;
  return textsOf(reading, node, 'unknown');
}
