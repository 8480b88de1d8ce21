import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha1, sha256 } from '../../src/core/digest.ts';
import { anyCharacter } from '../support/text.ts';

const functions = { sha1, sha256 } as const;

test.each(['sha1', 'sha256'] as const)('%s of every text is what OpenSSL computes', (name) => {
  const expected = (text: string) => createHash(name).update(text, 'utf8').digest('hex');
  for (let length = 0; length < 130; length += 3) {
    expect(functions[name]('a'.repeat(length))).toBe(expected('a'.repeat(length)));
  }
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
      // A lone surrogate has no UTF-8: both write the replacement character.
      expect(functions[name](text)).toBe(expected(text));
    }),
  );
});

test('the names of the token caches that the CLI writes', () => {
  expect(sha1('my-sso')).toBe(createHash('sha1').update('my-sso').digest('hex'));
  expect(sha1('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
});
