import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import {
  inFile,
  isUrlEncodedJson,
  textInString,
  urlDecoded,
  wholeText,
} from '../../src/formats/inner-text.ts';
import { parseJson } from '../../src/formats/json.ts';
import type { Node } from '../../src/formats/tree.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { expectLinear } from '../support/growth.ts';
import { anyCharacter } from '../support/text.ts';
import { nodesOf } from './tree-checks.ts';

function rootOf(text: string): Node {
  const { root, problems } = parseJson(source('x', text));
  if (root === undefined || problems.length > 0) throw new Error(`not JSON: ${text}`);
  return root;
}

const values = fc.jsonValue({ maxDepth: 2, stringUnit: anyCharacter }).map((value) => ({ value }));

describe('a text in a JSON string', () => {
  test('every node of it stands in the file as its own JSON, escaped', () => {
    fc.assert(
      fc.property(values, (value) => {
        const inner = JSON.stringify(value, undefined, 1);
        const file = JSON.stringify([inner]);
        const [node] = [...nodesOf(rootOf(file))].map(([one]) => one).filter(({ kind }) => kind === 'string');
        if (node?.kind !== 'string') throw new Error('no string');
        const text = textInString(wholeText(file), node);
        expect(text.text).toBe(inner);
        for (const [{ start, end }] of nodesOf(rootOf(text.text))) {
          const range = text.map({ start, end });
          expect(JSON.parse(`"${file.slice(range.start, range.end)}"`)).toBe(inner.slice(start, end));
        }
      }),
    );
  });

  test('two strings deep', () => {
    fc.assert(
      fc.property(values, (value) => {
        const inner = JSON.stringify(value);
        const file = JSON.stringify(JSON.stringify(inner));
        const outer = rootOf(file);
        if (outer.kind !== 'string') throw new Error('no string');
        const middle = textInString(wholeText(file), outer);
        const node = rootOf(middle.text);
        if (node.kind !== 'string') throw new Error('no string');
        const text = textInString(middle, node);
        expect(text.text).toBe(inner);
        const range = text.map({ start: 0, end: inner.length });
        expect(JSON.parse(`"${file.slice(range.start, range.end)}"`)).toBe(
          JSON.stringify(inner).slice(1, -1),
        );
      }),
    );
  });
});

describe('URL encoding', () => {
  test('every node stands in the file as its own text, encoded', () => {
    fc.assert(
      fc.property(values, (value) => {
        const inner = JSON.stringify(value);
        const file = encodeURIComponent(inner);
        expect(isUrlEncodedJson(file)).toBe(true);
        const { inner: text, problems } = urlDecoded(wholeText(file));
        expect(problems).toEqual([]);
        expect(text.text).toBe(inner);
        for (const [node] of nodesOf(inFile(text, rootOf(inner)))) {
          const written = decodeURIComponent(file.slice(node.start, node.end));
          if (node.kind === 'string') expect(JSON.parse(written)).toBe(node.value);
          if (node.kind === 'number') expect(written).toBe(node.text);
        }
      }),
    );
  });

  test('any text: never an exception, and problems stand in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('%', '7', 'B', 'b', '%22', '%C3%A9', '%FF', '{', 'é', '+', '\ud800')),
        (parts) => {
          const file = parts.join('');
          const { inner, problems } = urlDecoded(wholeText(file));
          for (const { range } of problems) {
            expect(file.charAt(range.start)).toBe('%');
            expect(range.end).toBeLessThanOrEqual(file.length);
          }
          const whole = inner.map({ start: 0, end: inner.text.length });
          if (problems.length === 0) expect(whole).toEqual({ start: 0, end: file.length });
        },
      ),
    );
  });

  test.each(['%', '%2', '%22', '%7B', '%FF', '%E2%82', ' ', '%20', '%0a', '[', '{'])(
    '20,000 times %j ends in an answer',
    async (piece) => {
      await expectLinear(20_000, (size) => {
        const text = piece.repeat(size);
        isUrlEncodedJson(text);
        isUrlEncodedJson(`${text}x`);
        urlDecoded(wholeText(text));
      });
    },
  );
});

describe('a text in a YAML string', () => {
  test.each([
    ['plain', 'a: x{"b":1}\n', '"b":1'],
    ['a block', 'a: |\n   {\n     "b": 1\n   }\n', '"b": 1'],
    ['a block with CRLF', 'a: |\r\n  {\r\n    "b": 1\r\n  }\r\n', '"b": 1'],
    ['double quotes', 'a: "{\\"b\\": \\u00e9}"\n', '\\"b\\": \\u00e9'],
    ['single quotes', "a: '{\"b\": ''c''}'\n", "\"b\": ''c''"],
  ])('%s', async (_name, file, written) => {
    const { root } = await parseYaml(source('x.yaml', file));
    const node = root?.kind === 'object' ? root.members[0]?.value : undefined;
    if (node?.kind !== 'string') throw new Error('no string');
    const text = textInString(wholeText(file), node);
    const start = text.text.search(/"?b"?:/);
    const end = text.text.search(/\}|\n *\}/);
    const range = text.map({ start, end });
    expect(file.slice(range.start, range.end)).toBe(written);
  });

  test('folded lines that cannot be followed: the whole string', async () => {
    const file = 'a: "one\n\n  two"\n';
    const { root } = await parseYaml(source('x.yaml', file));
    const node = root?.kind === 'object' ? root.members[0]?.value : undefined;
    if (node?.kind !== 'string') throw new Error('no string');
    const { start, end } = textInString(wholeText(file), node).map({ start: 0, end: 1 });
    expect(file.slice(start, end)).toMatch(/^"one[^]*two"$|^o$/);
  });
});
