import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { splitLines, type Line } from '../../src/formats/jsonl.ts';
import { anyCharacter } from '../support/text.ts';

async function linesOf(
  bytes: Uint8Array,
  pieceBytes = bytes.length,
  limit?: number,
): Promise<readonly Line[]> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      yield await Promise.resolve(bytes.subarray(start, start + pieceBytes));
    }
  }
  const lines: Line[] = [];
  for await (const batch of splitLines(pieces(), limit)) lines.push(...batch);
  return lines;
}

async function textsOf(text: string, pieceBytes?: number): Promise<readonly string[]> {
  return (await linesOf(new TextEncoder().encode(text), pieceBytes)).map((line) => line.text);
}

describe('splitLines', () => {
  test.each([
    { text: '', lines: [] },
    { text: '\n', lines: [''] },
    { text: 'a', lines: ['a'] },
    { text: 'a\n', lines: ['a'] },
    { text: 'a\r\nb\r\n', lines: ['a', 'b'] },
    { text: 'a\n\nb', lines: ['a', '', 'b'] },
    { text: 'a\rb\n', lines: ['a\rb'] },
    { text: '\ufeffa\n\ufeffb\n', lines: ['a', '\ufeffb'] },
    { text: 'é\n𝒳\n', lines: ['é', '𝒳'] },
  ])('$text has the lines $lines', async ({ text, lines }) => {
    expect(await textsOf(text)).toEqual(lines);
    expect(await textsOf(text, 1)).toEqual(lines);
  });

  test('lines count from one, and say where they stand', async () => {
    const lines = await linesOf(new TextEncoder().encode('{"a":1}\n\n[2]\n'), 4);
    expect(lines.map(({ number }) => number)).toEqual([1, 2, 3]);
    for (const { text, within, start } of lines) expect(within.slice(start, start + text.length)).toBe(text);
  });

  test('a byte that is no UTF-8 becomes U+FFFD', async () => {
    expect((await linesOf(Uint8Array.of(0x61, 0xff, 0x0a)))[0]?.text).toBe('a\ufffd');
  });

  test.each([1, 3, 1000])(
    'a line over the limit is too long, and the next is read: pieces of %i',
    async (pieceBytes) => {
      const text = `short\n${'x'.repeat(100)}\n${'é'.repeat(10)}\n${'y'.repeat(11)}`;
      const lines = await linesOf(new TextEncoder().encode(text), pieceBytes, 10);
      expect(lines.map((line) => [line.number, line.text, line.tooLong])).toEqual([
        [1, 'short', false],
        [2, '', true],
        [3, 'é'.repeat(10), false],
        [4, '', true],
      ]);
    },
  );

  test('nothing of Node is needed for it', async () => {
    vi.stubGlobal('Buffer', undefined);
    try {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (const text of ['\ufeffa', 'é\nb']) yield await Promise.resolve(new TextEncoder().encode(text));
      }
      const texts: string[] = [];
      for await (const lines of splitLines(pieces())) texts.push(...lines.map(({ text }) => text));
      expect(texts).toEqual(['aé', 'b']);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('where the input is cut makes no difference', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: anyCharacter, maxLength: 8 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (parts, pieceBytes) => {
          const text = parts.join('\n');
          expect(await textsOf(text, pieceBytes)).toEqual(await textsOf(text));
        },
      ),
    );
  });
});
