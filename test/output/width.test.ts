import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { graphemesOf, widthOf } from '../../src/output/width.ts';
import { expectLinear } from '../support/growth.ts';
import { runs } from '../support/budget.ts';
import { anyCharacter } from '../support/text.ts';

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

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function segmented(text: string) {
  return Array.from(segmenter.segment(text), ({ segment, index }) => [segment, index]);
}

function parted(text: string) {
  return graphemesOf(text).map(({ text: grapheme, start }) => [grapheme, start]);
}

test('each character is parted from its neighbours as the segmenter parts it', () => {
  // Ideographs, syllables and private letters are all alike.
  const alike = /[\u3400-\u9fff\uac00-\ud7a3\ue000-\uf8ff\ud800-\udfff]|\P{Assigned}/u;
  const wrong: string[] = [];
  let tried = 0;
  for (let code = 0; code < 0x1_ffff; code++) {
    const character = String.fromCodePoint(code);
    if (alike.test(character)) continue;
    tried++;
    const text = `a${character}${character}\u6f22${character}a`;
    if (JSON.stringify(parted(text)) !== JSON.stringify(segmented(text))) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(40_000);
});

test('a text of any characters is parted as the segmenter parts it', () => {
  const unit = fc.oneof(
    anyCharacter,
    fc.constantFrom(
      '\uac00',
      '\u11a8',
      '\u0903',
      '\u{1f3fd}',
      '\u200c',
      '\r',
      '\n',
      '\u{e0061}',
      '\u0600',
      '\ud7a3',
    ),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const text = units.join('');
      expect(parted(text)).toEqual(segmented(text));
    }),
    { numRuns: runs(200) },
  );
});

/** How many segmenters a fresh copy of the module makes to part the text. */
async function segmentersFor(text: string): Promise<number> {
  const { Segmenter } = Intl;
  let made = 0;
  vi.resetModules();
  try {
    Object.assign(Intl, {
      Segmenter: class extends Segmenter {
        constructor() {
          super('en', { granularity: 'grapheme' });
          made++;
        }
      },
    });
    (await import('../../src/output/width.ts')).graphemesOf(text);
  } finally {
    Object.assign(Intl, { Segmenter });
  }
  return made;
}

test.each(['日本語/ユーザー', 'Пользователь', 'naïve → café', '\ud83d', '😀🎉', '한글'])(
  '%s needs no segmenter',
  async (text) => {
    expect(await segmentersFor(text)).toBe(0);
  },
);

test.each(['e\u0301', '👩‍👩‍👧', '🇩🇪', '❤️', '\u1100\u1161', '👍\u{1f3fd}', '\u0e01\u0e33'])(
  '%s needs one',
  async (text) => {
    expect(await segmentersFor(text)).toBe(1);
  },
);

test('a text of any length is parted as the segmenter parts it', () => {
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
      expect(parted(text)).toEqual(segmented(text));
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
