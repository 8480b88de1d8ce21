import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeEnd } from './before-end.ts';
import { codeOf } from './file-error.ts';
import { writeTo } from './pipes.ts';

/** Windows refuses to replace a file that a virus scanner or an editor has open, mostly for moments only. */
const renameAttempts = 5;

/**
 * Written beside the file and then renamed, so that a reader sees the old text or the new one, and a signal that comes
 * meanwhile ends the program after that. The file keeps its mode and its owner; where it may not be written, it is not
 * replaced either. Throws what the system says.
 */
export async function replaceFile(path: string, content: string, isPrivate: boolean): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const old = statSync(path, { throwIfNoEntry: false });
  // A pipe or a device cannot be replaced, only written to.
  if (old !== undefined && !old.isFile()) {
    await writeTo(path, content);
    return;
  }
  // What a link points to is written, and the link stays; one that leads nowhere says so.
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const target = isThere ? realpathSync(path) : path;
  if (old !== undefined) accessSync(target, constants.W_OK);
  const forget = beforeEnd(() => undefined);
  try {
    writeBeside(target, content, isPrivate, old);
  } finally {
    forget();
  }
}

function writeBeside(target: string, content: string, isPrivate: boolean, old: Stats | undefined): void {
  // A number of its own: who was killed here may have had the number that this process has.
  const beside = join(dirname(target), `.${basename(target)}.${Math.random().toString(36).slice(2)}.tmp`);
  const mode = old === undefined ? 0o666 : old.mode & 0o777;
  const file = openSync(beside, 'wx', isPrivate || old !== undefined ? 0o600 : mode);
  try {
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (old !== undefined && !isPrivate) {
      keepOwner(beside, old);
      chmodSync(beside, mode);
    }
    rename(beside, target);
  } catch (error) {
    removeIfThere(beside);
    throw error;
  }
}

/** Root mends what stays somebody's; who else may not give it away leaves its group at least. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  for (const owner of [uid, -1])
    try {
      chownSync(path, owner, gid);
      return;
    } catch {
      // It is the file of whoever wrote it last, then.
    }
}

function rename(from: string, to: string): void {
  for (let left = renameAttempts; ; left--) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const mayPass = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (!mayPass || left <= 1) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The error that led here is the one to report.
  }
}
