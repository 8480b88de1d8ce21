import { write } from 'node:fs';
import type { Readable } from 'node:stream';
import { codeOf } from './file-error.ts';
import type { LastBytes } from './last-bytes.ts';

const standardError = 2;
/** How long to wait before a pipe that is full is written to again, where it was made not to wait by itself. */
const pauseMs = 2;
/** More than a pipe holds: whoever goes on writing was left behind by the program that has ended. */
const mostLeft = 1024 * 1024;

export interface Passing {
  /** All that stood in the pipe when it was asked is written; what comes later is not waited for. */
  drained(): Promise<void>;
}

/**
 * Writes to standard error what comes, as it comes, and keeps the end of it. Nothing is read while a piece is being
 * written, so that a slow reader holds the program up as it would without us; where nobody reads any more the pipe is
 * closed, and the program learns of it as it would.
 */
export function passOn(from: Readable, kept: LastBytes): Passing {
  let writing: Promise<void> | undefined;
  let size = 0;
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  from.on('end', over);
  from.on('close', over);
  from.on('error', over);
  from.on('data', (piece: Buffer) => {
    size += piece.length;
    kept.add(piece);
    from.pause();
    writing = writeWhole(piece).then((isRead) => {
      writing = undefined;
      if (isRead) from.resume();
      else from.destroy();
    });
  });

  return {
    async drained() {
      const most = size + mostLeft;
      // Between two turns of the loop whatever is in the pipe is read.
      for (let idle = 0; !isOver && idle < 2 && size < most;) {
        const before = size;
        await (writing ?? turn());
        idle = size === before && writing === undefined ? idle + 1 : 0;
      }
      await writing;
      from.destroy();
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** False where nobody reads it any more. */
function writeWhole(piece: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const next = (rest: Uint8Array) => {
      write(standardError, rest, (error, length) => {
        if (error === null) {
          if (length < rest.length) next(rest.subarray(length));
          else resolve(true);
        } else if (codeOf(error) === 'EAGAIN') setTimeout(next, pauseMs, rest);
        // A disk that is full, or a terminal that is gone: the program goes on, as it would without us.
        else resolve(!['EPIPE', 'EOF'].includes(codeOf(error)));
      });
    };
    next(piece);
  });
}
