import { expect, test } from 'vitest';
import { actionsMatching, findAction } from '../../src/data/actions.ts';
import { knownConditionKey } from '../../src/data/condition-keys.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';

/** How well the tables know the words that AWS itself uses in its managed policies. */
const documents = managedPolicyNames().map((name): unknown => JSON.parse(managedPolicy(name)?.text ?? ''));

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const members = (value: unknown): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
const member = (value: unknown, name: string): unknown => members(value).find(([key]) => key === name)?.[1];

const statements = documents.flatMap((document) => list(member(document, 'Statement')));

test('of 59,155 actions in the managed policies 148 are unknown, of services that were closed or not published', () => {
  const actions = statements
    .flatMap((statement) => [...list(member(statement, 'Action')), ...list(member(statement, 'NotAction'))])
    .map(String);
  const known = new Map(
    [...new Set(actions)].map((action) => [
      action,
      /[*?]/.test(action) ? action === '*' || actionsMatching(action).length > 0 : findAction(action) !== undefined,
    ]),
  );
  const unknown = actions.filter((action) => known.get(action) !== true);
  expect(actions).toHaveLength(59_155);
  expect(unknown).toHaveLength(148);
  const prefixes = [...new Set(unknown.map((action) => action.slice(0, action.indexOf(':'))))].sort();
  expect(prefixes).toMatchInlineSnapshot(`
    [
      "budgets",
      "builderid",
      "cloud9",
      "cloudhsm",
      "datazonecontrol",
      "deepcomposer",
      "deeplens",
      "deepracer",
      "elastic-inference",
      "iot1click",
      "iotroborunner",
      "memorydb",
      "mobilehub",
      "organizations",
      "payments",
      "qapps",
      "route53-recovery-control-config",
      "sagemaker-groundtruth-synthetic",
      "securityagent",
      "zocalo",
    ]
  `);
});

test('of 5,600 condition keys in the managed policies 3 are unknown: of a service that is no more', () => {
  const keys = statements.flatMap((statement) =>
    members(member(statement, 'Condition')).flatMap(([, tests]) => members(tests).map(([key]) => key)),
  );
  expect(keys).toHaveLength(5600);
  expect(keys.filter((key) => knownConditionKey(key) === undefined).sort()).toEqual([
    'deepracer:MultiUser',
    'deepracer:UserToken',
    'deepracer:UserToken',
  ]);
});
