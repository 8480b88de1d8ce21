import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { readPlainYaml } from '../../src/formats/yaml-plain.ts';
import { packageDocuments, parseYaml, yamlDocuments, type YamlDocument } from '../../src/formats/yaml.ts';
import { runs } from '../support/budget.ts';

/** Plain YAML is read by a reader of its own, and everything else by the package: nobody may notice which it was. */
async function expectSame(text: string): Promise<void> {
  const all = async (documents: AsyncIterable<YamlDocument>) => {
    const list: YamlDocument[] = [];
    for await (const document of documents) list.push(document);
    return list;
  };
  const own = await all(yamlDocuments(source('s.yaml', text)));
  const expected = await all(packageDocuments(text));
  const isEmpty = expected.every(({ root, problems }) => root === undefined && problems.length === 0);
  // Of nothing at all `yamlDocuments` says that it is empty.
  expect(isEmpty ? own.slice(0, -1) : own).toEqual(expected);
}

const isPlain = (text: string) => readPlainYaml(text, 0, text.length) !== undefined;

describe('what is plain', () => {
  test.each([
    'a: b\n',
    'a: b',
    '# why\na:\n  - b   # c\n  - "c: d"\n\n# more\nd: { e: [ f, g ], "h":i }\n',
    'a:\n- b\n- - c\n  - d: e\n    f: g\n',
    'a: {\n  "b": [\n    1\n  ]\n }\n',
    '{ "Version": "2012-10-17" }\n',
    'action: s3:GetObject\nresource: arn:aws:s3:::acme/${aws:PrincipalTag/team}/*\n',
    'account: 012345678901\non: true\nnothing: ~\n',
  ])('%j, and it is read as the package does', async (text) => {
    expect(isPlain(text)).toBe(true);
    await expectSame(text);
  });

  test('the cases of policies are, but for texts of several lines', () => {
    const folder = new URL('../policy/cases/', import.meta.url);
    const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const others = texts.filter((text) => !isPlain(text));
    expect(others.length).toBeLessThan(texts.length / 10);
  });
});

describe('what is not is left to the package', () => {
  test.each([
    'a: |\n  b\n',
    'a: b\n  c\n',
    'a: &x b\nc: *x\n',
    'a: !Ref B\n',
    'a:\nb: c\n',
    'a: "b\\n"\n',
    'a: b: c\n',
    '? a\n: b\n',
    '- \n',
    'a: {b: c\n}\n',
    '<<: { a: b }\n',
    'a:\n  b: c\n   # deeper\nd: e\n',
    'a: b\n  # deeper\n',
    'a: [b, ]\n',
    'a: [b: c]\n',
    '{ a: b }: c\n',
    'a\u00a0: b\n',
    '',
    '# nothing\n',
  ])('%j', async (text) => {
    expect(isPlain(text)).toBe(false);
    await expectSame(text);
  });

  test.each([
    'a: 1\n---\nb: |\n  c\n---\nd: 2\n',
    'a: 1\n---\nb:\n# c\n---\nd: 2\n',
    '---\na: "\n---\nb: c\n',
    'a: 1\n---\nb: [\n---\nd: 2\n---\ne: *x\n',
    '# head\n---\na: 1\n--- # c\n- b\n---\n',
    'a: 1\n...\n---\nb: 2\n',
    '%YAML 1.2\n---\na: 1\n',
    'a: 1\r\n---\r\nb: 2\r\n',
    'a: &x 1\n---\nb: *x\n',
    '--- |\n---\n- a\n',
    '--- a\n--- \nb: c',
    'a:\tb\n---\nc: d\n',
  ])('one of several documents: %j', expectSame);
});

test('what an alias repeats is one node, wherever its document stands', async () => {
  const text = 'x: 1\n---\na: &b [c]\nd: *b\n---\ne: 1\n';
  const parsed = await parseYaml(source('s.yaml', text));
  const [, middle] = parsed.root?.kind === 'array' ? parsed.root.items : [];
  const [first, second] = middle?.kind === 'object' ? middle.members : [];
  expect(first?.value).toMatchObject({ kind: 'array', start: text.indexOf('[c]') });
  expect(second?.value).toBe(first?.value);
});

const words = [
  'a',
  'b c',
  '"q: # r"',
  "'s''t'",
  '"a\\nb"',
  'arn:aws:s3:::x/*',
  '012',
  '.5',
  '1e3',
  '-1',
  '0x1F',
  '0o7',
  '.inf',
  'true',
  'Null',
  '~',
  '*',
  's3:*',
  'x:y',
  'a#b',
  'a ?',
  '2026-01-01',
  '""',
  "''",
  '${aws:x}',
  '=',
  'a, b',
  'a]b',
  '<<',
  "it's",
  'a"b',
  'x: y',
  'x:',
  'a\u00a0',
  'é',
  '-',
  '--',
  '---',
  '|\n  t',
  '&a b',
  '*a',
  '!Ref X',
  '"',
  '{',
  '[',
  '%x',
] as const;
const keys = ['a', 'k k', 'aws:x', '"k"', "'k'", 'Version', '1', 'true', '$a', 'a.b', '<<', 'null'] as const;
const pad = (width: number) => ' '.repeat(width);
const ends = [
  '\n',
  '\n',
  '\n',
  ' # c\n',
  ' #\n',
  '#\n',
  '\n\n',
  '\n# c\n',
  '\n   # c\n',
  '\n  \n',
  '',
] as const;

const word = fc.constantFrom(...words);
const end = fc.constantFrom(...ends);
const gapAt = (indent: number) =>
  fc.constantFrom('', ' ', '  ', `\n${pad(indent)}`, `\n${pad(indent + 2)}`, ` \n\n${pad(indent + 2)}`);

/** Lists and maps in brackets, some of them broken. */
function flow(indent: number, depth: number): fc.Arbitrary<string> {
  if (depth > 2) return word;
  const gap = gapAt(indent);
  const inner = fc.oneof({ depthSize: 'small' }, word, flow(indent, depth + 1));
  const list = (item: fc.Arbitrary<string>, [open, close]: readonly [string, string]) =>
    fc
      .array(fc.tuple(gap, item, gap), { maxLength: 3 })
      .map((items) => `${open}${items.map((each) => each.join('')).join(',')}${close}`);
  const member = fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom(': ', ': ', ':', `: \n${pad(indent + 2)}`), inner)
    .map((parts) => parts.join(''));
  return fc.oneof(word, list(inner, ['[', ']']), list(member, ['{', '}']));
}

/** Maps and lists by indentation. */
function block(indent: number, depth: number): fc.Arbitrary<string> {
  const value = fc
    .tuple(fc.constantFrom(' ', ' ', '  '), fc.oneof(word, flow(indent, 1)), end)
    .map((parts) => parts.join(''));
  const nested = (from: number): fc.Arbitrary<string> =>
    depth > 2
      ? value
      : fc.oneof(
          value,
          fc
            .constantFrom(0, 1, 2, 4)
            .chain((more) =>
              fc
                .tuple(end, block(from + more, depth + 1))
                .map(([rest, text]) => rest + pad(from + more) + text),
            ),
        );
  const lines = (line: fc.Arbitrary<string>) =>
    fc.array(line, { minLength: 1, maxLength: 3 }).map((all) => all.join(pad(indent)));
  const map = lines(
    fc.tuple(fc.constantFrom(...keys), nested(indent)).map(([key, text]) => `${key}:${text}`),
  );
  const item = fc
    .constantFrom(1, 1, 3)
    .chain((width) =>
      (depth > 2 ? word : fc.oneof(word, block(indent + 1 + width, depth + 1))).map(
        (text) => `-${pad(width)}${text}`,
      ),
    );
  const list = lines(fc.tuple(item, end).map((parts) => parts.join('')));
  return fc.oneof(map, list);
}

const pieces = fc
  .array(
    fc.constantFrom(...words, ...keys.map((key) => `${key}: `), '- ', '\n', '\n  ', '\n    ', ' # c', ': '),
    {
      maxLength: 14,
    },
  )
  .map((all) => all.join(''));
const separators = [
  '---\n',
  '---\n',
  '--- # c\n',
  '---\n# c\n',
  '--- a\n',
  '...\n',
  '----\n',
  ' ---\n',
] as const;
const several = (document: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(document, fc.constantFrom('\n', '', '\n\n'), fc.constantFrom(...separators)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map((each, index) => (index < all.length - 1 ? each.join('') : each[0])).join(''));

describe('random documents are read as the package reads them', () => {
  test.each([
    ['by indentation', several(block(0, 0))],
    ['in brackets', several(flow(0, 0))],
    ['pieces of YAML', several(pieces)],
  ])('%s', async (_, texts) => {
    await fc.assert(fc.asyncProperty(texts, expectSame), { numRuns: runs(400) });
  });
});
