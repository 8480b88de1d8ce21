import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block, Elastic, Page } from '../../src/core/page.ts';
import { fitPage } from '../../src/output/fit.ts';
import { runs } from '../support/budget.ts';
import { plainLook } from '../support/text.ts';

const line = (text: string): Block => ({ kind: 'text', text });

/** `a1`, `a2` …, and how many are left out. */
function list(name: string, most: number, gives: Elastic['gives']): Elastic {
  return {
    kind: 'elastic',
    most,
    gives,
    blocks: (count) => [
      ...Array.from({ length: count }, (_, index) => line(`${name}${index + 1}`)),
      ...(count < most ? [line(`${most - count} more ${name}`)] : []),
    ],
  };
}

const written = (page: Page, mostLines: number, width = 80) =>
  fitPage(page, plainLook(width), mostLines).trimEnd().split('\n');

test('a page that fits is written whole', () => {
  const page: Page = [line('head'), list('a', 3, [{ turn: 1, to: 0 }])];
  expect(written(page, 5)).toEqual(['head', '', 'a1', 'a2', 'a3']);
  expect(written(page, Infinity)).toEqual(['head', '', 'a1', 'a2', 'a3']);
});

test('the part whose turn comes first gives way, and says how many are left out', () => {
  const page: Page = [list('a', 4, [{ turn: 2, to: 1 }]), list('b', 4, [{ turn: 1, to: 1 }])];
  expect(written(page, 8)).toEqual(['a1', 'a2', 'a3', 'a4', '', 'b1', 'b2', '2 more b']);
  expect(written(page, 6)).toEqual(['a1', 'a2', '2 more a', '', 'b1', '3 more b']);
});

test('a part gives way in several turns', () => {
  const gives = [
    { turn: 1, to: 3 },
    { turn: 3, to: 0 },
  ];
  const page: Page = [list('a', 6, gives), list('b', 6, [{ turn: 2, to: 1 }])];
  expect(written(page, 9)).toEqual(['a1', 'a2', 'a3', '3 more a', '', 'b1', 'b2', 'b3', '3 more b']);
  expect(written(page, 4)).toEqual(['6 more a', '', 'b1', '5 more b']);
});

test('what gave way for nothing comes back', () => {
  const table: Elastic = {
    kind: 'elastic',
    most: 1,
    gives: [{ turn: 2, to: 0 }],
    blocks: (count) => (count === 0 ? [line('no table')] : ['t1', 't2', 't3', 't4', 't5', 't6'].map(line)),
  };
  const page: Page = [list('a', 4, [{ turn: 1, to: 2 }]), table];
  expect(written(page, 6)).toEqual(['a1', 'a2', 'a3', 'a4', '', 'no table']);
});

test('a page is fitted to the width that it has', () => {
  const words: Elastic = {
    kind: 'elastic',
    most: 3,
    gives: [{ turn: 1, to: 0 }],
    blocks: (count) => Array.from({ length: count }, () => line('twelve words '.repeat(6).trim())),
  };
  expect(written([words], 6, 80)).toHaveLength(3);
  // Each takes four lines there.
  expect(written([words], 6, 20)).toHaveLength(4);
});

test('no page is longer than its room where its parts can give way, and none gives way without need', () => {
  const part = fc.record({
    most: fc.nat({ max: 30 }),
    turn: fc.integer({ min: 1, max: 3 }),
    width: fc.constantFrom(20, 80),
  });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 8, max: 40 }),
      (parts, room) => {
        const page = parts.map(({ most, turn }, index) => list(`p${index}-`, most, [{ turn, to: 0 }]));
        const whole = written(page, Infinity, parts[0]?.width);
        const fitted = written(page, room, parts[0]?.width);
        expect(fitted.length).toBeLessThanOrEqual(room);
        if (whole.length <= room) expect(fitted).toEqual(whole);
        // A line of one part, its "1 more" and a blank line are as much as may stay free.
        else expect(fitted.length).toBeGreaterThanOrEqual(room - 3);
      },
    ),
    { numRuns: runs(100) },
  );
});
