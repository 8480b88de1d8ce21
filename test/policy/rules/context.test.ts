import { describe, expect, test } from 'vitest';
import { concreteContext } from '../../../src/policy/context.ts';
import {
  A,
  alice,
  allow,
  ask,
  B,
  bob,
  bucket,
  caseOf,
  deny,
  everything,
  federated,
  github,
  key,
  now,
  outcome,
  role,
  root,
  service,
  session,
  type Asking,
} from '../support/ask.ts';
import { prepare } from '../../../src/policy/prepare.ts';
import { presentUnknown, type ContextValue } from '../../../src/policy/context-value.ts';

/** What the request context holds without being told. */

function valueOf(asking: Asking, name: string): ContextValue {
  return concreteContext(caseOf(asking).request)(name.toLowerCase());
}

const asRoot = { principal: root };
const asUser = { principal: `arn:aws:iam::${A}:user/team/alice`, principalId: 'AIDAJ2UCCR6DPCEXAMPLE' };
const asSession = { principal: session, principalId: 'AROAJ2UCCR6DPCEXAMPLE:ci' };
const asRole = { principal: role };
const asFederated = { principal: federated, sessionIssuer: bob };
const asService = { principal: service, resourceAccount: A };
const asAnonymous = { principal: 'anonymous', resourceAccount: A };
const asProvider = { principal: github, action: 'sts:AssumeRoleWithWebIdentity', resource: role };

describe('keys by the kind of principal', () => {
  const rows: readonly (readonly [string, readonly (readonly [string, Asking, ContextValue])[]])[] = [
    [
      'aws:PrincipalType',
      [
        ['root', asRoot, 'Account'],
        ['user', asUser, 'User'],
        ['session', asSession, 'AssumedRole'],
        ['role', asRole, 'AssumedRole'],
        ['federated user', asFederated, 'FederatedUser'],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, 'Anonymous'],
      ],
    ],
    [
      'aws:userid',
      [
        ['root', asRoot, A],
        ['user', asUser, 'AIDAJ2UCCR6DPCEXAMPLE'],
        ['user without a known id', { principal: alice }, undefined],
        ['session', asSession, 'AROAJ2UCCR6DPCEXAMPLE:ci'],
        ['session without a known id', { principal: session }, undefined],
        ['role', asRole, undefined],
        ['federated user', asFederated, `${A}:zed`],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, 'anonymous'],
      ],
    ],
    [
      'aws:username',
      [
        ['root', asRoot, undefined],
        ['user, without the path', asUser, 'alice'],
        ['session', asSession, undefined],
        ['role', asRole, undefined],
        ['federated user', asFederated, undefined],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, undefined],
      ],
    ],
    [
      'aws:PrincipalArn',
      [
        ['root', asRoot, root],
        ['user', asUser, `arn:aws:iam::${A}:user/team/alice`],
        ['session: its role', asSession, role],
        [
          'session: its role with the path',
          { ...asSession, sessionIssuer: `arn:aws:iam::${A}:role/team/App` },
          `arn:aws:iam::${A}:role/team/App`,
        ],
        ['role', asRole, role],
        ['federated user', asFederated, federated],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, undefined],
        ['provider', asProvider, undefined],
      ],
    ],
    [
      'aws:PrincipalAccount',
      [
        ['root', asRoot, A],
        ['user', asUser, A],
        ['session', asSession, A],
        ['role', asRole, A],
        ['federated user', asFederated, A],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, undefined],
      ],
    ],
    [
      'aws:PrincipalIsAWSService',
      [
        ['root', asRoot, 'false'],
        ['user', asUser, 'false'],
        ['session', asSession, 'false'],
        ['federated user', asFederated, 'false'],
        ['service', asService, 'true'],
        ['anonymous', asAnonymous, undefined],
      ],
    ],
    [
      'aws:TokenIssueTime',
      [
        ['user with long-term keys', asUser, undefined],
        [
          'session',
          { ...asSession, context: { 'aws:TokenIssueTime': '2026-01-30T00:00:00Z' } },
          '2026-01-30T00:00:00Z',
        ],
        ['anonymous', asAnonymous, undefined],
      ],
    ],
    [
      'aws:MultiFactorAuthPresent',
      [
        ['root', asRoot, undefined],
        ['user with long-term keys', asUser, undefined],
        ['service', asService, undefined],
        ['anonymous', asAnonymous, undefined],
      ],
    ],
    [
      'ec2:SourceInstanceARN',
      [
        ['root', asRoot, undefined],
        ['user', asUser, undefined],
        ['session', asSession, undefined],
        ['federated user', asFederated, undefined],
      ],
    ],
  ];

  describe.each(rows)('%s', (name, cells) => {
    test.each(cells)(`${name} of %s`, (_, asking, expected) => {
      expect(valueOf(asking, name)).toEqual(expected);
    });
  });
});

describe('keys that follow from the request', () => {
  const queue = `arn:aws:sqs:eu-west-1:${A}:q`;
  const send: Asking = { action: 'sqs:SendMessage', resource: queue };
  const via = { context: { 'aws:CalledVia': ['cloudformation.amazonaws.com', 's3.amazonaws.com'] } };

  test.each<readonly [string, Asking, ContextValue]>([
    ['aws:PrincipalServiceName', asService, service],
    ['aws:PrincipalServiceName', asUser, undefined],
    ['aws:PrincipalServiceNamesList', asService, [service]],
    ['aws:PrincipalServiceNamesList', asUser, undefined],
    ['aws:PrincipalTag/Team', { principalTags: { team: 'red' } }, 'red'],
    ['aws:PrincipalTag/team', {}, undefined],
    ['aws:ResourceTag/env', { resourceTags: { Env: 'prod' } }, 'prod'],
    ['aws:RequestTag/env', { requestTags: { Env: 'prod' } }, 'prod'],
    ['aws:TagKeys', { requestTags: { Env: 'prod', Team: 'red' } }, ['Env', 'Team']],
    ['aws:TagKeys', {}, undefined],
    ['aws:CurrentTime', {}, new Date(now).toISOString()],
    ['aws:CurrentTime', { now: '2023-06-01T00:00:00Z' }, '2023-06-01T00:00:00.000Z'],
    ['aws:EpochTime', { now: '2023-06-01T00:00:00Z' }, '1685577600'],
    ['aws:SecureTransport', {}, 'true'],
    ['aws:SecureTransport', { context: { 'aws:SecureTransport': 'false' } }, 'false'],
    ['aws:RequestedRegion', send, 'eu-west-1'],
    ['aws:RequestedRegion', {}, presentUnknown],
    ['aws:RequestedRegion', { region: 'eu-west-1' }, 'eu-west-1'],
    [
      'aws:RequestedRegion',
      { region: 'eu-north-1', context: { 'aws:RequestedRegion': 'eu-west-1' } },
      'eu-west-1',
    ],
    ['aws:RequestedRegion', { ...send, region: 'us-west-2' }, 'eu-west-1'],
    ['aws:RequestedRegion', { action: 'iam:GetUser', resource: alice, region: 'eu-west-1' }, 'us-east-1'],
    ['aws:RequestedRegion', { action: 'iam:PassRole', resource: role }, presentUnknown],
    ['aws:RequestedRegion', { action: 'iam:PassRole', resource: role, region: 'eu-west-1' }, 'eu-west-1'],
    ['aws:UserAgent', {}, presentUnknown],
    ['aws:UserAgent', { context: { 'aws:UserAgent': 'curl' } }, 'curl'],
    ['aws:RequestedRegion', { action: 'iam:GetUser', resource: alice }, 'us-east-1'],
    ['aws:RequestedRegion', { action: 'iam:ListUsers', resource: '*' }, 'us-east-1'],
    [
      'aws:RequestedRegion',
      { principal: `arn:aws-cn:iam::${A}:user/alice`, action: 'iam:ListUsers', resource: '*' },
      presentUnknown,
    ],
    ['aws:ResourceAccount', send, A],
    ['aws:ResourceAccount', { ...send, resource: queue.replace(A, B) }, B],
    ['aws:ResourceAccount', { resourceAccount: B }, B],
    ['aws:ResourceAccount', {}, A],
    ['aws:ViaAWSService', {}, 'false'],
    ['aws:ViaAWSService', via, 'true'],
    ['aws:CalledViaFirst', via, 'cloudformation.amazonaws.com'],
    ['aws:CalledViaLast', via, 's3.amazonaws.com'],
    ['aws:CalledViaFirst', {}, undefined],
    ['aws:SourceIp', {}, undefined],
    ['aws:SourceVpce', {}, undefined],
    ['aws:PrincipalOrgID', {}, undefined],
    ['aws:SourceAccount', asService, undefined],
    ['sts:ExternalId', { action: 'sts:AssumeRole', resource: role }, undefined],
    ['sts:SourceIdentity', { action: 'sts:AssumeRole', resource: role, sourceIdentity: 'zed' }, 'zed'],
    [
      'aws:RequestTag/project',
      { action: 'sts:AssumeRole', resource: role, sessionTags: { project: 'x' } },
      'x',
    ],
  ])('%s of %j', (name, asking, expected) => {
    expect(valueOf(asking, name)).toEqual(expected);
  });
});

describe('R420 keys that nobody documents', () => {
  test('R420 count as any other', () => {
    const identity = [allow('*', '*', { Condition: { StringEquals: { 'acme:colour': 'red' } } })];
    expect(outcome({ context: { 'acme:colour': 'red' } }, { identity })).toBe('allowed by identity');
    expect(outcome({}, { identity })).toBe('implicitDeny by identity');
  });

  test('R420 claims of an identity provider too', () => {
    const name = 'oidc.eks.us-east-1.amazonaws.com/id/ABC:sub';
    const identity = [allow('*', '*', { Condition: { StringLike: { [name]: 'system:*' } } })];
    expect(outcome({ context: { [name]: 'system:serviceaccount:x:y' } }, { identity })).toBe(
      'allowed by identity',
    );
  });
});

describe('R421 a given value overrides the derived one', () => {
  const identity = [allow('*', '*', { Condition: { StringEquals: { 'aws:username': 'bob' } } })];

  test('R421 and a contradiction is said', () => {
    const asking = { context: { 'aws:username': 'bob' } };
    expect(outcome(asking, { identity })).toBe('allowed by identity');
    expect(outcome({}, { identity })).toBe('implicitDeny by identity');
  });

  test('R421 it does not make another principal of the caller', () => {
    const other = `arn:aws:iam::${A}:role/Other`;
    const asking = { principal: session, context: { 'aws:PrincipalArn': other } };
    const grant = { Effect: 'Allow' as const, Principal: { AWS: other }, Action: '*', Resource: '*' };
    expect(outcome(asking, { resource: [grant] })).toBe('implicitDeny by identity');
    expect(outcome(asking, { resource: [{ ...grant, Principal: { AWS: role } }] })).toBe(
      'allowed by resource',
    );
  });

  test('R421 it may tell the path of the session’s role', () => {
    const team = `arn:aws:iam::${A}:role/team/App`;
    const asking = { principal: session, context: { 'aws:PrincipalArn': team } };
    const grant = { Effect: 'Allow' as const, Principal: { AWS: team }, Action: '*', Resource: '*' };
    expect(outcome(asking, { resource: [grant] })).toBe('allowed by resource');
    const elsewhere = { ...grant, Principal: { AWS: `arn:aws:iam::${A}:role/ops/App` } };
    expect(outcome(asking, { resource: [elsewhere] })).toBe('implicitDeny by identity');
  });
});

describe('R422 unknown service keys are texts', () => {
  const identity = [allow('*', '*', { Condition: { StringEquals: { 'acme:list': 'a' } } })];
  test('R422 one value', () => {
    expect(outcome({ context: { 'acme:list': 'a' } }, { identity })).toBe('allowed by identity');
  });
  test('R422 several where several are given', () => {
    const set = [allow('*', '*', { Condition: { 'ForAllValues:StringEquals': { 'acme:list': 'a' } } })];
    expect(outcome({ context: { 'acme:list': ['a', 'b'] } }, { identity: set })).toBe(
      'implicitDeny by identity',
    );
    expect(outcome({ context: { 'acme:list': ['a'] } }, { identity: set })).toBe('allowed by identity');
  });
});

describe('R302 keys and the names of tags have no case', () => {
  test.each(['aws:PrincipalTag/Team', 'AWS:principaltag/TEAM', 'aws:principalTag/team'])(
    'R302 %s',
    (name) => {
      const identity = [allow('*', '*', { Condition: { StringEquals: { [name]: 'red' } } })];
      expect(outcome({ principalTags: { tEAM: 'red' } }, { identity })).toBe('allowed by identity');
    },
  );

  test.each([
    ['Équipe', 'Équipe'],
    ['ÉQUIPE', 'équipe'],
    ['Команда', 'команда'],
    ['ΤΆΞΗ', 'τάξη'],
  ])('R302 the tag %s of a policy is the tag %s of the request', (inPolicy, inRequest) => {
    const asking = { resource: 'arn:aws:s3:::acme/red', principalTags: { [inRequest]: 'red' } };
    const Condition = { StringEquals: { [`aws:PrincipalTag/${inPolicy}`]: 'red' } };
    expect(outcome(asking, { identity: [allow(), deny('*', '*', { Condition })] })).toBe(
      'explicitDeny by identity',
    );
    const own = `arn:aws:s3:::acme/\${aws:PrincipalTag/${inPolicy}}`;
    expect(outcome(asking, { identity: [allow('*', own)] })).toBe('allowed by identity');
    const unknown = [`aws:ResourceTag/${inRequest}`];
    const open = { StringEquals: { [`aws:ResourceTag/${inPolicy}`]: 'red' } };
    expect(ask({ unknown }, { identity: [allow('*', '*', { Condition: open })] }).decision).toBe(
      'conditional',
    );
  });

  test('R302 two tags that differ in case alone are an error', () => {
    expect(() => caseOf({ principalTags: { team: 'red', Team: 'blue' } })).toThrow(/case/);
  });
});

test('R206 a wildcard in the request’s action is never matched against a pattern', () => {
  expect(() => caseOf({ action: 's3:Get*' })).toThrow('one action on one resource');
  expect(ask({ action: 's3:GetObject' }, { identity: [allow('s3:Get*')] }).decision).toBe('allowed');
});

describe('R206 R219 of a pattern only what is about the resource is asked', () => {
  const asked = (action: readonly string[], ...resource: string[]) => {
    const { cases, notices } = prepare({ principal: alice, action, resource }, { now });
    return {
      questions: cases.map(({ request }) => `${request.action} ${request.resource}`),
      said: notices.map(({ code }) => code),
    };
  };

  test('R206 a bucket is not asked for what is done to objects, nor for what names no resource', () => {
    const { questions, said } = asked(['s3:*'], bucket);
    expect(questions).toContain(`s3:DeleteBucket ${bucket}`);
    expect(questions.filter((text) => /Object |ListAllMyBuckets/.test(text))).toEqual([]);
    expect(said).toEqual(['request/pairs-left-out']);
  });

  test('R206 * is asked for all of them', () => {
    const { questions } = asked(['s3:*'], '*');
    expect(questions).toContain('s3:DeleteObject *');
    expect(questions).toContain('s3:ListAllMyBuckets *');
  });

  test('R206 an action that was named is asked, about whatever it was named with', () => {
    expect(asked(['s3:GetObject', 's3:Put*Policy'], bucket).questions).toEqual([
      `s3:GetObject ${bucket}`,
      `s3:PutBucketPolicy ${bucket}`,
    ]);
  });

  test('R206 where nothing of the pattern is about the resource it is asked nevertheless, and that is said', () => {
    const { questions, said } = asked(['s3:Get*'], alice);
    expect(questions).toContain(`s3:GetObject ${alice}`);
    expect(said).toEqual(['request/actions-unfitting']);
  });
});

test('R682 the account of the resource: given, else of its ARN, else the caller’s', () => {
  const from = (asking: Asking) => {
    const { resourceAccount, resourceAccountOrigin } = caseOf(asking).request;
    return `${resourceAccount ?? 'none'} ${resourceAccountOrigin}`;
  };
  expect(from({ action: 'kms:Decrypt', resource: key })).toBe(`${A} arn`);
  expect(from({ action: 'kms:Decrypt', resource: key.replace(A, B) })).toBe(`${B} arn`);
  expect(from({ resource: bucket, action: 's3:ListBucket' })).toBe(`${A} assumed`);
  expect(from({ resourceAccount: B })).toBe(`${B} given`);
  expect(from({ principal: 'anonymous' })).toBe('none none');
  expect(from({ action: 'iam:GetPolicy', resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })).toBe(
    `${A} assumed`,
  );
  expect(
    outcome(
      { action: 'iam:GetPolicy', resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      { identity: everything },
    ),
  ).toBe('allowed by identity');
});
