import { inspect } from 'node:util';
import { expect, expectTypeOf, test } from 'vitest';
import type { Evidence } from '../../src/core/evaluation.ts';
import type { Page, Text } from '../../src/core/page.ts';
import { isSameRaw, Raw, reveal } from '../../src/core/raw.ts';
import type { Shown } from '../../src/core/shown.ts';

const text = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
const raw = new Raw(text);

test.each<{ readonly by: string; readonly show: () => string }>([
  { by: 'toString', show: () => raw.toString() },
  { by: 'String', show: () => String(raw) },
  { by: 'join', show: () => [raw].join() },
  { by: 'a plus', show: () => 'a'.concat(raw as unknown as string) },
  { by: 'JSON', show: () => JSON.stringify({ raw }) },
  { by: 'inspect', show: () => inspect({ raw }, { depth: 9, showHidden: true }) },
  { by: 'a copy', show: () => JSON.stringify(structuredClone(raw)) + Object.values(raw).join() },
  { by: 'an error', show: () => inspect(new Error('x', { cause: raw })) },
])('a raw text does not come out by $by', ({ show }) => {
  expect(show()).not.toContain('wJalr');
});

test('a raw text is no number by chance', () => {
  expect(() => Number(new Raw('3'))).toThrow(TypeError);
});

test('a raw text answers questions about itself', () => {
  expect(reveal(raw)).toBe(text);
  expect(raw.length).toBe(40);
  expect(raw.is(text)).toBe(true);
  expect(raw.isInAnyCase(text.toUpperCase())).toBe(true);
  expect(raw.equals(new Raw(text))).toBe(true);
  expect(raw.fits(/^wJ/)).toBe(true);
  expect(raw.oneOf(['a', 'b'])).toBeUndefined();
  expect(new Raw('b').oneOf(['a', 'b'])).toBe('b');
  expect(new Raw(' ').isBlank).toBe(true);
  expect(new Raw('').isEmpty).toBe(true);
  expect(reveal(raw.map((one) => one.slice(0, 2)))).toBe('wJ');
  expect(isSameRaw(undefined, undefined)).toBe(true);
  expect(isSameRaw(raw, undefined)).toBe(false);
});

test('a raw text on a page, in evidence or among shown texts does not compile', () => {
  // @ts-expect-error: a page takes text
  const onPage: Page = [{ kind: 'text', text: raw }];
  // @ts-expect-error: so does a piece of a line
  const inLine: Text = ['secret: ', raw];
  // @ts-expect-error: and the value of evidence
  const asValue: Evidence = { kind: 'env', name: 'AWS_SECRET_ACCESS_KEY', value: raw };
  // @ts-expect-error: a printer alone makes what may be shown
  const shown: Shown = text;
  expect([onPage, inLine, asValue, shown]).toHaveLength(4);
  expectTypeOf<Shown>().toExtend<string>();
  expectTypeOf<Raw>().not.toExtend<string>();
});
