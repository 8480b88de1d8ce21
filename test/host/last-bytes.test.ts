import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastBytes } from '../../src/host/last-bytes.ts';

const joined = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces);

test('what is kept are the last bytes, in whatever pieces they came', () => {
  const piece = fc.nat({ max: 150_000 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 200_000 }), (lengths, most) => {
      const kept = lastBytes(most);
      const all: Uint8Array[] = [];
      for (const [index, length] of lengths.entries()) {
        const bytes = new Uint8Array(length).map((_, at) => (at * 7 + index) % 251);
        all.push(bytes);
        kept.add(bytes);
      }
      const whole = joined(all);
      expect(joined(kept.pieces()).equals(whole.subarray(Math.max(0, whole.length - most)))).toBe(true);
      expect(kept.isCut()).toBe(whole.length > most);
    }),
  );
});

test('single bytes are kept as one text is', () => {
  const kept = lastBytes(70_000);
  for (let at = 0; at < 200_000; at++) kept.add(Uint8Array.of(at % 256));
  const pieces = kept.pieces();
  expect(joined(pieces).length).toBe(70_000);
  expect(joined(pieces)[69_999]).toBe(199_999 % 256);
  expect(pieces.length).toBeLessThan(5);
});
