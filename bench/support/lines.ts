import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes so many lines in pieces, as they may be more than a string holds. */
export function writeLines(file: string, count: number, lineOf: (index: number) => string): void {
  const to = openSync(file, 'w');
  let piece = '';
  for (let index = 0; index < count; index++) {
    piece += `${lineOf(index)}\n`;
    if (piece.length < 1_000_000 && index < count - 1) continue;
    writeSync(to, piece);
    piece = '';
  }
  closeSync(to);
}
