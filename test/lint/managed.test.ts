import { expect, inject, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';

/** What AWS's own policies hold and the data of services has not, or not any more. */
const ofTheData = new Set([
  'unknown-action',
  'unknown-service-in-action',
  'key-of-unknown-service',
  'unknown-global-key',
  'unknown-service-key',
  'key-not-for-action',
]);

/** Every policy in the thorough run, every twentieth else. */
const names = managedPolicyNames().filter((_, index) => inject('budget').factor > 1 || index % 20 === 0);

test('AWS’s own policies have no error but names that the data has not', async () => {
  const errors: string[] = [];
  for (const name of names) {
    const policy = managedPolicy(name);
    if (policy === undefined) throw new Error(`${name} is not there`);
    for (const { code, severity } of await lintText(source(name, policy.text), {}))
      if (severity === 'error' && !ofTheData.has(code)) errors.push(`${name}: ${code}`);
  }
  expect(errors).toEqual([]);
});

test.each([
  ['AdministratorAccess', 'full-admin'],
  ['AdministratorAccess', 'pass-role-action-pattern-star-resource'],
  ['IAMFullAccess', 'create-slr-action-pattern-star-resource'],
  ['AWSElasticBeanstalkService', 'pass-role-star-resource'],
  ['AWSBatchFullAccess', 'redundant-action'],
  ['AIOpsAssistantPolicy', 'operator-type'],
  ['AWSCodePipeline_FullAccess', 'string-like-on-arn'],
])('%s has %s, as AWS’s own validation says', async (name, code) => {
  const policy = managedPolicy(name);
  const found = await lintText(source(name, policy?.text ?? ''), {});
  expect(found.map((finding) => finding.code)).toContain(code);
});

test('beside full access no way to more of it is told', async () => {
  const policy = managedPolicy('AdministratorAccess');
  const found = await lintText(source('AdministratorAccess', policy?.text ?? ''), {});
  expect(found.filter(({ category }) => category === 'escalation')).toEqual([]);
});
