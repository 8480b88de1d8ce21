import { fstatSync, statSync, type Stats } from 'node:fs';
import { IamxError } from '../core/error.ts';
import { FileError } from '../core/host.ts';
import { Secrets } from '../core/secrets.ts';
import type { Host, Terminal } from '../core/host.ts';
import { fileErrorCode } from './file-error.ts';
import { filePieces, nodeFiles, withEnd } from './files.ts';
import { systemHome } from './home-folder.ts';

/** The real world. What costs time to know is looked up when it is asked for. */
export function nodeHost(): Host {
  const env = trustingEnvironment();
  const stdin = terminal(0, () => process.stdin);
  const stderr = terminal(2, () => process.stderr);
  return {
    secrets: new Secrets(),
    env,
    platform: process.platform === 'win32' ? 'windows' : 'posix',
    get cwd() {
      return currentFolder();
    },
    get homeFolder() {
      return homeFolder();
    },
    stdout: terminal(1, () => process.stdout),
    stderr,
    stdin,
    now: () => Date.now(),
    ...nodeFiles(currentFolder),
    streamInput,
    askHidden: async (question) =>
      stdin.isTerminal && stderr.isTerminal ? (await import('./prompt.ts')).askHidden(question) : undefined,
    showProgress: (text) => {
      if (stderr.isTerminal) process.stderr.write(`\r\u001b[2K${text}`);
    },
    runProcess: async (request) =>
      (await import('./process.ts')).runProcess({ env, ...request }, stdin.isTerminal),
    runForeground: async (request) => (await import('./foreground.ts')).runForeground(request, env),
    watch: async () => (await import('./watch.ts')).watch(currentFolder()),
    sendHttp: async (request) => (await import('./http.ts')).sendHttp(request),
  };
}

/**
 * With this variable Node would accept every certificate, and whoever is on the way could take what is sent. It stays in
 * what programs get that are started, and is not obeyed here; `identity/announce.ts` says so.
 */
function trustingEnvironment(): Readonly<Record<string, string | undefined>> {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === undefined) return process.env;
  const all: Readonly<Record<string, string | undefined>> = { ...process.env };
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  return all;
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new IamxError('file-missing', 'the current folder does not exist any more', {
      hint: 'Go to another folder: cd',
      cause,
    });
  }
}

/** As Node and the SDKs find it: on POSIX the variable counts, whatever is in it. */
function homeFolder(): string {
  const { HOME } = process.env;
  return HOME !== undefined && process.platform !== 'win32' ? HOME : systemHome();
}

/**
 * A pipe or a file is never a terminal, nor is the device that everything vanishes in; telling so without
 * `process.stdout` saves the 3 ms that it takes to create it.
 */
function terminal(file: 0 | 1 | 2, stream: () => { isTTY?: boolean; columns?: number }): Terminal {
  const isTerminal = () => {
    try {
      const stats = fstatSync(file);
      return stats.isCharacterDevice() && !isNullDevice(stats) && stream().isTTY === true;
    } catch {
      return false;
    }
  };
  return {
    get isTerminal() {
      return isTerminal();
    },
    get columns() {
      // A terminal that does not know its width says 0.
      return isTerminal() ? stream().columns || undefined : undefined;
    },
  };
}

function isNullDevice({ rdev }: Stats): boolean {
  return process.platform !== 'win32' && statSync('/dev/null', { throwIfNoEntry: false })?.rdev === rdev;
}

async function* streamInput(): AsyncIterable<Uint8Array> {
  try {
    const stats = fstatSync(0);
    // Making `process.stdin` costs 2 to 4 ms, and it reads a file through threads.
    if (stats.isFile()) yield* filePieces(0);
    else yield* withEnd(process.stdin, stats);
  } catch (error) {
    throw new FileError(fileErrorCode(error), '-', error);
  }
}
