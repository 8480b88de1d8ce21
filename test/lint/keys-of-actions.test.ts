import { expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';

/** How grave it is that an action has no such key: as sure as the data of AWS are. */

async function severityOf(action: readonly string[], condition: object): Promise<string | undefined> {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*', Condition: condition }],
  };
  const found = await lintText(source('policy.json', JSON.stringify(policy)), {});
  return found.find(({ code }) => code === 'key-not-for-action')?.severity;
}

const equals = (key: string, value = 'x') => ({ StringEquals: { [key]: value } });

test.each([
  {
    why: 'a key of other actions of the service',
    action: ['s3:GetObject'],
    key: 's3:prefix',
    severity: 'error',
  },
  {
    why: 'some actions have it',
    action: ['s3:GetObject', 's3:ListBucket'],
    key: 's3:prefix',
    severity: 'warning',
  },
  {
    why: 'patterns may mean others',
    action: ['s3:GetObject', 's3:L*'],
    key: 's3:prefix',
    severity: 'warning',
  },
  {
    why: 'rows of tags have gaps',
    action: ['kms:CreateGrant'],
    key: 'aws:RequestTag/team',
    severity: 'warning',
  },
  {
    why: 'a tag of the resource',
    action: ['iam:ListUsers'],
    key: 'aws:ResourceTag/team',
    severity: 'warning',
  },
  {
    why: 'the data give it to no action',
    action: ['dynamodb:GetItem'],
    key: 'dynamodb:FirstPartitionKeyValues',
    severity: undefined,
  },
  {
    why: 'the data give it to no action of several',
    action: ['iottwinmaker:GetEntity', 'iottwinmaker:ListEntities'],
    key: 'iottwinmaker:linkedServices',
    severity: undefined,
  },
  {
    why: 'a row that is added to the data',
    action: ['aws-marketplace:Subscribe', 'aws-marketplace:Unsubscribe'],
    key: 'aws-marketplace:ProductId',
    severity: undefined,
  },
  {
    why: 'and not to every action',
    action: ['aws-marketplace:ViewSubscriptions'],
    key: 'aws-marketplace:ProductId',
    severity: 'error',
  },
])('$key of $action is $severity: $why', async ({ action, key, severity }) => {
  expect(await severityOf(action, equals(key))).toBe(severity);
});

test('the account of the organization’s management is a key, and a slip in its name none', async () => {
  const policy = (key: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iam:CreateRole', Resource: '*', Condition: equals(key, '111122223333') },
      ],
    });
  const codes = async (key: string) =>
    (await lintText(source('policy.json', policy(key)), {})).map(({ code }) => code);
  expect(await codes('aws:PrincipalOrgMasterAccountId')).not.toContain('unknown-global-key');
  expect(await codes('aws:PrincipalOrgMasterAccountld')).toContain('unknown-global-key');
});
