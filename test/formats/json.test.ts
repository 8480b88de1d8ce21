import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { positionAt, source } from '../../src/core/source.ts';
import { parseJson } from '../../src/formats/json.ts';
import { duplicateKeys, memberOf, toValue } from '../../src/formats/tree-value.ts';
import type { Node, Parsed } from '../../src/formats/tree.ts';
import { expectLinear } from '../support/growth.ts';
import { expectNestedRanges, expectPlacesInText, nodesOf } from './tree-checks.ts';
import { anyCharacter } from '../support/text.ts';
import { runs } from '../support/budget.ts';

function parse(text: string): Parsed {
  return parseJson(source('policy.json', text));
}

/** As `JSON.stringify` writes it, so that key order and repeated keys count. */
function written(root: Node | undefined): string | undefined {
  return root === undefined ? undefined : JSON.stringify(toValue(root));
}

function oracle(text: string): { readonly value: string } | undefined {
  try {
    return { value: JSON.stringify(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the text of a node must look like. */
function expectWrittenAs(node: Node, text: string): void {
  switch (node.kind) {
    case 'object':
      expect(text).toMatch(/^\{[^]*\}$/);
      return;
    case 'array':
      expect(text).toMatch(/^\[[^]*\]$/);
      return;
    case 'string':
      expect(text).toMatch(/^"[^]*"$/);
      expect(JSON.parse(text)).toBe(node.value);
      return;
    case 'number':
      expect(text).toBe(node.text);
      return;
    case 'boolean':
      expect(text).toBe(String(node.value));
      return;
    case 'null':
      expect(text).toBe('null');
  }
}

const json = fc
  .tuple(fc.jsonValue({ stringUnit: anyCharacter }), fc.constantFrom(undefined, 1, '\t', ' \r'))
  .map(([value, indent]) => JSON.stringify(value, undefined, indent));

/** Pieces that JSON is made of, and that people make of it. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from('{}[]:,"\'`\\/#*-+.0129eEtnfu \t\n\r\u2019\u201c\u00a0\ufeff\0')),
      fc.constantFrom(
        '"a"',
        '""',
        '"a":',
        '"\\u00e9"',
        '"\\',
        'true',
        'null',
        '/*',
        '*/',
        '//',
        '\r\n',
        '12',
      ),
      fc.string({ unit: anyCharacter, maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** Valid JSON with a piece cut out and another put in its place. */
const damaged = fc.tuple(json, fc.nat(), fc.nat({ max: 4 }), pieces).map(([text, at, length, put]) => {
  const start = at % (text.length + 1);
  return text.slice(0, start) + put.slice(0, 3) + text.slice(start + length);
});

describe('valid JSON', () => {
  test('has the value that JSON.parse gives it, and no problem', () => {
    fc.assert(
      fc.property(json, (text) => {
        const { root, problems } = parse(text);
        expect(problems).toEqual([]);
        expect(written(root)).toBe(oracle(text)?.value);
      }),
    );
  });

  test('each node slices back to its text', () => {
    fc.assert(
      fc.property(json, (text) => {
        const parsed = parse(text);
        if (parsed.root === undefined) throw new Error('nothing was read');
        expectNestedRanges(parsed.source, parsed.root);
        for (const [node] of nodesOf(parsed.root)) expectWrittenAs(node, text.slice(node.start, node.end));
      }),
    );
  });

  test.each([
    '0',
    '-0',
    '-0.5e+10',
    '1E400',
    '123456789012345678901234567890',
    'true',
    'null',
    '"\\ud800"',
    '"\ud800"',
    '"\\b\\f\\n\\r\\t\\/\\\\\\""',
    ' \t\r\n[ ] ',
    '"\u2028\u2029\u007f"',
  ])('%j', (text) => {
    const { root, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(written(root)).toBe(oracle(text)?.value);
  });

  test('numbers keep their digits', () => {
    const { root } = parse('[111122223333, 12345678901234567890, 1.10]');
    expect(root?.kind === 'array' && root.items.map((item) => item.kind === 'number' && item.text)).toEqual([
      '111122223333',
      '12345678901234567890',
      '1.10',
    ]);
  });

  test('every member of a name is kept, in order', () => {
    const { root, problems } = parse('{"Effect":"Allow","effect":1,"Effect":"Deny"}');
    expect(problems).toEqual([]);
    if (root?.kind !== 'object') throw new Error('no object');
    expect(root.members.map(({ key, value }) => [key.value, toValue(value)])).toEqual([
      ['Effect', 'Allow'],
      ['effect', 1],
      ['Effect', 'Deny'],
    ]);
    expect(toValue(memberOf(root, 'Effect')?.value ?? root)).toBe('Allow');
    expect(duplicateKeys(root).map(({ first, again }) => [first.key.start, again.key.start])).toEqual([
      [1, 29],
    ]);
    expect(duplicateKeys(root, (key) => key.toLowerCase())).toHaveLength(2);
  });

  test('`__proto__` and its like are keys as any other', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3}';
    const { root, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(written(root)).toBe(text);
    expect('polluted' in {}).toBe(false);
    if (root?.kind !== 'object') throw new Error('no object');
    expect(memberOf(root, '__proto__')?.value.kind).toBe('object');
    expect(memberOf(root, 'valueOf')).toBeUndefined();
    expect(duplicateKeys(root)).toEqual([]);
  });
});

describe('any text', () => {
  test.each([
    ['pieces of JSON', pieces],
    ['damaged JSON', damaged],
    ['any characters', fc.string({ unit: anyCharacter })],
  ])(
    '%s: a problem exactly where JSON.parse throws, each in the text; never an exception',
    (_name, texts) => {
      fc.assert(
        fc.property(texts, (text) => {
          const parsed = parse(text);
          const valid = oracle(text);
          expect(parsed.problems.length === 0).toBe(valid !== undefined);
          if (valid !== undefined) expect(written(parsed.root)).toBe(valid.value);
          expectPlacesInText(parsed.source, parsed.problems);
          if (parsed.root !== undefined) expectNestedRanges(parsed.source, parsed.root);
        }),
        { numRuns: runs(50) },
      );
    },
  );

  test('cut off anywhere, it is told to be cut off, at its end, and what was read stays', () => {
    const text =
      '{ "Version": "2012-10-17",\n  "Statement": [ { "Effect": "Allow", "Action": ["s3:\\u002a"] } ] }';
    for (let length = 1; length < text.length; length++) {
      const { problems, root, source: cut } = parse(text.slice(0, length));
      const [last] = problems.slice(-1);
      expect(last?.code, text.slice(0, length)).toBe('json/truncated');
      expect(last?.message).toContain('`{` of policy.json:1:1');
      expect(last?.span).toMatchObject(positionAt(cut, length));
      expect(root?.kind).toBe('object');
    }
  });
});

describe('limits', () => {
  test('200 brackets may nest; one more is a clear error at its place', () => {
    expect(parse('['.repeat(200) + ']'.repeat(200)).problems).toEqual([]);
    const { problems } = parse('['.repeat(201) + ']'.repeat(201));
    expect(problems).toMatchObject([
      {
        code: 'json/too-deep',
        message: 'brackets are nested more than 200 deep',
        span: { line: 1, column: 201, endColumn: 202 },
      },
    ]);
  });

  test('after 20 problems reading stops and says so', () => {
    const { problems } = parse(`[${'x '.repeat(1000)}]`);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.code).toBe('json/too-many-problems');
  });

  test('a document of megabytes is read', async () => {
    const statement =
      '{"Sid":"a\\u00e9","Effect":"Allow","Action":["s3:GetObject"],"Resource":"*","N":-1.5e3}';
    await expectLinear(Math.min(runs(1e6), 10e6), (size) => {
      const statements = Array<string>(Math.ceil(size / statement.length)).fill(statement);
      const text = `{"Statement":[${statements.join(',\n')}]}`;
      const { root, problems } = parse(text);
      expect(problems).toEqual([]);
      expect(root?.end).toBe(text.length);
    });
  });

  const hostile = [
    '[',
    '{',
    '{"a":',
    '"',
    '\\',
    '"\\',
    "'",
    '/',
    '/*',
    '//\n',
    '#\n',
    ',',
    ':',
    '-',
    '0',
    '0x',
    'e',
    '.',
    '*',
    '\n',
    '\r',
    '\t',
    '"\n',
    "'\n",
    '"a\n,',
    '\ud800',
    '\u200b',
    '\u201c',
    '\0',
    '} ',
    '],',
    '\\u',
    '%7B',
  ];
  test.each(hostile)('20,000 times %j, alone, in an array, a string, and a key', async (piece) => {
    for (const around of [
      (repeated: string) => repeated,
      (repeated: string) => `[${repeated}`,
      (repeated: string) => `["${repeated}`,
      (repeated: string) => `["${repeated}x`,
      (repeated: string) => `{"${repeated}`,
      (repeated: string) => `{"a":${repeated}`,
    ]) {
      await expectLinear(20_000, (size) => {
        const parsed = parse(around(piece.repeat(size)));
        expectPlacesInText(parsed.source, parsed.problems);
      });
    }
  });
});
