import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphemesOf, widthOf } from '../../src/output/width.ts';
import { expectLinear } from '../support/growth.ts';
import { runs } from '../support/budget.ts';

test.each([
  ['', 0],
  ['plain', 5],
  ['漢字', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['한글', 4],
  ['ｆｕｌｌ', 8],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['✓ ✗ · … ─', 9],
  ['𝒂', 1],
])('%j takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('a text of any length is parted as the segmenter parts it', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const parts = fc.constantFrom(
    'a',
    'é',
    'e\u0301',
    '漢',
    '👩‍👩‍👧',
    '🇩🇪',
    '❤️',
    '한',
    '\u1100',
    '𝒂',
    '\ud800',
    '\u200d',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(parts, { minLength: 200, maxLength: 900 }), (pieces) => {
      const text = pieces.join('');
      const whole = Array.from(segmenter.segment(text), ({ segment, index }) => [segment, index]);
      expect(graphemesOf(text).map(({ text: grapheme, start }) => [grapheme, start])).toEqual(whole);
    }),
    { numRuns: runs(10) },
  );
});

test.each(['\ufffd', 'é漢', '\u0301', '\ud83d', '🇩', '\u200d👩'])(
  '20,000 times %j is measured in proportion',
  async (piece) => {
    await expectLinear(20_000, (size) => {
      expect(widthOf(piece.repeat(size))).toBeGreaterThanOrEqual(0);
    });
  },
);
