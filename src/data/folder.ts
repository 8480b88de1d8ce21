import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IamxError } from '../core/error.ts';

/**
 * The generated tables stay in the package's `data/`, whether this code runs from `src/data` or was bundled into
 * `dist` or `dist/chunks`. They are part of the program, as its code is, and so are not read through `Host`.
 */
let folder: URL | undefined;

/** The bytes of one table. Throws `data-unreadable`. */
export function readDataFile(name: string): Buffer {
  folder ??= findFolder();
  try {
    return readFileSync(new URL(name, folder));
  } catch (cause) {
    throw unreadable(fileURLToPath(new URL(name, folder)), 'cannot be read', cause);
  }
}

/** The lines of one text table, without its comments. Throws `data-unreadable`. */
export function readDataLines(name: string): readonly string[] {
  const lines = readDataFile(name).toString('utf8').split('\n');
  // The end of the file is an empty line: without it the file was cut.
  if (lines.pop() !== '' || lines.length === 0) throw unreadable(name, 'is cut off');
  return lines.filter((line) => !line.startsWith('#'));
}

export function unreadable(name: string, because: string, cause?: unknown): IamxError {
  return new IamxError('data-unreadable', `the data file \`${name}\` ${because}`, {
    hint: 'Install iamx again: npm install --global iamx',
    cause,
  });
}

function findFolder(): URL {
  for (const place of ['../data/', '../../data/']) {
    const candidate = new URL(place, import.meta.url);
    if (existsSync(new URL('meta.json', candidate))) return candidate;
  }
  throw unreadable('meta.json', 'is missing');
}
