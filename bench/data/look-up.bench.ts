import { bench, describe, vi } from 'vitest';
import { actionsMatching, findAction } from '../../src/data/actions.ts';
import { knownConditionKey } from '../../src/data/condition-keys.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { resourceTypesOf } from '../../src/data/resource-types.ts';
import { suggestAction } from '../../src/data/suggest-action.ts';

/** Cold: the modules are new each time, so that every table is read and inflated again; the file cache is warm. */
async function cold() {
  vi.resetModules();
  const [actions, policies, { installData }, { dataFiles }] = await Promise.all([
    import('../../src/data/actions.ts'),
    import('../../src/data/managed-policies.ts'),
    import('../../src/data/source.ts'),
    import('../../src/data/files.ts'),
  ]);
  installData(dataFiles);
  return { ...actions, ...policies };
}

describe('cold, importing the modules included', () => {
  bench('nothing looked up', async () => {
    await cold();
  });
  bench('s3:GetObject', async () => void (await cold()).findAction('s3:GetObject'));
  bench('ec2:RunInstances', async () => void (await cold()).findAction('ec2:RunInstances'));
  bench('one action of s3, iam, lambda, ec2 and kms', async () => {
    const { findAction: find } = await cold();
    for (const name of ['s3:GetObject', 'iam:PassRole', 'lambda:InvokeFunction', 'ec2:RunInstances', 'kms:Decrypt']) {
      find(name);
    }
  });
  bench('*:Describe* over 22,091 actions', async () => void (await cold()).actionsMatching('*:Describe*'));
  bench('one managed policy of 1,594', async () => void (await cold()).managedPolicy('ReadOnlyAccess'));
});

describe('warm', () => {
  bench('s3:GetObject', () => void findAction('s3:GetObject'));
  bench('s3:Get*', () => void actionsMatching('s3:Get*'));
  bench('*:Describe* over 22,091 actions', () => void actionsMatching('*:Describe*'));
  bench('resource type of an object ARN', () => void resourceTypesOf('arn:aws:s3:::b/x', 's3:GetObject'));
  bench('resource types of an instance ARN among those of RunInstances', () => {
    resourceTypesOf('arn:aws:ec2:us-east-1:111122223333:instance/i-1', 'ec2:RunInstances');
  });
  bench('aws:ResourceTag/team', () => void knownConditionKey('aws:ResourceTag/team'));
  bench('token.actions.githubusercontent.com:sub', () => {
    knownConditionKey('token.actions.githubusercontent.com:sub');
  });
  bench('what was meant by s3:GetObjects', () => void suggestAction('s3:GetObjects'));
  bench('what was meant by GetObject', () => void suggestAction('GetObject'));
  bench('all 1,594 managed policies', () => {
    for (const name of managedPolicyNames()) managedPolicy(name);
  });
});
