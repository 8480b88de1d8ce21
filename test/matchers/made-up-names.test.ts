import { describe, expect, test } from 'vitest';
import '../../src/vitest.ts';

/**
 * Of a resource or a role that a template gives no name CloudFormation makes one up, as `stack-Data-1A2B3C4D5E6F`. Where a
 * policy names it by a pattern or in full, whether that fits is not known before the deployment.
 */

type Is = 'allowed' | 'denied' | 'unknown';

const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: string, Resource: unknown) => ({ Effect: 'Deny', Action, Resource });
const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const documentOf = (...Statement: readonly unknown[]) => ({ Version: '2012-10-17', Statement });
const templateWith = (statements: readonly unknown[], more: object = {}, role: object = {}) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: {
    App: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [{ PolicyName: 'own', PolicyDocument: documentOf(...statements) }],
        ...role,
      },
    },
    Data: { Type: 'AWS::S3::Bucket' },
    Logs: { Type: 'AWS::S3::Bucket' },
    Orders: { Type: 'AWS::DynamoDB::Table' },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: documentOf({ ...all, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      },
    },
    Token: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'prod/token' } },
    Told: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } },
    Part: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${Data}-copy' } } },
    ...more,
  },
});

const holds = (act: () => void): boolean => {
  try {
    act();
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/^(?:Assertion)?Error: expected /);
    return false;
  }
};

function decided(template: unknown, action: string, resource: string, options: object): Is {
  const answers = [
    () => expect(template).toAllow(action, resource, options),
    () => expect(template).toDeny(action, resource, options),
    () => expect(template).not.toAllow(action, resource, options),
    () => expect(template).not.toDeny(action, resource, options),
  ].map((act) => {
    return holds(() => {
      act();
    });
  });
  const [isAllowed, isDenied] = answers;
  expect(answers.slice(2)).toEqual([isDenied, isAllowed]);
  expect(isAllowed === true && isDenied === true).toBe(false);
  return isAllowed === true ? 'allowed' : isDenied === true ? 'denied' : 'unknown';
}

interface Row {
  readonly is: Is;
  readonly statements: readonly unknown[];
  readonly on?: string;
  readonly action?: string;
  readonly more?: object;
  readonly role?: object;
  readonly options?: object;
}

const bucket = (name: string) => `arn:aws:s3:::${name}/*`;
const get = 's3:GetObject';
const roleNamed = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const unless = (test: string, name: string) => ({
  ...deny(get, '*'),
  Condition: { [test]: { 'aws:PrincipalArn': roleNamed(name) } },
});
const bucketPolicy = (Principal: unknown, more: object = {}) => ({
  Guard: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Data' },
      PolicyDocument: documentOf({ ...deny('s3:*', '*'), Principal, ...more }),
    },
  },
});

const rows: Readonly<Record<string, Row>> = {
  'a Deny of a pattern that may fit': { is: 'unknown', statements: [all, deny(get, bucket('stack-*'))] },
  'a Deny of a pattern around the logical id': {
    is: 'unknown',
    statements: [all, deny(get, bucket('*-data-*'))],
  },
  'a Deny of characters': { is: 'unknown', statements: [all, deny(get, bucket('?'.repeat(24)))] },
  'a Deny of what looks like such a name': {
    is: 'unknown',
    statements: [all, deny(get, bucket('shop-data-1a2b3c4d5e6f'))],
  },
  'a Deny of a variable': { is: 'unknown', statements: [all, deny(get, bucket('${aws:username}'))] },
  'a Deny of all but a pattern': {
    is: 'unknown',
    statements: [all, { Effect: 'Deny', Action: get, NotResource: bucket('prod-*') }],
  },
  'a Deny of all but the bucket': {
    is: 'allowed',
    statements: [all, { Effect: 'Deny', Action: get, NotResource: { 'Fn::Sub': '${Data.Arn}/*' } }],
  },
  'a Deny of another name': { is: 'allowed', statements: [all, deny(get, bucket('acme-logs'))] },
  'a Deny of the logical id': { is: 'allowed', statements: [all, deny(get, bucket('Data'))] },
  'a Deny of another bucket of the template': {
    is: 'allowed',
    statements: [all, deny(get, { 'Fn::Sub': '${Logs.Arn}/*' })],
  },
  'a Deny of a name made of that of another bucket': {
    is: 'allowed',
    statements: [all, deny(get, { 'Fn::Sub': '${Logs.Arn}-*' })],
  },
  'a Deny of every name': { is: 'denied', statements: [all, deny(get, 'arn:aws:s3:::*/x')] },
  'a Deny of other objects of every name': {
    is: 'allowed',
    statements: [all, deny(get, 'arn:aws:s3:::*/y')],
  },
  'a Deny of a pattern on other objects': {
    is: 'allowed',
    statements: [all, deny(get, 'arn:aws:s3:::stack-*/y')],
  },
  'a Deny of the bucket by the template': {
    is: 'denied',
    statements: [all, deny(get, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Data', 'Arn'] }, '/*']] })],
  },
  'an Allow of a pattern that may fit': { is: 'unknown', statements: [allow(get, bucket('stack-*'))] },
  'an Allow of one of two, by the template': {
    is: 'allowed',
    statements: [allow(get, [bucket('stack-*'), { 'Fn::Sub': '${Data.Arn}/*' }])],
  },
  'an Allow of the logical id': { is: 'denied', statements: [allow(get, bucket('Data'))] },
  'an Allow of a folder of a user': {
    is: 'denied',
    statements: [allow(get, { 'Fn::Sub': '${Data.Arn}/${!aws:username}' })],
  },
  'a Deny of an action that is not asked for': {
    is: 'allowed',
    statements: [all, deny('s3:PutObject', bucket('stack-*'))],
  },
  'a policy of AWS that allows a pattern': {
    is: 'unknown',
    statements: [allow('s3:ListBucket', '*')],
    role: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole'] },
  },
  'an SCP of the test that denies a pattern': {
    is: 'unknown',
    statements: [all],
    options: {
      policies: { scp: [[{ managed: 'FullAWSAccess' }, documentOf(deny(get, bucket('stack-*')))]] },
    },
  },
  'a boundary of the test, as a text, that allows a pattern': {
    is: 'unknown',
    statements: [all],
    options: { policies: { boundary: JSON.stringify(documentOf(allow(get, bucket('stack-*')))) } },
  },
  'a table whose logical id is the name of another': {
    is: 'denied',
    action: 'dynamodb:GetItem',
    on: '${Orders.Arn}',
    statements: [allow('dynamodb:*', 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders')],
  },
  'a table of a pattern': {
    is: 'unknown',
    action: 'dynamodb:GetItem',
    on: '${Orders.Arn}',
    statements: [all, deny('dynamodb:*', 'arn:aws:dynamodb:*:*:table/shop-*')],
  },
  'a key by an id': {
    is: 'unknown',
    action: 'kms:Decrypt',
    on: '${Key.Arn}',
    statements: [
      all,
      deny('kms:*', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    ],
  },
  'a secret by its name and any suffix': {
    is: 'allowed',
    action: 'secretsmanager:GetSecretValue',
    on: '${Token}',
    statements: [
      allow('secretsmanager:*', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/token-??????'),
    ],
  },
  'a secret by its name and a suffix': {
    is: 'unknown',
    action: 'secretsmanager:GetSecretValue',
    on: '${Token}',
    statements: [
      allow('secretsmanager:*', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/token-AbCdEf'),
    ],
  },
  'a secret by its name alone': {
    is: 'denied',
    action: 'secretsmanager:GetSecretValue',
    on: '${Token}',
    statements: [
      allow('secretsmanager:*', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/token'),
    ],
  },
  'a bucket whose name is a parameter': {
    is: 'unknown',
    on: '${Told.Arn}/x',
    statements: [all, deny(get, bucket('acme-logs'))],
  },
  'a name made of another': {
    is: 'denied',
    on: '${Part.Arn}/x',
    statements: [all, deny(get, { 'Fn::Sub': '${Data.Arn}-*' })],
  },
  'a name made of another, by a pattern': {
    is: 'unknown',
    on: '${Part.Arn}/x',
    statements: [all, deny(get, bucket('prod-*-copy'))],
  },
  'a name made of another, by a pattern of another end': {
    is: 'allowed',
    on: '${Part.Arn}/x',
    statements: [all, deny(get, bucket('prod-*-original'))],
  },
  'a Deny for roles of a pattern': { is: 'unknown', statements: [all, unless('ArnLike', 'Admin*')] },
  'a Deny for all but roles of a pattern': {
    is: 'unknown',
    statements: [all, unless('ArnNotLike', 'Admin*')],
  },
  'a Deny for all but a role of another name': {
    is: 'denied',
    statements: [all, unless('ArnNotEquals', 'Admin')],
  },
  'a Deny for a role with the name of the logical id': {
    is: 'allowed',
    statements: [all, unless('ArnEquals', 'App')],
  },
  'a Deny for a role of a pattern, which has a name': {
    is: 'allowed',
    statements: [all, unless('ArnLike', 'Admin*')],
    role: { RoleName: 'app' },
  },
  'a Deny for all but the role by the template': {
    is: 'allowed',
    statements: [
      all,
      {
        ...deny(get, '*'),
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['App', 'Arn'] } } },
      },
    ],
  },
  'the policy of the bucket denies what may be the role': {
    is: 'unknown',
    statements: [all],
    more: bucketPolicy({ AWS: roleNamed('shop-App-1A2B3C4D5E6F') }),
  },
  'the policy of the bucket denies what may be a session of the role': {
    is: 'unknown',
    statements: [all],
    more: bucketPolicy({ AWS: 'arn:aws:sts::111122223333:assumed-role/shop-App-1A2B3C4D5E6F/ci' }),
  },
  'the policy of the bucket denies another role': {
    is: 'allowed',
    statements: [all],
    more: bucketPolicy({ AWS: roleNamed('Admin') }),
  },
  'the policy of the bucket denies roles of a pattern': {
    is: 'unknown',
    statements: [all],
    more: bucketPolicy('*', { Condition: { ArnLike: { 'aws:PrincipalArn': roleNamed('shop-*') } } }),
  },
};

describe('a name that CloudFormation makes up', () => {
  test.each(Object.entries(rows))('%s', (_, row) => {
    const { is, statements, on = '${Data.Arn}/x', action = get, more, role, options = {} } = row;
    expect(decided(templateWith(statements, more, role), action, on, options)).toBe(is);
  });

  test('the answer says whose name it hangs on', () => {
    const template = templateWith([all, deny(get, bucket('stack-*'))]);
    expect(() => expect(template).toAllow(get, ['arn:aws:s3:::acme/x', '${Data.Arn}/x'])).toThrow(
      'cannot tell: the name of Data is known after the deployment alone',
    );
    expect(template).toAllow(get, 'arn:aws:s3:::acme/x');
  });

  const grants = (subject: unknown, other: unknown): Is => {
    const [isNoMore, isMore] = [
      holds(() => {
        expect(subject).toGrantNoMoreThan(other);
      }),
      holds(() => {
        expect(subject).not.toGrantNoMoreThan(other);
      }),
    ];
    return isNoMore ? 'allowed' : isMore ? 'denied' : 'unknown';
  };

  test.each<[string, Is, unknown]>([
    ['a pattern that may fit', 'unknown', documentOf(allow('s3:*', bucket('stack-*')))],
    ['a pattern that fits every name', 'allowed', documentOf(allow('s3:*', bucket('*')))],
    ['another name', 'denied', documentOf(allow('s3:*', bucket('acme')))],
    ['all but a pattern', 'unknown', documentOf(all, deny('s3:*', bucket('stack-*')))],
    ['all but another name', 'allowed', documentOf(all, deny('s3:*', bucket('acme')))],
  ])('a template that grants no more than %s: %s', (_, is, other) => {
    expect(grants(templateWith([allow(get, { 'Fn::Sub': '${Data.Arn}/*' })]), other)).toBe(is);
  });

  test('what holds itself is told as such', () => {
    const policies: unknown[] = [];
    policies.push(policies);
    const asked = () =>
      expect(templateWith([all])).toAllow(get, '${Data.Arn}/x', {
        policies: { identity: policies },
      });
    expect(asked).toThrow('not a policy');
    expect(() => expect(templateWith([all])).toGrantNoMoreThan(policies)).toThrow('not a policy');
  });
});
