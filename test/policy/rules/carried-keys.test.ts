import { remarkOnKey } from '../../../src/policy/prepare/context-keys.ts';
import { describe, expect, test } from 'vitest';
import {
  A,
  alice,
  B,
  bucket,
  caseOf,
  dependsOn,
  everything,
  federated,
  grant,
  key,
  object,
  outcome,
  role,
  root,
  session,
  simulated,
  type Asking,
} from '../support/ask.ts';
import type { Sentence } from '../support/policies.ts';

/** Which keys a request carries, whatever was given. */

const ec2 = (rest: string) => `arn:aws:ec2:eu-west-1:${A}:${rest}`;
const image = 'arn:aws:ec2:eu-west-1::image/ami-1';
type Tests = NonNullable<Sentence['Condition']>;
const allowIf = (Condition: Tests): Sentence => ({ Effect: 'Allow', Action: '*', Resource: '*', Condition });
const denyIf = (Condition: Tests): Sentence => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition });
const isAllowed = (asking: Asking, Condition: Tests) =>
  outcome(asking, { identity: [allowIf(Condition)] }).startsWith('allowed');
const isDenied = (asking: Asking, Condition: Tests) =>
  outcome(asking, { identity: [...everything, denyIf(Condition)] }) === 'explicitDeny by identity';
const codesOf = (asking: Asking) => caseOf(asking).notices.map(({ code }) => code);

describe('R423 keys of other resource types', () => {
  const type = { 'ec2:InstanceType': 't3.micro' };
  const run = (resource: string): Asking => ({
    action: 'ec2:RunInstances',
    resource,
    resourceAccount: A,
    context: type,
  });

  test.each([
    [ec2('instance/i-1'), true],
    [image, false],
    [ec2('subnet/subnet-1'), false],
    [ec2('volume/vol-1'), false],
  ])('R423 ec2:InstanceType on %s is there: %s', (resource, there) => {
    expect(isAllowed(run(resource), { StringEquals: { 'ec2:InstanceType': 't3.micro' } })).toBe(there);
    expect(isDenied(run(resource), { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } })).toBe(!there);
    expect(isDenied(run(resource), { Null: { 'ec2:InstanceType': 'true' } })).toBe(!there);
    expect(codesOf(run(resource)).includes('request/key-not-there')).toBe(!there);
  });

  test('R423 it is absent, not unknown', () => {
    const { context, ...asking } = run(image);
    expect(context).toBeDefined();
    const unknown: Asking = { ...asking, unknown: ['ec2:InstanceType'] };
    expect(isAllowed(unknown, { StringEquals: { 'ec2:InstanceType': 't3.micro' } })).toBe(false);
    expect(
      dependsOn(unknown, { identity: [allowIf({ StringEquals: { 'ec2:InstanceType': 'x' } })] }),
    ).toEqual([]);
  });

  test.each([
    ['vpc/vpc-1', false],
    ['security-group/sg-1', true],
  ])('R423 tags of a new security group on its %s count: %s', (rest, counts) => {
    const asking: Asking = {
      action: 'ec2:CreateSecurityGroup',
      resource: ec2(rest),
      requestTags: { t: 'a' },
    };
    const identity = [
      allowIf({ StringEquals: { 'aws:RequestTag/t': 'a' } }),
      { Effect: 'Allow' as const, Action: 'ec2:CreateTags', Resource: '*' },
    ];
    expect(outcome(asking, { identity }).startsWith('allowed')).toBe(counts);
  });
});

describe('R424 tags that the action does not carry', () => {
  test.each<[string, string, Asking]>([
    ['ec2:DescribeInstances', '*', { resourceTags: { t: 'a' } }],
    ['s3:ListAllMyBuckets', '*', { resourceTags: { t: 'a' } }],
    ['ec2:StartInstances', ec2('instance/i-1'), { requestTags: { t: 'a' } }],
    ['iam:ListUsers', '*', { requestTags: { t: 'a' } }],
  ])('R424 %s on %s with %j', (action, resource, tags) => {
    const name = tags.resourceTags === undefined ? 'aws:RequestTag/t' : 'aws:ResourceTag/t';
    const asking: Asking = { action, resource, ...tags };
    expect(isAllowed(asking, { StringEquals: { [name]: 'a' } })).toBe(false);
    expect(isAllowed(asking, { StringNotEquals: { [name]: 'a' } })).toBe(false);
    expect(isDenied(asking, { StringEquals: { [name]: 'a' } })).toBe(true);
    expect(isDenied(asking, { StringNotEquals: { [name]: 'a' } })).toBe(true);
    expect(codesOf(asking)).toContain('request/tags-not-carried');
  });

  test.each<[string, string, string, boolean]>([
    ['ec2:DescribeInstances', '*', 'aws:ResourceTag/t', true],
    ['ec2:CreateRoute', ec2('route-table/rtb-1'), 'aws:RequestTag/t', true],
    ['ec2:StartInstances', ec2('instance/i-1'), 'aws:TagKeys', true],
    ['ec2:StartInstances', ec2('instance/i-1'), 'aws:ResourceTag/t', false],
  ])('R424 %s on %s with %s in the context: a warning is %s', (action, resource, name, warns) => {
    const asking: Asking = { action, resource, context: { [name]: 'a' } };
    expect(codesOf(asking).includes('request/tags-not-carried')).toBe(warns);
  });

  test.each<[string, string, string, string | undefined]>([
    ['s3:GetObject', 'arn:aws:s3:::acme-data/a.txt', 's3:prefix', 'request/key-not-for-action'],
    ['s3:ListBucket', 'arn:aws:s3:::acme-data', 's3:prefix', undefined],
    ['s3:GetObject', 'arn:aws:s3:::acme-data/a.txt', 'S3:VersionId', 'request/key-not-for-action'],
    ['s3:GetObject', 'arn:aws:s3:::acme-data/a.txt', 's3:ExistingObjectTag/team', undefined],
    ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:111122223333:q', 's3:prefix', undefined],
  ])(
    'R420 %s on %s with %s in the context: the doubt is %s, and it counts',
    (action, resource, name, code) => {
      const asking: Asking = { action, resource, context: { [name]: 'a' } };
      expect(isAllowed(asking, { StringEquals: { [name]: 'a' } })).toBe(true);
      expect(codesOf(asking)).toEqual(code === undefined ? [] : [code]);
    },
  );

  test.each([
    ['s3:banana', true],
    ['acme:role', true],
    ['aws:PrincipalTag', true],
    ['id.acme.example:sub', false],
    ['s3:prefix', false],
  ])('R420 %s in the context: a warning that nobody knows it is %s', (name, warns) => {
    expect(remarkOnKey(name)?.code).toBe(warns ? 'unknown-key' : undefined);
  });

  test('R420 a key of the context counts as it stands', () => {
    const asking: Asking = {
      action: 'ec2:DescribeInstances',
      resource: '*',
      context: { 'aws:ResourceTag/t': 'a' },
    };
    expect(isAllowed(asking, { StringEquals: { 'aws:ResourceTag/t': 'a' } })).toBe(true);
  });
});

describe('R425 what follows from what is given', () => {
  const db = `arn:aws:rds:eu-west-1:${A}:db:orders`;
  test.each<[string, Asking, string]>([
    [
      'ec2:ResourceTag/t',
      { action: 'ec2:StopInstances', resource: ec2('instance/i-1'), resourceTags: { t: 'a' } },
      'a',
    ],
    ['rds:db-tag/t', { action: 'rds:DeleteDBInstance', resource: db, resourceTags: { t: 'a' } }, 'a'],
    ['iam:ResourceTag/t', { action: 'iam:DeleteRole', resource: role, resourceTags: { t: 'a' } }, 'a'],
    [
      'secretsmanager:ResourceTag/t',
      {
        action: 'secretsmanager:GetSecretValue',
        resource: `arn:aws:secretsmanager:eu-west-1:${A}:secret:s-abcdef`,
        resourceTags: { t: 'a' },
      },
      'a',
    ],
    ['s3:ExistingObjectTag/t', { resource: object, resourceAccount: A, resourceTags: { t: 'a' } }, 'a'],
    [
      's3:BucketTag/t',
      { action: 's3:ListBucket', resource: bucket, resourceAccount: A, resourceTags: { t: 'a' } },
      'a',
    ],
    [
      'aws:ResourceTag/t',
      { action: 'ec2:StopInstances', resource: ec2('instance/i-1'), context: { 'ec2:ResourceTag/t': 'a' } },
      'a',
    ],
    ['kms:CallerAccount', { action: 'kms:Decrypt', resource: key }, A],
    ['s3:ResourceAccount', { resource: object, resourceAccount: A }, A],
    ['ec2:Region', { action: 'ec2:StopInstances', resource: ec2('instance/i-1') }, 'eu-west-1'],
    ['ec2:Region', { action: 'ec2:DescribeInstances', resource: '*', region: 'eu-west-1' }, 'eu-west-1'],
  ])('R425 %s of %j', (name, asking, value) => {
    const around = { identity: [allowIf({ StringEquals: { [name]: value } })], resource: [grant(root)] };
    expect(outcome(asking, around)).toMatch(/^allowed/);
    const deny = {
      identity: [...everything, denyIf({ StringEquals: { [name]: value } })],
      resource: [grant(root)],
    };
    expect(outcome(asking, deny)).toBe('explicitDeny by identity');
  });

  test.each([
    ['an object’s tag is not its bucket’s', 's3:BucketTag/t', object, 's3:GetObject'],
    ['a bucket’s tag is not its objects’', 's3:ExistingObjectTag/t', bucket, 's3:ListBucket'],
    ['a database’s tag is no tag of a cluster', 'rds:cluster-tag/t', db, 'rds:DeleteDBInstance'],
  ])('R425 %s', (_, name, resource, action) => {
    const asking: Asking = { action, resource, resourceAccount: A, resourceTags: { t: 'a' } };
    expect(isAllowed(asking, { StringEquals: { [name]: 'a' } })).toBe(false);
  });

  test('R421 a given value wins', () => {
    const asking: Asking = { action: 'kms:Decrypt', resource: key, context: { 'kms:CallerAccount': B } };
    expect(
      outcome(asking, {
        identity: [allowIf({ StringEquals: { 'kms:CallerAccount': B } })],
        resource: [grant(root)],
      }),
    ).toMatch(/^allowed/);
  });
});

describe('R426 temporary credentials', () => {
  const noMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
  const temporary = { Null: { 'aws:TokenIssueTime': 'false' } };
  test.each<[string, Asking, boolean]>([
    ['a role session', { principal: session }, true],
    ['a role', { principal: role }, true],
    ['a user', { principal: alice }, false],
    ['a user with a session token', { context: { 'aws:TokenIssueTime': '2026-01-30T00:00:00Z' } }, true],
    ['a user through a service', { context: { 'aws:ViaAWSService': 'true' } }, true],
  ])('R426 %s has the key of MFA: %s', (_, asking, has) => {
    expect(isDenied(asking, noMfa)).toBe(has);
  });

  test('R426 a token has a time of issue', () => {
    expect(isDenied({ principal: session }, temporary)).toBe(true);
    expect(isDenied({ principal: alice }, temporary)).toBe(false);
    expect(outcome({ principal: federated }, { session: [denyIf(temporary)] })).toBe(
      'explicitDeny by session',
    );
  });

  test('R426 its age says that MFA was used, and that it was not used excludes an age', () => {
    const aged: Asking = { principal: session, context: { 'aws:MultiFactorAuthAge': '60' } };
    expect(isDenied(aged, noMfa)).toBe(false);
    expect(isAllowed(aged, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })).toBe(true);
    const without: Asking = { principal: session, context: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(
      dependsOn(without, { identity: [allowIf({ NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } })] }),
    ).toEqual([]);
  });

  test('R432 both are assumed, so that another value is a way to another decision', () => {
    const entries = dependsOn({ principal: session }, { identity: [...everything, denyIf(noMfa)] });
    expect(entries.map(({ decision }) => decision)).toContain('allowed');
  });
});

describe('R427 forwarded calls', () => {
  const via = (value: string): Tests => ({ StringEquals: { 'aws:CalledViaFirst': value } });
  const called = (context: Asking['context']): Asking => (context === undefined ? {} : { context });
  test('R427 the list tells its ends, and that a service forwards', () => {
    const asking = called({ 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] });
    expect(isAllowed(asking, via('cloudformation.amazonaws.com'))).toBe(true);
    expect(isAllowed(asking, { Bool: { 'aws:ViaAWSService': 'true' } })).toBe(true);
  });

  test.each(['aws:ViaAWSService', 'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast'])(
    'R427 unknown %s opens all of them',
    (unknown) => {
      for (const Condition of [via('x'), { Bool: { 'aws:ViaAWSService': 'true' } }]) {
        const identity = [...everything, denyIf(Condition)];
        expect(outcome({ unknown: [unknown] }, { identity })).toBe('conditional by identity');
      }
    },
  );

  test('R427 a direct call is assumed', () => {
    const entries = dependsOn(
      { resourceAccount: A },
      { identity: [...everything, denyIf({ Bool: { 'aws:ViaAWSService': 'true' } })] },
    );
    expect(entries.map(({ decision }) => decision)).toEqual(['explicitDeny']);
  });
});

describe('R428 the path of a role', () => {
  const named = `arn:aws:iam::${A}:role/team/App`;
  const asking: Asking = { principal: session };
  test('R428 an ARN of the caller’s name with a path is the caller where that grants less', () => {
    expect(isDenied(asking, { ArnEquals: { 'aws:PrincipalArn': named } })).toBe(true);
    expect(isDenied(asking, { StringNotEquals: { 'aws:PrincipalArn': named } })).toBe(true);
    expect(isAllowed(asking, { ArnLike: { 'aws:PrincipalArn': named } })).toBe(false);
    expect(isAllowed(asking, { ArnNotLike: { 'aws:PrincipalArn': named } })).toBe(false);
  });

  test.each([
    `arn:aws:iam::${A}:role/team/Other`,
    `arn:aws:iam::${B}:role/team/App`,
    `arn:aws:iam::${A}:user/team/App`,
  ])('R428 %s is somebody else', (arn) => {
    expect(isDenied(asking, { ArnEquals: { 'aws:PrincipalArn': arn } })).toBe(false);
    expect(isAllowed(asking, { ArnNotEquals: { 'aws:PrincipalArn': arn } })).toBe(true);
  });

  test('R428 where the path is told nothing is in doubt', () => {
    const told: Asking = { ...asking, sessionIssuer: `arn:aws:iam::${A}:role/other/App` };
    expect(isDenied(told, { ArnEquals: { 'aws:PrincipalArn': named } })).toBe(false);
  });
});

test.each([
  ['ebs:PutSnapshotBlock', 'arn:aws:ec2:eu-west-1::snapshot/snap-1'],
  ['events:PutRule', `arn:aws:events:eu-west-1:${A}:rule/r`],
  ['ec2:CopySnapshot', 'arn:aws:ec2:eu-west-1::snapshot/snap-1'],
])('R433 aws:ResourceAccount of %s counts in both readings', (action, resource) => {
  const asking: Asking = { action, resource };
  expect(isAllowed(asking, { StringEquals: { 'aws:ResourceAccount': A } })).toBe(false);
  expect(isAllowed(asking, { StringNotEquals: { 'aws:ResourceAccount': A } })).toBe(false);
  expect(isDenied(asking, { StringNotEquals: { 'aws:ResourceAccount': A } })).toBe(true);
});

test('R671 tags of the role under iam:PassRole count in both readings', () => {
  const asking: Asking = { action: 'iam:PassRole', resource: role, resourceTags: { t: 'a' } };
  expect(isAllowed(asking, { StringEquals: { 'iam:ResourceTag/t': 'a' } })).toBe(false);
  expect(isDenied(asking, { StringNotEquals: { 'aws:ResourceTag/t': 'a' } })).toBe(true);
});

test('R801 unknown beats every assumption', () => {
  const unknown: Asking = { principal: session, unknown: true };
  for (const Condition of [
    { Bool: { 'aws:SecureTransport': 'false' } },
    { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    { Bool: { 'aws:ViaAWSService': 'true' } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/team/*` } },
  ]) {
    expect(outcome(unknown, { identity: [...everything, denyIf(Condition)] })).toBe(
      'conditional by identity',
    );
  }
});

describe('R429 roles of IAM Identity Center', () => {
  const name = 'AWSReservedSSO_Dev_0123456789abcdef';
  const asking: Asking = { principal: `arn:aws:sts::${A}:assumed-role/${name}/mika` };
  const path = `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com`;
  test.each([
    [`${path}/*`, true],
    [`${path}/*${name}`, true],
    [`arn:aws:iam::*:role/*`, true],
    [`arn:aws:iam::${A}:role/${name}`, false],
    [`arn:aws:iam::${A}:role/team/*`, false],
    [`${path}/eu-west-1/*/x`, false],
  ])('R429 %s is decided for every region: %s', (pattern, matches) => {
    const Condition = { ArnLike: { 'aws:PrincipalArn': pattern } };
    expect(isDenied(asking, Condition)).toBe(matches);
    expect(isAllowed(asking, Condition)).toBe(matches);
  });

  test.each([`${path}/${name}`, `${path}/eu-west-1/${name}`, `${path}/eu-*`])(
    'R429 %s hangs on the region',
    (pattern) => {
      const Condition = { ArnLike: { 'aws:PrincipalArn': pattern } };
      expect(outcome(asking, { identity: [...everything, denyIf(Condition)] })).toMatch(/^conditional/);
      expect(outcome(asking, { identity: [allowIf(Condition)] })).toMatch(/^conditional/);
    },
  );

  test('R429 where the path is told it is decided', () => {
    const told: Asking = { ...asking, sessionIssuer: `${path}/eu-west-1/${name}` };
    expect(isDenied(told, { ArnLike: { 'aws:PrincipalArn': `${path}/eu-west-1/${name}` } })).toBe(true);
    expect(isDenied(told, { ArnLike: { 'aws:PrincipalArn': `${path}/${name}` } })).toBe(false);
  });
});

test('R428 what holds for every path is decided, though the path is unknown', () => {
  const unknown: Asking = { principal: session, unknown: true, resourceAccount: A };
  const any = { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*` } };
  expect(outcome(unknown, { identity: [allowIf(any)] })).toBe('allowed by identity');
  expect(
    outcome(unknown, {
      identity: [...everything, denyIf({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${B}:*` } })],
    }),
  ).toBe('allowed by identity');
});

describe('R430 aws:userid of a role whose id is told', () => {
  const id = 'AROAJ2UCCR6DPCEXAMPLE';
  const asking: Asking = { principal: role, principalId: id, resourceAccount: A };
  test.each<readonly [NonNullable<Sentence['Condition']>, whenAllowed: string, whenDenied: string]>([
    [{ StringLike: { 'aws:userid': `${id}:*` } }, 'allowed', 'explicitDeny'],
    [{ StringLikeIfExists: { 'aws:userId': [`${id}:*`, 'AIDA*'] } }, 'allowed', 'explicitDeny'],
    [{ StringNotLike: { 'aws:userid': `${id}:*` } }, 'implicitDeny', 'allowed'],
    [{ StringLike: { 'aws:userid': 'AROA*' } }, 'allowed', 'explicitDeny'],
    [{ StringLike: { 'aws:userid': 'AROA2ANOTHERONEEXAMPL:*' } }, 'implicitDeny', 'allowed'],
    [{ StringNotLike: { 'aws:userid': 'AROA2ANOTHERONEEXAMPL:*' } }, 'allowed', 'explicitDeny'],
    [{ StringEquals: { 'aws:userid': id } }, 'implicitDeny', 'allowed'],
    [{ StringEquals: { 'aws:userid': `${id}:*` } }, 'implicitDeny', 'allowed'],
    [{ StringEquals: { 'aws:userid': `${id}:ci` } }, 'conditional', 'conditional'],
    [{ StringNotEquals: { 'aws:userid': `${id}:ci` } }, 'conditional', 'conditional'],
    [{ StringLike: { 'aws:userid': `*:ci-*` } }, 'conditional', 'conditional'],
    [{ Null: { 'aws:userid': 'true' } }, 'implicitDeny', 'allowed'],
    [{ Null: { 'aws:userid': 'false' } }, 'allowed', 'explicitDeny'],
  ])('%j', (Condition, whenAllowed, whenDenied) => {
    expect(simulated(asking, { identity: [allowIf(Condition)] }).decision).toBe(whenAllowed);
    expect(simulated(asking, { identity: [...everything, denyIf(Condition)] }).decision).toBe(whenDenied);
  });
});
