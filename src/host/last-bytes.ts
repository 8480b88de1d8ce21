/** The end of what went by: as many bytes as are kept, however long it was and in whatever pieces it came. */
export interface LastBytes {
  add(piece: Uint8Array): void;
  /** In order; together they are the last bytes exactly. */
  pieces(): readonly Uint8Array[];
  /** Whether the beginning is not there any more. */
  isCut(): boolean;
}

const blockBytes = 65_536;

/** Pieces are copied into blocks: a piece of one byte would otherwise hold on to a hundred. */
export function lastBytes(most: number): LastBytes {
  const blocks: Uint8Array[] = [];
  /** Of the last block. */
  let used = blockBytes;
  let kept = 0;
  let isCut = false;

  return {
    add(piece) {
      for (let at = 0; at < piece.length;) {
        if (used === blockBytes) {
          blocks.push(new Uint8Array(blockBytes));
          used = 0;
        }
        const part = piece.subarray(at, at + blockBytes - used);
        blocks.at(-1)?.set(part, used);
        used += part.length;
        at += part.length;
        kept += part.length;
        // The first block is needed as long as one of its bytes is.
        while (kept - blockBytes >= most) {
          blocks.shift();
          kept -= blockBytes;
          isCut = true;
        }
      }
    },
    pieces() {
      const all = blocks.map((block, index) =>
        index === blocks.length - 1 ? block.subarray(0, used) : block,
      );
      const [first, ...rest] = all;
      return first === undefined ? [] : [first.subarray(Math.max(0, kept - most)), ...rest];
    },
    isCut: () => isCut || kept > most,
  };
}
