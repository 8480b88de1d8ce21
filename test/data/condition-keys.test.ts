import { describe, expect, test } from 'vitest';
import { actionHasKey, globalConditionKeys, isCarried, knownConditionKey, serviceConditionKeys } from '../../src/data/condition-keys.ts';
import { services } from '../../src/data/services.ts';

describe('knownConditionKey', () => {
  test.each([
    { key: 'aws:SourceIp', name: 'aws:SourceIp', type: 'IPAddress', multivalued: false, origin: 'global' },
    { key: 'aws:SourceVPC', name: 'aws:SourceVpc', type: 'String', multivalued: false, origin: 'global' },
    { key: 'AWS:tagkeys', name: 'aws:TagKeys', type: 'String', multivalued: true, origin: 'global' },
    { key: 'aws:resourcetag/Team', name: 'aws:ResourceTag/${TagKey}', type: 'String', multivalued: false, origin: 'global' },
    { key: 'aws:PrincipalTag/a/b:c', name: 'aws:PrincipalTag/${TagKey}', type: 'String', multivalued: false, origin: 'global' },
    { key: 'aws:PrincipalOrgMasterAccountId', name: 'aws:PrincipalOrgMasterAccountId', type: 'String', multivalued: false, origin: 'global' },
    { key: 'lakeformation:GlueARN', name: 'lakeformation:GlueARN', type: 'ARN', multivalued: false, origin: 'service' },
    { key: 'aws:ARN', name: 'aws:ARN', type: 'ARN', multivalued: false, origin: 'global' },
    { key: 'aws:SourceVpcArn', name: 'aws:SourceVpcArn', type: 'ARN', multivalued: false, origin: 'global' },
    { key: 'ec2:SourceInstanceARN', name: 'ec2:SourceInstanceArn', type: 'ARN', multivalued: false, origin: 'global' },
    { key: 'lambda:SourceFunctionArn', name: 'lambda:SourceFunctionArn', type: 'ARN', multivalued: false, origin: 'global' },
    { key: 's3:prefix', name: 's3:prefix', type: 'String', multivalued: false, origin: 'service' },
    { key: 'S3:PREFIX', name: 's3:prefix', type: 'String', multivalued: false, origin: 'service' },
    { key: 's3:ExistingObjectTag/x', name: 's3:ExistingObjectTag/${TagKey}', type: 'String', multivalued: false, origin: 'service' },
    { key: 'ssm:resourceTag/x', name: 'ssm:resourceTag/${TagKey}', type: 'String', multivalued: false, origin: 'service' },
    { key: 'secretsmanager:ResourceTag/x', name: 'secretsmanager:ResourceTag/${TagKey}', type: 'String', multivalued: false, origin: 'service' },
    { key: 'kms:EncryptionContext:aws:s3:arn', name: 'kms:EncryptionContext:${EncryptionContextKey}', type: 'String', multivalued: false, origin: 'service' },
    { key: 'kms:EncryptionContextKeys', name: 'kms:EncryptionContextKeys', type: 'String', multivalued: true, origin: 'service' },
    { key: 'events:Metadata/x', name: 'events:Metadata/${MetadataKey}', type: 'String', multivalued: true, origin: 'service' },
    { key: 'events:metadata/x/matcher', name: 'events:Metadata/${MetadataKey}/Matcher', type: 'String', multivalued: false, origin: 'service' },
    { key: 'events:detail-type', name: 'events:detail-type', type: 'String', multivalued: false, origin: 'service' },
    { key: 'iam:ResourceTag/x', name: 'iam:ResourceTag/${TagKey}', type: 'String', multivalued: false, origin: 'service' },
    { key: 'catalog:ChangeType', name: 'catalog:ChangeType', type: 'String', multivalued: false, origin: 'service' },
    { key: 'identitystore:UserId', name: 'identitystore:UserId', type: 'String', multivalued: false, origin: 'global' },
    { key: 'saml:aud', name: 'saml:aud', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'SAML:CN[]', name: 'saml:cn', type: 'String', multivalued: true, origin: 'federated' },
    { key: 'accounts.google.com:oaud', name: 'accounts.google.com:oaud', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'cognito-identity.amazonaws.com:amr', name: 'cognito-identity.amazonaws.com:amr', type: 'String', multivalued: true, origin: 'federated' },
    { key: 'www.amazon.com:app_id', name: 'www.amazon.com:app_id', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'token.actions.githubusercontent.com:sub', name: 'token.actions.githubusercontent.com:sub', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'token.actions.githubusercontent.com:amr', name: 'token.actions.githubusercontent.com:amr', type: 'String', multivalued: true, origin: 'federated' },
    { key: 'Token.Actions.GithubUserContent.com:Actor', name: 'token.actions.githubusercontent.com:actor', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'token.actions.githubusercontent.com/acme:sub', name: 'token.actions.githubusercontent.com/acme:sub', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'token.actions.acme.ghe.com:actor', name: 'token.actions.${Domain}.ghe.com:actor', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub', name: 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub', type: 'String', multivalued: false, origin: 'federated' },
    { key: 'login.example.org/realm:team', name: 'login.example.org/realm:team', type: 'String', multivalued: false, origin: 'federated' },
  ])('R302 `$key` is $name of type $type', ({ key, ...expected }) => {
    expect(knownConditionKey(key)).toMatchObject(expected);
  });

  test.each([
    'aws:SouceIp',
    'aws:ResourceTag',
    'aws:ResourceTag/',
    'aws:SourceIp/x',
    'SourceIp',
    ':SourceIp',
    'aws:',
    '',
    's3:prefixx',
    's3:ExistingObjectTag/',
    'kms:EncryptionContext:',
    'events:Metadata/',
    'nosuch:key',
    'saml:nosuch',
    'saml:',
    'www.amazon.com:sub',
    'token.actions.githubusercontent.com:branch',
    'login.example.org:',
    'localhost:sub',
    'aws:To\u212aenIssueTime',
  ])('`%s` is no condition key', (key) => {
    expect(knownConditionKey(key)).toBeUndefined();
  });

  test('every key of the tables is known by its own name, its variables filled in', () => {
    const fill = (name: string) => name.replace(/\$\{[^}]*\}/g, 'x');
    const keys = [
      ...globalConditionKeys(),
      ...services().flatMap(({ prefix }) => serviceConditionKeys(prefix)),
    ];
    expect(keys.length).toBeGreaterThan(2500);
    const unknown = keys.filter(({ name, type }) => knownConditionKey(fill(name))?.type !== type);
    expect(unknown).toEqual([]);
  });
});

test.each([
  { action: 's3:ListBucket', key: 'S3:Prefix', has: true },
  { action: 's3:GetObject', key: 's3:prefix', has: false },
  { action: 'ec2:TerminateInstances', key: 'aws:ResourceTag/team', has: true },
  { action: 'lambda:InvokeFunction', key: 'lambda:FunctionUrlAuthType', has: false },
  { action: 'lambda:InvokeFunctionUrl', key: 'lambda:FunctionUrlAuthType', has: true },
  { action: 'kms:Decrypt', key: 'kms:EncryptionContext:app', has: true },
  { action: 'kms:Decrypt', key: 'kms:EncryptionContext:', has: false },
  { action: 's3:NoSuchAction', key: 's3:prefix', has: false },
  { action: 'aws-marketplace:Subscribe', key: 'aws-marketplace:ProductId', has: true },
  { action: 'aws-marketplace:ViewSubscriptions', key: 'aws-marketplace:ProductId', has: false },
  { action: 'lakeformation:GetDataAccess', key: 'lakeformation:gluearn', has: true },
])('$action has $key: $has', ({ action, key, has }) => {
  expect(actionHasKey(action, key)).toBe(has);
});

test.each([
  { key: 's3:prefix', carried: true },
  { key: 'S3:Prefix', carried: true },
  { key: 'kms:EncryptionContext:app', carried: true },
  // Of these the pages say that they are, and of no action that it has them.
  { key: 'dynamodb:FirstPartitionKeyValues', carried: false },
  { key: 'iottwinmaker:linkedServices', carried: false },
  { key: 'nosuch:key', carried: false },
])('any action is known to carry $key: $carried', ({ key, carried }) => {
  expect(isCarried(key)).toBe(carried);
});
