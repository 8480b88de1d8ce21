import fc from 'fast-check';
import { beforeAll, expect, inject, test } from 'vitest';
import { compileGlob } from '../../src/core/glob.ts';
import { source } from '../../src/core/source.ts';
import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';
import { parseJson } from '../../src/formats/json.ts';
import type { Gate } from '../../src/documents/policies.ts';
import { subjectOf } from '../../src/lint/read/subject-of.ts';
import { askGates, type Asked } from '../../src/lint/run/gates.ts';
import { compilePolicies, type Policies } from '../../src/policy/decision/compile.ts';
import { simulate } from '../../src/policy/decision/simulate.ts';
import { policyFromText } from '../../src/policy/document.ts';
import type { Policy, PolicyType } from '../../src/policy/policy.ts';
import { prepare } from '../../src/policy/prepare.ts';
import type { Question } from '../../src/policy/question.ts';
import { policyDocument, question } from '../policy/compare/random-policies.ts';
import { runs } from '../support/budget.ts';

beforeAll(() => {
  installData(dataFiles);
});

/** It is of no use to be right by saying nothing: ten thousand requests are held against answers of yes. */
function expectMany(shown: number): void {
  if (inject('budget').isThorough) expect(shown * requests).toBeGreaterThan(10_000);
}

const now = Date.UTC(2026, 0, 31);
const requests = 50;

function read(document: unknown, type: PolicyType): Policy {
  return policyFromText(source('p.json', JSON.stringify(document)), type, 'p.json').policy;
}

async function answerOf(asked: Asked, document: object, type: PolicyType): Promise<Gate> {
  const text = source('p.json', JSON.stringify(document));
  const { root } = parseJson(text);
  if (root === undefined) throw new Error('it is not read');
  const subject = subjectOf(text, root, 'p.json', { type });
  const [gate] = await askGates([asked], [{ subject, index: 0, hasUnknown: false }], [], now);
  if (gate === undefined) throw new Error('no answer');
  return gate;
}

function decisionOf(policies: Policies, asked: Question): string {
  const [first] = prepare(asked, { now }).cases;
  if (first === undefined) throw new Error('no case');
  return simulate(first, compilePolicies(policies)).decision;
}

/** The decision about a witness under the policy, with those that the answer puts beside it. */
function decisionOfWitness({ witness, policies = {} }: Gate, policy: Policy): string {
  if (witness === undefined) throw new Error('a no without a request');
  const { action, resource, context = {}, ...rest } = witness;
  const beside = Object.fromEntries(
    Object.entries(policies).map(([layer, documents]) => [
      layer,
      Array.isArray(documents)
        ? documents.map((one) => read(one, layer as PolicyType))
        : read(documents, layer as PolicyType),
    ]),
  );
  const own = policy.type === 'resource' ? { resource: policy } : { [policy.type]: [policy] };
  return decisionOf(
    { ...beside, ...own },
    { ...rest, action: [action], resource: [resource], context: new Map(Object.entries(context)) },
  );
}

const actions = ['s3:GetObject', 's3:Get*', 's3:PutObject', 's3:*', 's3:ListBucket', 'sqs:SendMessage'];
const resources = [
  '*',
  'arn:aws:s3:::data',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::data/a*',
  'arn:aws:sqs:us-east-1:111122223333:jobs',
];

const asked = fc
  .record({
    actions: fc.uniqueArray(fc.constantFrom(...actions), { maxLength: 2 }),
    resources: fc.uniqueArray(fc.constantFrom(...resources), { maxLength: 2 }),
  })
  .filter((one) => one.actions.length + one.resources.length > 0)
  .map((one) => ({ kind: 'not-granted' as const, text: 'asked', ...one }));

type AskedFor = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

function isAsked({ actions: names, resources: arns }: AskedFor, of: Question): boolean {
  const [action = ''] = of.action;
  const [resource = ''] = of.resource;
  const fits = (patterns: readonly string[], text: string) =>
    patterns.length === 0 || patterns.some((pattern) => compileGlob(pattern).matches(text));
  return (
    fits(
      names.map((one) => one.toLowerCase()),
      action.toLowerCase(),
    ) && fits(arns, resource)
  );
}

test('--not-granted: each no has a request that is allowed, and no random request breaks a yes', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(
      policyDocument('identity'),
      asked,
      fc.array(question('identity'), { minLength: requests, maxLength: requests }),
      async (document, what, questions) => {
        const policy = read(document, 'identity');
        const gate = await answerOf(what, document, 'identity');
        if (gate.answer === 'no') expect(decisionOfWitness(gate, policy)).toBe('allowed');
        if (gate.answer !== 'yes') return;
        shown++;
        for (const one of questions)
          if (isAsked(what, one))
            expect([one, decisionOf({ identity: [policy] }, one)]).not.toEqual([one, 'allowed']);
      },
    ),
    { numRuns: runs(20) },
  );
  expectMany(shown);
});

/** Callers whom no policy of the vocabulary names, with nothing in the request that says who or where they are. */
const stranger = question('resource').map((one): Question => {
  const said = [...(one.context ?? new Map<string, string>())];
  return {
    ...one,
    principal: one.principal === 'anonymous' ? one.principal : 'arn:aws:iam::777788889999:user/eve',
    context: new Map([
      ...said.filter(([key]) => key !== 'aws:SourceIp' && key !== 'aws:PrincipalOrgPaths'),
      ['aws:SourceIp', '192.0.2.77'],
    ]),
  };
});

test('--no-public: each no has a request that is allowed, and no random stranger breaks a yes', async () => {
  let shown = 0;
  const everything = read(
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    'identity',
  );
  await fc.assert(
    fc.asyncProperty(
      policyDocument('resource'),
      fc.array(stranger, { minLength: requests, maxLength: requests }),
      async (document, questions) => {
        const policy = read(document, 'resource');
        const gate = await answerOf({ kind: 'no-public' }, document, 'resource');
        if (gate.answer === 'no') expect(decisionOfWitness(gate, policy)).toBe('allowed');
        if (gate.answer !== 'yes') return;
        shown++;
        for (const one of questions) {
          const beside = one.principal === 'anonymous' ? {} : { identity: [everything] };
          expect([one, decisionOf({ ...beside, resource: policy }, one)]).not.toEqual([one, 'allowed']);
        }
      },
    ),
    { numRuns: runs(20) },
  );
  expectMany(shown);
});
