import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lateExpression } from '../../src/core/late-expression.ts';

test('it is made once', () => {
  const made = lateExpression('^\\p{Lu}$', 'u');
  expect(made()).toBe(made());
  expect(made().test('É')).toBe(true);
});

test('no literal has a class of Unicode, which V8 works out at every start', () => {
  const folder = join(import.meta.dirname, '..', '..', 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const literal = /(?<![\w`'"\\])\/(?![/*])[^\n]*\\[pP]\{[^\n]*\/[a-z]*u/;
  expect(literal.test('const unsafe = /[\\p{Cc}]/gu;')).toBe(true);
  expect(files.filter((name) => literal.test(readFileSync(join(folder, name), 'utf8')))).toEqual([]);
});
