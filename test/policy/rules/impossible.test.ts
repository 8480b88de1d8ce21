import { actionNames } from '../../../src/data/actions.ts';
import { readAction } from '../../../src/policy/prepare/actions.ts';
import { describe, expect, test } from 'vitest';
import { IamxError } from '../../../src/core/error.ts';
import { prepare } from '../../../src/policy/prepare.ts';
import {
  A,
  alice,
  ask,
  B,
  bucket,
  caseOf,
  everything,
  federated,
  github,
  grant,
  object,
  outcome,
  role,
  root,
  session,
  trust,
  type Asking,
} from '../support/ask.ts';
import { run } from '../../support/run.ts';
import type { Sentence } from '../support/policies.ts';

/** Questions that AWS can never be asked, and what it asks where a question names no resource. */

const allowOn = (...Resource: string[]): readonly Sentence[] => [{ Effect: 'Allow', Action: '*', Resource }];
const denyOn = (...Resource: string[]): readonly Sentence[] => [
  ...everything,
  { Effect: 'Deny', Action: '*', Resource },
];
const refusal = (asking: Asking): string => {
  try {
    caseOf(asking);
  } catch (error) {
    if (error instanceof IamxError) return JSON.stringify(error.diagnostics);
    throw error;
  }
  return 'none';
};

describe('R240 what AWS asks where nothing is named', () => {
  const list: Asking = { action: 's3:ListAllMyBuckets', resource: '*', resourceAccount: A };
  test.each([
    ['*', true],
    ['arn:aws:s3:::*', true],
    ['arn:aws:s3*', true],
    ['arn:aws:s3:::acme', false],
    ['arn:aws:s3:::a*', false],
    ['arn:aws-cn:s3:::*', false],
  ])('R240 s3:ListAllMyBuckets under %s: %s', (pattern, expected) => {
    expect(outcome(list, { identity: allowOn(pattern) })).toMatch(expected ? /^allowed/ : /^implicitDeny/);
    expect(outcome(list, { identity: denyOn(pattern) })).toMatch(expected ? /^explicitDeny/ : /^allowed/);
    const not: Sentence = { Effect: 'Allow', Action: '*', NotResource: pattern };
    expect(outcome(list, { identity: [not] })).toMatch(expected ? /^implicitDeny/ : /^allowed/);
  });

  test('R240 a question on that very ARN is the same question', () => {
    const asking: Asking = { ...list, resource: 'arn:aws:s3:::*' };
    expect(outcome(asking, { identity: allowOn('arn:aws:s3:::*') })).toMatch(/^allowed/);
    expect(caseOf(asking).notices).toEqual([]);
    expect(caseOf(list).request.askedOn).toBe('arn:aws:s3:::*');
  });

  test.each([
    ['sns:ListTopics', 'sns'],
    ['sqs:ListQueues', 'sqs'],
  ])('R240 of %s a Deny on such ARNs counts, an Allow does not', (action, service) => {
    const asking: Asking = { action, resource: '*', region: 'eu-west-1' };
    const pattern = `arn:aws:${service}:eu-west-1:${A}:*`;
    expect(outcome(asking, { identity: allowOn(pattern) })).toMatch(/^implicitDeny/);
    expect(outcome(asking, { identity: denyOn(pattern) })).toMatch(/^explicitDeny/);
    expect(outcome({ action, resource: '*' }, { identity: denyOn(pattern) })).toMatch(/^explicitDeny/);
    expect(outcome(asking, { identity: denyOn(pattern.replace(A, B)) })).toMatch(/^allowed/);
  });
});

describe('R901 R902 R903 R916 names of actions', () => {
  test.each(['GetObject', 's3', 's3:Get Object', 'arn:aws:s3:::acme'])('R901 %s is no action', (action) => {
    expect(refusal({ action })).not.toBe('none');
  });

  test.each([
    ['s3:HeadObject', 's3:GetObject'],
    ['s3:ListObjectsV2', 's3:ListBucket'],
    ['s3:uploadpart', 's3:PutObject'],
    ['lambda:Invoke', 'lambda:InvokeFunction'],
    ['dynamodb:TransactGetItems', 'dynamodb:GetItem'],
    ['sqs:SendMessageBatch', 'sqs:SendMessage'],
  ])('R902 %s is asked as %s', (operation, action) => {
    const resource = action === 's3:ListBucket' ? bucket : object;
    const { request } = caseOf({ action: operation, resource });
    expect(request.action).toBe(action);
    expect(
      outcome(
        { action: operation, resource: object },
        { identity: [...everything, { Effect: 'Deny', Action: action, Resource: '*' }] },
      ),
    ).toMatch(/^explicitDeny/);
  });

  test.each([
    ['s3:CopyObject', 's3:PutObject'],
    ['s3:UploadPartCopy', 's3:GetObject'],
    ['kms:ReEncrypt', 'kms:ReEncryptTo'],
    ['dynamodb:TransactWriteItems', 'dynamodb:ConditionCheckItem'],
    ['dynamodb:ExecuteStatement', 'dynamodb:PartiQLSelect'],
  ])('R698 R903 %s is several permissions', (action, one) => {
    expect(refusal({ action, resource: '*' })).toContain(one);
  });

  test.each(['s3:GetObjekt', 's4:GetObject', 'ec2:TurnOff'])('R916 %s is not known', (action) => {
    expect(refusal({ action })).toMatch(/2\d{3}-\d\d-\d\d/);
    expect(refusal({ action, asWritten: true })).toBe('none');
  });
});

const table = `arn:aws:dynamodb:eu-west-1:${A}:table/T`;

describe('R904 a resource of another kind', () => {
  test.each([
    ['s3:ListBucket', object],
    ['s3:GetObject', bucket],
    ['iam:PassRole', `arn:aws:iam::${A}:instance-profile/App`],
    ['sqs:SendMessage', `arn:aws:sns:eu-west-1:${A}:t`],
    ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${A}:layer:l:1`],
    ['ec2:StopInstances', `arn:aws:ec2:eu-west-1:${A}:volume/vol-1`],
    // What fits a form of the action, and a narrower one of another type.
    ['dynamodb:Query', `${table}/stream/2026-11-01T00:00:00.000`],
    ['dynamodb:Scan', `${table}/backup/0123-a`],
    ['dynamodb:GetItem', `${table}/index/i`],
    ['dynamodb:DeleteTable', `${table}/export/0123-a`],
    ['kinesis:PutRecord', `arn:aws:kinesis:eu-west-1:${A}:stream/s/consumer/c:1`],
    ['s3:ListBucket', `arn:aws:s3:eu-west-1:${A}:accesspoint/a/object/k`],
    ['lambda:GetFunction', `arn:aws:lambda:eu-west-1:${A}:function:f:1/durable-execution/e/1`],
    ['vpc-lattice:GetService', `arn:aws:vpc-lattice:eu-west-1:${A}:service/svc-1/listener/l-1`],
    ['sns:Publish', `arn:aws:sns:eu-west-1:${A}:t:0ab1`],
    // Names that hold no slash and no colon.
    ['dynamodb:Query', `${table}/other`],
    ['sqs:SendMessage', `arn:aws:sqs:eu-west-1:${A}:q/x`],
    ['ecs:DescribeClusters', `arn:aws:ecs:eu-west-1:${A}:cluster/c/0123`],
  ])('R904 %s on %s', (action, resource) => {
    const asking: Asking = { action, resource, ...(resource.includes(A) ? {} : { resourceAccount: A }) };
    expect(outcome(asking, { identity: everything })).toBe('implicitDeny by special');
    expect(outcome(asking, { identity: denyOn(resource) })).toBe('explicitDeny by identity');
    expect(outcome({ ...asking, asWritten: true }, { identity: everything })).toBe('allowed by identity');
  });
});

test.each([
  ['dynamodb:Query', `${table}/index/i`],
  ['dynamodb:GetRecords', `${table}/stream/2026-11-01T00:00:00.000`],
  ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${A}:function:f:PROD`],
  // Refusals of CloudWatch Logs name the stream: awslabs/aws-crr-monitor#8.
  ['logs:CreateLogStream', `arn:aws:logs:eu-west-1:${A}:log-group:g:log-stream:s`],
  ['apigateway:PUT', 'arn:aws:apigateway:eu-west-1::/restapis/abc/documentation/parts'],
  ['sns:Unsubscribe', `arn:aws:sns:eu-west-1:${A}:t:0ab1`],
  ['ssm:GetParameter', `arn:aws:ssm:eu-west-1:${A}:parameter/a/b/c`],
  ['iam:GetRole', `arn:aws:iam::${A}:role/a/b/App`],
])('R904 %s is about %s', (action, resource) => {
  const asking: Asking = { action, resource, ...(resource.includes(A) ? {} : { resourceAccount: A }) };
  expect(outcome(asking, { identity: everything })).toBe('allowed by identity');
});

test('R905 an action that names no resource, asked about one', () => {
  const instance = `arn:aws:ec2:eu-west-1:${A}:instance/i-1`;
  const asking: Asking = { action: 'ec2:DescribeInstances', resource: instance };
  expect(outcome(asking, { identity: allowOn(instance) })).toMatch(/^implicitDeny/);
  expect(outcome(asking, { identity: denyOn(instance) })).toMatch(/^explicitDeny/);
  const not: Sentence = { Effect: 'Deny', Action: '*', NotResource: instance };
  expect(outcome(asking, { identity: [...everything, not] })).toMatch(/^explicitDeny/);
  const other: Sentence = { Effect: 'Deny', Action: '*', NotResource: '*' };
  expect(outcome(asking, { identity: [...everything, other] })).toMatch(/^allowed/);
});

describe('R906 R907 accounts', () => {
  test.each(['1111-2222-3333', '11112222333', 'mine', '*'])('R906 %s is no account of a queue', (account) => {
    const asking: Asking = { action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${account}:q` };
    expect(refusal(asking)).not.toBe('none');
    expect(refusal({ ...asking, asWritten: true })).toBe('none');
  });

  test('R906 hyphens are shown without', () => {
    const hint = refusal({ action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:1111-2222-3333:q' });
    expect(hint).toContain(`arn:aws:sqs:eu-west-1:${A}:q`);
  });

  test.each(['arn:aws:iam::aws:policy/ReadOnlyAccess'])('R906 %s is whole', (resource) => {
    expect(refusal({ action: 'iam:GetPolicy', resource, resourceAccount: A })).toBe('none');
  });

  test('R907 another account than the ARN’s', () => {
    const asking: Asking = {
      action: 'sqs:SendMessage',
      resource: `arn:aws:sqs:eu-west-1:${A}:q`,
      resourceAccount: B,
    };
    expect(refusal(asking)).toContain(B);
    expect(refusal({ ...asking, resourceAccount: A })).toBe('none');
  });
});

test.each(['aws:SourceVpce', 'aws:SourceVpc', 'aws:VpcSourceIp'])('R909 %s without an endpoint', (key) => {
  const asking: Asking = {
    principal: alice,
    context: { [key]: key === 'aws:VpcSourceIp' ? '10.0.0.1' : 'x' },
  };
  expect(refusal({ ...asking, viaEndpoint: false })).not.toBe('none');
  expect(caseOf(asking).request.viaEndpoint).toBe(true);
});

test.each(['kms:TagResource', 'kms:CreateGrant', 'kms:PutKeyPolicy'])('R912 %s on an alias', (action) => {
  expect(refusal({ action, resource: `arn:aws:kms:eu-west-1:${A}:alias/a` })).not.toBe('none');
});

test.each([
  'kms:CreateGrant',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:DisableKey',
  'kms:GetKeyPolicy',
])('R912 %s on an alias of AWS’s own', (action) => {
  expect(refusal({ action, resource: `arn:aws:kms:eu-west-1:${A}:alias/aws/s3` })).not.toBe('none');
});

test.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
  ['an address and an endpoint', { 'aws:SourceIp': '10.0.0.1', 'aws:SourceVpce': 'vpce-1' }, true],
  ['an address and a VPC', { 'aws:SourceIp': '10.0.0.1', 'aws:SourceVpc': 'vpc-1' }, true],
  ['an address and one of a VPC', { 'AWS:sourceip': '10.0.0.1', 'aws:VpcSourceIp': '10.0.0.1' }, true],
  [
    'a chain of services and none',
    { 'aws:CalledVia': 'x.amazonaws.com', 'aws:ViaAWSService': 'false' },
    true,
  ],
  ['its end and none', { 'aws:CalledViaLast': 'x.amazonaws.com', 'aws:ViaAWSService': 'False' }, true],
  ['a chain of services', { 'aws:CalledVia': 'x.amazonaws.com', 'aws:ViaAWSService': 'true' }, false],
  ['an age of no MFA', { 'aws:MultiFactorAuthAge': '5', 'aws:MultiFactorAuthPresent': 'false' }, true],
  ['an age of MFA', { 'aws:MultiFactorAuthAge': '5', 'aws:MultiFactorAuthPresent': 'true' }, false],
  ['an address', { 'aws:SourceIp': '10.0.0.1' }, false],
])('R909 keys that exclude each other are told, and count: %s', (_, context, isTold) => {
  const question = { principal: alice, action: ['s3:GetObject'], resource: ['arn:aws:s3:::acme/x'] };
  const { notices, cases } = prepare({ ...question, context: new Map(Object.entries(context)) }, { now: 0 });
  const told = notices.filter(({ code }) => code === 'request/contradiction');
  expect(told.map(({ severity }) => severity)).toEqual(isTold ? ['warning'] : []);
  for (const [name, value] of Object.entries(context)) {
    expect(cases[0]?.request.context.get(name.toLowerCase())?.value).toBe(value);
  }
});

test.each<readonly [string, Asking, string]>([
  ['a federated user at IAM', { principal: federated, action: 'iam:ListUsers', resource: '*' }, 'special'],
  ['a federated user at STS', { principal: federated, action: 'sts:AssumeRole', resource: role }, 'special'],
  ['root at sts:AssumeRole', { principal: root, action: 'sts:AssumeRole', resource: role }, 'special'],
  [
    'a session at GetSessionToken',
    { principal: session, action: 'sts:GetSessionToken', resource: '*' },
    'special',
  ],
  [
    'a session at GetFederationToken',
    { principal: session, action: 'sts:GetFederationToken', resource: federated },
    'special',
  ],
])('R910 %s is refused, whatever the policies say', (_, asking, layer) => {
  const resource: Sentence[] = asking.action === 'sts:AssumeRole' ? [trust('*')] : [grant('*')];
  expect(ask(asking, { identity: everything, session: everything, resource })).toMatchObject({
    decision: 'implicitDeny',
    by: layer,
  });
});

test.each<readonly [string, Asking]>([
  ['a provider that reads an object', { principal: github }],
  ['a provider at sts:AssumeRole', { principal: github, action: 'sts:AssumeRole', resource: role }],
  ['a session as the role', { action: 'sts:AssumeRole', resource: session }],
])('R911 %s is an error', (_, asking) => {
  expect(refusal(asking)).not.toBe('none');
});

test.each([
  `${alice},${alice}`,
  `arn:aws:iam::${A}:group/devs`,
  `arn:aws:iam::${A}:instance-profile/App`,
  `arn:aws:iam::${A}:mfa/alice`,
])('R913 %s is no caller', (principal) => {
  expect(refusal({ principal })).not.toBe('none');
});

test.each([
  'kms:ListKeys',
  'sns:Publish',
  's3:PutBucketPolicy',
  'dynamodb:GetItem',
  'secretsmanager:GetSecretValue',
])('R915 %s needs a signature, whoever is let in', (action) => {
  const resource = {
    'kms:ListKeys': '*',
    'sns:Publish': `arn:aws:sns:us-east-1:${A}:t`,
    's3:PutBucketPolicy': 'arn:aws:s3:::acme',
    'dynamodb:GetItem': `arn:aws:dynamodb:us-east-1:${A}:table/t`,
    'secretsmanager:GetSecretValue': `arn:aws:secretsmanager:us-east-1:${A}:secret:s-AbCdEf`,
  }[action];
  const asking: Asking = { principal: 'anonymous', action, ...(resource && { resource }) };
  expect(ask(asking, { resource: [grant('*')] })).toMatchObject({ decision: 'implicitDeny', by: 'special' });
});

test.each([
  ['boundary', '[{}, {}]'],
  ['endpoint', '[{}, {}]'],
  ['resource', '[{}, {}]'],
])('R908 two policies of the layer %s are an error', async (layer, list) => {
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
  const plain = policy.replace('"Principal":"*",', '');
  const policies = `{"${layer}": ${list.replaceAll('{}', layer === 'boundary' ? plain : policy)}}`;
  const text = `{"request": {"principal": "${alice}", "action": "s3:GetObject", "resource": "${object}"}, "policies": ${policies}}`;
  const { status, out } = await run(['simulate', '--scenario', 'q.json'], { files: { 'q.json': text } });
  expect(status).toBe(2);
  expect(out).not.toContain('ALLOWED');
});

test('R201 every action of the data can be asked by its name', () => {
  const names = [...actionNames()].flatMap(([service, own]) => own.map((name) => `${service}:${name}`));
  expect(names.length).toBeGreaterThan(20_000);
  expect(
    names.filter((name) => {
      const read = readAction(name);
      return read.kind === 'problem' || read.asked[0]?.action.name !== name || read.unknown !== undefined;
    }),
  ).toEqual([]);
});
