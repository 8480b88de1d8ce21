import { fileURLToPath } from 'node:url';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSources } from '../../scripts/data/sources.ts';
import { actionNames, findAction } from '../../src/data/actions.ts';
import { globalConditionKeys, serviceConditionKeys } from '../../src/data/condition-keys.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { findService, services } from '../../src/data/services.ts';
import { serviceTable } from '../../src/data/service-table.ts';
import { dataVersions } from '../../src/data/versions.ts';

/** What was committed, held against the packages that it was made from. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const { iam, managed } = readSources(`${root}node_modules`);

const lower = (name: string) =>
  name
    .toLowerCase()
    .replace(/<key>$/, '${tagkey}')
    .replace(/\/tag-key$/, '/${tagkey}');
const set = (names: readonly string[]) => [...new Set(names.map(lower))].sort();
const names = (keys: readonly { readonly name: string }[]) => set(keys.map(({ name }) => name));

describe('services', () => {
  test('all are listed, with their names and the mark of resource control policies (R608)', () => {
    const ours = services().map(({ prefix, name, supportsRcp }) => ({ prefix, name, rcp: supportsRcp }));
    const theirs = iam.services.map(({ prefix, name, rcp }) => ({ prefix, name, rcp }));
    const byPrefix = (left: { prefix: string }, right: { prefix: string }) => (left.prefix < right.prefix ? -1 : 1);
    expect([...ours].sort(byPrefix)).toEqual([...theirs].sort(byPrefix));
    expect(ours).toHaveLength(456);
    expect(ours.filter(({ rcp }) => rcp)).toHaveLength(62);
  });

  test.each(['s3', 'sts', 'kms', 'sqs', 'secretsmanager'])('R608 resource control policies reach %s', (prefix) => {
    expect(findService(prefix)?.supportsRcp).toBe(true);
  });

  test.each(['ec2', 'iam', 'lambda'])('R608 resource control policies do not reach %s', (prefix) => {
    expect(findService(prefix)?.supportsRcp).toBe(false);
  });
});

/** What AWS's pages leave out; `scripts/data/corrections.ts` has where it stands. */
const added: Readonly<Record<string, readonly string[]>> = {
  'aws-marketplace:Subscribe': ['aws-marketplace:ProductId'],
  'aws-marketplace:Unsubscribe': ['aws-marketplace:ProductId'],
  'lakeformation:GetDataAccess': ['lakeformation:GlueARN'],
};

test('every action has its name, level, resource types and keys', () => {
  const levels = new Map([
    ['Tagging, Write', 'Tagging'],
    ['Permissions management, Write', 'Permissions management'],
  ]);
  let count = 0;
  for (const { prefix, actions, resourceTypes } of iam.services) {
    for (const action of actions) {
      const found = findAction(`${prefix}:${action.name}`);
      const typeNames = [...new Set(action.resourceTypes.map(({ name }) => name))];
      const expected = {
        name: `${prefix}:${action.name}`,
        level: levels.get(action.level) ?? action.level,
        keys: set([...action.conditionKeys, ...(added[`${prefix}:${action.name}`] ?? [])]),
        types: typeNames.sort().map((name) => {
          const pairs = action.resourceTypes.filter((pair) => pair.name === name);
          const type = resourceTypes.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
          return {
            name: type?.name,
            arnFormat: type?.arn,
            required: pairs.some(({ required }) => required),
            keys: set([...(type?.conditionKeys ?? []), ...pairs.flatMap(({ conditionKeys }) => conditionKeys)]),
          };
        }),
      };
      const actual = {
        name: found?.name,
        level: found?.level,
        keys: names(found?.conditionKeys ?? []),
        types: [...(found?.resourceTypes ?? [])]
          .map((type) => ({
            name: type.name,
            arnFormat: type.arnFormat,
            required: type.required,
            keys: names(type.conditionKeys),
          }))
          .sort((left, right) => (left.name < right.name ? -1 : 1)),
      };
      // One comparison of two texts: 22,091 times `toEqual` takes seconds.
      if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
      count++;
    }
  }
  expect(count).toBe(22_091);
});

test('every service lists its resource types, its keys with their types, and its action names', () => {
  const corrected = new Map([
    ['events:detail-type', 'String'],
    ['cognito-identity.amazonaws.com:amr', 'ArrayOfString'],
  ]);
  for (const { prefix, actions, resourceTypes, conditionKeys } of iam.services) {
    const table = serviceTable(prefix);
    expect(table?.resourceTypes.map(({ name }) => name).sort()).toEqual(resourceTypes.map(({ name }) => name).sort());
    const ours = serviceConditionKeys(prefix).map(
      ({ name, type, multivalued }) => `${lower(name)} ${multivalued ? 'ArrayOf' : ''}${type}`,
    );
    const theirs = conditionKeys.map(({ name, type }) => `${lower(name)} ${corrected.get(name) ?? type}`);
    if (prefix === 'lakeformation') theirs.push('lakeformation:gluearn ARN');
    expect(ours.sort()).toEqual([...new Set(theirs)].sort());
    const sorted = actions.map(({ name }) => name).sort();
    expect([...(actionNames().get(prefix) ?? [])].sort()).toEqual(sorted);
    expect([...(table?.actionNames() ?? [])].sort()).toEqual(sorted);
  }
});

test('global keys are those of the package and three more', () => {
  const theirs = set(iam.globalKeys.map(({ name }) => name));
  const more = ['aws:arn', 'aws:principalorgmasteraccountid', 'aws:signinsessionarn'];
  expect(names(globalConditionKeys())).toEqual([...theirs, ...more].sort());
  expect(globalConditionKeys().filter(({ category }) => category === 'deprecated')).toMatchObject([
    { name: 'aws:ARN', type: 'ARN' },
  ]);
});

test('all 1,594 managed policies say what the package says', () => {
  expect(managedPolicyNames()).toHaveLength(1594);
  for (const { name, arn, version, createdAt, publishedAt, document } of managed.policies) {
    const policy = managedPolicy(name);
    expect(policy).toMatchObject({ arn, version, created: createdAt.slice(0, 10), updated: publishedAt.slice(0, 10) });
    expect(policy?.text).toBe(JSON.stringify(document, undefined, 4));
    expect(managedPolicy(arn)).toEqual(policy);
  }
});

test('the versions are those of the packages and the counts those of the tables', () => {
  const counts = dataVersions().iam.counts;
  expect(dataVersions().iam).toMatchObject({ version: iam.version, date: iam.date });
  expect(dataVersions().managed).toMatchObject({ version: managed.version, counts: { policies: 1594 } });
  expect(counts['services']).toBe(services().length);
  expect(counts['globalKeys']).toBe(globalConditionKeys().length);
  expect(counts['rcpServices']).toBe(services().filter(({ supportsRcp }) => supportsRcp).length);
  const tables = services().flatMap(({ prefix }) => serviceTable(prefix) ?? []);
  const sum = (count: (table: (typeof tables)[number]) => number) =>
    tables.reduce((total, table) => total + count(table), 0);
  expect(counts['actions']).toBe(sum((table) => table.actionNames().length));
  expect(counts['resourceTypes']).toBe(sum((table) => table.resourceTypes.length));
  expect(counts['serviceKeys']).toBe(sum((table) => table.conditionKeys.length));
});

test('the tables take less than 1.5 MB of the package', () => {
  const bytes = readdirSync(`${root}data`).reduce((sum, name) => sum + statSync(`${root}data/${name}`).size, 0);
  expect(bytes).toBeLessThan(1_500_000);
});
