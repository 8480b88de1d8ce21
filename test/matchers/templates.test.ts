import { describe, expect, test } from 'vitest';
import '../../src/vitest.ts';

/** Templates as tools synthesize them. What cannot be resolved is unknown, never absent. */

const get = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const stop = { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' };
const documentOf = (...Statement: readonly unknown[]) => ({ Version: '2012-10-17', Statement });
const inline = (...statements: readonly unknown[]) => ({
  Policies: [{ PolicyName: 'own', PolicyDocument: documentOf(...statements) }],
});
const roleWith = (Properties: object) => ({ App: { Type: 'AWS::IAM::Role', Properties } });
const policyFor = (roles: unknown, statement: unknown, more: object = {}) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', Roles: roles, PolicyDocument: documentOf(statement) },
  ...more,
});
const bucketPolicy = (Bucket: unknown, statement: unknown) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket, PolicyDocument: documentOf(statement) },
});
const app = { Ref: 'App' };
const data = { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'acme-data' } } };
const object = 'arn:aws:s3:::acme-data/x';

interface Row {
  readonly is: 'allowed' | 'denied' | 'unknown';
  readonly Resources: object;
  readonly more?: object;
}

const condition = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } };
const stage = { Parameters: { Stage: { Type: 'String', Default: 'dev' } } };
const onlyIf = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['IsProd', yes, no] });
const read = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

const rows: Readonly<Record<string, Row>> = {
  'an inline policy': { is: 'allowed', Resources: roleWith(inline(get)) },
  'a policy that names the role by Ref': {
    is: 'allowed',
    Resources: { ...roleWith({}), P: policyFor([app], get) },
  },
  'a policy that names the role out of its ARN': {
    is: 'allowed',
    Resources: {
      ...roleWith({}),
      P: policyFor([{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['App', 'Arn'] }] }] }], get),
    },
  },
  'a policy that names the role by its name': {
    is: 'denied',
    Resources: { ...roleWith({ RoleName: 'app-role', ...inline(get) }), P: policyFor(['app-role'], stop) },
  },
  'a policy of another role of that logical id': {
    is: 'denied',
    Resources: { ...roleWith({}), P: policyFor(['App'], get) },
  },
  'a policy whose role comes from elsewhere': {
    is: 'unknown',
    Resources: { ...roleWith(inline(get)), P: policyFor([{ 'Fn::ImportValue': 'role-name' }], stop) },
  },
  'a policy whose roles are a parameter': {
    is: 'unknown',
    Resources: { ...roleWith(inline(get)), P: policyFor({ Ref: 'Roles' }, stop) },
    more: { Parameters: { Roles: { Type: 'CommaDelimitedList' } } },
  },
  'a policy under a condition': {
    is: 'unknown',
    Resources: { ...roleWith(inline(get)), P: policyFor([app], stop, { Condition: 'IsProd' }) },
    more: { ...condition, ...stage },
  },
  'a policy under a condition of constants': {
    is: 'denied',
    Resources: { ...roleWith(inline(get)), P: policyFor([app], stop, { Condition: 'Always' }) },
    more: { Conditions: { Always: { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] } } },
  },
  'a role that is one of those of a policy under a condition': {
    is: 'unknown',
    Resources: { ...roleWith(inline(get)), P: policyFor([onlyIf(app)], stop) },
    more: condition,
  },
  'a statement under a condition': {
    is: 'unknown',
    Resources: roleWith(inline(get, onlyIf(stop))),
    more: condition,
  },
  'an Allow under a condition': {
    is: 'unknown',
    Resources: roleWith(inline(onlyIf(get))),
    more: condition,
  },
  'one of two statements, and both allow': {
    is: 'unknown',
    Resources: roleWith(inline(onlyIf(get, { ...get, Action: 's3:*' }))),
    more: condition,
  },
  'one of two statements, and neither concerns the request': {
    is: 'denied',
    Resources: roleWith(
      inline(onlyIf({ ...get, Action: 's3:PutObject' }, { ...get, Action: 'sqs:SendMessage' })),
    ),
    more: condition,
  },
  'all inline policies under a condition': {
    is: 'unknown',
    Resources: roleWith({ Policies: onlyIf(inline(stop).Policies, inline(get).Policies) }),
    more: condition,
  },
  'an effect that is a parameter': {
    is: 'unknown',
    Resources: roleWith(inline(get, { ...get, Effect: { Ref: 'What' } })),
    more: { Parameters: { What: { Type: 'String' } } },
  },
  'a managed policy of AWS by Join': {
    is: 'allowed',
    Resources: roleWith({
      ManagedPolicyArns: [
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonS3ReadOnlyAccess']] },
      ],
    }),
  },
  'a managed policy of AWS by Sub': {
    is: 'allowed',
    Resources: roleWith({
      ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess' }],
    }),
  },
  'a managed policy that is a parameter': {
    is: 'unknown',
    Resources: roleWith({ ...inline(get), ManagedPolicyArns: [{ Ref: 'Arn' }] }),
    more: { Parameters: { Arn: { Type: 'String' } } },
  },
  'managed policies that are a list of a parameter': {
    is: 'unknown',
    Resources: roleWith({ ...inline(get), ManagedPolicyArns: { Ref: 'Arns' } }),
    more: { Parameters: { Arns: { Type: 'CommaDelimitedList' } } },
  },
  'managed policies that a parameter lists by default': {
    is: 'allowed',
    Resources: roleWith({ ManagedPolicyArns: { Ref: 'Arns' } }),
    more: { Parameters: { Arns: { Type: 'CommaDelimitedList', Default: `${read}, ${read}` } } },
  },
  'a managed policy that Parameter Store names': {
    is: 'unknown',
    Resources: roleWith({ ManagedPolicyArns: [{ Ref: 'Arn' }] }),
    more: { Parameters: { Arn: { Type: 'AWS::SSM::Parameter::Value<String>', Default: read } } },
  },
  'a managed policy of another stack': {
    is: 'unknown',
    Resources: roleWith({ ...inline(get), ManagedPolicyArns: [{ 'Fn::ImportValue': 'limits' }] }),
  },
  'a managed policy under a condition': {
    is: 'unknown',
    Resources: roleWith({ ManagedPolicyArns: [onlyIf(read)] }),
    more: condition,
  },
  'a managed policy of the template by Ref': {
    is: 'denied',
    Resources: {
      ...roleWith({ ...inline(get), ManagedPolicyArns: [{ Ref: 'M' }] }),
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf(stop) } },
    },
  },
  'a managed policy of the template by GetAtt': {
    is: 'denied',
    Resources: {
      ...roleWith({ ...inline(get), ManagedPolicyArns: [{ 'Fn::GetAtt': ['M', 'PolicyArn'] }] }),
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf(stop) } },
    },
  },
  'a managed policy of the template by its ARN': {
    is: 'denied',
    Resources: {
      ...roleWith({
        ...inline(get),
        ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/team/limits' }],
      }),
      M: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'limits', Path: '/team/', PolicyDocument: documentOf(stop) },
      },
    },
  },
  'a managed policy of the template that one of two branches names': {
    is: 'unknown',
    Resources: {
      ...roleWith({ ...inline(get), ManagedPolicyArns: [onlyIf({ Ref: 'M' })] }),
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf(stop) } },
    },
    more: condition,
  },
  'a document that is included from elsewhere': {
    is: 'unknown',
    Resources: roleWith({
      Policies: [
        { PolicyName: 'p', PolicyDocument: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } } },
      ],
    }),
  },
  'a document with a part that is included from elsewhere': {
    is: 'unknown',
    Resources: roleWith({
      ...inline(get),
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: { ...documentOf(get), 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } },
        },
      ],
    }),
  },
  'a document as a text': {
    is: 'denied',
    Resources: roleWith({
      Policies: [{ PolicyName: 'p', PolicyDocument: JSON.stringify(documentOf(stop)) }],
    }),
  },
  'a Deny on a value of Parameter Store': {
    is: 'unknown',
    Resources: roleWith(inline(get, { ...stop, Resource: '{{resolve:ssm:/data/arn}}' })),
  },
  'a Deny on a Sub of a value of a custom resource': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get, { ...stop, Resource: { 'Fn::Sub': 'arn:aws:s3:::${Made.Name}/*' } })),
      Made: {
        Type: 'Custom::Name',
        Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:f' },
      },
    },
  },
  'a Deny on a list of a parameter': {
    is: 'denied',
    Resources: roleWith(inline(get, { ...stop, Resource: { Ref: 'List' } })),
    more: { Parameters: { List: { Type: 'CommaDelimitedList', Default: `arn:aws:s3:::other/*,${object}` } } },
  },
  'a Deny on an item that a mapping holds': {
    is: 'denied',
    Resources: roleWith(inline(get, { ...stop, Resource: { 'Fn::FindInMap': ['Arns', 'dev', 'Data'] } })),
    more: { Mappings: { Arns: { dev: { Data: 'arn:aws:s3:::acme-data/*' } } } },
  },
  'a Deny on an item that a mapping does not hold': {
    is: 'unknown',
    Resources: roleWith(
      inline(get, { ...stop, Resource: { 'Fn::FindInMap': ['Arns', { Ref: 'Stage' }, 'Data'] } }),
    ),
    more: { Mappings: { Arns: { prod: { Data: 'arn:aws:s3:::acme-data/*' } } }, ...stage },
  },
  'a Deny for the VPC of the template': {
    is: 'unknown',
    Resources: {
      ...roleWith(
        inline(get, { ...stop, Condition: { StringNotEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } } } }),
      ),
      Vpc: { Type: 'AWS::EC2::VPC' },
    },
  },
  'a Deny with a condition that a custom resource makes': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get, { ...stop, Condition: { StringEquals: { 'Fn::GetAtt': ['Json', 'Value'] } } })),
      Json: { Type: 'Custom::AWSCDKCfnJson', Properties: {} },
    },
  },
  'a Deny for a tag of the role': {
    is: 'denied',
    Resources: roleWith({
      ...inline(get, { ...stop, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }),
      Tags: [{ Key: 'team', Value: 'red' }],
    }),
  },
  'a Deny for a path of the role': {
    is: 'denied',
    Resources: roleWith({
      ...inline(get, {
        ...stop,
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } },
      }),
      Path: '/team/',
    }),
  },
  'the policy of the bucket denies': {
    is: 'denied',
    Resources: { ...roleWith(inline(get)), P: bucketPolicy({ Ref: 'Data' }, { ...stop, Principal: '*' }) },
  },
  'the policy of the bucket denies the role by its ARN': {
    is: 'denied',
    Resources: {
      ...roleWith(inline(get)),
      P: bucketPolicy('acme-data', { ...stop, Principal: { AWS: { 'Fn::GetAtt': ['App', 'Arn'] } } }),
    },
  },
  'the policy of the bucket denies plain http': {
    is: 'allowed',
    Resources: {
      ...roleWith(inline(get)),
      P: bucketPolicy(
        { Ref: 'Data' },
        { ...stop, Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ),
    },
  },
  'the policy of the bucket allows the role': {
    is: 'allowed',
    Resources: {
      ...roleWith({}),
      P: bucketPolicy({ Ref: 'Data' }, { ...get, Principal: { AWS: { 'Fn::GetAtt': ['App', 'Arn'] } } }),
    },
  },
  'the policy of another bucket denies': {
    is: 'allowed',
    Resources: { ...roleWith(inline(get)), P: bucketPolicy('acme-other', { ...stop, Principal: '*' }) },
  },
  'the policy of a bucket of elsewhere denies': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get)),
      P: bucketPolicy({ 'Fn::ImportValue': 'bucket' }, { ...stop, Principal: '*' }),
    },
  },
  'the policy of the bucket under a condition denies': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get)),
      P: { ...bucketPolicy({ Ref: 'Data' }, { ...stop, Principal: '*' }), Condition: 'IsProd' },
    },
    more: condition,
  },
  'the policy of the bucket is a parameter': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get)),
      P: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Ref: 'Text' } },
      },
    },
    more: { Parameters: { Text: { Type: 'String' } } },
  },
  'a nested stack that knows the role': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get)),
      Nested: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { Parameters: { Role: app }, TemplateURL: 'x' },
      },
    },
  },
  'a nested stack that does not know the role': {
    is: 'allowed',
    Resources: {
      ...roleWith(inline(get)),
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x' } },
    },
  },
  'a custom resource that writes a policy of the role': {
    is: 'unknown',
    Resources: {
      ...roleWith(inline(get)),
      Put: {
        Type: 'Custom::AWS',
        Properties: {
          Create: { 'Fn::Join': ['', ['{"action":"putRolePolicy","parameters":{"RoleName":"', app, '"}}']] },
        },
      },
    },
  },
  'a macro': { is: 'unknown', Resources: roleWith(inline(get)), more: { Transform: ['AddGuardrails'] } },
  'a loop over resources': {
    is: 'unknown',
    Resources: { ...roleWith(inline(get)), 'Fn::ForEach::Policies': ['Name', ['A', 'B'], {}] },
    more: { Transform: 'AWS::LanguageExtensions' },
  },
  'a role that is exported': {
    is: 'allowed',
    Resources: roleWith(inline(get)),
    more: { Outputs: { Role: { Value: { 'Fn::GetAtt': ['App', 'Arn'] }, Export: { Name: 'role' } } } },
  },
  'a boundary that is a parameter': {
    is: 'unknown',
    Resources: roleWith({ ...inline(get), PermissionsBoundary: { Ref: 'Limit' } }),
    more: { Parameters: { Limit: { Type: 'String' } } },
  },
  'a boundary under a condition': {
    is: 'unknown',
    Resources: roleWith({ ...inline(get), PermissionsBoundary: onlyIf(read) }),
    more: condition,
  },
  'a boundary that is left out': {
    is: 'allowed',
    Resources: roleWith({ ...inline(get), PermissionsBoundary: { Ref: 'AWS::NoValue' } }),
  },
  'a boundary that does not allow it': {
    is: 'denied',
    Resources: roleWith({
      ...inline(get),
      PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonSQSFullAccess',
    }),
  },
};

const holds = (act: () => void): boolean => {
  try {
    act();
    return true;
  } catch (error) {
    // What is refused is no answer.
    expect(String(error)).toMatch(/^(?:Assertion)?Error: expected /);
    return false;
  }
};

describe('a role of a template', () => {
  test.each(Object.entries(rows))('%s', (_, { is, Resources, more }) => {
    const template = { Resources: { ...data, ...Resources }, ...more };
    for (const resource of [object, '${Data.Arn}/x']) {
      const answers = [
        () => expect(template).toAllow('s3:GetObject', resource),
        () => expect(template).not.toAllow('s3:GetObject', resource),
        () => expect(template).toDeny('s3:GetObject', resource),
        () => expect(template).not.toDeny('s3:GetObject', resource),
      ].map((act) => {
        return holds(() => {
          act();
        });
      });
      const [allowed, denied] = [is === 'allowed', is === 'denied'];
      expect(answers).toEqual([allowed, denied, denied, allowed]);
    }
  });
});

test('each of several resources has its own policy', () => {
  const Resources = {
    ...data,
    ...roleWith(inline(get)),
    P: bucketPolicy({ Ref: 'Data' }, { ...stop, Principal: '*' }),
  };
  expect({ Resources }).toAllow('s3:GetObject', 'arn:aws:s3:::acme-other/x');
  expect({ Resources }).toDeny('s3:GetObject', '${Data.Arn}/x', { by: 'resource' });
  expect({ Resources }).toAllow('s3:GetObject', '${Data.Arn}/x', {
    policies: { resource: documentOf({ ...get, Principal: '*' }) },
  });
  for (const resources of [
    ['arn:aws:s3:::acme-other/x', object],
    [object, 'arn:aws:s3:::acme-other/x'],
  ]) {
    expect(() => expect({ Resources }).toAllow('s3:GetObject', resources)).toThrow('to be allowed\n\n');
    expect(() => expect({ Resources }).toDeny('s3:GetObject', resources)).toThrow('to be denied\n\n');
  }
});

test('a key has its policy, and a queue has that which names it', () => {
  const root = { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } };
  const use = { Effect: 'Allow', Action: ['kms:Decrypt', 'sqs:SendMessage'], Resource: '*' };
  const keyWith = (statement: object) => ({
    ...roleWith(inline(use)),
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: documentOf(statement) } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Guard: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: documentOf({ Effect: 'Deny', Action: 'sqs:*', Resource: '*', Principal: '*' }),
      },
    },
  });
  const delegated = {
    Resources: keyWith({ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: root }),
  };
  const other = { AWS: 'arn:aws:iam::444455556666:root' };
  const kept = { Resources: keyWith({ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: other }) };
  expect(delegated).toAllow('kms:Decrypt', '${Key.Arn}');
  expect(kept).toDeny('kms:Decrypt', '${Key.Arn}');
  expect(delegated).toDeny('sqs:SendMessage', '${Queue.Arn}', { by: 'resource' });
});
