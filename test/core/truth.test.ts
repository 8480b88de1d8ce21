import fc from 'fast-check';
import { expect, test } from 'vitest';
import { and, atom, not, or, substitute, type Truth } from '../../src/core/truth.ts';
import { runs } from '../support/budget.ts';

/** An expression, and what it is for an assignment: built and computed apart. */
type Expression =
  | { readonly op: 'value'; readonly value: boolean }
  | { readonly op: 'atom'; readonly index: number }
  | { readonly op: 'not'; readonly of: Expression }
  | { readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression };

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ op: fc.constant('value' as const), value: fc.boolean() }),
    fc.record({ op: fc.constant('atom' as const), index: fc.nat(3) }),
    fc.record({ op: fc.constant('not' as const), of: tie('expression') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      left: tie('expression'),
      right: tie('expression'),
    }),
  ),
}));

function build(given: Expression): Truth<number> {
  switch (given.op) {
    case 'value':
      return given.value;
    case 'atom':
      return atom(given.index);
    case 'not':
      return not(build(given.of));
    case 'and':
      return and(build(given.left), build(given.right));
    case 'or':
      return or(build(given.left), build(given.right));
  }
}

function compute(given: Expression, values: readonly boolean[]): boolean {
  switch (given.op) {
    case 'value':
      return given.value;
    case 'atom':
      return values[given.index] ?? false;
    case 'not':
      return !compute(given.of, values);
    case 'and':
      return compute(given.left, values) && compute(given.right, values);
    case 'or':
      return compute(given.left, values) || compute(given.right, values);
  }
}

const assignments = Array.from({ length: 16 }, (_, bits) =>
  [0, 1, 2, 3].map((index) => ((bits >> index) & 1) === 1),
);

test('for every assignment the formula is what the expression is', () => {
  fc.assert(
    fc.property(expression, (given) => {
      const truth = build(given);
      for (const values of assignments) {
        expect(substitute(truth, (index) => values[index] ?? false)).toBe(compute(given, values));
      }
    }),
    { numRuns: runs(100) },
  );
});

test('what is decided without the unknown is decided', () => {
  expect(and(false, atom('a'))).toBe(false);
  expect(and(atom('a'), false)).toBe(false);
  expect(or(true, atom('a'))).toBe(true);
  expect(or(atom('a'), true)).toBe(true);
  expect(and(true, atom('a'))).toEqual(atom('a'));
  expect(or(false, atom('a'))).toEqual(atom('a'));
  expect(not(not(atom('a')))).toEqual(atom('a'));
  expect([not(true), not(false)]).toEqual([false, true]);
});

test('without atoms there is no formula', () => {
  fc.assert(
    fc.property(expression, (given) => {
      const hasAtom = JSON.stringify(given).includes('"atom"');
      if (!hasAtom) expect(typeof build(given)).toBe('boolean');
    }),
  );
});
