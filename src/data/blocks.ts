import { inflateSync } from 'node:zlib';
import { unreadable } from './folder.ts';

/**
 * A block file: this line, the number of blocks, the length of each (32 bits, little-endian), and the blocks,
 * each a text deflated in zlib's format, whose checksum tells a damaged one.
 */
export const blockFileHeader = 'iamx blocks 1, made by scripts/generate-data.ts\n';

export interface Blocks {
  readonly count: number;
  /** The text of one block, inflated on every call. Throws `data-unreadable`. */
  readonly text: (index: number) => string;
}

/** Throws `data-unreadable` where the bytes are not a whole block file. `name` is for messages. */
export function parseBlocks(name: string, bytes: Buffer): Blocks {
  const start = blockFileHeader.length;
  if (bytes.length < start + 4 || bytes.toString('latin1', 0, start) !== blockFileHeader) {
    throw unreadable(name, 'is not a block file');
  }
  const count = bytes.readUInt32LE(start);
  const table = start + 4;
  if (bytes.length < table + 4 * count) throw unreadable(name, 'is cut off');
  const offsets = [table + 4 * count];
  for (let index = 0; index < count; index++) {
    offsets.push((offsets[index] ?? 0) + bytes.readUInt32LE(table + 4 * index));
  }
  if (offsets[count] !== bytes.length) throw unreadable(name, 'is cut off');
  return {
    count,
    text(index) {
      const from = offsets[index];
      const to = offsets[index + 1];
      if (from === undefined || to === undefined) throw unreadable(name, `has no block ${index}`);
      try {
        return inflateSync(bytes.subarray(from, to)).toString('utf8');
      } catch (cause) {
        throw unreadable(name, `is damaged in block ${index}`, cause);
      }
    },
  };
}
