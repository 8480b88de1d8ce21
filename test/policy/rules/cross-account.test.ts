import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  allow,
  ask,
  type Asking,
  B,
  bob,
  bucket,
  caseOf,
  deny,
  dependsOn,
  everything,
  federated,
  grant,
  key,
  other,
  outcome,
  refuse,
  role,
  root,
  service,
  session,
  simulated,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** Caller and resource are of different accounts. */

const callers = [
  ['a user named directly', { principal: alice }, grant(alice)],
  ['a session named directly', { principal: session }, grant(session)],
  ['a session whose role is named', { principal: session }, grant(role)],
  ['a session whose account is named', { principal: session }, grant(root)],
  ['a user, where everyone may', { principal: alice }, grant('*')],
  ['a federated user named directly', { principal: federated, sessionIssuer: bob }, grant(federated)],
] as const;

describe('R638 both sides must allow', () => {
  const isFederated = (principal: string) => principal === federated;

  test.each(callers)('R638 %s: allowed by both', (_, caller, grants) => {
    const session = isFederated(caller.principal) ? { session: everything } : {};
    expect(
      outcome({ ...caller, resourceAccount: B }, { identity: everything, resource: [grants], ...session }),
    ).toBe('allowed by resource');
  });

  test.each(callers)('R638 %s: the identity policies do not allow', (_, caller, grants) => {
    const asking = { ...caller, resourceAccount: B };
    expect(outcome(asking, { resource: [grants], session: everything })).toBe('implicitDeny by identity');
    expect(outcome(asking, { resource: [grants], identity: other, session: everything })).toBe(
      'implicitDeny by identity',
    );
  });

  test.each(callers)('R638 %s: the resource policy does not allow', (_, caller) => {
    const around = {
      identity: everything,
      session: everything,
      resource: [grant(`arn:aws:iam::${A}:user/carol`)],
    };
    expect(outcome({ ...caller, resourceAccount: B }, around)).toBe('implicitDeny by resource');
  });

  test.each(callers)('R638 %s: implicit denies of boundary and session block', (_, caller, grants) => {
    const asking = { ...caller, resourceAccount: B };
    const open = { identity: everything, resource: [grants], boundary: everything, session: everything };
    expect(outcome(asking, { ...open, boundary: other })).toBe('implicitDeny by boundary');
    if (caller.principal !== alice) {
      expect(outcome(asking, { ...open, session: other })).toBe('implicitDeny by session');
    }
  });

  test.each(callers)('R638 %s: so do SCPs, and any Deny of the other account', (_, caller, grants) => {
    const asking = { ...caller, resourceAccount: B };
    const open = { identity: everything, resource: [grants], session: everything };
    expect(outcome(asking, { ...open, scp: [other] })).toBe('implicitDeny by scp');
    expect(outcome(asking, { ...open, resource: [grants, refuse(root)] })).toBe('explicitDeny by resource');
    expect(outcome(asking, { ...open, rcp: [[{ ...deny('s3:*'), Principal: '*' }]] })).toBe(
      'explicitDeny by rcp',
    );
  });

  test('R638 a federated user without a session policy has no principal side', () => {
    const around = { identity: everything, resource: [grant(federated)] };
    expect(outcome({ principal: federated, resourceAccount: B }, around)).toBe('implicitDeny by session');
  });

  test('R638 one account’s grant to itself lets nobody else in', () => {
    const resource = [grant([`arn:aws:iam::${B}:root`, `arn:aws:iam::${B}:user/alice`])];
    expect(outcome({ resourceAccount: B }, { identity: everything, resource })).toBe(
      'implicitDeny by resource',
    );
  });
});

test('R639 a service without resource policies is out of reach of other accounts', () => {
  const asking = { action: 'ec2:StartInstances', resource: `arn:aws:ec2:us-east-1:${B}:instance/i-1` };
  expect(outcome(asking, { identity: everything })).toBe('implicitDeny by special');
  expect(outcome({ ...asking, principal: root }, {})).toMatch(/^implicitDeny/);
  expect(
    outcome({ ...asking, resource: `arn:aws:ec2:us-east-1:${A}:instance/i-1` }, { identity: everything }),
  ).toBe('allowed by identity');
});

describe('R640 the root user', () => {
  test.each([
    ['no policy at all', {}, 'allowed by root'],
    ['an SCP that denies', { scp: [[deny('*')]] }, 'explicitDeny by scp'],
    ['an SCP that does not allow', { scp: [other] }, 'implicitDeny by scp'],
    ['an RCP that denies', { rcp: [[{ ...deny('s3:*'), Principal: '*' as const }]] }, 'explicitDeny by rcp'],
    ['a resource policy that denies it', { resource: [refuse(root)] }, 'explicitDeny by resource'],
    ['a resource policy that allows others', { resource: [grant(bob)] }, 'allowed by root'],
    [
      'identity policies and a boundary, which it has not',
      { identity: [deny('*')], boundary: other },
      'allowed by root',
    ],
  ])('R640 in its own account, %s', (_, around, expected) => {
    expect(outcome({ principal: root }, around)).toBe(expected);
  });

  test.each([
    ['without a resource policy', {}, 'implicitDeny'],
    ['whose resource policy names its account', { resource: [grant(root)] }, 'allowed'],
    ['whose resource policy names everyone', { resource: [grant('*')] }, 'allowed'],
    ['whose resource policy names a user of its account', { resource: [grant(alice)] }, 'implicitDeny'],
    ['behind an SCP that does not allow', { resource: [grant(root)], scp: [other] }, 'implicitDeny'],
  ])('R640 on a resource of another account %s', (_, around, expected) => {
    expect(ask({ principal: root, resourceAccount: B }, around).decision).toBe(expected);
  });

  test('R640 it cannot assume a role', () => {
    const resource = [{ Effect: 'Allow' as const, Principal: '*' as const, Action: 'sts:AssumeRole' }];
    expect(outcome({ principal: root, action: 'sts:AssumeRole', resource: role }, { resource })).toBe(
      'implicitDeny by special',
    );
  });
});

describe('R641 anonymous callers', () => {
  const anonymous = { principal: 'anonymous', resourceAccount: A };
  test.each([
    ['no resource policy', { identity: everything }, 'implicitDeny by resource'],
    ['everyone', { resource: [grant('*')] }, 'allowed by resource'],
    [
      'everyone, as AWS principals',
      { resource: [{ ...grant(''), Principal: { AWS: '*' } }] },
      'allowed by resource',
    ],
    ['every account but no one else', { resource: [grant([A, B])] }, 'implicitDeny by resource'],
    ['everyone; SCPs do not count', { resource: [grant('*')], scp: [[deny('*')]] }, 'allowed by resource'],
    [
      'everyone, an RCP denies',
      { resource: [grant('*')], rcp: [[{ ...deny('s3:*'), Principal: '*' as const }]] },
      'explicitDeny by rcp',
    ],
    [
      'everyone, the endpoint does not allow',
      { resource: [grant('*')], endpoint: [grant('*', { Action: 'ec2:*' })] },
      'implicitDeny by endpoint',
    ],
    [
      'everyone of an organization',
      { resource: [grant('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } } })] },
      'implicitDeny by resource',
    ],
  ])('R641 the resource policy names %s', (_, around, expected) => {
    expect(outcome(anonymous, around)).toBe(expected);
  });

  test.each(['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML', 'sts:TagSession'])(
    'R641 no one calls %s without credentials or a token, whoever is trusted',
    (action) => {
      const resource = [{ Effect: 'Allow' as const, Principal: '*' as const, Action: 'sts:*' }];
      expect(ask({ principal: 'anonymous', action, resource: role }, { resource }).decision).toBe(
        'implicitDeny',
      );
    },
  );
});

test.each([
  ['kms:Decrypt', key],
  ['dynamodb:GetItem', `arn:aws:dynamodb:us-east-1:${A}:table/t`],
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${A}:secret:db-AbCdEf`],
])('R641 no one calls %s without credentials, though everyone may', (action, resource) => {
  expect(outcome({ principal: 'anonymous', action, resource }, { resource: [grant('*')] })).toBe(
    'implicitDeny by special',
  );
});

test.each([
  ['a user', alice],
  ['a session', session],
  ['the root user', root],
])('R221 R638 %s of another partition is of no use here', (_, principal) => {
  const around = { identity: everything, resource: [grant('*')] };
  expect(ask({ principal }, around).decision).toBe('allowed');
  expect(outcome({ principal: principal.replace('arn:aws:', 'arn:aws-cn:') }, around)).toBe(
    'implicitDeny by special',
  );
});

describe('R642 services', () => {
  const asking = { principal: service, resourceAccount: A };
  const grants = { ...grant(''), Principal: { Service: service } };

  test.each([
    [
      'identity policies and SCPs do not count',
      { resource: [grants], identity: [deny('*')], scp: [[deny('*')]] },
      'allowed by resource',
    ],
    ['a Deny of the resource policy does', { resource: [grants, refuse('*')] }, 'explicitDeny by resource'],
    [
      'so does the endpoint’s policy',
      { resource: [grants], endpoint: [grant('*', { Action: 'ec2:*' })] },
      'implicitDeny by endpoint',
    ],
    ['without a grant', { identity: everything }, 'implicitDeny by resource'],
  ])('R642 %s', (_, around, expected) => {
    expect(outcome(asking, around)).toBe(expected);
  });

  test('R642 the confused deputy: aws:SourceAccount tells for whom the service calls', () => {
    const resource = [{ ...grants, Condition: { StringEquals: { 'aws:SourceAccount': A } } }];
    expect(outcome({ ...asking, context: { 'aws:SourceAccount': A } }, { resource })).toBe(
      'allowed by resource',
    );
    expect(outcome({ ...asking, context: { 'aws:SourceAccount': B } }, { resource })).toBe(
      'implicitDeny by resource',
    );
    expect(outcome(asking, { resource })).toBe('implicitDeny by resource');
  });
});

describe('R643 a service that uses the caller’s identity makes a second request', () => {
  const identity = [
    allow('kms:Decrypt', '*', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }),
    allow('s3:GetObject'),
  ];
  const decrypt = { action: 'kms:Decrypt', resource: key };
  const resource = [grant(root)];

  test('R643 aws:ViaAWSService and the ends of aws:CalledVia follow from aws:CalledVia', () => {
    const via = { 'aws:CalledVia': ['cloudformation.amazonaws.com', 's3.amazonaws.com'] };
    expect(outcome({ ...decrypt, context: via }, { identity, resource })).toBe('allowed by resource');
    expect(outcome(decrypt, { identity, resource })).toBe('implicitDeny by identity');
    const ends = {
      'aws:CalledViaFirst': 'cloudformation.amazonaws.com',
      'aws:CalledViaLast': 's3.amazonaws.com',
    };
    const exactly = [allow('*', '*', { Condition: { StringEquals: ends } })];
    expect(outcome({ ...decrypt, context: via }, { identity: exactly, resource })).toBe(
      'allowed by resource',
    );
    expect(outcome(decrypt, { identity: exactly, resource })).toBe('implicitDeny by identity');
  });

  test('R643 all layers of the caller count again', () => {
    const context = { 'aws:CalledVia': ['s3.amazonaws.com'] };
    const around = { identity, resource, boundary: [allow('s3:*')] };
    expect(outcome({ ...decrypt, context }, around)).toBe('implicitDeny by boundary');
  });

  test('R643 aws:ViaAWSService is false for a direct call and for a service’s own role', () => {
    const direct = [allow('*', '*', { Condition: { Bool: { 'aws:ViaAWSService': 'false' } } })];
    expect(outcome({ principal: session }, { identity: direct })).toBe('allowed by identity');
  });
});

test('R682 whose resource it is was assumed, and the answer depends on it', () => {
  expect(caseOf({}).request.resourceAccountOrigin).toBe('assumed');
  expect(dependsOn({}, { identity: everything })).toEqual([
    {
      decision: 'implicitDeny',
      when: [
        {
          key: 'aws:ResourceAccount',
          operator: 'StringEquals',
          values: [A],
          holds: false,
          text: 'the bucket is another account’s',
        },
      ],
    },
  ]);
  expect(simulated({}, { identity: everything }).decision).toBe('allowed');
  expect(simulated({ resourceAccount: B }, { identity: everything }).decision).toBe('implicitDeny');
});

describe('R682 both owners of a bucket are decided', () => {
  const everyone: Sentence[] = [grant('*')];
  const owner = { StringEquals: { 'aws:ResourceAccount': A } };

  test.each<readonly [string, Asking, Around, string, string]>([
    ['an identity policy alone', {}, { identity: everything }, 'allowed', 'conditional'],
    ['both sides', {}, { identity: everything, resource: everyone }, 'allowed', 'allowed'],
    ['the bucket policy alone', {}, { resource: everyone }, 'allowed', 'conditional'],
    ['nothing', {}, { identity: other }, 'implicitDeny', 'implicitDeny'],
    ['a Deny', {}, { identity: [...everything, deny()], resource: everyone }, 'explicitDeny', 'explicitDeny'],
    ['the root user', { principal: root }, {}, 'allowed', 'conditional'],
    [
      'an operation of the owner alone',
      { action: 's3:PutBucketPolicy', resource: bucket },
      { identity: everything, resource: everyone },
      'allowed',
      'conditional',
    ],
    [
      'a Deny of what is the caller’s own',
      {},
      { identity: [...everything, deny('*', '*', { Condition: owner })], resource: everyone },
      'explicitDeny',
      'conditional',
    ],
    [
      'an Allow of what is the caller’s own',
      {},
      { identity: [allow('*', '*', { Condition: owner })], resource: everyone },
      'allowed',
      'conditional',
    ],
    [
      'a bucket that is being made',
      { action: 's3:CreateBucket', resource: bucket },
      { identity: everything },
      'allowed',
      'allowed',
    ],
    [
      'what is about the caller’s account',
      { action: 's3:ListAllMyBuckets', resource: '*' },
      { identity: everything },
      'allowed',
      'allowed',
    ],
    [
      'a service',
      { principal: service },
      { resource: [{ ...grant(''), Principal: { Service: service } }] },
      'allowed',
      'allowed',
    ],
    ['anybody', { principal: 'anonymous' }, { resource: everyone }, 'allowed', 'allowed'],
    [
      'an image, which has no policy',
      { action: 'ec2:RunInstances', resource: 'arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0' },
      { identity: everything },
      'allowed',
      'allowed',
    ],
  ])('%s', (_, asking, around, usual, whenOpen) => {
    expect(simulated(asking, around).decision).toBe(usual);
    expect(simulated({ ...asking, unknown: ['aws:ResourceAccount'] }, around).decision).toBe(whenOpen);
    expect(simulated({ ...asking, resourceAccount: A }, around).decision).toBe(usual);
  });

  test('no way asks for two owners at once', () => {
    const identity = [allow('*', '*', { Condition: { StringEquals: { 'aws:ResourceAccount': B } } })];
    const ways = dependsOn({ unknown: ['aws:ResourceAccount'] }, { identity, resource: everyone });
    const allowed = ways.filter(({ decision }) => decision === 'allowed');
    expect(allowed.map(({ when }) => when.map(({ text }) => text))).toEqual([
      [`the bucket is ${A}’s`],
      [`aws:ResourceAccount = ${B}`],
    ]);
  });
});
