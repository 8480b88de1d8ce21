import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionsMatching, findAction } from '../../src/data/actions.ts';
import { knownConditionKey } from '../../src/data/condition-keys.ts';
import { suggestAction, suggestService } from '../../src/data/suggest-action.ts';
import { suggestConditionKey } from '../../src/data/suggest-condition-key.ts';
import { runs } from '../support/budget.ts';

describe('suggestAction', () => {
  test.each([
    { given: 's3:GetObjects', meant: 's3:GetObject', because: 'a letter too many' },
    { given: 's3:GetObjct', meant: 's3:GetObject', because: 'a letter missing' },
    { given: 's3:GteObject', meant: 's3:GetObject', because: 'two letters swapped' },
    { given: 'iam:PassRoles', meant: 'iam:PassRole', because: 'plural' },
    { given: 'secretsmanager:GetSecret', meant: 'secretsmanager:GetSecretValue', because: 'the one that begins so' },
    { given: 'dynamo:GetItem', meant: 'dynamodb:GetItem', because: 'another name of the service' },
    { given: 'lamda:InvokeFunction', meant: 'lambda:InvokeFunction', because: 'a slip in the prefix' },
    { given: 'elbv2:DescribeTargetGroups', meant: 'elasticloadbalancing:DescribeTargetGroups', because: 'as in the CLI' },
    { given: 'stepfunctions:StartExecution', meant: 'states:StartExecution', because: 'as in the CLI' },
    { given: 'cloudwatchlogs:PutLogEvents', meant: 'logs:PutLogEvents', because: 'as in the SDK' },
    { given: 'eventbridge:PutEvents', meant: 'events:PutEvents', because: 'as people say' },
    { given: 'vpc:CreateSubnet', meant: 'ec2:CreateSubnet', because: 'as people say' },
    { given: 'msk:DescribeTopic', meant: 'kafka:DescribeTopic', because: 'the first of two services with it' },
    { given: 'neptune:connect', meant: 'neptune-db:connect', because: 'the second service has it' },
    { given: 'opensearch:ESHttpGet', meant: 'es:ESHttpGet', because: 'only there' },
    { given: 'iam:AssumeRole', meant: 'sts:AssumeRole', because: 'of another service' },
    { given: 's3:Decrypt', meant: 'kms:Decrypt', because: 'of another service' },
    { given: 'ec2:CreateTargetGroup', meant: 'elasticloadbalancing:CreateTargetGroup', because: 'of another service' },
    { given: 's3:ListObjectsV2', meant: 's3:ListBucket', because: 'the operation has another action' },
    { given: 's3:listobjects', meant: 's3:ListBucket', because: 'whatever its case' },
    { given: 's3:HeadObject', meant: 's3:GetObject', because: 'the operation has another action' },
    { given: 's3:HeadObjects', meant: 's3:GetObject', because: 'nearly such an operation' },
    { given: 's3api:HeadObject', meant: 's3:GetObject', because: 'command and operation of the CLI' },
    { given: 'lambda:Invoke', meant: 'lambda:InvokeFunction', because: 'the operation has another action' },
    { given: 'GetObject', meant: 's3:GetObject', because: 'no prefix, several services' },
    { given: 'AssumeRole', meant: 'sts:AssumeRole', because: 'no prefix, one service' },
    { given: 'RestoreDBClusterToPointInTimes', meant: undefined, because: 'no prefix and no such name' },
    { given: 'putrecordbatch', meant: 'firehose:PutRecordBatch', because: 'no prefix, one service' },
    { given: 'budgets:UpdateBudget', meant: 'budgets:UpdateBudgetAction', because: 'not deadline:UpdateBudget' },
    { given: 'ec2:Descibe*', meant: 'ec2:Describe*', because: 'a pattern of nothing' },
    { given: 'elb:Describe*', meant: 'elasticloadbalancing:Describe*', because: 'a pattern with another prefix' },
  ])('`$given` was meant to be $meant: $because', ({ given, meant }) => {
    expect(suggestAction(given)).toBe(meant);
  });

  test.each(['s3:GetObject', 'S3:getobject', 's3:Get*', '*', '*:*', '*:Get*'])('`%s` is known', (given) => {
    expect(suggestAction(given)).toBeUndefined();
  });

  test.each(['', ':', 's3:', 'zzzz:Foo', 's3:Frobnicate', 'Frobnicate', '*:Frobnicate*', 's3:*Frob*'])(
    'nothing is like `%s`',
    (given) => {
      expect(suggestAction(given)).toBeUndefined();
    },
  );

  test('what is suggested exists, whatever was given', () => {
    const near = fc
      .tuple(fc.constantFrom('s3:GetObject', 'iam:PassRole', 'ec2:Describe*', 'sts:AssumeRole'), fc.nat(12), fc.string({ maxLength: 2 }))
      .map(([action, at, text]) => action.slice(0, at) + text + action.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (given) => {
        const suggested = suggestAction(given);
        if (suggested === undefined) return;
        expect(actionsMatching(given)).toEqual([]);
        expect(actionsMatching(suggested).length).toBeGreaterThan(0);
      }),
      { numRuns: runs(50) },
    );
  });

  test.each([
    { given: 'dynamo', meant: 'dynamodb' },
    { given: 'secretmanager', meant: 'secretsmanager' },
    { given: 'cloudwach', meant: 'cloudwatch' },
    { given: 'S3', meant: undefined },
    { given: 'frobnicate', meant: undefined },
  ])('the service `$given` was meant to be $meant', ({ given, meant }) => {
    expect(suggestService(given)).toBe(meant);
  });
});

describe('suggestConditionKey', () => {
  test.each([
    { given: 'aws:SouceIp', meant: 'aws:SourceIp' },
    { given: 'aws:SourceIP4', meant: 'aws:SourceIp' },
    { given: 'aws:PrincipleOrgID', meant: 'aws:PrincipalOrgID' },
    { given: 'aws:MultiFactorAuthPresen', meant: 'aws:MultiFactorAuthPresent' },
    { given: 'aws:SecureTransports', meant: 'aws:SecureTransport' },
    { given: 'SourceIp', meant: 'aws:SourceIp' },
    { given: 's3:SourceIp', meant: 'aws:SourceIp' },
    { given: 'iam:PrincipalTag/team', meant: 'aws:PrincipalTag/team' },
    { given: 'aws:ResourceTags/team', meant: 'aws:ResourceTag/team' },
    { given: 'aws:PrincipleTag/team', meant: 'aws:PrincipalTag/team' },
    { given: 'aws:ResourceTag', meant: 'aws:ResourceTag/${TagKey}' },
    { given: 'aws:PrincipalTag', meant: 'aws:PrincipalTag/${TagKey}' },
    { given: 'aws:RequestTag/', meant: 'aws:RequestTag/${TagKey}' },
    { given: 'ec2:ResourceTags/x', meant: 'ec2:ResourceTag/x' },
    { given: 's3:ExistingObjectTags/x', meant: 's3:ExistingObjectTag/x' },
    { given: 's3:prefixx', meant: 's3:prefix' },
    { given: 'iam:PassedToServices', meant: 'iam:PassedToService' },
    { given: 'sts:ExternalIds', meant: 'sts:ExternalId' },
    { given: 'kms:ViaServices', meant: 'kms:ViaService' },
    { given: 'kms:EncryptionContext', meant: 'kms:EncryptionContext:${EncryptionContextKey}' },
    { given: 'dynamo:LeadingKeys', meant: 'dynamodb:LeadingKeys' },
    { given: 'dynamodb:LeadingKey', meant: 'dynamodb:LeadingKeys' },
    { given: 'aw:SourceIp', meant: 'aws:SourceIp' },
    { given: 'saml:nam', meant: 'saml:name' },
    { given: 'token.actions.githubusercontent.com:actr', meant: 'token.actions.githubusercontent.com:actor' },
    { given: 'token.action.githubusercontent.com:sub', meant: 'token.actions.githubusercontent.com:sub' },
  ])('`$given` was meant to be $meant', ({ given, meant }) => {
    expect(suggestConditionKey(given)).toBe(meant);
  });

  test.each([
    'aws:SourceVPC',
    'aws:SourceIP',
    'aws:PrincipalOrgId',
    'aws:ResourceTag/team',
    'sts:ExternalID',
    's3:prefix',
    'saml:aud',
    'token.actions.githubusercontent.com:sub',
    'gitlab.example.org:sub',
  ])('`%s` is known', (given) => {
    expect(suggestConditionKey(given)).toBeUndefined();
  });

  test.each(['', ':', 'aws:', 'aws:Frobnicate', 'frobnicate:thing', 's3:frobnicate', 's3:Frobnicate/x'])(
    'nothing is like `%s`',
    (given) => {
      expect(suggestConditionKey(given)).toBeUndefined();
    },
  );

  test('what is suggested is known, whatever was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.tuple(fc.constantFrom('aws:', 's3:', 'saml:'), fc.string()).map((parts) => parts.join(''))),
        (given) => {
          const suggested = suggestConditionKey(given);
          if (suggested !== undefined) expect(knownConditionKey(suggested)).toBeDefined();
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

test('an action is found by any case of its letters', () => {
  fc.assert(
    fc.property(fc.mixedCase(fc.constantFrom('s3:GetObject', 'iam:PassRole', 'neptune-db:connect')), (name) => {
      expect(findAction(name)?.name.toLowerCase()).toBe(name.toLowerCase());
      expect(suggestAction(name)).toBeUndefined();
    }),
  );
});
