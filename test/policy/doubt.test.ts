import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doubtful, doubts } from '../../src/policy/doubt.ts';

/** Where AWS's documents leave two readings, the one that grants less counts. */
describe('R124 R125 two readings', () => {
  test('a test in doubt is false in an Allow and true in a Deny', () => {
    expect([doubtful('Allow'), doubtful('Deny')]).toEqual([false, true]);
  });

  test.each(doubts.map((doubt) => [doubt.what, doubt] as const))(
    '%s: one named function takes the reading',
    (_, { file, takenBy }) => {
      const text = readFileSync(new URL(`../../src/policy/${file}`, import.meta.url), 'utf8');
      expect(text).toMatch(new RegExp(`\\b(function|const) ${takenBy}\\b`));
    },
  );

  test('each place is listed once', () => {
    expect(new Set(doubts.map(({ what }) => what)).size).toBe(doubts.length);
  });
});
