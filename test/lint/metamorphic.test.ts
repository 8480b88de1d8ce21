import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { source } from '../../src/core/source.ts';
import { parseJson } from '../../src/formats/json.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { lintText } from '../../src/lint/run/lint-files.ts';
import { allRules } from '../../src/lint/rules.ts';
import { nodeAt } from '../../src/lint/subject.ts';
import { spanOf } from '../../src/core/source.ts';
import type { PolicyType } from '../../src/policy/policy.ts';
import { runs } from '../support/budget.ts';

const rules = allRules();

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Statement = Readonly<Record<string, Json>>;
interface Policy {
  readonly [name: string]: Json;
}

/** Every bad and good example that is a document, with the type that it is of. */
const examples: readonly { readonly policy: Policy; readonly type: PolicyType }[] = rules.flatMap(
  ({ bad, good, types, look }) =>
    look.at === 'file' || look.at === 'terraform'
      ? []
      : [bad(), good()].flatMap(({ policy, type = types[0] ?? 'identity' }) =>
          typeof policy === 'string' ? [] : [{ policy: policy as Policy, type }],
        ),
);
const anyExample = fc.constantFrom(...examples);

const codesOf = async (policy: Json, type: PolicyType, isStrict = true) =>
  (await lintText(source('x.json', JSON.stringify(policy)), { type, isStrict }))
    .map(({ code }) => code)
    .sort();

const statementsOf = ({ Statement }: Policy): readonly Statement[] =>
  (Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Statement]) as readonly Statement[];

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapStatements = (policy: Policy, change: (statement: Statement) => Statement): Policy =>
  policy['Statement'] === undefined
    ? policy
    : {
        ...policy,
        Statement: Array.isArray(policy['Statement'])
          ? statementsOf(policy).map((one) => (isObject(one) ? change(one) : one))
          : isObject(policy['Statement'])
            ? change(policy['Statement'])
            : policy['Statement'],
      };

const elements = ['Action', 'NotAction', 'Resource', 'NotResource'];

/** A value and a list of it alone are the same to IAM. */
const asList = (value: Json): Json => (typeof value === 'string' ? [value] : value);
const asScalar = (value: Json): Json =>
  Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;

function withValues(policy: Policy, change: (value: Json) => Json): Policy {
  return mapStatements(policy, (statement) =>
    Object.fromEntries(
      Object.entries(statement).map(([name, value]) => {
        if (elements.includes(name)) return [name, change(value)];
        if (/Principal$/.test(name) && isObject(value))
          return [name, Object.fromEntries(Object.entries(value).map(([kind, one]) => [kind, change(one)]))];
        if (name !== 'Condition' || !isObject(value)) return [name, value];
        const tests = Object.entries(value).map(([operator, keys]) => [
          operator,
          isObject(keys)
            ? Object.fromEntries(Object.entries(keys).map(([key, one]) => [key, change(one)]))
            : keys,
        ]);
        return [name, Object.fromEntries(tests)];
      }),
    ),
  );
}

/** Names of members in another order, in every object. */
const reversed = (value: Json): Json => {
  if (Array.isArray(value)) return (value as readonly Json[]).map(reversed);
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, one]) => [name, reversed(one)]),
      )
    : value;
};

/** Letter case that IAM does not compare: of actions, and of keys of conditions. */
function inOtherCase(policy: Policy, change: (text: string) => string): Policy {
  // A tag's name keeps its own, and `oidc-wrong-prefix` is about a provider's host that is written otherwise.
  const key = (text: string) => (/\$\{|^[^:]*\./.test(text) ? text : text.replace(/^[^/]+/, change));
  const actions = (value: Json): Json =>
    Array.isArray(value)
      ? (value as readonly Json[]).map((one) => (typeof one === 'string' ? change(one) : one))
      : typeof value === 'string'
        ? change(value)
        : value;
  return mapStatements(policy, (statement) =>
    Object.fromEntries(
      Object.entries(statement).map(([name, value]) => {
        if (name === 'Action' || name === 'NotAction') return [name, actions(value)];
        if (name !== 'Condition' || !isObject(value)) return [name, value];
        const tests = Object.entries(value).map(([operator, keys]) => [
          operator,
          isObject(keys)
            ? Object.fromEntries(Object.entries(keys).map(([one, values]) => [key(one), values]))
            : keys,
        ]);
        return [name, Object.fromEntries(tests)];
      }),
    ),
  );
}

test('a value and a list of it alone have the same codes', async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ policy, type }) => {
      const codes = await codesOf(policy, type);
      expect(await codesOf(withValues(policy, asList), type)).toEqual(codes);
      expect(await codesOf(withValues(policy, asScalar), type)).toEqual(codes);
    }),
    { numRuns: runs(25) },
  );
});

test('one statement, and a list of it alone, have the same codes', async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ policy, type }) => {
      const [only, ...more] = statementsOf(policy);
      fc.pre(only !== undefined && more.length === 0);
      const [alone, listed] = [
        { ...policy, Statement: only },
        { ...policy, Statement: [only] },
      ];
      expect(await codesOf(alone, type)).toEqual(await codesOf(listed, type));
    }),
    { numRuns: runs(25) },
  );
});

test('the order of statements changes no code', async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, anyExample, async ({ policy, type }, other) => {
      const statements = [...statementsOf(policy), ...statementsOf(other.policy)];
      const forth = { ...policy, Statement: statements };
      const back = { ...policy, Statement: [...statements].reverse() };
      expect(await codesOf(back, type)).toEqual(await codesOf(forth, type));
    }),
    { numRuns: runs(25) },
  );
});

test('the type of a resource is told from all of its ARNs, in any order', async () => {
  const statement = (service: string, action: string) => ({
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action: action,
    Resource: `arn:aws:${service}`,
  });
  const bucket = statement('s3:::acme/*', 's3:GetObject');
  const queue = statement('sqs:us-east-1:111122223333:jobs', 'sqs:SendMessage');
  const codes = (...statements: readonly Json[]) =>
    codesOf({ Version: '2012-10-17', Statement: statements }, 'resource', false);
  expect(await codes(bucket, queue)).toEqual(await codes(queue, bucket));
  expect(await codes(bucket, queue, bucket)).toContain('resource-not-for-this-resource-policy');
  expect(await codes(queue, bucket, bucket)).toEqual(await codes(bucket, bucket, queue));
});

test('the order of members changes no code', async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ policy, type }) => {
      expect(await codesOf(reversed(policy), type)).toEqual(await codesOf(policy, type));
    }),
    { numRuns: runs(25) },
  );
});

test('letter case that IAM does not compare changes no code', async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ policy, type }) => {
      // Keys that differ in letter case alone would become one.
      const countOf = (one: Policy) => JSON.stringify(one).length;
      fc.pre(countOf(inOtherCase(policy, (text) => text.toUpperCase())) === countOf(policy));
      const codes = await codesOf(policy, type);
      const changes = [(text: string) => text.toUpperCase(), (text: string) => text.toLowerCase()];
      for (const change of changes) expect(await codesOf(inOtherCase(policy, change), type)).toEqual(codes);
    }),
    { numRuns: runs(25) },
  );
});

test.each([
  ['x.json', (policy: Policy) => JSON.stringify(policy, null, 2)],
  ['x.yaml', (policy: Policy) => stringify(policy)],
])('the place of a finding lies in the node that its path names: %s', async (file, write) => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ policy, type }) => {
      const text = write(policy);
      const from = source(file, text);
      const { root } = file.endsWith('.json') ? parseJson(from) : await parseYaml(from);
      if (root === undefined) throw new Error('it is not read');
      for (const finding of await lintText(from, { type, isStrict: true })) {
        const { span, path, code } = finding;
        const node = nodeAt(root, path);
        if (node === undefined) throw new Error(`${code}: ${JSON.stringify(path)} leads nowhere`);
        const parent = nodeAt(root, path.slice(0, -1));
        const member =
          parent?.kind === 'object' ? parent.members.find(({ value }) => value === node) : undefined;
        // Of a member its name counts too.
        const whole = spanOf(from, { start: member?.key.start ?? node.start, end: node.end });
        const isInside =
          (span.line > whole.line || (span.line === whole.line && span.column >= whole.column)) &&
          (span.endLine < whole.endLine ||
            (span.endLine === whole.endLine && span.endColumn <= whole.endColumn));
        expect([code, path, isInside]).toEqual([code, path, true]);
      }
    }),
    { numRuns: runs(25) },
  );
});
