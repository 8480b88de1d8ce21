import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineText, positionAt, source, spanOf } from '../../src/core/source.ts';
import { expectLinear } from '../support/growth.ts';

describe('positions', () => {
  test.each([
    ['', 0, 1, 1],
    ['abc', 0, 1, 1],
    ['abc', 3, 1, 4],
    ['a\nb', 1, 1, 2],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 2, 1, 3],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\n', 2, 2, 1],
    ['\n\n', 2, 3, 1],
    ['𝒳é', 2, 1, 3],
    ['abc', 99, 1, 4],
    ['abc', -1, 1, 1],
  ])('%j at %i is %i:%i', (text, offset, line, column) => {
    expect(positionAt(source('x', text), offset)).toEqual({ line, column });
  });

  test('the lines put together are the text, and each offset is found in its line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'é', '𝒳', '\n', '\r', '\r\n', ''), { maxLength: 40 }),
        fc.nat(60),
        (pieces, at) => {
          const from = source('x', pieces.join(''));
          const starts = from.lineStarts();
          expect(starts.map((start, index) => from.text.slice(start, starts[index + 1])).join('')).toBe(
            from.text,
          );
          for (const [index] of starts.entries()) expect(lineText(from, index + 1)).not.toMatch(/[\r\n]/);
          const offset = Math.min(at, from.text.length);
          const { line, column } = positionAt(from, offset);
          expect((starts[line - 1] ?? -1) + column - 1).toBe(offset);
          expect(offset).toBeLessThan(starts[line] ?? Infinity);
        },
      ),
    );
  });

  test('a span has both ends, and the file as it was named', () => {
    expect(spanOf(source('-', 'ab\ncd'), { start: 1, end: 4 })).toEqual({
      file: '-',
      line: 1,
      column: 2,
      endLine: 2,
      endColumn: 2,
    });
  });

  test('there is no line before the first or behind the last', () => {
    const from = source('x', 'a\nb');
    expect([0, 1, 2, 3].map((line) => lineText(from, line))).toEqual(['', 'a', 'b', '']);
  });

  test('lines are looked for once, when asked', async () => {
    await expectLinear(100_000, (lines) => {
      const from = source('x', 'line\r\n'.repeat(lines));
      for (let line = 0; line < lines; line++) {
        if (positionAt(from, line * 6).line !== line + 1) throw new Error(`line ${line}`);
      }
      expect(from.lineStarts()).toBe(from.lineStarts());
    });
  });
});
