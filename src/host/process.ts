import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { ProcessRequest, ProcessResult } from '../core/host.ts';
import { codeOf } from './file-error.ts';

/** Runs a program to its end, or to its time limit. Its standard input is ours only where that is a terminal. */
export async function runProcess(request: ProcessRequest, stdinIsTerminal: boolean): Promise<ProcessResult> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(request.file, [...request.args], {
        shell: request.shell,
        windowsHide: true,
        stdio: [stdinIsTerminal ? 'inherit' : 'ignore', 'pipe', 'pipe'],
        ...(request.env === undefined ? {} : { env: { ...request.env } }),
      });
    } catch (error) {
      resolve(notStarted(error));
      return;
    }
    const stdout = collect(child.stdout, request.maxOutputBytes);
    const stderr = collect(child.stderr, request.maxOutputBytes);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // A program that it started may still hold the pipes.
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve({ kind: 'timed-out' });
    }, request.timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve(notStarted(error));
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      const [out, err] = [stdout(), stderr()];
      resolve({
        kind: 'exited',
        status: status ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        stdout: out.text,
        stderr: err.text,
        truncated: out.truncated || err.truncated,
      });
    });
  });
}

function notStarted(error: unknown): ProcessResult {
  const code = codeOf(error);
  const reason = code === 'ENOENT' ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'denied' : 'other';
  return { kind: 'not-started', reason };
}

/** Keeps the first bytes and reads on, so that the program is never held up. */
function collect(
  stream: Readable | null,
  mostBytes: number,
): () => { readonly text: string; readonly truncated: boolean } {
  const pieces: Buffer[] = [];
  let size = 0;
  let truncated = false;
  stream?.on('data', (piece: Buffer) => {
    const room = mostBytes - size;
    truncated ||= piece.length > room;
    if (room > 0) pieces.push(piece.subarray(0, room));
    size += Math.min(room, piece.length);
  });
  return () => ({ text: Buffer.concat(pieces).toString('utf8'), truncated });
}
