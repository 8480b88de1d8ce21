import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseWithPackage } from 'yaml';
import { source } from '../../src/core/source.ts';
import { toValue } from '../../src/formats/tree-value.ts';
import type { Parsed } from '../../src/formats/tree.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { expectLinear } from '../support/growth.ts';
import { expectPlacesInText, markedText, nodesOf } from './tree-checks.ts';
import { anyCharacter } from '../support/text.ts';
import { runs } from '../support/budget.ts';

function parse(text: string): Promise<Parsed> {
  return parseYaml(source('s.yaml', text));
}

async function valueOf(text: string): Promise<unknown> {
  const { root, problems } = await parse(text);
  expect(problems).toEqual([]);
  return root === undefined ? undefined : JSON.parse(JSON.stringify(toValue(root)));
}

async function codesOf(text: string): Promise<readonly string[]> {
  return (await parse(text)).problems.map(({ code, span }) => `${span?.line}:${span?.column} ${code}`);
}

describe('values', () => {
  test('of any JSON are those of JSON.parse', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const text = JSON.stringify(value, undefined, 1);
        expect(await valueOf(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['a: 1\nb: [x, "y", \'z\']\n', { a: 1, b: ['x', 'y', 'z'] }],
    ['- a\n- - b\n  - c\n', ['a', ['b', 'c']]],
    [
      'yes: no\non: off\nt: true\nn: null\ntilde: ~\nempty:\n',
      { yes: 'no', on: 'off', t: true, n: null, tilde: null, empty: null },
    ],
    ['date: 2026-01-31\ntime: 2026-01-31T00:00:00Z\n', { date: '2026-01-31', time: '2026-01-31T00:00:00Z' }],
    ['ip: 203.0.113.10\nport: 22:22\n', { ip: '203.0.113.10', port: '22:22' }],
    [
      'hex: 0x10\noctal: 0o17\ninf: .inf\nnan: .nan\n',
      { hex: '0x10', octal: '0o17', inf: '.inf', nan: '.nan' },
    ],
    ['a: |\n  one\n  two\nb: >-\n  one\n  two\n', { a: 'one\ntwo\n', b: 'one two' }],
    ['a: one\n  two\n', { a: 'one two' }],
    ['a: "x\\u00e9\\n"\n', { a: 'xé\n' }],
    ['# comment\na: 1 # another\n', { a: 1 }],
    ['%YAML 1.2\n---\na: 1\n...\n', { a: 1 }],
    ['a: 1\r\nb:\r\n  - c\r\n', { a: 1, b: ['c'] }],
    ['1: a\ntrue: b\nnull: c\n', { '1': 'a', true: 'b', null: 'c' }],
    ['? a\n: 1\n', { a: 1 }],
    ['a: 1\n---\na: 2\n', [{ a: 1 }, { a: 2 }]],
    ['---\n---\na: 2\n', { a: 2 }],
    ['"*"', '*'],
  ])('%j', async (text, value) => {
    expect(await valueOf(text)).toEqual(value);
  });

  test('numbers keep their digits: an account id may start with 0', async () => {
    const { root } = await parse('a: 012345678901\nb: 12345678901234567890\n');
    const numbers = root === undefined ? [] : [...nodesOf(root)].map(([node]) => node);
    expect(numbers.flatMap((node) => (node.kind === 'number' ? [node.text] : []))).toEqual([
      '012345678901',
      '12345678901234567890',
    ]);
  });

  test('every member of a name is kept, in order', async () => {
    const { root, problems } = await parse('a: 1\nb: 2\na: 3\n');
    expect(problems).toEqual([]);
    if (root?.kind !== 'object') throw new Error('no object');
    expect(root.members.map(({ key, value }) => [key.value, toValue(value)])).toEqual([
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ]);
  });

  test('`__proto__` is a key as any other', async () => {
    const { root } = await parse('__proto__:\n  polluted: true\nconstructor: 1\n');
    if (root?.kind !== 'object') throw new Error('no object');
    expect(root.members.map(({ key }) => key.value)).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(toValue(root))).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect('polluted' in {}).toBe(false);
  });
});

describe('places', () => {
  test('each node slices back to its text', async () => {
    const text = [
      'name: "may read"   # a comment',
      'request: { action: s3:GetObject, context: {a: [1, true, ~]} }',
      'list:',
      '  - plain text',
      "  - 'single'",
      'folded: >',
      '  one',
      '',
    ].join('\n');
    const { root, source } = await parse(text);
    if (root === undefined) throw new Error('nothing was read');
    const written = [...nodesOf(root)].map(([node]) => [node.kind, source.text.slice(node.start, node.end)]);
    expect(written.filter(([kind]) => kind !== 'object' && kind !== 'array')).toEqual([
      ['string', 'name'],
      ['string', '"may read"'],
      ['string', 'request'],
      ['string', 'action'],
      ['string', 's3:GetObject'],
      ['string', 'context'],
      ['string', 'a'],
      ['number', '1'],
      ['boolean', 'true'],
      ['null', '~'],
      ['string', 'list'],
      ['string', 'plain text'],
      ['string', "'single'"],
      ['string', 'folded'],
      ['string', '>\n  one\n'],
    ]);
    expect(written).toContainEqual(['array', '[1, true, ~]']);
    expect(written).toContainEqual(['object', '{a: [1, true, ~]}']);
  });

  test('of any JSON: strings and numbers slice back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const { root, source } = await parse(JSON.stringify(value, undefined, 2));
        if (root === undefined) throw new Error('nothing was read');
        for (const [node, parent] of nodesOf(root)) {
          const text = source.text.slice(node.start, node.end);
          if (node.kind === 'string') expect(JSON.parse(text)).toBe(node.value);
          if (node.kind === 'number') expect(text).toBe(node.text);
          expect(node.start).toBeGreaterThanOrEqual(parent?.start ?? 0);
          expect(node.end).toBeLessThanOrEqual(parent?.end ?? source.text.length);
        }
      }),
    );
  });

  test('a value that is left out has the place behind its key', async () => {
    const { root } = await parse('a:\nb: 1\n');
    expect(root?.kind === 'object' && root.members[0]?.value).toMatchObject({ kind: 'null', start: 2 });
  });
});

describe('anchors, aliases, merge keys', () => {
  test.each([
    ['a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
    ['a: &x k\n*x : 1\n', { a: 'k', k: 1 }],
    ['d: &d {a: 1, b: 2}\ne:\n  <<: *d\n  b: 3\n', { d: { a: 1, b: 2 }, e: { a: 1, b: 3 } }],
    [
      'd: &d {a: 1}\nf: &f {a: 2, c: 4}\ne:\n  <<: [*d, *f]\n',
      { d: { a: 1 }, f: { a: 2, c: 4 }, e: { a: 1, c: 4 } },
    ],
    ['e:\n  "<<": 1\n', { e: { '<<': 1 } }],
    ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
  ])('%j', async (text, value) => {
    expect(await valueOf(text)).toEqual(value);
  });

  test.each([
    ['a: *nope\n', ['1:4 yaml/unknown-alias']],
    ['a: &a [*a]\n', ['1:8 yaml/unknown-alias']],
    ['a: *b\nb: &b 1\n', ['1:4 yaml/unknown-alias']],
    ['a: 1\n---\nb: &a 1\n---\nc: *a\n', ['5:4 yaml/unknown-alias']],
    ['a:\n  <<: 1\n', ['2:7 yaml/merge']],
    ['a:\n  <<: *nope\n', ['2:7 yaml/unknown-alias']],
    ['Action: *\n', ['1:9 yaml/bad-alias']],
    ['Action: s3:*\nResource: *foo\n', ['2:11 yaml/unknown-alias']],
  ])('%j is a problem: %j', async (text, codes) => {
    expect(await codesOf(text)).toEqual(codes);
  });

  test('`*` alone gets the hint to put it in quotes', async () => {
    expect((await parse('Action: *\n')).problems[0]?.hint).toBe(
      'A text that starts with `*` needs quotes: `"*"`',
    );
  });

  test.each([
    [
      'lists',
      (name: string, before: string) => `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]\n`,
    ],
    [
      'merge keys',
      (name: string, before: string) =>
        `${name}: &${name} {x${name}: 1, <<: [${Array(9).fill(`*${before}`).join(',')}]}\n`,
    ],
    [
      'maps',
      (name: string, before: string) =>
        `${name}: &${name} {a: *${before}, b: *${before}, c: *${before}, d: *${before}}\n`,
    ],
  ])('a billion laughs of %s ends at once, with a place', async (_name, level) => {
    const names = Array.from('abcdefghijklmnopqrstuvwxyz');
    const text = `a: &a {k: [x, x, x, x, x, x, x, x, x]}\n${names
      .slice(1)
      .map((name, index) => level(name, names[index] ?? ''))
      .join('')}`;
    const { problems } = await parse(text);
    expect(problems.map(({ code }) => code)).toEqual(['yaml/too-many-aliases']);
    expect(problems[0]?.span?.line).toBeGreaterThan(3);
  });
});

describe('tags', () => {
  test.each([
    ['a: !Ref Name\n', { a: { Ref: 'Name' } }],
    ['a: !Sub "${A}/*"\n', { a: { 'Fn::Sub': '${A}/*' } }],
    ['a: !GetAtt Role.Arn\n', { a: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
    ['a: !Join ["", [a, !Ref B]]\n', { a: { 'Fn::Join': ['', ['a', { Ref: 'B' }]] } }],
    ['a: !!str 1\nb: !!int "2"\nc: ! 3\n', { a: '1', b: 2, c: '3' }],
    ['a: !!python/object:os.system "rm"\n', { a: { 'tag:yaml.org,2002:python/object:os.system': 'rm' } }],
    ['a: !<x:y> 1\n', { a: { 'x:y': '1' } }],
  ])('%j', async (text, value) => {
    expect(await valueOf(text)).toEqual(value);
  });
});

describe('mistakes: the place, what is wrong, what to do', () => {
  test.each([
    ['a:\n\tb: 1\n', '2:1', 'tab-as-indent', 'a tab stands in the indentation', 'Indent with spaces'],
    [
      'a: "x\nb: 1\n',
      '3:1',
      'missing-char',
      'the closing `"` is missing',
      'a quote or bracket that is not closed',
    ],
    ["a: 'x\n", '2:1', 'missing-char', "the closing `'` is missing", 'a quote or bracket that is not closed'],
    [
      'a: b: c\n',
      '1:4',
      'block-as-implicit-key',
      'a mapping stands on the line of another key',
      'quote the text',
    ],
    [
      'a: 1\n b: 2\n',
      '1:4',
      'block-as-implicit-key',
      'a mapping stands on the line of another key',
      'next line',
    ],
    ['a: "\\q"\n', '1:5', 'bad-dq-escape', 'escape', 'Write `\\\\` for a backslash'],
    [
      'a: @x\n',
      '1:4',
      'bad-scalar-start',
      'plain value cannot start with reserved character @',
      'Put the text in quotes',
    ],
    ['a: %x\n', '1:4', 'bad-scalar-start', 'plain value cannot start with', 'Put the text in quotes'],
    ['? [a]\n: 1\n', '1:3', 'key-not-text', 'a key must be a text', 'in quotes'],
    ['{{ x }}: 1\n', '1:1', 'key-not-text', 'a key must be a text', 'in quotes'],
    ['', '1:1', 'empty', 'the document is empty', 'Write `key: value` lines'],
    ['# only a comment\n', '1:1', 'empty', 'the document is empty', 'Write `key: value` lines'],
    ['---\n', '1:1', 'empty', 'the document is empty', 'Write `key: value` lines'],
  ])('%j', async (text, place, code, message, hint) => {
    const [problem] = (await parse(text)).problems;
    expect(`${problem?.span?.line}:${problem?.span?.column} ${problem?.code}`).toBe(`${place} yaml/${code}`);
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toContain(hint);
  });

  test('a bracket that is not closed', async () => {
    const { problems } = await parse('a: [1, 2\nb: 3\n');
    expect(problems[0]?.code).toMatch(/^yaml\/(?:bad-indent|missing-char|multiline-implicit-key)$/);
    expect(problems[0]?.hint).toBeTruthy();
  });

  test('the mark is not more than a line', async () => {
    const parsed = await parse('a: "x\n  y\n  z');
    expect(markedText(parsed)).not.toContain('\n');
  });
});

const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from('{}[],:?-#&*!|>\'"%@`~<\\ \t\n\r'), 'a', '1'),
      fc.constantFrom(
        'a: ',
        '- ',
        '\n  ',
        '\n',
        '---\n',
        '...\n',
        '&x ',
        '*x',
        '<<: ',
        '!Ref ',
        '!!str ',
        '? ',
        '"b"',
      ),
      fc.string({ unit: anyCharacter, maxLength: 3 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  test.each([
    ['pieces of YAML', pieces],
    ['any characters', fc.string({ unit: anyCharacter })],
  ])('%s: never an exception, each problem and each node in the text', async (_name, texts) => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const parsed = await parse(text);
        expect(parsed.root !== undefined || parsed.problems.length > 0).toBe(true);
        expectPlacesInText(parsed.source, parsed.problems);
        for (const { message, hint } of parsed.problems)
          expect(message !== '' && hint !== undefined).toBe(true);
        if (parsed.root === undefined) return;
        for (const [node] of nodesOf(parsed.root)) {
          expect(node.start).toBeGreaterThanOrEqual(0);
          expect(node.end).toBeGreaterThanOrEqual(node.start);
          expect(node.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: runs(50) },
    );
  });

  test('plain strings are what the package reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z0-9 .:_/-]{1,20}$/), async (text) => {
        const document = `key: ${text}\n`;
        const { root, problems } = await parse(document);
        if (problems.length > 0 || root === undefined) {
          expect(() => parseWithPackage(document) as unknown).toThrow();
          return;
        }
        const value = root.kind === 'object' ? root.members[0]?.value : undefined;
        if (value?.kind === 'string' && !/^\s*0[xo]|^\s*[-+]?\.(?:inf|nan)/.test(text)) {
          expect({ key: value.value }).toEqual(parseWithPackage(document));
        }
      }),
    );
  });
});

describe('limits', () => {
  test.each([
    ['brackets', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    [
      'indentation',
      (depth: number) =>
        Array.from({ length: depth - 1 }, (_, at) => `${' '.repeat(at)}a:\n`).join('') +
        `${' '.repeat(depth)}x`,
    ],
    ['dashes', (depth: number) => `${'- '.repeat(depth - 1)}x`],
  ])('%s: 200 deep is read, far more is one clear error', async (_name, nested) => {
    expect((await parse(nested(200))).problems).toEqual([]);
    for (const depth of [203, 900, 1500, 3000]) {
      expect((await parse(nested(depth))).problems).toMatchObject([
        { code: 'yaml/too-deep', message: 'the document is nested more than 200 deep' },
      ]);
    }
  });

  test('brackets in texts and comments are no nesting', async () => {
    const text = ['# [{\n', '- "[{"\n', "- '{['\n", '- "\\"["\n'].map((line) => line.repeat(1500)).join('');
    expect((await parse(text)).problems).toEqual([]);
  });

  test.each([
    ...[
      '* ',
      '*',
      '&a ',
      '!a ',
      '""',
      "''",
      '"',
      "'",
      '"\\',
      '} ',
      '] ',
      ', ',
      ': ',
      '? ',
      '[',
      '{',
      '{a: ',
      '- ',
    ],
    ...[
      '%A\n',
      '|\n',
      '>\n',
      '\t',
      '\n',
      ' ',
      '# ',
      '#\n',
      '@',
      '`',
      '\ud800',
      'a: [\nb: }\n',
      '---\n',
      '\u0007',
    ],
  ])('10,000 characters of %j end in an answer', async (piece) => {
    for (const before of ['', 'a: ']) {
      await expectLinear(10_000, async (size) => {
        const { problems, source } = await parse(before + piece.repeat(size / piece.length));
        expectPlacesInText(source, problems);
      });
    }
  });

  test.each(['"a:b",', 'a,', '{a: b},', '[a],'])('a list of many %j on one line', async (item) => {
    await expectLinear(40_000, async (size) => {
      const { root, problems } = await parse(`a: [${item.repeat(size)}a]\n`);
      expect([root?.kind, problems.length]).toEqual(['object', 0]);
    });
  });
});
