import { deflateSync, inflateSync } from 'node:zlib';
import { blockFileHeader } from '../../src/data/blocks.ts';

/** The bytes of a block file; its shape is told in `src/data/blocks.ts`. */
export function encodeBlocks(blocks: readonly string[]): Buffer {
  const deflated = blocks.map((text) => deflateSync(text, { level: 9, memLevel: 9 }));
  const header = Buffer.from(blockFileHeader, 'latin1');
  const numbers = Buffer.alloc(4 * (1 + deflated.length));
  numbers.writeUInt32LE(deflated.length, 0);
  deflated.forEach((block, index) => numbers.writeUInt32LE(block.length, 4 * (1 + index)));
  return Buffer.concat([header, numbers, ...deflated]);
}

/** The texts of a block file; undefined where it is not one. Written apart from the reader that ships. */
export function decodeBlocks(bytes: Buffer): readonly string[] | undefined {
  try {
    const start = blockFileHeader.length;
    if (bytes.toString('latin1', 0, start) !== blockFileHeader) return undefined;
    const count = bytes.readUInt32LE(start);
    let at = start + 4 * (1 + count);
    const texts = Array.from({ length: count }, (_, index) => {
      const end = at + bytes.readUInt32LE(start + 4 * (1 + index));
      const text = inflateSync(bytes.subarray(at, end)).toString('utf8');
      at = end;
      return text;
    });
    return at === bytes.length ? texts : undefined;
  } catch {
    return undefined;
  }
}
