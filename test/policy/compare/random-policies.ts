import fc from 'fast-check';
import type { PolicyType } from '../../../src/policy/policy.ts';
import type { Question } from '../../../src/policy/question.ts';

/** A vocabulary so small that two random policies often meet, and requests that it tells apart. */

const actions = [
  's3:GetObject',
  's3:Get*',
  's3:PutObject',
  's3:*',
  's3:ListBucket',
  's3:List*',
  's3:ListAllMyBuckets',
  'sqs:SendMessage',
  'sqs:*',
  'sqs:ListQueues',
  '*',
];
const resources = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::data',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::data/a*',
  'arn:aws:s3:::d*/?b',
  'arn:aws:s3:::data/${aws:username}/*',
  'arn:aws:s3:::data/${aws:PrincipalTag/team}',
  'arn:aws:sqs:*:111122223333:*',
  'arn:aws:sqs:us-east-1:111122223333:jobs',
];
const principals = [
  '*',
  { AWS: '*' },
  { AWS: '111122223333' },
  { AWS: 'arn:aws:iam::444455556666:root' },
  { AWS: 'arn:aws:iam::111122223333:user/mika' },
  { AWS: ['arn:aws:iam::444455556666:role/App', 'arn:aws:iam::111122223333:role/App'] },
  { Service: 'lambda.amazonaws.com' },
  { AWS: 'arn:aws:sts::111122223333:assumed-role/App/ci' },
];
const conditions = [
  {},
  {},
  { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
  { StringEquals: { 'aws:PrincipalTag/team': ['red', 'blue'] } },
  { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } },
  { StringLike: { 'aws:PrincipalTag/team': 'r*' } },
  { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'red' } },
  { StringEqualsIgnoreCase: { 'aws:PrincipalTag/team': 'RED' } },
  { StringLike: { 'aws:username': 'm*' } },
  { Null: { 'aws:PrincipalTag/team': 'true' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/25', '198.51.100.0/24'] } },
  { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': ['o-1/r-1/'] } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] } },
  { NumericLessThan: { 's3:max-keys': '10' } },
  { DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/m*' } },
  {
    StringEquals: { 'aws:PrincipalTag/team': 'red' },
    IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
  },
];

const oneOrMore = (list: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...list),
    fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 3 }),
  );
const mostly = fc.integer({ min: 0, max: 5 }).map((one) => one > 0);

/** A random policy document of a type. */
export function policyDocument(type: PolicyType): fc.Arbitrary<object> {
  const takesPrincipal = type === 'resource' || type === 'endpoint' || type === 'rcp';
  const statement = fc
    .record({
      allows: type === 'rcp' ? fc.constant(false) : mostly,
      action: oneOrMore(type === 'rcp' ? actions.filter((one) => one !== '*') : actions),
      lists: fc.record({ action: type === 'rcp' ? fc.constant(true) : mostly, resource: mostly }),
      resource: oneOrMore(resources),
      principal: type === 'rcp' ? fc.constant('*') : fc.constantFrom(...principals),
      condition: fc.constantFrom(...conditions),
    })
    .map(({ allows, action, lists, resource, principal, condition }) => ({
      Effect: allows ? 'Allow' : 'Deny',
      ...(takesPrincipal ? { Principal: principal } : {}),
      [lists.action ? 'Action' : 'NotAction']: action,
      [lists.resource ? 'Resource' : 'NotResource']: resource,
      ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
    }));
  return fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((statements) => ({ Version: '2012-10-17', Statement: statements }));
}

/** A policy, and what a small edit makes of it. */
export function policyPair(type: PolicyType): fc.Arbitrary<readonly [object, object]> {
  const other = policyDocument(type);
  const edited = fc.tuple(other, other).map(([left, right]): readonly [object, object] => {
    const statementsOf = (document: object) => Reflect.get(document, 'Statement') as readonly object[];
    const joined = { ...left, Statement: [...statementsOf(left), ...statementsOf(right)] };
    return [left, joined];
  });
  const swapped = edited.map(([left, right]): readonly [object, object] => [right, left]);
  return fc.oneof(fc.tuple(other, other), edited, swapped);
}

const asked: readonly (readonly [action: string, resource: string])[] = [
  ['s3:GetObject', 'arn:aws:s3:::data/a'],
  ['s3:GetObject', 'arn:aws:s3:::data/mika/x'],
  ['s3:GetObject', 'arn:aws:s3:::data/red'],
  ['s3:GetObject', 'arn:aws:s3:::dx/ab'],
  ['s3:GetObjectAcl', 'arn:aws:s3:::other/a'],
  ['s3:PutObject', 'arn:aws:s3:::data/abc'],
  ['s3:DeleteBucket', 'arn:aws:s3:::data'],
  ['s3:ListBucket', 'arn:aws:s3:::data'],
  ['s3:ListBucket', 'arn:aws:s3:::other'],
  ['s3:ListAllMyBuckets', '*'],
  ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:111122223333:jobs'],
  ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:other'],
  ['sqs:DeleteQueue', 'arn:aws:sqs:us-east-1:111122223333:jobs'],
  ['sqs:ListQueues', '*'],
  ['ec2:DescribeInstances', '*'],
  ['sns:Publish', 'arn:aws:sns:us-east-1:111122223333:topic'],
];

const who = [
  'arn:aws:iam::111122223333:user/mika',
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:sts::111122223333:assumed-role/App/ci',
  'arn:aws:sts::444455556666:assumed-role/App/ci',
  'arn:aws:iam::777788889999:user/eve',
  'anonymous',
  'lambda.amazonaws.com',
];

const maybe = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const context = fc
  .record({
    'aws:PrincipalTag/team': maybe<string>(['red', 'Red', 'RED', 'blue', 'rx', '']),
    'aws:SourceIp': maybe<string>(['203.0.113.7', '203.0.113.200', '198.51.100.1', '192.0.2.1']),
    'aws:SecureTransport': maybe<string>(['true', 'false']),
    'aws:PrincipalOrgPaths': maybe<readonly string[]>([
      ['o-1/r-1/'],
      ['o-1/r-2/'],
      ['o-2/r-1/', 'o-1/r-1/'],
      ['o-2/r-1/'],
    ]),
    's3:max-keys': maybe<string>(['5', '10', '11']),
    'aws:CurrentTime': maybe<string>(['2026-05-01T00:00:00Z', '2026-07-01T00:00:00Z']),
  })
  .map((values) => {
    const given: [string, string | readonly string[]][] = [];
    for (const [key, value] of Object.entries(values)) if (value !== undefined) given.push([key, value]);
    return new Map(given);
  });

/** A random request that such policies tell apart. */
export function question(type: PolicyType): fc.Arbitrary<Question> {
  const callers = type === 'resource' ? who : who.slice(0, 3);
  // No resource policy grants what names no resource: there it is the identity policy beside it that allows.
  const pairs = type === 'resource' ? asked.filter(([, resource]) => resource !== '*') : asked;
  return fc
    .record({ pair: fc.constantFrom(...pairs), principal: fc.constantFrom(...callers), context })
    .map(({ pair: [action, resource], principal, context: given }) => ({
      principal,
      action: [action],
      resource: [resource],
      ...(resource.includes(':s3:') ? { resourceAccount: '111122223333' } : {}),
      context: given,
    }));
}
