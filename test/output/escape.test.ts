import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControls, escapeLine } from '../../src/output/escape.ts';
import { maskAccessKeyId } from '../../src/output/secret.ts';
import { anyCharacter } from '../support/text.ts';

test('an access key id shows its last four characters', () => {
  expect(maskAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBe('****************MPLE');
});

test.each([
  ['plain text, é 漢 𝒳 👩‍👩', 'plain text, é 漢 𝒳 👩\\u{200d}👩'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['\u0000\u0007\u007f\u0085\u009b', '\\u{0}\\u{7}\\u{7f}\\u{85}\\u{9b}'],
  ['a\u202eb\u2066c\u200bd\ufeff', 'a\\u{202e}b\\u{2066}c\\u{200b}d\\u{feff}'],
  ['\u2028\u2029\u00ad', '\\u{2028}\\u{2029}\\u{ad}'],
  ['\ud83d', '\\u{d83d}'],
  ['\udc00\ud800', '\\u{dc00}\\u{d800}'],
  ['a\rb', 'a\\u{d}b'],
  ['a\tb\nc', 'a\tb\nc'],
])('%j is shown as %j', (text, shown) => {
  expect(escapeControls(text)).toBe(shown);
});

test('on one line, tab and line feed are escaped too', () => {
  expect(escapeLine('a\tb\r\nc')).toBe('a\\tb\\u{d}\\nc');
});

test('of any text: nothing that moves the cursor, hides or reorders; escaping again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const shown = escapeLine(text);
      expect(shown).not.toMatch(
        /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u,
      );
      expect(escapeLine(shown)).toBe(shown);
      expect(shown.replace(/\\u\{[0-9a-f]+\}|\\[tn]/g, '').length).toBeLessThanOrEqual(text.length);
    }),
  );
});
