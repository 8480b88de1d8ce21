import { closeSync, constants, fstatSync, openSync, readSync, writeSync, type Stats } from 'node:fs';
import type { ReadLimit } from '../core/host.ts';
import { codeOf } from './file-error.ts';

/** Windows has no such flag: what would wait there is no file that can be named. */
const noWaiting = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;
const pieceBytes = 262_144;
/** How long to wait before a device is asked again. */
const pauseMs = 10;
/** Where no limit is given: whoever writes to a pipe of a shell is there before its reader. */
const writerMs = 10_000;

/** What was opened, and what it is. */
export interface Opened {
  readonly file: number;
  readonly stats: Stats;
}

/** Nothing came out of a pipe or a device in time. */
export class TooLate extends Error {
  readonly code = 'IAMX_LATE';

  constructor(seconds: number) {
    super(`nothing came within ${seconds} s`);
  }
}

/** There is more than anybody wants to read. */
export class TooLarge extends Error {
  readonly code = 'IAMX_TOO_LARGE';
}

/**
 * Opens a file to read. A pipe that nobody writes to and a terminal would keep the only thread waiting, where neither
 * a time limit nor anything else can end it: they are opened without that, and told by what they are.
 */
export function openToRead(path: string): Opened {
  const file = openSync(path, constants.O_RDONLY | noWaiting);
  try {
    return { file, stats: fstatSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * What comes out of a pipe or a device, to its end; the file is closed then. A pipe whose writer has not come yet is
 * waited for, as a shell does; who has come, and a device that gave something, may take as long as they want where there
 * is no limit. Throws `TooLate`.
 */
export async function* piecesOf(
  { file, stats }: Opened,
  { waitMs }: ReadLimit,
  firstMs = writerMs,
): AsyncGenerator<Uint8Array> {
  if (stats.isFIFO() || stats.isSocket()) yield* pipePieces(file, waitMs, firstMs);
  else yield* devicePieces(file, waitMs, firstMs);
}

/** Libuv waits for a pipe; the stream closes the file. */
async function* pipePieces(
  file: number,
  waitMs: number | undefined,
  firstMs: number,
): AsyncGenerator<Uint8Array> {
  const { Socket } = await import('node:net');
  const socket = new Socket({ fd: file, readable: true, writable: false });
  const first: Uint8Array[] = [];
  const limit = waitMs ?? firstMs;
  const timer = setTimeout(() => {
    const isWritten = waitMs === undefined && (socket.bytesRead > 0 || hasWriter(file, first));
    if (!isWritten) socket.destroy(new TooLate(limit / 1000));
  }, limit);
  const pieces: AsyncIterable<Uint8Array> = socket;
  try {
    for await (const piece of pieces) {
      yield* first.splice(0);
      yield piece;
    }
    yield* first;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** A pipe that is empty says so only to those for whom somebody may still write. What came just now is kept. */
function hasWriter(file: number, first: Uint8Array[]): boolean {
  const piece = Buffer.alloc(1);
  const length = readIfThere(file, piece);
  if (length === 1) first.push(piece);
  return length !== 0;
}

async function* devicePieces(
  file: number,
  waitMs: number | undefined,
  firstMs: number,
): AsyncGenerator<Uint8Array> {
  const limit = waitMs ?? firstMs;
  let until = Date.now() + limit;
  try {
    for (;;) {
      if (Date.now() > until) throw new TooLate(limit / 1000);
      const piece = Buffer.allocUnsafe(pieceBytes);
      const length = readIfThere(file, piece);
      if (length === 0) return;
      if (length === undefined) await pause(pauseMs);
      else {
        yield piece.subarray(0, length);
        if (waitMs === undefined) until = Infinity;
        // A device without an end must not keep everything else waiting.
        await pause(0);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Undefined where nothing is there yet. */
function readIfThere(file: number, piece: Uint8Array): number | undefined {
  try {
    return readSync(file, piece);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

/** Writes to a pipe or a device. A pipe that nobody reads is an error, and not a wait for somebody who does. */
export async function writeTo(path: string, content: string): Promise<void> {
  const file = openSync(path, constants.O_WRONLY | constants.O_TRUNC | noWaiting);
  try {
    for (let rest: Uint8Array = Buffer.from(content, 'utf8'); rest.length > 0;) {
      try {
        rest = rest.subarray(writeSync(file, rest));
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') throw error;
        await pause(pauseMs);
      }
    }
  } finally {
    closeSync(file);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
