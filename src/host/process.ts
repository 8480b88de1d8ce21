import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { ProcessRequest, ProcessResult } from '../core/host.ts';
import { beforeEnd } from './before-end.ts';
import { endWithAll } from './end-process.ts';
import { codeOf } from './file-error.ts';

/** A program that prints so much more than anybody reads prints without an end. */
const mostPassedOver = 64 * 1024 * 1024;

/**
 * Runs a program to its end, or to its time limit: it is ended then with all that it started, and also where we are. Its
 * standard input is ours only where that is a terminal; it stays among the terminal's programs then, so that it can ask.
 */
export function runProcess(request: ProcessRequest, stdinIsTerminal: boolean): Promise<ProcessResult> {
  return new Promise((resolve) => {
    let child: ChildProcess | undefined;
    // In a group of its own it hears no Ctrl-C: it is ended for it, be it in the moment in which it starts.
    const forget = beforeEnd(() => {
      if (child !== undefined) endChild(child);
    });
    const finish = (result: ProcessResult) => {
      forget();
      resolve(result);
    };
    try {
      child = start(request, stdinIsTerminal);
    } catch (error) {
      finish(notStarted(error));
      return;
    }
    follow(child, request, finish);
  });
}

function start({ file, args, shell, env }: ProcessRequest, stdinIsTerminal: boolean): ChildProcess {
  return spawn(file, [...args], {
    shell,
    windowsHide: true,
    // A group of its own, by which all its processes are found.
    detached: !stdinIsTerminal && process.platform !== 'win32',
    stdio: [stdinIsTerminal ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    ...(env === undefined ? {} : { env: { ...env } }),
  });
}

function follow(
  child: ChildProcess,
  { timeoutMs, maxOutputBytes }: ProcessRequest,
  tell: (result: ProcessResult) => void,
): void {
  const finish = (result: ProcessResult) => {
    clearTimeout(timer);
    tell(result);
  };
  const end = (result: ProcessResult) => {
    endChild(child);
    // A program that nobody could end may still hold the pipes.
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
    finish(result);
  };
  const timer = setTimeout(() => {
    end({ kind: 'timed-out' });
  }, timeoutMs);
  const endless = () => {
    end({ kind: 'endless' });
  };
  const stdout = collect(child.stdout, maxOutputBytes, endless);
  const stderr = collect(child.stderr, maxOutputBytes, endless);
  child.on('error', (error) => {
    finish(notStarted(error));
  });
  child.on('close', (status, signal) => {
    const [out, err] = [stdout(), stderr()];
    finish({
      kind: 'exited',
      status: status ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      stdout: out.text,
      stderr: err.text,
      truncated: out.truncated || err.truncated,
    });
  });
}

function notStarted(error: unknown): ProcessResult {
  const code = codeOf(error);
  const reason = code === 'ENOENT' ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'denied' : 'other';
  return { kind: 'not-started', reason };
}

function endChild({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined) endWithAll(pid, exitCode !== null || signalCode !== null);
}

/** Keeps the first bytes and reads on, so that the program is never held up; not without an end, though. */
function collect(
  stream: Readable | null,
  mostBytes: number,
  endless: () => void,
): () => { readonly text: string; readonly truncated: boolean } {
  const pieces: Buffer[] = [];
  let size = 0;
  let passedOver = 0;
  let truncated = false;
  stream?.on('data', (piece: Buffer) => {
    const room = mostBytes - size;
    truncated ||= piece.length > room;
    if (room > 0) pieces.push(piece.subarray(0, room));
    size += Math.min(room, piece.length);
    passedOver += Math.max(0, piece.length - room);
    if (passedOver > mostPassedOver) endless();
  });
  return () => ({ text: Buffer.concat(pieces).toString('utf8'), truncated });
}
