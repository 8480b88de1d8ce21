import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { inflate } from './inflate.ts';
import { unreadable, type DataSource } from './source.ts';

/** The package's `data/`, which is as far from `src/data` as from the folders in `dist`. */
const folder = join(import.meta.dirname, '..', '..', 'data');

/** The tables as the files of the package. */
export const dataFiles: DataSource = {
  read: (name) => reading(name, (path) => readFileSync(path)),
  slice: (name, start, length) => reading(name, (path) => readPiece(path, start, length)),
  inflate: (bytes) => (zlib()?.inflateSync ?? inflate)(bytes),
};

/**
 * Node's own, loaded when asked for: most questions are about no managed policy. Where Node is older than 20.16 it
 * cannot be had without a millisecond for everybody, and the slower reader of browsers does.
 */
function zlib() {
  return (process.getBuiltinModule as typeof process.getBuiltinModule | undefined)?.('node:zlib');
}

function reading<T>(name: string, read: (path: string) => T): T {
  const path = join(folder, name);
  try {
    return read(path);
  } catch (cause) {
    throw unreadable(path, 'cannot be read', cause);
  }
}

function readPiece(path: string, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const file = openSync(path, 'r');
  try {
    let filled = 0;
    for (let more = 1; more > 0 && filled < length; filled += more) {
      more = readSync(file, bytes, filled, length - filled, start + filled);
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}
