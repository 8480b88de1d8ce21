import { readdirSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { IamxError } from '../../src/core/error.ts';
import { dataBytes } from '../../src/data/bytes.ts';
import { dataFiles } from '../../src/data/files.ts';

const names = readdirSync(new URL('../../data/', import.meta.url));
const asTexts = new Map<string, Uint8Array | string>(
  names.map((name) => {
    const bytes = dataFiles.read(name);
    return [name, name.endsWith('.bin') ? bytes : new TextDecoder().decode(bytes)];
  }),
);

/** The two homes of the tables: whatever reads them sees no difference. */
describe.each([
  ['files', dataFiles],
  ['bytes and texts', dataBytes(asTexts)],
])('tables as %s', (_, source) => {
  test.each(names)('%s is whole, and so are its pieces', (name) => {
    const whole = Buffer.from(dataFiles.read(name));
    expect(Buffer.compare(Buffer.from(source.read(name)), whole)).toBe(0);
    for (const [start, length] of [
      [0, 10],
      [7, 100],
      [whole.length - 5, 5],
      [whole.length - 5, 50],
      [whole.length + 5, 5],
      [3, 0],
    ] as const) {
      const piece = Buffer.from(source.slice(name, start, length));
      expect(Buffer.compare(piece, whole.subarray(start, start + length))).toBe(0);
    }
  });

  test('a table that is not there is an error of the data', () => {
    for (const read of [() => source.read('nosuch.txt'), () => source.slice('nosuch.txt', 0, 1)]) {
      expect(read).toThrow(IamxError);
      expect(read).toThrow(/^the data file `.*nosuch\.txt` /);
    }
  });

  test('what zlib deflated comes back', () => {
    const bytes = deflateSync('one two one two');
    expect(Buffer.from(source.inflate(bytes)).toString()).toBe('one two one two');
    expect(() => source.inflate(bytes.subarray(1))).toThrow();
  });
});
