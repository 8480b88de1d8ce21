import { fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { IamxError } from '../core/error.ts';
import { FileError } from '../core/host.ts';
import type { Host, Terminal } from '../core/host.ts';
import { fileErrorCode } from './file-error.ts';
import { nodeFiles } from './files.ts';

/** The real world. What costs time to know is looked up when it is asked for. */
export function nodeHost(): Host {
  const stdin = terminal(0, () => process.stdin);
  const stderr = terminal(2, () => process.stderr);
  return {
    env: process.env,
    platform: process.platform === 'win32' ? 'windows' : 'posix',
    get cwd() {
      return currentFolder();
    },
    get homeFolder() {
      return findHome();
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
    runProcess: async (request) => (await import('./process.ts')).runProcess(request, stdin.isTerminal),
    sendHttp: async (request) => (await import('./http.ts')).sendHttp(request),
  };
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

/** Empty where neither the environment nor the system knows one, as in a container without a user. */
function findHome(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/** A pipe or a file is never a terminal; telling so without `process.stdout` saves the time to create it. */
function terminal(file: 0 | 1 | 2, stream: () => { isTTY?: boolean; columns?: number }): Terminal {
  const isTerminal = () => {
    try {
      return fstatSync(file).isCharacterDevice() && stream().isTTY === true;
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

async function* streamInput(): AsyncIterable<Uint8Array> {
  const input: AsyncIterable<Uint8Array> = process.stdin;
  try {
    yield* input;
  } catch (error) {
    throw new FileError(fileErrorCode(error), '-', error);
  }
}
