import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileArnGlob, compileGlob, matcherOfAny } from '../../src/core/glob.ts';
import { runs } from '../support/budget.ts';

describe('compileGlob', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a:b/c\nd', true],
    ['**', 'x', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*bc*c', 'abc', false],
    ['?', '', false],
    ['?', 'x', true],
    ['?', ':', true],
    ['a?c*', 'abcdef', true],
    ['*a?c', 'zzabc', true],
    ['*?*?*', 'a', false],
    ['*?*?*', 'ab', true],
    ['A', 'a', false],
    ['a.c', 'abc', false],
    ['a?', 'a', false],
    ['?*?', 'a', false],
    ['?*?', 'ab', true],
    ['*?b?*', 'xbx', true],
    ['*?b?*', 'bbx', true],
    ['*?b?*', 'abb', true],
    ['*?b?*', 'bx', false],
    ['*ab*ab*', 'aab', false],
    ['*ab*ab*', 'aabab', true],
    ['*aab*', 'aaab', true],
    // What marks a wildcard inside is an ordinary character outside.
    ['\u0001', '\u0001', true],
    ['\u0001', 'a', false],
    ['a\u0001*', 'ab', false],
    ['a\u0001*', 'a\u0001b', true],
    ['\u0002?', '\u0002a', true],
    ['\u0002?', 'ab', false],
    ['a*', 'a\u0001', true],
    ['a?', 'a\u0002', true],
    ['*é*ü?', 'caféüx', true],
    ['*é*ü?', 'cafeüx', false],
  ])('%j against %j is %s', (pattern, text, matches) => {
    expect(compileGlob(pattern).matches(text)).toBe(matches);
  });

  test('R506 R507 literal pieces have no wildcards', () => {
    const glob = compileGlob([
      { text: 'a*', literal: false },
      { text: '*?', literal: true },
    ]);
    expect(glob.matches('axx*?')).toBe(true);
    expect(glob.matches('axxyz')).toBe(false);
  });

  test('a pattern without wildcards tells its only text', () => {
    expect(compileGlob('abc').literal).toBe('abc');
    expect(compileGlob([{ text: '*', literal: true }]).literal).toBe('*');
    expect(compileGlob('ab*').literal).toBeUndefined();
  });
});

describe('compileArnGlob', () => {
  test.each([
    ['R213 a last `*` of its part runs on', 'arn:aws:sqs:*:q', 'arn:aws:sqs:us-east-1:111122223333:q', true],
    ['R213 the service’s whole', 'arn:aws:s3:*', 'arn:aws:s3:::acme/x.txt', true],
    ['R213 a `*` inside a part stays in it', 'arn:aws:s*s:us-east-1:1:q', 'arn:aws:sqs:us-east-1:1:q', true],
    ['R213 and does not cross', 'arn:aws:s*1:1:q', 'arn:aws:sqs:us-east-1:1:q', false],
    ['R213 `?` does not match a colon in the first parts', 'arn:aws:s3?::acme', 'arn:aws:s3:::acme', false],
    ['R212 in the resource part wildcards cross', 'arn:aws:s3:::a?b*d', 'arn:aws:s3:::a:b/c:d', true],
    ['R211 with case', 'arn:aws:s3:::ACME/x.txt', 'arn:aws:s3:::acme/x.txt', false],
    ['R214 too few parts', 'arn:aws:s3', 'arn:aws:s3:::acme', false],
    ['R214 too few parts but a last `*`', 'arn:aws:s3*', 'arn:aws:s3:::acme', true],
    ['R681 object pattern and the bucket', 'arn:aws:s3:::acme/*', 'arn:aws:s3:::acme', false],
    ['R681 prefix and the bucket', 'arn:aws:s3:::acme*', 'arn:aws:s3:::acme', true],
    ['two inner wildcards', 'arn:a*s:s?s:*:1*1:q', 'arn:aws:sqs:eu-west-1:111:q', true],
  ])('%s: %j against %j is %s', (_name, pattern, text, matches) => {
    expect(compileArnGlob(pattern).matches(text)).toBe(matches);
  });
});

/** The definition, slow: every way to split. */
function reference(pattern: string, text: string, byParts: boolean): boolean {
  const memo = new Map<string, boolean>();
  const go = (p: number, t: number): boolean => {
    const key = `${p},${t}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const result = step(p, t);
    memo.set(key, result);
    return result;
  };
  const step = (p: number, t: number): boolean => {
    if (p === pattern.length) return t === text.length;
    const token = pattern[p];
    const inPart = byParts && pattern.slice(0, p).split(':').length <= 5;
    if (token === '*') {
      const free = !inPart || p + 1 === pattern.length || pattern[p + 1] === ':';
      if (go(p + 1, t)) return true;
      return t < text.length && (free || text[t] !== ':') && go(p, t + 1);
    }
    if (t === text.length) return false;
    if (token === '?') return (!inPart || text[t] !== ':') && go(p + 1, t + 1);
    return token === text[t] && go(p + 1, t + 1);
  };
  return go(0, 0);
}

describe('against the definition', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 14 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 20 });

  test('compileGlob', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => compileGlob(p).matches(t) === reference(p, t, false)),
      { numRuns: runs(200) },
    );
  });

  test('compileArnGlob', () => {
    // `**` at the end of a part is one run: the reference would hold the first `*` inside the part.
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const single = p.replace(/\*+/g, '*');
        return compileArnGlob(single).matches(t) === reference(single, t, true);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('any of several patterns', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '\u0001'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '\u0001'), maxLength: 10 });

  test('is one after the other', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), text, (patterns, candidate) => {
        const any = matcherOfAny(patterns.map((each) => compileGlob(each)))(candidate);
        return any === patterns.some((each) => reference(each, candidate, false));
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('against the definition, patterns of several words of states', () => {
  const unit = fc.constantFrom('aaaa', 'ab', ':', '*', '?', 'a?a', 'bbbbbbbb', '*b');
  const pattern = fc.array(unit, { minLength: 10, maxLength: 40 }).map((units) => units.join(''));

  test.each([false, true])('by parts: %s', (byParts) => {
    fc.assert(
      fc.property(
        pattern,
        fc.array(fc.constantFrom('', 'a', 'ba', ':'), { minLength: 5, maxLength: 5 }),
        (p, fill) => {
          const single = p.replace(/\*+/g, '*');
          let index = 0;
          // A text made from the pattern itself, so that it often matches.
          const text = single.replace(/[*?]/g, (wild) => (wild === '?' ? 'a' : (fill[index++ % 5] ?? '')));
          const compiled = byParts ? compileArnGlob(single) : compileGlob(single);
          return [text, `${text}a`, text.slice(1), text.replace('b', 'a')].every(
            (candidate) => compiled.matches(candidate) === reference(single, candidate, byParts),
          );
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

describe('hostile patterns end in time linear in the text', () => {
  const long = 20_000;
  test.each([
    ['stars', 'a*'.repeat(long / 2) + 'b', 'a'.repeat(long)],
    ['question marks', '*' + 'a?'.repeat(long / 2) + 'b', 'a'.repeat(long)],
    ['a long chunk that nearly matches', `*b${'a'.repeat(long / 2)}*c`, 'a'.repeat(long) + 'c'],
    ['a long chunk, mirrored', `*${'a'.repeat(long / 2)}b*c`, 'a'.repeat(long) + 'c'],
    ['runs inside a part', `arn:${'a*a'.repeat(long / 4)}:x`, `arn:${'a'.repeat(long)}:y`],
  ])('%s', (_name, pattern, text) => {
    // A backtracking matcher would not come back within the test's time limit.
    expect(compileArnGlob(pattern).matches(text)).toBe(false);
    expect(compileGlob(pattern).matches(text)).toBe(false);
  });
});
