import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/core/nearest.ts';

test.each([
  { name: 'effect', candidates: ['Sid', 'Effect'], found: 'Effect', because: 'case is no difference' },
  { name: 'Actions', candidates: ['NotAction', 'Action'], found: 'Action' },
  { name: 'Efefct', candidates: ['Effect'], found: 'Effect', because: 'neighbours swapped' },
  { name: 'StringEqual', candidates: ['StringLike', 'StringEquals'], found: 'StringEquals' },
  { name: 'Sid', candidates: ['Id'], found: 'Id' },
  { name: 'Effect', candidates: ['Resource', 'Condition'], found: undefined },
  { name: 'policy.json', candidates: ['README.md', 'policy.jsn'], found: 'policy.jsn' },
  { name: '', candidates: ['a'], found: undefined },
  { name: 'ab', candidates: [], found: undefined },
  { name: 'x'.repeat(300), candidates: ['x'.repeat(300)], found: undefined, because: 'too long to compare' },
  { name: 'aa', candidates: ['ab', 'ac'], found: 'ab', because: 'the first of equals' },
])('nearest: $name is taken for $found', ({ name, candidates, found }) => {
  expect(nearest(name, candidates)).toBe(found);
});

test('nearest: one deleted character of a name of AWS is found again', () => {
  const names = ['s3:GetObject', 'dynamodb:GetItem', 'aws:SourceIp', 'ForAllValues:StringLike'];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
      const index = at % name.length;
      expect(nearest(name.slice(0, index) + name.slice(index + 1), names)).toBe(name);
    }),
  );
});

test('editDistance: the same from both sides, and never above the limit by more than one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), fc.nat(4), (left, right, limit) => {
      const distance = editDistance(left, right, limit);
      expect(distance).toBe(editDistance(right, left, limit));
      expect(distance).toBeLessThanOrEqual(limit + 1);
      expect(distance === 0).toBe(left === right);
    }),
  );
});
