import { command, type Hint } from '../core/command.ts';
import { IamxError } from '../core/error.ts';

/**
 * Where the generated tables stand: files in Node (`files.ts`), bytes in a browser (`bytes.ts`). They are part of the
 * program, as its code is, and so are not read through `Host`.
 */
export interface DataSource {
  /** All bytes of a table. Throws `data-unreadable`. */
  readonly read: (name: string) => Uint8Array;
  /** A piece of a table, without reading the rest; shorter where the table ends before. Throws `data-unreadable`. */
  readonly slice: (name: string, start: number, length: number) => Uint8Array;
  /** Takes zlib's compression off. Throws whatever it likes where the bytes are damaged. */
  readonly inflate: (bytes: Uint8Array) => Uint8Array;
}

/** The one thing here that changes: set by a command that reads tables, and by the doors of the library. */
let installed: DataSource | undefined;

/** Says where the tables are, before the first of them is asked for. What was read stays read. */
export function installData(source: DataSource): void {
  installed = source;
}

function data(): DataSource {
  if (installed === undefined) throw new Error('nobody said where the tables are: call installData first');
  return installed;
}

/** The bytes of one table. Throws `data-unreadable`. */
export function readTable(name: string): Uint8Array {
  return data().read(name);
}

/** Bytes of one table from `start` on, at most so many. Throws `data-unreadable`. */
export function readSlice(name: string, start: number, length: number): Uint8Array {
  return data().slice(name, start, length);
}

/** Takes zlib's compression off; throws where the bytes are damaged. */
export function inflated(bytes: Uint8Array): Uint8Array {
  return data().inflate(bytes);
}

/** The lines of one text table, without its comments. Throws `data-unreadable`. */
export function readLines(name: string): readonly string[] {
  const lines = textOf(readTable(name)).split('\n');
  // Every table ends with a line end: without it the file was cut.
  if (lines.pop() !== '' || lines.length === 0) throw unreadable(name, 'is cut off');
  return lines.filter((line) => !line.startsWith('#'));
}

/** UTF-8 as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function unreadable(
  name: string,
  because: string,
  cause?: unknown,
  hint: Hint = ['Install iamx again: ', command`npm install --global iamx`],
): IamxError {
  return new IamxError('data-unreadable', `the data file \`${name}\` ${because}`, { hint, cause });
}
