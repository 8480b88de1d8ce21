import { expect, test } from 'vitest';
import { countMore, listed } from '../../src/core/listed.ts';

test.each([
  { texts: [], most: 3, says: '' },
  { texts: ['a'], most: 3, says: 'a' },
  { texts: ['a', 'b'], most: 3, says: 'a and b' },
  { texts: ['a', 'b', 'c'], most: 3, says: 'a, b and c' },
  { texts: ['a', 'b', 'c', 'd', 'e'], most: 3, says: 'a, b, c and 2 more' },
  { texts: ['a', 'b', 'c', 'd'], most: undefined, says: 'a, b, c and d' },
])('$texts is listed as: $says', ({ texts, most, says }) => {
  expect(listed(texts, most)).toBe(says);
});

test('alternatives are joined by "or"', () => {
  expect(listed(['a', 'b', 'c'], 2, 'or')).toBe('a, b or 1 more');
});

test('what is left is counted', () => {
  expect([1, 2].map((count) => countMore(count, 'note'))).toEqual(['1 more note', '2 more notes']);
});
