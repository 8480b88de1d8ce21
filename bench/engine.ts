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
import type { Request } from '../src/policy/request.ts';
import { resultOf } from '../src/policy/answer/result.ts';
import { dependencesOf, simulate } from '../src/policy/decision/simulate.ts';

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
    resourceAccountOrigin: 'given',
    managementAccount: undefined,
    context: new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), { name, value }])),
    viaEndpoint: false,
    unknownKeys: new Set(),
    now: Date.UTC(2026, 0, 31),
  };
}

/** Calls `work` with a hundred requests in turn, so that no single one is learned by heart. */
function inTurn(requests: readonly Request[], work: (request: Request) => void): () => void {
  let index = 0;
  return () => {
    for (let count = 0; count < 1000; count++) {
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

/** The best of five rounds of a fifth of a second each: the others waited for something. */
function rate(name: string, work: () => void): void {
  for (let round = 0; round < 30; round++) work();
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    let thousands = 0;
    while (performance.now() - start < 200) {
      work();
      thousands++;
    }
    best = Math.max(best, (thousands * 1e6) / (performance.now() - start));
  }
  console.log(`${Math.round(best).toLocaleString('en').padStart(12)} a second  ${name}`);
}

rate(
  'decision, one small policy, without trace',
  inTurn(smallRequests, (each) => decide(each, small, concreteContext(each))),
);
rate(
  'decision, 200 statements with conditions, without trace',
  inTurn(largeRequests, (each) => decide(each, large, concreteContext(each))),
);
rate(
  'decision and dependsOn, one small policy',
  inTurn(smallRequests, (each) => {
    dependencesOf(simulate({ request: each, companions: [], notices: [] }, small));
  }),
);
rate(
  'full trace, one small policy, as data',
  inTurn(smallRequests, (each) => explain(each, small, concreteContext(each))),
);
rate(
  'full trace, one small policy, in words as in --json',
  inTurn(smallRequests, (each) => {
    const simulated = simulate({ request: each, companions: [], notices: [] }, small);
    resultOf(explained({ name: undefined, simulated }), { steps: true });
  }),
);
