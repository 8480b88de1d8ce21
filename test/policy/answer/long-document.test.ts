import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Named } from '../../../src/policy/answer/explained.ts';
import { answerOf } from '../../../src/policy/answer/document.ts';
import { longAnswerOf, tellAnswer } from '../../../src/policy/answer/long-document.ts';
import { runFiles } from '../../../src/policy/scenario/run-files.ts';
import { nodeHost } from '../../../src/host/node.ts';
import { renderJson } from '../../../src/output/json.ts';

const cases = readdirSync('test/policy/cases')
  .filter((name) => /\.(?:ya?ml|jsonl?)$/.test(name))
  .map((name) => `test/policy/cases/${name}`);
const standards = { now: Date.UTC(2026, 0, 31), region: undefined };

/** Both answers to the same files. */
async function bothOf(paths: readonly string[]) {
  const asIs = await runFiles(nodeHost(), paths, standards, (answer: Named) => answer);
  const told = await runFiles(nodeHost(), paths, standards, tellAnswer);
  return { short: answerOf({ ...asIs, verbose: false, next: [] }), long: longAnswerOf(told) };
}

test('there are cases to compare', () => {
  expect(cases.length).toBeGreaterThan(50);
});

test.each([['one question', cases.slice(0, 1)] as const, ['all cases together', cases] as const])(
  'the document in pieces is the document: %s',
  async (_, paths) => {
    const { short, long } = await bothOf(paths);
    let text = '';
    for await (const piece of long.pieces()) text += piece;
    expect(text).toBe(renderJson(short.document()));
    expect(long.exitStatus).toBe(short.exitStatus);
    expect(long.notices).toEqual(short.notices);
  },
);
