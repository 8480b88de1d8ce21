import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { parseIni } from '../../src/formats/ini.ts';
import type { IniFile } from '../../src/formats/ini-file.ts';
import type { IniDialect } from '../../src/formats/ini-dialects.ts';
import {
  goDialect,
  javaDialect,
  jsDialect,
  pythonDialect,
  rustDialect,
} from '../../src/formats/ini-dialects.ts';
import { expectLinear } from '../support/growth.ts';

const dialects = {
  botocore: pythonDialect,
  js: jsDialect,
  go: goDialect,
  java: javaDialect,
  rust: rustDialect,
} as const;
type Reader = keyof typeof dialects;

/** The keys of all sections together, a rejected file as `ERR line:rule`. */
function read(reader: Reader, text: string, mark = false): string | Record<string, Record<string, unknown>> {
  const file = parseIni(source('credentials', text), dialects[reader], mark);
  return file.error === undefined ? plain(file) : `ERR ${file.error.rule}`;
}

function plain(file: IniFile): Record<string, Record<string, unknown>> {
  // Without a prototype, or a section `[__proto__]` would write into that of all objects.
  const all = Object.create(null) as Record<string, Record<string, unknown>>;
  for (const { header, entries } of file.sections) {
    const keys = (all[header] ??= {});
    for (const { key, value, nested } of entries.values()) {
      keys[key] =
        nested === undefined
          ? value
          : Object.fromEntries([...nested.values()].map((entry) => [entry.key, entry.value]));
    }
  }
  return all;
}

/** The keys of all the sections, a later one's over an earlier one's. */
function merge(sections: readonly object[]): object {
  return sections.reduce((all, section) => ({ ...all, ...section }), {});
}

const everyone = (expected: unknown) => ({
  botocore: expected,
  js: expected,
  go: expected,
  java: expected,
  rust: expected,
});

/** The lines stand below `[p]`. An object is the section's keys. */
const lines: readonly (readonly [name: string, lines: string, Record<Reader, unknown>])[] = [
  ['k=v', 'k=v', everyone({ k: 'v' })],
  ['k = v', 'k = v', everyone({ k: 'v' })],
  ['k=  v  ', 'k=  v  ', everyone({ k: 'v' })],
  [
    'AWS_Access_Key_Id=v',
    'AWS_Access_Key_Id=v',
    {
      ...everyone({ aws_access_key_id: 'v' }),
      js: { AWS_Access_Key_Id: 'v' },
      java: { AWS_Access_Key_Id: 'v' },
    },
  ],
  [
    'k:v',
    'k:v',
    {
      botocore: { k: 'v' },
      js: {},
      go: { k: 'v' },
      java: 'ERR no-separator',
      rust: 'ERR no-separator',
    },
  ],
  ['k v', 'k v', { ...everyone('ERR no-separator'), js: {}, go: {} }],
  ['k (no `=`)', 'k', { ...everyone('ERR no-separator'), js: {}, go: {} }],
  ['=v', '=v', { ...everyone('ERR empty-key'), js: {}, go: { '': 'v' } }],
  ['k=', 'k=', { ...everyone({ k: '' }), js: {} }],
  [
    'k= + indented a=1',
    'k=\n  a=1',
    {
      botocore: { k: { a: '1' } },
      js: { 'k.a': '1' },
      go: { k: { a: '1' } },
      java: { k: '\na=1' },
      rust: { k: '\na=1' },
    },
  ],
  [
    'k= + indented a=1 and b=2',
    'k=\n  a=1\n  b = 2\nj=3',
    {
      botocore: { k: { a: '1', b: '2' }, j: '3' },
      js: { 'k.a': '1', 'k.b': '2', j: '3' },
      go: { k: { a: '1', b: '2' }, j: '3' },
      java: { k: '\na=1\nb = 2', j: '3' },
      rust: { k: '\na=1\nb = 2', j: '3' },
    },
  ],
  [
    'k= + indented line w/o `=`',
    'k=\n  more',
    {
      botocore: 'ERR nested-no-separator',
      js: {},
      go: { k: '' },
      java: { k: '\nmore' },
      rust: { k: '\nmore' },
    },
  ],
  ['k=v + indented `more`', 'k=v\n  more', { ...everyone({ k: 'v\nmore' }), js: { k: 'v' } }],
  [
    'k=v + indented `j=2`',
    'k=v\n  j=2',
    { ...everyone({ k: 'v\nj=2' }), js: { k: 'v', j: '2' }, go: { k: 'v', j: '2' } },
  ],
  [
    'first key indented',
    '  k=v\n  j=2',
    {
      botocore: { k: 'v', j: '2' },
      js: { k: 'v', j: '2' },
      go: { k: 'v', j: '2' },
      java: 'ERR indented-first',
      rust: 'ERR indented-first',
    },
  ],
  ['k=v # c', 'k=v # c', { ...everyone({ k: 'v' }), botocore: { k: 'v # c' } }],
  ['k=v ; c', 'k=v ; c', { ...everyone({ k: 'v' }), botocore: { k: 'v ; c' } }],
  ['k=v#c', 'k=v#c', everyone({ k: 'v#c' })],
  ['k=v;c', 'k=v;c', everyone({ k: 'v;c' })],
  ['# x line', '# x\nk=v', everyone({ k: 'v' })],
  ['; x line', '; x\nk=v', everyone({ k: 'v' })],
  ['indented `# x`', 'k=v\n  # x', { ...everyone({ k: 'v' }), java: { k: 'v\n# x' }, rust: { k: 'v\n# x' } }],
  ['k=a=b', 'k=a=b', everyone({ k: 'a=b' })],
  ['k=a%b', 'k=a%b', everyone({ k: 'a%b' })],
  ['k="v"', 'k="v"', { ...everyone({ k: '"v"' }), go: { k: 'v' } }],
  ["k='v'", "k='v'", { ...everyone({ k: "'v'" }), go: { k: 'v' } }],
  ['k="', 'k="', { ...everyone({ k: '"' }), go: 'ERR lone-quote' }],
  ["k=' ; c", "k=' ; c", { ...everyone({ k: "'" }), botocore: { k: "' ; c" }, go: 'ERR lone-quote' }],
  [
    'k="" and indented `"`',
    'j="x\n k = "',
    { ...everyone({ j: '"x\nk = "' }), js: { j: '"x', k: '"' }, go: 'ERR lone-quote' },
  ],
  [
    'k=, below it `a="`',
    'k=\n a="',
    { ...everyone({ k: '\na="' }), botocore: { k: { a: '"' } }, js: { 'k.a': '"' }, go: 'ERR lone-quote' },
  ],
  ['other quotes in quotes', `k="'"\nj='"'`, { ...everyone({ k: `"'"`, j: `'"'` }), go: { k: "'", j: '"' } }],
  [
    'a comment behind another blank',
    'k=v\u00a0# c',
    { ...everyone({ k: 'v' }), botocore: { k: 'v\u00a0# c' }, go: { k: 'v\u00a0# c' } },
  ],
  ['k=$HOME', 'k=$HOME', everyone({ k: '$HOME' })],
  ['backslash-n in value', 'k=a\\nb', everyone({ k: 'a\\nb' })],
  [
    'quotes, then a comment',
    'k="v" # c',
    { ...everyone({ k: '"v"' }), botocore: { k: '"v" # c' }, go: { k: 'v' } },
  ],
  ['a comment inside quotes', 'k="v # c"', { ...everyone({ k: '"v' }), botocore: { k: '"v # c"' } }],
  ['one quote', 'k="v', everyone({ k: '"v' })],
  [
    'an indented key in quotes with a comment',
    'j=1\n  k="v" # c',
    {
      ...everyone({ j: '1\nk="v" # c' }),
      js: { j: '1', k: '"v"' },
      go: { j: '1', k: '"v"' },
    },
  ],
  [
    'an indented key in quotes with a comment inside',
    'j=1\n  k="v # c"',
    { ...everyone({ j: '1\nk="v # c"' }), js: { j: '1', k: '"v' }, go: { j: '1', k: 'v' } },
  ],
  [
    'a key below a key without a value, with a comment and capitals',
    'k=\n  A = "1" # c',
    {
      botocore: { k: { A: '"1" # c' } },
      js: { 'k.A': '"1"' },
      go: { k: { a: '"1" # c' } },
      java: { k: '\nA = "1" # c' },
      rust: { k: '\nA = "1" # c' },
    },
  ],
  [
    'a header without its bracket, its keys',
    'k=1\n[q\nj=2',
    {
      ...everyone('ERR broken-header'),
      botocore: 'ERR no-separator',
      js: { k: '1', j: '2' },
      go: { k: '1', j: '2' },
    },
  ],
  [
    'a header with text behind it, its keys',
    'k=1\n[q]x\nj=2',
    {
      ...everyone('ERR broken-header'),
      botocore: { k: '1', j: '2' },
      js: { k: '1', j: '2' },
      go: { k: '1', j: '2' },
    },
  ],
  ['duplicate key', 'k=1\nk=2', { ...everyone({ k: '2' }), botocore: 'ERR duplicate-key' }],
  [
    'duplicate key, other case',
    'k=1\nK=2',
    {
      ...everyone({ k: '2' }),
      botocore: 'ERR duplicate-key',
      js: { k: '1', K: '2' },
      java: { k: '1', K: '2' },
    },
  ],
  ['CRLF', 'k=v\r\nj=2\r\n', everyone({ k: 'v', j: '2' })],
  ['garbage line', 'junk\n[q]\nk=v', { ...everyone('ERR no-separator'), js: { k: 'v' }, go: { k: 'v' } }],
  [
    'NBSP around value',
    'k=\u00a0v\u00a0',
    { ...everyone({ k: 'v' }), java: { k: '\u00a0v\u00a0' }, rust: { k: '\u00a0v\u00a0' } },
  ],
  ['zero-width space', 'k=\u200bv', everyone({ k: '\u200bv' })],
  ['export k=v', 'export k=v', { ...everyone({ 'export k': 'v' }), java: {}, rust: {} }],
  ['REM line', 'REM hello', { ...everyone('ERR no-separator'), js: {}, go: {} }],
];

describe.each(Object.keys(dialects) as Reader[])('lines, %s', (reader) => {
  test.each(lines)('%s', (_, text, expected) => {
    const got = read(reader, `[p]\n${text}`);
    const sections: readonly object[] = typeof got === 'string' ? [] : Object.values(got);
    expect(typeof got === 'string' ? got : merge(sections)).toEqual(expected[reader]);
  });
});

/** What is about the whole file. */
const files: readonly (readonly [string, string, Record<Reader, unknown>, boolean])[] = [
  [
    'duplicate section',
    '[p]\nk=1\n[p]\nk=2\nj=3',
    { ...everyone({ p: { k: '2', j: '3' } }), botocore: 'ERR duplicate-section' },
    false,
  ],
  [
    'lone CR',
    '[p]\rk=v\rj=2',
    {
      botocore: { p: { k: 'v', j: '2' } },
      js: {},
      go: {},
      java: { p: { k: 'v', j: '2' } },
      rust: 'ERR broken-header',
    },
    false,
  ],
  [
    'UTF-8 BOM',
    '[p]\nk=v\n[q]\nj=2',
    { ...everyone('ERR byte-order-mark'), js: { p: { k: 'v' }, q: { j: '2' } }, go: { q: { j: '2' } } },
    true,
  ],
  [
    'UTF-8 BOM, then an empty line',
    '\n[p]\nk=v',
    { ...everyone('ERR byte-order-mark'), js: { p: { k: 'v' } }, go: { p: { k: 'v' } } },
    true,
  ],
  [
    'key before any section',
    'k=1\n[p]\nj=2',
    { ...everyone('ERR key-before-section'), js: { p: { j: '2' } }, go: { p: { j: '2' } } },
    false,
  ],
  [
    'garbage before any section',
    'junk\n[p]\nj=2',
    { ...everyone('ERR key-before-section'), js: { p: { j: '2' } }, go: { p: { j: '2' } } },
    false,
  ],
  [
    'broken header at the top',
    '[profile a\n[p]\nj=2',
    {
      ...everyone('ERR broken-header'),
      botocore: 'ERR key-before-section',
      js: { p: { j: '2' } },
      go: { p: { j: '2' } },
    },
    false,
  ],
  [
    '[__proto__] section',
    '[p]\nk=v\n[__proto__]\nk=v',
    { ...everyone({ p: { k: 'v' }, ['__proto__']: { k: 'v' } }), js: {} },
    false,
  ],
];

describe.each(Object.keys(dialects) as Reader[])('whole files, %s', (reader) => {
  test.each(files)('%s', (_, text, expected, mark) => {
    const got = read(reader, text, mark);
    if (text.includes('__proto__') && reader !== 'js') {
      const { sections } = parseIni(source('f', text), dialects[reader]);
      expect(sections.map(({ header }) => header)).toEqual(['p', '__proto__']);
    } else expect(got).toEqual(expected[reader]);
  });
});

test('a key and its value say where they stand', () => {
  const text = '# c\n[p]\naws_access_key_id =  AKIAIOSFODNN7EXAMPLE  \n';
  for (const dialect of Object.values(dialects)) {
    const { sections } = parseIni(source('f', text), dialect);
    const entry = sections[0]?.entries.get('aws_access_key_id');
    expect(text.slice(entry?.keyRange.start, entry?.keyRange.end)).toBe('aws_access_key_id');
    expect(text.slice(entry?.valueRange.start, entry?.valueRange.end)).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(text.slice(sections[0]?.range.start, sections[0]?.range.end)).toBe('[p]');
  }
});

test('python: blank lines inside a value stay, `[DEFAULT]` is marked', () => {
  const file = parseIni(source('f', '[DEFAULT]\na=1\n\n  b\n[p]\nk=v'), pythonDialect);
  expect(file.sections.map(({ header, isDefault }) => [header, isDefault])).toEqual([
    ['DEFAULT', true],
    ['p', false],
  ]);
  expect(file.sections[0]?.entries.get('a')?.value).toBe('1\n\nb');
});

const line = fc.oneof(
  fc.constantFrom('[p]', '[profile a]', '[', 'k=v', '  k=v', 'k=', '# c', 'junk', 'k: v', '', '\t;x'),
  fc.string(),
);

test('any text is read without throwing, and every value slices back', () => {
  fc.assert(
    fc.property(
      fc.array(line).map((all) => all.join('\n')),
      fc.constantFrom(...Object.values(dialects)),
      (text, dialect) => {
        const { sections } = parseIni(source('f', text), dialect);
        for (const { entries } of sections) {
          for (const { value, valueRange, joined, nested } of entries.values()) {
            expect(valueRange.start).toBeLessThanOrEqual(valueRange.end);
            if (joined.length === 0 && nested === undefined && dialect !== goDialect)
              expect(text.slice(valueRange.start, valueRange.end)).toBe(value);
          }
        }
      },
    ),
  );
});

test('thousands of profiles take time in proportion', async () => {
  const profile = (at: number) =>
    `[profile p${at}]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/R${at}\n`;
  const text = Array.from({ length: 5000 }, (_, at) => profile(at));
  for (const dialect of Object.values(dialects)) {
    await expectLinear(5000, (size) => {
      const file = source('f', text.slice(0, size).join('\n'));
      expect(parseIni(file, dialect).sections).toHaveLength(size);
    });
  }
});

/** Lines that a reader looks at more than once, or goes on from. */
const oddLines: readonly (readonly [name: string, line: string])[] = [
  ['headers without an end', '[x\n'],
  ['headers that begin another', '[[\n'],
  ['headers and nothing behind', '[x]\n'],
  ['the same header', '[default]\nregion = a\n'],
  ['lines that join the one above', '  more\n'],
  ['nested keys', '  k = v\n'],
  ['the same key', 'k = v\n'],
  ['no separator', 'word\n'],
  ['separators alone', '=\n'],
  ['empty lines', '\n'],
  ['blanks', ' \n'],
  ['comments', '# x\n'],
  ['indented comments', '  ; x\n'],
  ['carriage returns', 'k = v\r'],
  ['headers between carriage returns', '[default]\r'],
  ['comments between carriage returns', '# x\r'],
  ['both ends', 'k = v\r\n'],
  ['quotes', 'k = "\n'],
];

describe.each([
  ['in a section', '[default]\nregion =\n'],
  ['behind a value', '[default]\nregion = eu-west-1\n'],
  ['above any section', ''],
])('reading takes time in proportion to the lines, %s', (_, head) => {
  test.each(oddLines)('%s', async (__, line) => {
    for (const dialect of Object.values(dialects)) {
      await expectLinear(6_000, (size) => {
        const { sections } = parseIni(source('f', head + line.repeat(size)), dialect);
        expect(sections.every(({ entries }) => entries.size >= 0)).toBe(true);
      });
    }
  });
});

test.each([
  ['[a]\naws_access_key_id = A\naws_access_key_id =\n  inner = B\n', ''],
  ['[a]\naws_access_key_id =\n  B\n  aws_access_key_id = C\n', ''],
  ['[a]\naws_access_key_id = A\n  inner = B\n', 'A'],
])('a map below a key of Go is no text of the key: %j', (text, value) => {
  const { sections } = parseIni(source('credentials', text), goDialect);
  expect(sections[0]?.entries.get('aws_access_key_id')?.value).toBe(value);
});

test.each([
  ['[a]\nk =\n  inner = B\n', true],
  ['[a]\nk =\n\n  inner = B\n', true],
  ['[a]\nk = \n\n\n# aside\n  inner = B\n\n  more = C\n', true],
  ['[a]\nk =\n  TOKEN==\n', true],
  ['[a]\nk = v\n  inner = B\n', undefined],
  ['[a]\nk = "\n  inner = B\n', undefined],
  ['[a]\nk =\n\nother = B\n', undefined],
])('Python gives a map in the place of a text: %j', (text, isMap) => {
  const read = (dialect: IniDialect) =>
    parseIni(source('credentials', text), dialect).sections[0]?.entries.get('k')?.isMap;
  expect(read(pythonDialect)).toBe(isMap);
  expect([jsDialect, goDialect, javaDialect, rustDialect].map(read)).toEqual(Array(4).fill(undefined));
});

test('one long line takes time in proportion to its length', async () => {
  for (const piece of ['a', ' ', '=', '"', '#', ' #', '[', ']', '[]', 'a = ', '\t', '\\']) {
    for (const dialect of Object.values(dialects)) {
      await expectLinear(100_000, (size) => {
        for (const start of ['[default]\nk = ', '[default]\n', '[', '[default]\nk =\n  ']) {
          for (const { entries } of parseIni(source('f', start + piece.repeat(size)), dialect).sections) {
            expect(entries.size).toBeGreaterThanOrEqual(0);
          }
        }
      });
    }
  }
});
