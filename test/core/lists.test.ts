import { expect, test } from 'vitest';
import { append, largest, smallest } from '../../src/core/lists.ts';

/** More than the engine takes as arguments of one call. */
const many = Array.from({ length: 1_000_000 }, (_, index) => index);

test('a list of any length is put behind another', () => {
  const list = [-1];
  append(list, many);
  append(list, new Set(['a'].map((text) => text.length)));
  expect([list.length, list[0], list.at(-2), list.at(-1)]).toEqual([1_000_002, -1, 999_999, 1]);
});

test('the largest and the smallest of any number of numbers', () => {
  expect([largest(many), smallest(many)]).toEqual([999_999, 0]);
  expect([largest([], 3), largest([2], 3), largest([4], 3)]).toEqual([3, 3, 4]);
  expect([largest([]), smallest([])]).toEqual([-Infinity, Infinity]);
});
