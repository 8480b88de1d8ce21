import { inflated, textOf, unreadable } from './source.ts';

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
export function parseBlocks(name: string, bytes: Uint8Array): Blocks {
  const start = blockFileHeader.length;
  if (bytes.length < start + 4 || textOf(bytes.subarray(0, start)) !== blockFileHeader) {
    throw unreadable(name, 'is not a block file');
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset);
  const count = numbers.getUint32(start, true);
  const table = start + 4;
  if (bytes.length < table + 4 * count) throw unreadable(name, 'is cut off');
  const offsets = [table + 4 * count];
  for (let index = 0; index < count; index++) {
    offsets.push((offsets[index] ?? 0) + numbers.getUint32(table + 4 * index, true));
  }
  if (offsets[count] !== bytes.length) throw unreadable(name, 'is cut off');
  return {
    count,
    text(index) {
      const from = offsets[index];
      const to = offsets[index + 1];
      if (from === undefined || to === undefined) throw unreadable(name, `has no block ${index}`);
      try {
        return textOf(inflated(bytes.subarray(from, to)));
      } catch (cause) {
        throw unreadable(name, `is damaged in block ${index}`, cause);
      }
    },
  };
}
