import fc from 'fast-check';
import { expect, test } from 'vitest';
import { source } from '../../../src/core/source.ts';
import { compilePolicies, type Policies } from '../../../src/policy/decision/compile.ts';
import { simulate } from '../../../src/policy/decision/simulate.ts';
import { policyFromText } from '../../../src/policy/document.ts';
import { findWidenings, type Witness } from '../../../src/policy/compare.ts';
import type { Policy, PolicyType } from '../../../src/policy/policy.ts';
import { prepare } from '../../../src/policy/prepare.ts';
import type { Question } from '../../../src/policy/question.ts';
import { runs } from '../../support/budget.ts';
import { policyPair, question } from './random-policies.ts';

const now = Date.UTC(2026, 0, 31);

function policyOf(document: object, type: PolicyType): Policy {
  return policyFromText(source('policy.json', JSON.stringify(document)), type, 'policy.json').policy;
}

const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** The policy beside others that let it decide alone. */
function alone(policy: Policy, principal: string): Policies {
  const all = [policyOf(everything, 'identity')];
  switch (policy.type) {
    case 'identity':
      return { identity: [policy] };
    case 'resource':
      return /^arn:.*:111122223333:/.test(principal)
        ? { resource: policy }
        : { identity: all, resource: policy };
    case 'scp':
      return { identity: all, scp: [[policy]] };
    case 'rcp':
      return { identity: all, rcp: [[policy]] };
    case 'boundary':
    case 'session':
    case 'endpoint':
    case 'trust':
      return { identity: all, [policy.type]: [policy] };
  }
}

function decisionOf(policies: Policies, asked: Question): string {
  const [first] = prepare(asked, { now }).cases;
  if (first === undefined) throw new Error('no case');
  return simulate(first, compilePolicies(policies)).decision;
}

/** The policies of a witness beside the one that is compared. */
function besides(witness: Witness, policy: Policy): Policies {
  const given: Record<string, unknown> = {};
  for (const [layer, documents] of Object.entries(witness.policies ?? {})) {
    const isTrust = layer === 'resource' && witness.request.action.startsWith('sts:');
    const read = (one: unknown) => policyOf(one as object, isTrust ? 'trust' : (layer as PolicyType));
    given[layer] = Array.isArray(documents) ? documents.map(read) : read(documents);
  }
  const layer = policy.type === 'trust' ? 'resource' : policy.type;
  if (layer === 'resource') return { ...given, resource: policy };
  if (layer === 'scp' || layer === 'rcp') return { ...given, [layer]: [[policy]] };
  const others = (given[layer] as readonly Policy[] | undefined) ?? [];
  return { ...given, [layer]: [...others, policy] };
}

function questionOf({ request }: Witness): Question {
  const { action, resource, context = {}, ...rest } = request;
  return { ...rest, action: [action], resource: [resource], context: new Map(Object.entries(context)) };
}

test.each(['identity', 'resource', 'scp', 'boundary', 'rcp'] as const)(
  'of two random policies of type %s: every request that is found is decided as said, and no random one contradicts',
  (type) => {
    let shown = 0;
    let open = 0;
    fc.assert(
      fc.property(
        policyPair(type),
        fc.array(question(type), { minLength: 30, maxLength: 30 }),
        ([one, other], questions) => {
          const [newer, older] = [policyOf(one, type), policyOf(other, type)];
          const { found, unproven } = findWidenings(newer, older, { now });
          for (const { witness } of found) {
            const asked = questionOf(witness);
            expect(decisionOf(besides(witness, newer), asked)).toBe('allowed');
            expect(decisionOf(besides(witness, older), asked)).toBe(witness.older);
            expect(witness.older).toMatch(/Deny$/);
          }
          if (found.length > 0) return;
          if (unproven.length > 0) open++;
          else shown++;
          if (unproven.length > 0) return;
          const grants = [newer, older].some(({ statements }) =>
            statements.some(({ effect }) => effect === 'Allow'),
          );
          if (!grants && type !== 'rcp') return;
          for (const asked of questions) {
            if (decisionOf(alone(newer, asked.principal), asked) !== 'allowed') continue;
            expect([asked, decisionOf(alone(older, asked.principal), asked)]).toEqual([asked, 'allowed']);
          }
        },
      ),
      { numRuns: runs(20) },
    );
    // It is of no use to be right by saying nothing.
    expect(shown).toBeGreaterThan(open);
  },
);

test('what a Deny takes back where no resource is named', () => {
  const sqs = 'arn:aws:sqs:*:111122223333:*';
  const allow = { Effect: 'Allow', Action: '*', NotResource: sqs };
  const newer = policyOf({ Version: '2012-10-17', Statement: [allow] }, 'identity');
  const deny = { Effect: 'Deny', NotAction: 's3:GetObject', Resource: sqs };
  const older = policyOf({ Version: '2012-10-17', Statement: [allow, deny] }, 'identity');
  const { found, unproven } = findWidenings(newer, older, { now });
  expect(found.length + unproven.length).toBeGreaterThan(0);
});

test.each([
  ['StringEquals', 'AIDA*'],
  ['StringLike', 'AROAEXAMPLEID:*'],
  ['StringEquals', 'AIDAJ2UCCR6DPCEXAMPLE:x'],
])('an id that nobody has leaves open who it is: %s %s', (operator, id) => {
  const put = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };
  const get = { ...put, Action: 's3:GetObject', Condition: { [operator]: { 'aws:userid': id } } };
  const [older, newer] = [[put], [put, get]].map((statements) =>
    policyOf({ Version: '2012-10-17', Statement: statements }, 'identity'),
  );
  if (newer === undefined || older === undefined) throw new Error('two policies');
  const { found, unproven } = findWidenings(newer, older, { now });
  expect(found.length + unproven.length).toBeGreaterThan(0);
});

test('a user of the account, whom only `*` names, and a Deny that is gone', () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
  const mika = { AWS: 'arn:aws:iam::111122223333:user/mika' };
  const newer = policyOf({ Version: '2012-10-17', Statement: [allow] }, 'resource');
  const older = policyOf(
    { Version: '2012-10-17', Statement: [allow, { ...allow, Effect: 'Deny', Principal: mika }] },
    'resource',
  );
  const [first] = findWidenings(newer, older, { now, account: '111122223333' }).found;
  expect(first?.witness.request.principal).toBe(mika.AWS);
});

const on = (effect: string, action: unknown, resource: unknown, more: object = {}) => ({
  Effect: effect,
  Action: action,
  Resource: resource,
  ...more,
});
const team = (operator: string, value: unknown) => ({
  Condition: { [operator]: { 'aws:PrincipalTag/team': value } },
});
const named = { Principal: { AWS: ['arn:aws:iam::444455556666:role/App', '111122223333'] } };

/** Newer and older policy, of which the newer one allows no more. */
const narrower: readonly (readonly [title: string, type: PolicyType, newer: object[], older: object[]])[] = [
  [
    'patterns',
    'identity',
    [on('Allow', 's3:Get*', 'arn:aws:s3:::data/a*')],
    [on('Allow', 's3:*', 'arn:aws:s3:::*')],
  ],
  [
    'a Deny and fewer values',
    'identity',
    [on('Allow', '*', '*', team('StringEquals', 'red')), on('Deny', 's3:PutObject', '*')],
    [on('Allow', '*', '*', team('StringLike', ['r*', 'blue']))],
  ],
  [
    'two halves',
    'identity',
    [on('Allow', ['s3:*', 'sqs:*'], '*')],
    [
      { Effect: 'Allow', Action: ['s3:*', 'sqs:*'], NotResource: 'arn:aws:s3:::data/*' },
      on('Allow', 's3:*', 'arn:aws:s3:::data/*', team('StringEquals', 'red')),
      on('Allow', 's3:*', 'arn:aws:s3:::data/*', team('StringNotEquals', 'red')),
      on('Allow', 'sqs:*', 'arn:aws:s3:::data/*'),
    ],
  ],
  [
    'named callers',
    'resource',
    [on('Allow', 's3:GetObject', 'arn:aws:s3:::data/*', named)],
    [on('Allow', 's3:*', '*', { Principal: '*' })],
  ],
  [
    'an SCP',
    'scp',
    [on('Allow', '*', '*'), on('Deny', ['s3:*', 'sqs:*'], '*')],
    [on('Allow', '*', '*'), on('Deny', 's3:*', '*')],
  ],
];

test.each(narrower)('a yes survives random requests: %s', (_, type, one, other) => {
  const [newer, older] = [one, other].map((statements) =>
    policyOf({ Version: '2012-10-17', Statement: statements }, type),
  );
  if (newer === undefined || older === undefined) throw new Error('two policies');
  expect(findWidenings(newer, older, { now })).toEqual({ found: [], unproven: [] });
  fc.assert(
    fc.property(question(type), (asked) => {
      if (decisionOf(alone(newer, asked.principal), asked) !== 'allowed') return;
      expect(decisionOf(alone(older, asked.principal), asked)).toBe('allowed');
    }),
    { numRuns: runs(200) },
  );
});

test.each([
  ['NumericLessThanEquals', 's3:max-keys', '1e1'],
  ['NumericEquals', 's3:max-keys', '10e0'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.5/8'],
])('a Deny whose %s of %s reads %s in two ways is missed where it was taken away', (operator, key, value) => {
  const deny = {
    Effect: 'Deny',
    Action: 's3:ListBucket',
    Resource: '*',
    Condition: { [operator]: { [key]: value } },
  };
  const newer = policyOf(everything, 'identity');
  const older = policyOf({ ...everything, Statement: [everything.Statement, deny] }, 'identity');
  const { found, unproven } = findWidenings(newer, older, { now });
  expect(found.length + unproven.length).toBeGreaterThan(0);
});
