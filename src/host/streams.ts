import { writeSync } from 'node:fs';
import { FileError } from '../core/host.ts';
import type { Streams } from '../core/host.ts';
import { codeOf, fileErrorCode } from './file-error.ts';

/**
 * The process's own streams. Writing waits until all is written, so that leaving right after it loses nothing.
 * Elsewhere than on Windows the bytes go straight to the file: creating `process.stdout` costs 2 to 4 ms.
 */
export function nodeStreams(): Streams {
  const direct = process.platform !== 'win32';
  return {
    writeOut: writer(1, 'standard output', () => process.stdout, direct),
    writeErr: writer(2, 'standard error', () => process.stderr, direct),
  };
}

function writer(
  file: number,
  name: string,
  stream: () => NodeJS.WriteStream,
  isDirect: boolean,
): (text: string) => Promise<boolean> {
  let direct = isDirect;
  let closed = false;
  return async (text) => {
    if (closed) return false;
    if (text === '') return true;
    let rest: Uint8Array = Buffer.from(text, 'utf8');
    try {
      while (direct && rest.length > 0) {
        try {
          rest = rest.subarray(writeSync(file, rest));
        } catch (error) {
          // Whoever gave us the pipe made it non-blocking: the stream can wait for room, a write cannot.
          if (codeOf(error) !== 'EAGAIN') throw error;
          direct = false;
        }
      }
      if (rest.length > 0) await writeStream(stream(), rest);
      return true;
    } catch (error) {
      closed = true;
      // Windows says EOF of a pipe that was closed.
      if (['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED'].includes(codeOf(error))) return false;
      throw new FileError(fileErrorCode(error), name, error);
    }
  };
}

function writeStream(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // The same error also arrives as an event, which without a listener ends the process.
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined);
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
