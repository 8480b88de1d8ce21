import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import type { ForegroundRequest, ForegroundResult } from '../core/host.ts';
import { errorPipe } from './error-pipe.ts';
import { codeOf } from './file-error.ts';
import { inheritedFiles } from './inherited-files.ts';
import { lastBytes } from './last-bytes.ts';
import { passOn } from './pass-on.ts';
import { passSignals } from './pass-signals.ts';
import { windowsCommand, type StartedAs } from './windows-command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs a program as if it had been started in our place: our standard input and output, terminal, folder and process
 * group are its own. Its standard error is a pipe, out of which everything goes to ours at once.
 */
export function runForeground(request: ForegroundRequest, env: Environment): Promise<ForegroundResult> {
  return new Promise((resolve) => {
    let child: ChildProcess | undefined;
    let hasEnded = false;
    /** What came before there was anybody to send it to. */
    const early: NodeJS.Signals[] = [];
    const forget = passSignals(
      (signal, isThere) => {
        if (child === undefined) early.push(signal);
        else if (child.pid !== undefined && !hasEnded && !isThere) send(child.pid, signal);
      },
      () => child?.pid,
    );
    const finish = (result: ForegroundResult) => {
      forget();
      resolve(result);
    };
    const inherited = inheritedFiles();
    const pipe = errorPipe();
    try {
      const { file, args, isVerbatim } = startedAs(request, env);
      child = spawn(file, [...args], {
        env: { ...env },
        stdio: stdio(inherited, pipe?.to),
        windowsVerbatimArguments: isVerbatim,
      });
    } catch (error) {
      pipe?.from.destroy();
      finish(notStarted(error));
      return;
    } finally {
      pipe?.giveAway();
    }
    if (child.pid !== undefined) for (const signal of early) send(child.pid, signal);
    const kept = lastBytes(request.keptBytes);
    const from = pipe?.from ?? child.stderr;
    const passing = from === null ? undefined : passOn(from, kept);
    child.on('error', (error) => {
      from?.destroy();
      finish(notStarted(error));
    });
    child.on('exit', (status, signal) => {
      hasEnded = true;
      const all = {
        kind: 'ended',
        status: status ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      } as const;
      void (passing?.drained() ?? Promise.resolve()).then(() => {
        finish({ ...all, written: kept.pieces(), isCut: kept.isCut() });
      });
    });
  });
}

function startedAs({ file, args }: ForegroundRequest, env: Environment): StartedAs {
  if (process.platform !== 'win32') return { file, args, isVerbatim: false };
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return windowsCommand(file, args, env, isFile);
}

function stdio(inherited: readonly number[], error: number | undefined): StdioOptions {
  const all: ('inherit' | 'pipe' | 'ignore' | number)[] = ['inherit', 'inherit', error ?? 'pipe'];
  for (const file of inherited) {
    while (all.length < file) all.push('ignore');
    all.push(file);
  }
  return all;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, or belongs to another user, as what `sudo` starts: whoever sent it could not reach it either.
  }
}

const failures: Readonly<Record<string, 'missing' | 'denied'>> = {
  ENOENT: 'missing',
  // Of an empty name.
  ERR_INVALID_ARG_VALUE: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
};

function notStarted(error: unknown): ForegroundResult {
  return { kind: 'not-started', failure: failures[codeOf(error)] ?? 'other' };
}
