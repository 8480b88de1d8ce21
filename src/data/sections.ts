import { readSlice, readTable, textOf, unreadable } from './source.ts';

/**
 * A file of texts that are read one at a time, by their places: two comment lines, a directory, and the texts, one
 * after the other. The directory has a line for each, `name start length checksum`: numbers in base 36, bytes from the
 * end of the directory on. All of it is ASCII, and not compressed: nothing but the text that is wanted is read
 * (docs/decisions/0045).
 */
export function headOf(banner: string, directory: string): string {
  return `${banner}\n# ${String(directory.length).padStart(6, '0')} bytes of directory, then the texts\n`;
}

const head = /^#[^\n]*\n# (\d{6}) bytes of directory, then the texts\n/;
const longestHead = 200;

/** What is read at once: comments and directory, which are a little shorter. */
const firstRead = 16_384;

export interface Sections {
  /** One text; undefined where there is none of this name. Reads it. Throws `data-unreadable`. */
  readonly text: (name: string) => string | undefined;
  /** All texts by name, read together. Throws `data-unreadable`. */
  readonly texts: () => ReadonlyMap<string, string>;
}

/** Reads the directory. Throws `data-unreadable`. */
export function openSections(file: string): Sections {
  const { directory, end } = readDirectory(file);
  const verified = (row: Row, bytes: Uint8Array): string => {
    if (bytes.length !== row.length) throw unreadable(file, 'is cut off');
    if (checksum(row, bytes) !== row.checksum) throw unreadable(file, `is damaged in \`${row.name}\``);
    return textOf(bytes);
  };
  return {
    text(name) {
      const line = /^[a-z0-9-]+$/.test(name) ? directory.indexOf(`\n${name} `) : -1;
      if (line < 0) return undefined;
      const row = rowOf(directory.slice(line + 1, directory.indexOf('\n', line + 1)));
      return verified(row, readSlice(file, end + row.start, row.length));
    },
    texts() {
      const bytes = readTable(file).subarray(end);
      const lines = directory.trim().split('\n');
      return new Map(
        lines.map(rowOf).map((row) => [row.name, verified(row, bytes.subarray(row.start, row.start + row.length))]),
      );
    },
  };
}

/** Where a text stands. */
interface Place {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

interface Row extends Place {
  readonly checksum: number;
}

function rowOf(line: string): Row {
  const [name = '', start = '', length = '', sum = ''] = line.split(' ');
  return { name, start: parseInt(start, 36), length: parseInt(length, 36), checksum: parseInt(sum, 36) };
}

/** The directory with a line end before its first line, and where the texts begin. */
function readDirectory(file: string): { readonly directory: string; readonly end: number } {
  const first = readSlice(file, 0, firstRead);
  const found = head.exec(textOf(first.subarray(0, longestHead)));
  if (found === null) throw unreadable(file, 'is not a file of sections');
  const [comments, length] = found;
  const end = comments.length + Number(length);
  const bytes = end <= first.length ? first : readSlice(file, 0, end);
  if (bytes.length < end) throw unreadable(file, 'is cut off');
  return { directory: `\n${textOf(bytes.subarray(comments.length, end))}`, end };
}

/**
 * Of a text and of its line in the directory. Four bytes at a time and in few steps, for it is computed once a process
 * and never gets fast; each step is a bijection of the sum and of what is added, so that a change within four bytes
 * always changes the sum.
 */
export function checksum({ name, start, length }: Place, bytes: Uint8Array): number {
  let sum = step(start, length);
  for (let at = 0; at < name.length; at++) sum = step(sum, name.charCodeAt(at));
  const words = wordsOf(bytes);
  sum = bytes.subarray(4 * words.length).reduce(step, words.reduce(step, sum));
  return sum >>> 0;
}

function step(sum: number, more: number): number {
  return ((sum << 5) - sum + more) | 0;
}

/** The bytes as little-endian words, which end with the last whole one. */
function wordsOf(bytes: Uint8Array): Int32Array {
  // Copied, since they need not begin where a word may.
  const words = new Int32Array(bytes.length >> 2);
  new Uint8Array(words.buffer).set(bytes.subarray(0, 4 * words.length));
  if (isLittleEndian) return words;
  const view = new DataView(words.buffer);
  return words.map((_, index) => view.getInt32(4 * index, true));
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
