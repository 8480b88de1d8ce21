import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';
import { toYaml } from '../../src/formats/yaml-write.ts';
import { escapeControls, escapeForLogs, escapeJson, escapeLine } from '../../src/output/escape.ts';
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

test.each([
  ['##[error]x', '#\\u{23}[error]x', '#\\u0023[error]x'],
  ['a ##vso[task.x]y ##teamcity[z]', 'a #\\u{23}vso[task.x]y #\\u{23}teamcity[z]', undefined],
  ['###[x]', '##\\u{23}[x]', undefined],
  ['::error::x', '\\u{3a}:error::x', '::error::x'],
  ['\t ::Set-Output name=a::b\n::debug::', '\t \\u{3a}:Set-Output name=a::b\n\\u{3a}:debug::', undefined],
  ['a ::error::x', 'a ::error::x', 'a ::error::x'],
  ['::1', '::1', '::1'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1', undefined],
  ['## A title', '## A title', '## A title'],
  ['arn:aws:iam::111122223333:role/x::y', 'arn:aws:iam::111122223333:role/x::y', undefined],
])('a log obeys no part of %j', (text, shown, inJson) => {
  expect(escapeForLogs(text)).toBe(shown);
  if (inJson !== undefined) expect(escapeJson(text)).toBe(inJson);
  expect(JSON.parse(escapeJson(JSON.stringify(text)))).toBe(text);
});

test('on one line, tab and line feed are escaped too', () => {
  expect(escapeLine('a\tb\r\nc')).toBe('a\\tb\\u{d}\\nc');
});

/** All code points, the halves of pairs included. */
function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) yield String.fromCodePoint(code);
}

/** Named here once more, and not taken from the program. */
const isUnseen = (character: string) =>
  /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u.test(character);

test('over all of Unicode: what cannot be seen is escaped, all else stays', () => {
  const isWrong = (character: string) => {
    const isSame = escapeLine(character) === character;
    const isSameInJson = escapeJson(JSON.stringify(character)) === JSON.stringify(character);
    // JSON escapes these by itself.
    const isOfJson = character < ' ' || /\p{Cs}/u.test(character);
    return isUnseen(character) ? isSame || (isSameInJson && !isOfJson) : !isSame || !isSameInJson;
  };
  const all = [...codePoints()];
  const seen = all.filter((character) => !isUnseen(character));
  // Many at once; one by one where one of them is not as it was.
  const many = 256;
  const changed = seen.flatMap((_, at) => {
    if (at % many > 0) return [];
    const some = seen.slice(at, at + many);
    return isWrong(some.join('')) ? some : [];
  });
  expect([...changed, ...all.filter(isUnseen)].filter(isWrong)).toEqual([]);
});

describe('all that cannot be seen, at once', () => {
  const all = [...codePoints()].filter(isUnseen).join('-');
  const seen = (text: string) =>
    Array.from(text).filter((character) => character !== '\n' && isUnseen(character));

  test('is not in a line, in JSON, in a file, and JSON says the same', () => {
    expect(seen(escapeLine(all))).toEqual([]);
    for (const text of [escapeJson(JSON.stringify({ all })), escapeJson(toYaml({ all }))]) {
      expect(seen(text)).toEqual([]);
    }
    expect(JSON.parse(escapeJson(JSON.stringify({ all })))).toEqual({ all });
  });

  test.each([
    ['decode', ['decode', `arn:aws:iam::111122223333:user/${all}`]],
    ['decode, in a document', ['decode', '--json', `arn:aws:iam::111122223333:user/${all}`]],
    ['an unknown option', ['decode', `--${all}`]],
    ['a profile', ['explain-chain', '--offline', '--profile', all]],
    ['a profile, in a document', ['explain-chain', '--offline', '--json', '--profile', all]],
    [
      'a policy that is not there, saved as well',
      ['simulate', '--action', 's3:GetObject', '--principal', `arn:aws:iam::111122223333:user/${all}`],
    ],
  ])('is in nothing that is written: %s', async (_, words) => {
    const { out, err } = await run(words);
    expect(seen(out + err)).toEqual([]);
    expect((out + err).length).toBeGreaterThan(0);
  });

  test('is in no file that is saved', async () => {
    const principal = 'arn:aws:iam::111122223333:user/m';
    const words = ['--action', 's3:GetObject', '--principal', principal, '--resource', 'arn:aws:s3:::a/x'];
    const context = ['--context', `aws:PrincipalTag/a=${all.replaceAll(/[\n\r\0,]/g, '')}`];
    for (const name of ['a.iamx.json', 'a.iamx.yaml']) {
      const { host } = await run(['simulate', ...words, ...context, '--save', name]);
      const saved = [...host.written.values()].join('');
      expect(saved.length).toBeGreaterThan(all.length);
      expect(seen(saved)).toEqual([]);
    }
  });
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
