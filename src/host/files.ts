import {
  accessSync,
  constants,
  statfsSync,
  closeSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileError } from '../core/host.ts';
import type { FileInfo, Host, ReadLimit } from '../core/host.ts';
import { codeOf, fileErrorCode } from './file-error.ts';
import { openToRead, piecesOf, TooLarge } from './pipes.ts';

type Files = Pick<
  Host,
  | 'readFile'
  | 'writeFile'
  | 'reserveFile'
  | 'inspect'
  | 'mayCreate'
  | 'mayWrite'
  | 'listFolder'
  | 'streamFile'
>;

const pieceBytes = 262_144;
/** More than this fits into no text. */
const usualBytes = 256 * 1024 * 1024;

/**
 * The file system. The calls are synchronous inside: a command reads a few small files, and loading
 * `fs/promises` alone takes longer (1.7 ms) than reading them. `firstMs` is how long a pipe or a device is waited for that gives
 * nothing, where no limit is told.
 */
export function nodeFiles(cwd: () => string, firstMs?: number): Files {
  const at = (path: string) => resolve(cwd(), path);
  return {
    readFile: (path, limit = {}) => attempt(path, () => readWhole(at(path), limit, firstMs)),
    writeFile: (path, content, kind) =>
      attempt(path, async () => {
        const { replaceFile } = await import('./replace-file.ts');
        await replaceFile(at(path), content, kind === 'private');
      }),
    reserveFile: async (path, bytes, waitMs) => {
      const { reserve } = await import('./reserve.ts');
      const reserved = await attempt(path, () => reserve(at(path), bytes, waitMs));
      return { ...reserved, commit: (content) => attempt(path, () => reserved.commit(content)) };
    },
    inspect: (path) =>
      attempt(path, () => {
        try {
          const stats = statSync(at(path), { throwIfNoEntry: false });
          if (stats === undefined) return undefined;
          const isLink = lstatSync(at(path)).isSymbolicLink();
          return { ...infoOf(stats), ...(isLink ? { isLink } : {}) };
        } catch (error) {
          // Below a file nothing can be.
          if (codeOf(error) === 'ENOTDIR') return undefined;
          throw error;
        }
      }),
    mayCreate: (path) => Promise.resolve(mayCreate(at(path))),
    mayWrite: (path) => Promise.resolve(mayWrite(at(path))),
    listFolder: (path) => attempt(path, () => readdirSync(at(path)).sort()),
    async *streamFile(path) {
      try {
        yield* streamWhole(at(path), firstMs);
      } catch (error) {
        throw new FileError(fileErrorCode(error), path, error);
      }
    },
  };
}

/** Linux's own, which nobody can write: sysfs, procfs. Their modes and `access` do not say so to root. */
const kernelFolders: ReadonlySet<number> = new Set([0x62656572, 0x9fa0]);

/** The nearest thing above that exists must be a folder that this user may write; a link that leads nowhere is in the way. */
function mayCreate(path: string): boolean {
  const above = dirname(path);
  try {
    const stats = statSync(above, { throwIfNoEntry: false });
    if (stats === undefined) {
      const isLink = lstatSync(above, { throwIfNoEntry: false }) !== undefined;
      return !isLink && above !== path && mayCreate(above);
    }
    if (!stats.isDirectory()) return false;
    accessSync(above, constants.W_OK | constants.X_OK);
    return !kernelFolders.has(statfsSync(above).type);
  } catch {
    return false;
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch (error) {
    return codeOf(error) === 'ENOENT' && mayCreate(path);
  }
}

/** A size is looked at before anything is read; a pipe or a device, as `/dev/zero`, has none and need not have an end. */
async function readWhole(path: string, limit: ReadLimit, firstMs?: number): Promise<Uint8Array> {
  const { mostBytes = usualBytes } = limit;
  const opened = openToRead(path);
  const { file, stats } = opened;
  if (!isStream(stats)) {
    try {
      if (stats.size > mostBytes) throw new TooLarge();
      return stats.size > 0 || !stats.isFile() ? readFileSync(file) : readUnsized(file, mostBytes);
    } finally {
      closeSync(file);
    }
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of piecesOf(opened, limit, firstMs)) {
    size += piece.length;
    if (size > mostBytes) throw new TooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function isStream(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory();
}

/** The system's own files have no size, and some no end. */
function readUnsized(file: number, mostBytes: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let size = 0; ;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const length = readSync(file, piece);
    if (length === 0) return Buffer.concat(pieces);
    size += length;
    if (size > mostBytes) throw new TooLarge();
    pieces.push(piece.subarray(0, length));
  }
}

async function* streamWhole(path: string, firstMs?: number): AsyncGenerator<Uint8Array> {
  const opened = openToRead(path);
  const { file, stats } = opened;
  if (isStream(stats)) {
    yield* withEnd(piecesOf(opened, {}, firstMs), stats);
    return;
  }
  try {
    yield* filePieces(file);
  } finally {
    closeSync(file);
  }
}

/** Logs and answers may have any length, and a device need not have an end. Throws `TooLarge`. */
export async function* withEnd(pieces: AsyncIterable<Uint8Array>, stats: Stats): AsyncGenerator<Uint8Array> {
  let left = stats.isCharacterDevice() ? usualBytes : Infinity;
  for await (const piece of pieces) {
    left -= piece.length;
    if (left < 0) throw new TooLarge();
    yield piece;
  }
}

/** What is left of an open file, which never has to be waited for. */
export function* filePieces(file: number): Generator<Uint8Array> {
  for (;;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const length = readSync(file, piece);
    if (length === 0) return;
    yield piece.subarray(0, length);
  }
}

async function attempt<T>(path: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new FileError(fileErrorCode(error), path, error);
  }
}

function infoOf(stats: Stats): FileInfo {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
  return {
    kind,
    size: stats.size,
    modifiedAt: Math.trunc(stats.mtimeMs),
    // What Windows reports are no permissions: they only repeat the read-only flag.
    ...(process.platform === 'win32' ? {} : { mode: stats.mode & 0o7777 }),
  };
}
