import { closeSync, openSync, readdirSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mostBytes, type CachePlace } from './code-cache.ts';
import { codeOf } from './file-error.ts';
import { bytesOfKeptCode, type KeptCode } from './kept-code.ts';
import { makeOwnFolder } from './own-folder.ts';

/** How often a run that needed more than was kept may add to it. */
const mostAdditions = 12;
/** What was not written for so long is of a version that is gone, or is made again in one run. */
const oldAfterMs = 30 * 24 * 60 * 60 * 1000;
const mostFiles = 64;
/** Of what stands in the folder, what iamx wrote. */
const ownName = /^[a-z-]+-[0-9a-f]{16}-v\d+\.[\w.-]+$/;

/** What a run has to do with its cache. */
export interface Kept {
  readonly place: CachePlace;
  /** What it found. */
  readonly found: KeptCode | undefined;
  /** What V8 knows now of each text that was compiled, the functions that ran included. */
  readonly codes: () => ReadonlyMap<string, Uint8Array>;
  readonly processId: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * For after the answer: the first run leaves a mark, the second keeps what was compiled, later ones add what they needed
 * besides. Like the reading it says nothing where that is not possible.
 */
export function keepCode({ place, found, codes, processId, now }: Kept): void {
  try {
    const { folder, path, identity, userId } = place;
    if (found !== undefined && found.additions >= mostAdditions) return;
    if (!makeOwnFolder(folder, userId)) return;
    if (found === undefined && isFirstRun(path)) return;
    // What this run did not need is kept too.
    const all = new Map([...(found?.codes ?? []), ...codes()]);
    replace(
      path,
      bytesOfKeptCode({ identity, additions: (found?.additions ?? -1) + 1, codes: all }),
      processId,
    );
    removeOld(folder, now);
  } catch {
    // A disk that is full or read-only, a folder that went away: the next run is as fast as this one was.
  }
}

/**
 * Many try a program once and never again: they are left with an empty file. It stays, since of many runs at once none
 * could tell whether another took it away.
 */
function isFirstRun(path: string): boolean {
  try {
    closeSync(openSync(`${path}.first`, 'wx', 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Written beside and then renamed: a reader sees the old file or the new one. */
function replace(path: string, bytes: Uint8Array, processId: number): void {
  if (bytes.length > mostBytes) return;
  const beside = `${path}.${processId}.tmp`;
  try {
    writeFileSync(beside, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') unlinkSync(beside);
    throw error;
  }
}

/** What other versions left behind. */
function removeOld(folder: string, now: number): void {
  const files = readdirSync(folder)
    .filter((name) => ownName.test(name))
    .map((name) => ({ path: join(folder, name), age: now - statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => a.age - b.age);
  for (const [index, { path, age }] of files.entries())
    if (age > oldAfterMs || index >= mostFiles) unlinkSync(path);
}
