import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Reserved } from '../core/host.ts';
import { beforeEnd } from './before-end.ts';
import { codeOf } from './file-error.ts';

/** How long to wait before looking again whether another run is done. */
const pauseMs = 50;
/** Earlier versions did not say how long they take. */
const oldAfterMs = 15 * 60 * 1000;
/** What has been made, and not said yet whose it is, or what is about to take its place. */
const unsaidAfterMs = 10 * 1000;
/** Beyond what it says: for writing what came. */
const graceMs = 5 * 1000;

/** What this process holds. */
const held = new Set<string>();

/**
 * Makes the file that will take the place of another one: for the user alone, as long as what will be written, so that
 * there is room for it. It is the lock of all runs of iamx at once: who finds it waits, for `waitMs` at most, and works no
 * longer than what is left of it then. A signal that ends the program takes the file away. Throws what the system says.
 */
export async function reserve(path: string, bytes: number, waitMs: number): Promise<Reserved> {
  const target = realpathSync(path);
  const beside = join(dirname(target), `.${basename(target)}.iamx`);
  const until = Date.now() + waitMs;
  let drop: (() => void) | undefined;
  // Known before the file is there: it is never left by a signal. Heard all the while: one that comes between two attempts
  // would be nobody's.
  const forget = beforeEnd(() => drop?.());
  try {
    for (;;) {
      try {
        const file = openSync(beside, 'wx+', 0o600);
        held.add(beside);
        const place = { file, beside, target };
        drop = () => {
          drop = undefined;
          held.delete(beside);
          const isThere = isOurs(place);
          closeSync(file);
          if (isThere) removeIfThere(beside);
          forget();
        };
        writeWhole(file, `${process.pid} ${Math.max(0, until - Date.now())} ${hostname()}`.padEnd(bytes));
        return reservedAt(place, () => drop?.());
      } catch (error) {
        drop?.();
        if (codeOf(error) !== 'EEXIST') throw error;
        if (isLeftOver(beside) && clearAway(beside)) continue;
        if (Date.now() >= until) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  } catch (error) {
    forget();
    throw error;
  }
}

interface Place {
  readonly file: number;
  readonly beside: string;
  readonly target: string;
}

function reservedAt(place: Place, drop: () => void): Reserved {
  return {
    commit: (content) => {
      try {
        writeWhole(place.file, content);
        // Who was stopped for longer than it said is taken for left over: the place is another run's now.
        if (!isOurs(place)) throw Object.assign(new Error('taken'), { code: 'EEXIST' });
        renameSync(place.beside, place.target);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error('unknown', { cause: error }));
      } finally {
        drop();
      }
    },
    drop: () => {
      drop();
      return Promise.resolve();
    },
  };
}

/** Whether what stands beside is still the file that was made here. */
function isOurs({ file, beside }: Place): boolean {
  try {
    const [ours, there] = [fstatSync(file), statSync(beside)];
    return ours.ino === there.ino && ours.dev === there.dev;
  } catch {
    return false;
  }
}

function writeWhole(file: number, content: string): void {
  let rest: Uint8Array = Buffer.from(content, 'utf8');
  const { length } = rest;
  for (let at = 0; rest.length > 0;) {
    const written = writeSync(file, rest, 0, rest.length, at);
    at += written;
    rest = rest.subarray(written);
  }
  ftruncateSync(file, length);
  fsyncSync(file);
}

/** Whether whoever made the file has ended without taking it away. */
function isLeftOver(beside: string): boolean {
  try {
    const { mtimeMs, size } = statSync(beside);
    const age = Date.now() - mtimeMs;
    const said = /^(\d+)(?: (\d+) (\S*))? *$/.exec(size === 0 ? '' : readFileSync(beside, 'latin1'));
    if (said === null) return age > unsaidAfterMs;
    const [, pid = '', time, host = hostname()] = said;
    if (age > (time === undefined ? oldAfterMs : Number(time) + graceMs)) return true;
    // The number of a process means nothing on another machine, or in another container.
    if (host !== hostname()) return false;
    return Number(pid) === process.pid ? !held.has(beside) : !isRunning(Number(pid));
  } catch {
    // It is gone: the next attempt tells.
    return false;
  }
}

/**
 * Of many that find what is left over one takes it away, and looks again before: another one may have done so meanwhile,
 * and what stands there now may be of somebody who is at work. Whether the place is free.
 */
function clearAway(beside: string): boolean {
  const right = `${beside}.left`;
  try {
    closeSync(openSync(right, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    // It is held for a moment only, if whoever has it was not killed in it.
    // Where it is gone by now, what stands there next is somebody else's.
    const since = statSync(right, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Math.abs(Date.now() - since) > graceMs) removeIfThere(right);
    return false;
  }
  const isFree = isLeftOver(beside) && removeIfThere(beside);
  removeIfThere(right);
  return isFree;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Whether it is gone: another run may have been faster, or it is another user's, in a folder of all. */
function removeIfThere(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}
