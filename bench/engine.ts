/**
 * Decisions a second, in one process. Bundled, not run by the test runner: its module loader costs half of the speed.
 */
import { source } from '../src/core/source.ts';
import { dataFiles } from '../src/data/files.ts';
import { installData } from '../src/data/source.ts';
import { parseJson } from '../src/formats/json.ts';
import { parseArn } from '../src/identifiers/arn.ts';
import { parsePrincipal } from '../src/identifiers/principal.ts';
import { compilePolicies, type PolicySet } from '../src/policy/decision/compile.ts';
import { concreteContext } from '../src/policy/context.ts';
import { decide } from '../src/policy/decision/decide.ts';
import { parsePolicy } from '../src/policy/document/parse.ts';
import { explain } from '../src/policy/answer/explain.ts';
import { explained } from '../src/policy/answer/explained.ts';
import type { Case } from '../src/policy/question.ts';
import type { Request } from '../src/policy/request.ts';
import { resultOf } from '../src/policy/answer/result.ts';
import { dependencesOf, simulate } from '../src/policy/decision/simulate.ts';
import { printTable } from './support/table.ts';

installData(dataFiles);

function identitySet(statements: readonly object[]): PolicySet {
  const from = source('bench.json', JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const { root } = parseJson(from);
  const policy = root && parsePolicy(from, root, 'identity', 'bench.json').policy;
  if (policy === undefined) throw new Error('the policy of the benchmark is not valid');
  return compilePolicies({ identity: [policy] });
}

function request(action: string, resource: string, context: Readonly<Record<string, string>> = {}): Request {
  const principal = parsePrincipal('arn:aws:iam::111122223333:user/alice');
  if (principal.kind === 'invalid') throw new Error(principal.message);
  return {
    principal,
    principalId: undefined,
    sessionIssuer: undefined,
    action,
    actionKey: action.toLowerCase(),
    resource,
    arn: parseArn(resource),
    resourceAccount: '111122223333',
    grantedOn: resource,
    deniedOn: undefined,
    askedOn: undefined,
    isUnfitting: false,
    keyPrefix: undefined,
    resourceAccountOrigin: 'given',
    managementAccount: undefined,
    delegatedAdministrator: false,
    region: undefined,
    context: new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), { name, value }])),
    viaEndpoint: false,
    lacking: undefined,
    listed: undefined,
    doubtful: [],
    unknownKeys: new Set(),
    strict: false,
    now: Date.UTC(2026, 0, 31),
  };
}

/** Calls `work` so often, with a hundred requests in turn, so that no single one is learned by heart. */
function caseOf(each: Request): Case {
  const again = () => undefined;
  return { request: each, companions: [], required: [], nameOf: String, notices: [], again };
}

function inTurn(requests: readonly Request[], work: (request: Request) => void, calls = 1000): () => void {
  let index = 0;
  return () => {
    for (let count = 0; count < calls; count++) {
      const next = requests[index++ % requests.length];
      if (next !== undefined) work(next);
    }
  };
}

const small = identitySet([
  {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: ['arn:aws:s3:::acme', 'arn:aws:s3:::acme/*'],
  },
  { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
]);
const smallRequests = Array.from({ length: 100 }, (_, index) =>
  request(index % 3 === 0 ? 's3:PutObject' : 's3:GetObject', `arn:aws:s3:::acme/reports/${index}`),
);

const patterns = ['s3:GetObject', 's3:Put*', 'ec2:Describe*', 'sqs:*', 'kms:Decrypt'];
const large = identitySet(
  Array.from({ length: 200 }, (_, index) => ({
    Effect: index % 10 === 0 ? 'Deny' : 'Allow',
    Action: patterns.slice(index % 4, (index % 4) + 2),
    Resource: `arn:aws:s3:::bucket${index}/*`,
    Condition: {
      StringEquals: { 'aws:PrincipalTag/team': ['red', 'blue'] },
      ...(index % 2 === 0 && { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    },
  })),
);
const context = { 'aws:PrincipalTag/team': 'red', 'aws:SourceIp': '203.0.113.7' };
const largeRequests = Array.from({ length: 100 }, (_, index) =>
  request(
    ['s3:GetObject', 's3:PutObject', 'kms:Decrypt', 'sqs:SendMessage'][index % 4] ?? '',
    `arn:aws:s3:::bucket${index}/reports`,
    context,
  ),
);

/** Calls a second. The best of five rounds of a fifth of a second each: the others waited for something. */
function rateOf(work: () => void, calls: number, warmUp = 30): number {
  for (let round = 0; round < warmUp; round++) work();
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < 200) {
      work();
      done += calls;
    }
    best = Math.max(best, (done * 1000) / (performance.now() - start));
  }
  return best;
}

const rows: readonly (readonly [name: string, wanted: string, work: () => void])[] = [
  [
    'decision, one small policy, without trace',
    '≥ 1,000,000',
    inTurn(smallRequests, (each) => decide(each, small, concreteContext(each))),
  ],
  [
    'decision, 200 statements with conditions, without trace',
    '≥ 300,000',
    inTurn(largeRequests, (each) => decide(each, large, concreteContext(each))),
  ],
  [
    'decision and `dependsOn`, one small policy',
    '',
    inTurn(smallRequests, (each) => {
      dependencesOf(simulate(caseOf(each), small));
    }),
  ],
  [
    'full trace, one small policy, as data',
    '≥ 100,000',
    inTurn(smallRequests, (each) => explain(each, small, concreteContext(each))),
  ],
  [
    'full trace, one small policy, in words as in `--json`',
    '',
    inTurn(smallRequests, (each) => {
      const simulated = simulate(caseOf(each), small);
      resultOf(explained({ name: undefined, simulated }), { steps: true });
    }),
  ],
];
printTable(
  ['In one process', 'wanted', 'a second'],
  rows.map(([name, wanted, work]) => [name, wanted, Math.round(rateOf(work, 1000)).toLocaleString('en')]),
);

/** Statements that each look at the whole name: eight stars. */
const starred = (count: number) =>
  identitySet(
    Array.from({ length: count }, (_, index) => ({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::acme/*a*b*c*d*e*f*g*${index}`,
    })),
  );
const starredRequests = Array.from({ length: 100 }, (_, index) =>
  request('s3:GetObject', `arn:aws:s3:::acme/${'abcdefg/'.repeat(4)}report ${index} of the year`),
);
const microseconds = (count: number): string => {
  const set = starred(count);
  const one = inTurn(starredRequests, (each) => decide(each, set, concreteContext(each)), 1);
  return `${(1e6 / rateOf(one, count, 100)).toFixed(2)} µs`;
};
console.log();
printTable(
  ['Statements with eight stars each', '1,000', '10,000', 'wanted'],
  [['a statement', microseconds(1000), microseconds(10_000), 'flat']],
);
