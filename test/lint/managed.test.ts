import { beforeAll, describe, expect, inject, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';
import { codesRead, secondReading } from './second-reading.ts';

/** Services that AWS has ended, and two that it never listed; its policies still name them. */
const unlisted = [
  'builderid',
  'datazonecontrol',
  'deepcomposer',
  'deeplens',
  'deepracer',
  'elastic-inference',
  'iot1click',
  'iotroborunner',
  'mobilehub',
  'sagemaker-groundtruth-synthetic',
  'zocalo',
];

const texts = managedPolicyNames().map((name) => {
  const policy = managedPolicy(name);
  if (policy === undefined) throw new Error(`${name} is not there`);
  return { name, text: policy.text, expected: secondReading(JSON.parse(policy.text)) };
});

/** Every policy in the thorough run; else every twentieth, and those in which something is to be found. */
const looked = texts.filter(
  ({ expected }, index) => inject('budget').factor > 1 || index % 20 === 0 || expected.length > 0,
);

const findings = new Map<string, readonly Finding[]>();

beforeAll(async () => {
  for (const { name, text } of looked) findings.set(name, await lintText(source(name, text), {}));
});

describe('AWS’s own policies', () => {
  test('have no error but actions and services that are no more', () => {
    const errors = looked.flatMap(({ name }) =>
      (findings.get(name) ?? []).flatMap(({ code, severity, message }) =>
        severity !== 'error' || code === 'unknown-action' || isOfUnlisted(code, message)
          ? []
          : [`${name}: ${code}: ${message}`],
      ),
    );
    expect(errors).toEqual([]);
  });

  test('have what AWS’s own validation finds in them, at the same statements, and no other of its codes', () => {
    const told = looked.map(({ name }) => ({
      name,
      found: [
        ...new Set(
          (findings.get(name) ?? [])
            .filter(({ awsCode }) => awsCode !== undefined && codesRead.test(awsCode))
            .map(({ awsCode, path }) => `${awsCode ?? ''} ${path[1] ?? ''}`),
        ),
      ].sort(),
    }));
    expect(told).toEqual(looked.map(({ name, expected }) => ({ name, found: expected })));
  });

  test('are read twice of which enough is found that the two readings could differ', () => {
    const codes = new Set(texts.flatMap(({ expected }) => expected.map((line) => line.split(' ')[0])));
    expect([...codes].sort()).toEqual([
      'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE',
      'CREATE_SLR_WITH_STAR_IN_RESOURCE',
      'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE',
      'PASS_ROLE_WITH_STAR_IN_RESOURCE',
      'REDUNDANT_ACTION',
      'REDUNDANT_RESOURCE',
      'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
      'TYPE_MISMATCH',
    ]);
  });
});

function isOfUnlisted(code: string, message: string): boolean {
  return (
    /^(?:unknown-service-in-action|key-of-unknown-service)$/.test(code) &&
    unlisted.some((prefix) => new RegExp(`\`${prefix}[\`:]`).test(message))
  );
}

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
