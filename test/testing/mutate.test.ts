import { describe, expect, test } from 'vitest';
import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { mutate } from '../../src/testing/run/mutate.ts';
import type { Decided } from '../../src/testing/run/run-entry.ts';
import { runTests } from '../../src/testing/run/run.ts';

installData(dataFiles);

const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectAcl', 's3:PutObjectAcl'];
const resource = (at: number) => `arn:aws:s3:::acme-${at}/x`;

/** A statement and a test of each number, and how often a change was put to a test. */
async function asked(count: number) {
  const numbers = Array.from({ length: count }, (_, at) => at);
  const policy = {
    Version: '2012-10-17',
    Statement: numbers.map((at) => ({
      Effect: at % 7 === 6 ? 'Deny' : 'Allow',
      Action: actions[at % actions.length],
      Resource: resource(at),
      Condition: { StringEquals: { 'aws:PrincipalTag/team': `t${at}` } },
    })),
  };
  const tests = numbers.map((at) => ({
    request: {
      principal: 'arn:aws:iam::111122223333:user/mika',
      action: actions[at % actions.length],
      resource: resource(at),
      resourceAccount: '111122223333',
      principalTags: { team: `t${at}` },
    },
    policies: { identity: [{ file: 'p.json' }] },
    expect: at % 7 === 6 ? 'explicitDeny' : 'allowed',
  }));
  const files = { '/work/p.json': JSON.stringify(policy), '/work/a.iamx.json': JSON.stringify(tests) };
  const decided: Decided[] = [];
  const ran = await runTests(memoryHost({ files, cwd: '/work' }), ['a.iamx.json'], {
    now: 0,
    bail: false,
    decided: (one) => decided.push(one),
  });
  expect(ran.tests.every(({ outcome }) => outcome === 'passed')).toBe(true);
  let asks = 0;
  const counting = decided.map((one) => ({
    ...one,
    get expect() {
      asks++;
      return one.expect;
    },
  }));
  const { killed, survived, equal } = mutate(counting, 0);
  return { asks, killed, survived: survived.length, all: killed + survived.length + equal };
}

describe('a change is put to the tests that may notice it', () => {
  test('each to a few, however many there are', async () => {
    const { asks, killed, all } = await asked(140);
    expect(killed).toBeGreaterThan(3 * 140);
    expect(asks).toBeLessThan(6 * all);
  });

  test('and what a test notices is noticed', async () => {
    // By hand: each statement taken out, its effect, its action and its resource turned round, its condition turned round.
    const { killed } = await asked(7);
    expect(killed).toBeGreaterThanOrEqual(7 * 4);
  });
});
