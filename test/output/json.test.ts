import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderErrorJson, renderErrorText } from '../../src/output/error.ts';
import { renderItem, renderJson, renderJsonLine, renderLong } from '../../src/output/json.ts';
import { anyCharacter, plainLook } from '../support/text.ts';

test('keys keep their order, fields without a value are left out', () => {
  expect(renderJson({ z: 1, a: undefined, b: [null, { c: 'x' }] })).toBe(
    '{\n  "z": 1,\n  "b": [\n    null,\n    {\n      "c": "x"\n    }\n  ]\n}\n',
  );
});

test.each([
  { what: 'a Map', value: new Map([['a', 1]]) },
  { what: 'a Set', value: new Set([1]) },
  { what: 'an Error', value: new Error('x') },
])('$what is a mistake, not an empty object', ({ value }) => {
  expect(() => renderJson({ inner: { value } })).toThrow('field value is not plain data');
});

test('any text comes back as it was, and nothing that a terminal obeys is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      for (const json of [renderJson({ text }), renderJsonLine({ text })]) {
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
      }
    }),
  );
});

const span = { file: 'a\u001b.json', line: 2, column: 3, endLine: 2, endColumn: 4 };

test('an error document is one line with the fields of docs/output.md', () => {
  const json = renderErrorJson({ code: 'usage', message: 'no', hint: 'try', span });
  expect(json.split('\n')).toHaveLength(2);
  expect(JSON.parse(json)).toEqual({
    schema: 'iamx.error/1',
    code: 'usage',
    message: 'no',
    hint: 'try',
    span,
  });
  expect(Object.keys(JSON.parse(renderErrorJson({ code: 'usage', message: 'no' })) as object)).toEqual([
    'schema',
    'code',
    'message',
  ]);
});

test('an error text names its place and what to do', () => {
  const text = renderErrorText(
    { code: 'usage', message: 'it\u0007 failed', hint: 'Try again', span },
    plainLook(),
  );
  expect(text).toBe('error: it\\u{7} failed (a\\u{1b}.json:2:3)\nhint:  Try again\n');
});

test('all problems of a document are listed where there are several', () => {
  const one = { code: 'x', severity: 'error', message: 'first' } as const;
  const two = { ...one, message: 'second' };
  const shown = (diagnostics: readonly (typeof one | typeof two)[]) =>
    renderErrorText({ code: 'x', message: 'bad', diagnostics }, plainLook());
  expect(shown([one])).toBe('error: bad\n');
  expect(shown([one, two])).toBe('error: bad\n✗ first\n✗ second\n');
});

async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('a long document in pieces is the document', async () => {
  const item = fc.dictionary(fc.string({ unit: anyCharacter, maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }));
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 4 }), fc.string(), async (items, summary) => {
      const pieces = renderLong({ summary, results: [], last: 1 }, 'results', items.map(renderItem));
      expect((await allOf(pieces)).join('')).toBe(renderJson({ summary, results: items, last: 1 }));
    }),
  );
});

test('a long document is never one text', async () => {
  const items = Array.from({ length: 20 }, () => renderItem({ text: 'x'.repeat(20_000) }));
  const pieces = await allOf(renderLong({ results: [] }, 'results', items));
  expect(pieces.length).toBeGreaterThan(4);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
});
