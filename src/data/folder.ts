import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamxError } from '../core/error.ts';

/**
 * The generated tables stay in the package's `data/`, which is as far from `src/data` as from `dist/node`. They are
 * part of the program, as its code is, and so are not read through `Host`.
 */
const folder = join(import.meta.dirname, '..', '..', 'data');

/** The bytes of one table. Throws `data-unreadable`. */
export function readDataFile(name: string): Buffer {
  const path = join(folder, name);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(path, 'cannot be read', cause);
  }
}

/** The lines of one text table, without its comments. Throws `data-unreadable`. */
export function readDataLines(name: string): readonly string[] {
  const lines = readDataFile(name).toString('utf8').split('\n');
  // Every table ends with a line end: without it the file was cut.
  if (lines.pop() !== '' || lines.length === 0) throw unreadable(name, 'is cut off');
  return lines.filter((line) => !line.startsWith('#'));
}

export function unreadable(name: string, because: string, cause?: unknown): IamxError {
  return new IamxError('data-unreadable', `the data file \`${name}\` ${because}`, {
    hint: 'Install iamx again: npm install --global iamx',
    cause,
  });
}
