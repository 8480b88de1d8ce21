import fc from 'fast-check';
import { constants, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflate } from '../../src/data/inflate.ts';
import { runs } from '../support/budget.ts';

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

describe('inflate', () => {
  test('gives back what zlib deflated, at every level and by every strategy', () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('{"Effect":"Allow"}', 's3:Get', '\n')),
      { maxLength: 60 },
    );
    const level = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(pieces, level, fc.constantFrom(...strategies), (parts, depth, strategy) => {
        const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
        expect(Buffer.from(inflate(deflateSync(bytes, { level: depth, strategy })))).toEqual(bytes);
      }),
      { numRuns: runs(40) },
    );
  });

  test.each([
    { bytes: Buffer.alloc(300_000), because: 'one byte over and over: the longest matches' },
    { bytes: Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7919) % 251)), because: 'the farthest matches' },
    { bytes: Buffer.from('aаб🙂'.repeat(3)), because: 'bytes beyond ASCII' },
    { bytes: Buffer.alloc(0), because: 'nothing' },
  ])('$because', ({ bytes }) => {
    for (const level of [0, 1, 9]) {
      expect(Buffer.compare(Buffer.from(inflate(deflateSync(bytes, { level }))), bytes)).toBe(0);
    }
  });

  test('bytes in the midst of others are read where they stand', () => {
    const deflated = deflateSync('one two one two');
    const around = Buffer.concat([Buffer.from('xx'), deflated, Buffer.from('yy')]);
    const bytes = around.subarray(2, 2 + deflated.length);
    expect(Buffer.from(inflate(bytes)).toString()).toBe('one two one two');
  });

  test.each([0, 1, 9])('level %i: any byte changed, left out or added at the end is seen', (level) => {
    const whole = deflateSync('{"Effect":"Allow","Action":"s3:Get*"}'.repeat(4) + 'x', { level });
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x5a;
      expect(() => inflate(changed)).toThrow(RangeError);
      expect(() => inflate(whole.subarray(0, at))).toThrow(RangeError);
    }
    expect(() => inflate(Buffer.concat([whole, Buffer.from([0])]))).toThrow(RangeError);
  });

  test('of any bytes it makes what zlib makes, or says that they are damaged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const bytes = Uint8Array.of(0x78, 0x9c, ...tail);
        const { made, error } = attempt(() => inflate(bytes));
        expect(error === undefined || error instanceof RangeError).toBe(true);
        expect(made).toEqual(attempt(() => inflateSync(bytes)).made);
      }),
      { numRuns: runs(60) },
    );
  });
});

function attempt(make: () => Uint8Array): { readonly made?: Buffer; readonly error?: unknown } {
  try {
    return { made: Buffer.from(make()) };
  } catch (error) {
    return { error };
  }
}
