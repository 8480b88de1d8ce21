import fc from 'fast-check';
import {
  presentUnknown,
  unknown,
  type ContextValue,
  type LookUp,
} from '../../../src/policy/context-value.ts';
import {
  A,
  alice,
  B,
  bob,
  bucket,
  federated,
  key,
  object,
  role,
  root,
  service,
  session,
  type Asking,
} from './ask.ts';
import type { Around, Sentence } from './policies.ts';

/** Questions and policies over small alphabets, so that patterns, names and values collide. */

const principals: fc.Arbitrary<Asking> = fc.constantFrom<Asking>(
  { principal: alice },
  { principal: bob },
  { principal: session },
  { principal: session, principalId: 'AROAJ2UCCR6DPCEXAMPLE' },
  { principal: session.replace('/ci', '/cd'), sessionIssuer: `arn:aws:iam::${A}:role/team/App` },
  { principal: role },
  { principal: federated, sessionIssuer: bob },
  { principal: federated },
  { principal: root },
  { principal: service, resourceAccount: A },
  { principal: 'anonymous', resourceAccount: A },
  { principal: `arn:aws:iam::${B}:user/alice` },
);

const things: fc.Arbitrary<Asking> = fc.constantFrom<Asking>(
  { action: 's3:GetObject', resource: object },
  { action: 's3:GetObject', resource: `${bucket}/a` },
  { action: 's3:GetObject', resource: `${bucket}/alice/*` },
  { action: 's3:ListBucket', resource: bucket },
  { action: 's3:PutBucketPolicy', resource: bucket },
  { action: 's3:ListAllMyBuckets', resource: '*' },
  { action: 'kms:Decrypt', resource: key },
  { action: 'kms:ListKeys', resource: '*' },
  { action: 'sts:AssumeRole', resource: role },
  { action: 'sts:AssumeRole', resource: role.replace(A, B) },
  { action: 'sts:GetCallerIdentity', resource: '*' },
  { action: 'iam:PassRole', resource: role },
);

const tag = fc.constantFrom('a', 'b', '*', '');

const contexts = fc.record(
  {
    'aws:PrincipalTag/t': tag,
    'aws:SourceIp': fc.constantFrom('203.0.113.7', '198.51.100.1', '2001:db8::1'),
    'aws:TagKeys': fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:PrincipalOrgID': fc.constantFrom('o-a', 'o-b'),
  },
  { requiredKeys: [] },
);

/** Keys of conditions and variables, with values that an assignment may give them. */
export const assignable = {
  'aws:principaltag/t': [undefined, '', 'a', 'b', '*'],
  'aws:sourceip': [undefined, '203.0.113.7', '198.51.100.1', '2001:db8::1'],
  'aws:tagkeys': [undefined, [], ['a'], ['b'], ['a', 'b'], ['c']],
  'aws:securetransport': ['true', 'false'],
  'aws:username': [undefined, 'alice', 'a', 'acme'],
  'aws:principalorgid': [undefined, 'o-a', 'o-b'],
  // Of a role session the path alone is open (R809).
  'aws:principalarn': [role, `arn:aws:iam::${A}:role/team/App`, `arn:aws:iam::${A}:role/a/b/App`],
} as const satisfies Readonly<Record<string, readonly ContextValue[]>>;

export type Assignment = ReadonlyMap<string, ContextValue>;

export const assignments: fc.Arbitrary<Assignment> = fc
  .tuple(
    ...Object.entries<readonly ContextValue[]>(assignable).map(([name, values]) =>
      fc.constantFrom(...values).map((value) => [name, value] as const),
    ),
  )
  .map((pairs) => new Map(pairs));

/**
 * The assignment where the look-up does not know, else the look-up. A key that is surely there gets a value that is
 * not empty.
 */
export function assigned(lookUp: LookUp, assignment: Assignment): LookUp {
  return (name) => {
    const known = lookUp(name);
    if (known !== unknown && known !== presentUnknown) return known;
    const value = assignment.get(name);
    if (known === unknown) return value;
    return hasText(value) ? value : standIn(name);
  };
}

function hasText(value: ContextValue): boolean {
  return typeof value === 'string' ? value !== '' : typeof value === 'object' && value.length > 0;
}

function standIn(name: string): ContextValue {
  const all: Readonly<Record<string, readonly ContextValue[]>> = assignable;
  return all[name]?.find(hasText);
}

export const askings: fc.Arbitrary<Asking> = fc
  .tuple(
    principals,
    things,
    fc.constantFrom<Asking>({}, {}, { resourceAccount: A }, { resourceAccount: B }),
    fc.constantFrom<Asking>({}, {}, {}, { managementAccount: A }, { managementAccount: B }),
    contexts,
    fc.boolean(),
  )
  .map(([who, what, whose, managed, context, viaEndpoint]) => ({
    ...whose,
    ...managed,
    ...what,
    ...who,
    context,
    viaEndpoint,
    // An account may be given that the ARN contradicts: the rules of accounts are put to the test all the same.
    asWritten: true,
  }));

const sets = <T>(values: readonly T[], most = 2) =>
  fc.subarray([...values], { minLength: 1, maxLength: most });

const actions = sets([
  '*',
  's3:*',
  's3:Get*',
  's3:getobject',
  'kms:*',
  'sts:*',
  'iam:PassRole',
  's3:List?ucket',
  'ec2:*',
]);
const resources = sets([
  '*',
  'arn:aws:s3:::acme',
  'arn:aws:s3:::acme*',
  'arn:aws:s3:::acme/*',
  'arn:aws:s3:::acme/x.txt',
  'arn:aws:s3:::acme/${aws:PrincipalTag/t}',
  'arn:aws:s3:::acme/${aws:username}/${*}',
  "arn:aws:s3:::acme/${aws:PrincipalTag/t, 'x.txt'}",
  'arn:aws:s3:::${aws:username}*',
  'arn:aws:kms:*',
  'arn:aws:iam::*:role/App',
]);

type Tests = NonNullable<Sentence['Condition']>;

const tests = fc.constantFrom<Tests>(
  { StringEquals: { 'aws:PrincipalTag/t': ['a', 'x'] } },
  { StringEquals: { 'aws:PrincipalTag/t': 'b' } },
  { StringNotEquals: { 'aws:PrincipalTag/t': 'a' } },
  { StringLike: { 'aws:PrincipalTag/t': '*' } },
  { StringLike: { 'aws:PrincipalTag/t': '${*}' } },
  { StringEqualsIfExists: { 'aws:principaltag/T': 'a' } },
  { Null: { 'aws:PrincipalTag/t': 'true' } },
  { Null: { 'aws:PrincipalTag/t': 'false' } },
  { Null: { 'aws:SourceIp': 'true' } },
  { ArnLikeIfExists: { 'aws:SourceIp': 'arn:*' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { BoolIfExists: { 'aws:SecureTransport': 'true' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } },
  { NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
  { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } },
  { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'b' } },
  { StringEquals: { 'aws:username': ['alice', '${aws:PrincipalTag/t}'] } },
  { StringNotEquals: { 'aws:username': '${aws:PrincipalTag/t}' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a' }, Bool: { 'aws:SecureTransport': 'true' } },
  { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a' } },
  { ArnLike: { 'aws:PrincipalArn': role } },
  { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:user/*` } },
);

/** One test, or two at once. */
const conditions: fc.Arbitrary<Tests> = fc.oneof(
  tests,
  fc
    .tuple(tests, tests)
    .map(([left, right]) =>
      Object.fromEntries(
        [...new Set([...Object.keys(left), ...Object.keys(right)])].map((operator) => [
          operator,
          { ...left[operator], ...right[operator] },
        ]),
      ),
    ),
);

const names = sets(
  [
    alice,
    bob,
    session,
    role,
    federated,
    root,
    A,
    B,
    `arn:aws:iam::${A}:role/team/App`,
    'AROAJ2UCCR6DPCEXAMPLE',
    '*',
  ],
  3,
);

const bare: fc.Arbitrary<Sentence> = fc
  .tuple(
    fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    actions,
    fc.constantFrom(false, false, false, true),
    resources,
    fc.constantFrom(false, false, false, true),
    fc.option(conditions, { freq: 2, nil: undefined }),
  )
  .map(([Effect, acts, notAction, ress, notResource, Condition]) => ({
    Effect,
    ...(notAction ? { NotAction: acts } : { Action: acts }),
    ...(notResource ? { NotResource: ress } : { Resource: ress }),
    ...(Condition && { Condition }),
  }));

const named: fc.Arbitrary<Sentence> = fc
  .tuple(bare, names, fc.integer({ min: 0, max: 7 }))
  .map(([sentence, AWS, kind]) => {
    if (kind === 0) return { ...sentence, Principal: '*' };
    if (kind === 1) return { ...sentence, Principal: { Service: service, AWS } };
    // NotPrincipal stands with Deny alone (R233).
    if (kind === 2) return { ...sentence, Effect: 'Deny', NotPrincipal: { AWS } };
    return { ...sentence, Principal: { AWS } };
  });

const list = (sentence: fc.Arbitrary<Sentence>) => fc.array(sentence, { minLength: 1, maxLength: 3 });
const rcpSentence = bare.map((sentence): Sentence => ({ ...sentence, Effect: 'Deny', Principal: '*' }));

export type LayerName = keyof Around;

/** A statement that can stand in a layer. */
export const sentenceFor: Readonly<Record<LayerName, fc.Arbitrary<Sentence>>> = {
  identity: bare,
  boundary: bare,
  session: bare,
  scp: bare,
  rcp: rcpSentence,
  resource: named,
  endpoint: named,
};

/** Every layer as a list of statements; SCPs and RCPs have levels. */
export interface Layers {
  readonly identity?: readonly Sentence[];
  readonly boundary?: readonly Sentence[];
  readonly session?: readonly Sentence[];
  readonly resource?: readonly Sentence[];
  readonly endpoint?: readonly Sentence[];
  readonly scp?: readonly (readonly Sentence[])[];
  readonly rcp?: readonly (readonly Sentence[])[];
}

export const layerNames = ['identity', 'boundary', 'session', 'resource', 'endpoint', 'scp', 'rcp'] as const;

const anything: Sentence = { Effect: 'Allow', Action: '*', Resource: '*' };

const drawn: fc.Arbitrary<Layers> = fc.record(
  {
    identity: list(bare),
    boundary: list(bare),
    session: list(bare),
    resource: list(named),
    endpoint: list(named),
    scp: fc.array(list(bare), { minLength: 1, maxLength: 2 }),
    rcp: fc.array(list(rcpSentence), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);

export const arounds: fc.Arbitrary<Layers> = drawn;

/** Mostly allowed: ceilings that allow all beside what they hold, and grants to many. */
export const openArounds: fc.Arbitrary<Layers> = fc
  .tuple(drawn, names, fc.boolean())
  .map(([around, AWS, identity]) => {
    const { boundary, session: sessionPolicy, endpoint, resource, scp } = around;
    return {
      ...around,
      ...(boundary && { boundary: [anything, ...boundary] }),
      session: [anything, ...(sessionPolicy ?? [])],
      ...(endpoint && { endpoint: [{ ...anything, Principal: '*' as const }, ...endpoint] }),
      ...(scp && { scp: scp.map((level) => [anything, ...level]) }),
      ...(identity && { identity: [anything, ...(around.identity ?? [])] }),
      resource: [{ ...anything, Principal: { AWS } }, ...(resource ?? [])],
    };
  });

/** Mostly allowed but for one layer, which holds what it happens to: there a small mistake shows. */
export const closedArounds: fc.Arbitrary<{ readonly around: Layers; readonly layer: LayerName }> = fc
  .tuple(openArounds, drawn, fc.constantFrom(...layerNames))
  .map(([open, plain, layer]) => ({ around: { ...without(open, layer), ...only(plain, layer) }, layer }));

function only(around: Layers, layer: LayerName): Layers {
  return without(around, ...layerNames.filter((name) => name !== layer));
}

/** Both: anything, and what is decided by one layer. */
export const eitherArounds: fc.Arbitrary<Layers> = fc.oneof(
  drawn,
  closedArounds.map(({ around }) => around),
);

/** One more statement in a layer; a layer that is not there is made. */
export function withSentence(around: Layers, layer: LayerName, sentence: Sentence): Layers {
  if (layer === 'scp' || layer === 'rcp') {
    const [first = [], ...rest] = around[layer] ?? [];
    return { ...around, [layer]: [[...first, sentence], ...rest] };
  }
  return { ...around, [layer]: [...(around[layer] ?? []), sentence] };
}

/** Every statement changed, wherever it stands. */
export function mapSentences(around: Layers, change: (sentence: Sentence) => Sentence): Layers {
  const { scp, rcp, ...single } = around;
  const changed = Object.entries<readonly Sentence[]>(single).map(([layer, sentences]) => [
    layer,
    sentences.map(change),
  ]);
  return {
    ...(Object.fromEntries(changed) as Omit<Layers, 'scp' | 'rcp'>),
    ...(scp && { scp: scp.map((level) => level.map(change)) }),
    ...(rcp && { rcp: rcp.map((level) => level.map(change)) }),
  };
}

export function without<T extends object, K extends keyof T>(of: T, ...keys: readonly K[]): Omit<T, K> {
  const copy = { ...of };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
}
