import fc from 'fast-check';
import { expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import {
  goDialect,
  javaDialect,
  jsDialect,
  pythonDialect,
  rustDialect,
} from '../../src/formats/ini-dialects.ts';
import { outlineOf } from '../../src/formats/ini-outline.ts';
import { parseIni } from '../../src/formats/ini.ts';
import { runs } from '../support/budget.ts';

const lines = [
  '[a]',
  '[a]',
  '[b]',
  '[DEFAULT]',
  '[DEFAULT]',
  '[profile a]',
  ' [c]',
  '[d',
  '[e] # c',
  '[f]x',
  '[g=h]',
  '[]',
  '[__proto__]',
  'k=v',
  'k = v',
  'j=1',
  'K=v',
  'k=',
  'k= ',
  'k:v',
  'k',
  '=v',
  '# c',
  '; c',
  ' # c',
  ' j=2',
  ' more',
  '\tj=3',
  '',
  '  ',
  'k=v # c',
  'k= # c',
  'k="v"',
  "k=''",
  'a-b=1',
  'k=\u00a0',
  'k=\u00a0v',
  'export k=v',
  'k\u00a0=v',
  'k=\tv',
  'k\t=v',
  '\u00a0k=v',
];
const texts = fc.array(fc.constantFrom(...lines), { maxLength: 14 }).map((found) => found.join('\n'));
const dialects = [pythonDialect, jsDialect, goDialect, javaDialect, rustDialect];

function read(text: string, dialect: (typeof dialects)[number]): unknown {
  const { sections, error, ignored } = parseIni(source('f', text), dialect);
  return {
    sections: sections.map(({ header, range, isDefault, isEmpty, entries }) => ({
      header,
      range,
      isDefault,
      isEmpty,
      entries: [...entries],
    })),
    error,
    ignored,
  };
}

test('a file reads the same with its outline and line by line', () => {
  const isOutlined = (text: string) => outlineOf(source('f', text)) !== undefined;
  fc.assert(
    fc.property(texts, fc.constantFrom(...dialects), (text, dialect) => {
      // A carriage return at the end, behind a comment: nothing of it is read, and there is no outline.
      const tail = '\n#';
      expect(isOutlined(text + tail)).toBe(true);
      expect(isOutlined(`${text}${tail}\r\n`)).toBe(false);
      expect(read(text + tail, dialect)).toEqual(read(`${text}${tail}\r\n`, dialect));
    }),
    { numRuns: runs(300) },
  );
});

test.each(dialects.map((dialect) => [dialect.reader, dialect] as const))(
  'a header that is none goes on with the section above, as %s reads it',
  (_, dialect) => {
    for (const text of ['[a]\nj=1\n[f]x\n more', '[a]\nj=1\n[f\nj=2', '[a]\nj=1\n[f = 2\n more\nj=3'])
      expect(read(`${text}\n#`, dialect)).toEqual(read(`${text}\n#\r\n`, dialect));
  },
);

test('the parts are the lines from one header to the next', () => {
  const text = 'x\n[a]\nk = v\n# c\n\n[b]\n[c]\nK=v\n[d]\nk=v\nk=w\n';
  const parts = outlineOf(source('f', text))?.map(({ start, end, isPlain, isEmpty }) => [
    text.slice(start, end),
    isPlain,
    isEmpty,
  ]);
  expect(parts).toEqual([
    ['[a]\nk = v\n# c\n\n', true, false],
    ['[b]\n', true, true],
    ['[c]\nK=v\n', false, true],
    ['[d]\nk=v\nk=w\n', false, false],
  ]);
});
