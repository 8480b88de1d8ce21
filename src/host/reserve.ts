import {
  closeSync,
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
import { basename, dirname, join } from 'node:path';
import type { Reserved } from '../core/host.ts';
import { codeOf } from './file-error.ts';

/** How long to wait before looking again whether another run is done. */
const pauseMs = 50;
/** Nobody takes longer: whoever is older was stopped, and the number of its process may be another's by now. */
const oldAfterMs = 15 * 60 * 1000;

/**
 * Makes the file that will take the place of another one: for the user alone, as long as what will be written, so that
 * there is room for it. It is the lock of all runs of iamx at once: who finds it waits. Throws what the system says.
 */
export async function reserve(path: string, bytes: number, waitMs: number): Promise<Reserved> {
  const target = realpathSync(path);
  const beside = join(dirname(target), `.${basename(target)}.iamx`);
  const until = Date.now() + waitMs;
  for (;;) {
    try {
      return hold(openSync(beside, 'wx+', 0o600), beside, target, bytes);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (isLeftOver(beside)) removeIfThere(beside);
      else if (Date.now() >= until) throw error;
      else await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function hold(file: number, beside: string, target: string, bytes: number): Reserved {
  let isHeld = true;
  const drop = () => {
    if (!isHeld) return;
    isHeld = false;
    closeSync(file);
    removeIfThere(beside);
  };
  try {
    writeWhole(file, String(process.pid).padEnd(bytes));
  } catch (error) {
    drop();
    throw error;
  }
  return {
    commit: (content) => {
      try {
        writeWhole(file, content);
        renameSync(beside, target);
      } catch (error) {
        drop();
        return Promise.reject(error instanceof Error ? error : new Error('unknown', { cause: error }));
      }
      isHeld = false;
      closeSync(file);
      return Promise.resolve();
    },
    drop: () => {
      drop();
      return Promise.resolve();
    },
  };
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
    if (Date.now() - mtimeMs > oldAfterMs) return true;
    // It has been made, and its owner has not said yet who it is.
    if (size === 0) return false;
    const pid = Number(/^(\d+) *$/.exec(readFileSync(beside, 'latin1'))?.[1]);
    return Number.isInteger(pid) && pid !== process.pid && !isRunning(pid);
  } catch {
    // It is gone: the next attempt tells.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another run was faster, or it cannot be: the next attempt tells.
  }
}
