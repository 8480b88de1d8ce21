import {
  spawn,
  spawnSync,
  type ChildProcessWithoutNullStreams,
  type SpawnSyncReturns,
} from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

/** How a process is started. */
export interface Setting {
  readonly cwd?: string;
  /** All of its environment; `ownEnvironment` where nothing is said. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

const folders = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';

/**
 * What the processes of tests have for an environment. Of this process's own only the places of programs: no locale, home,
 * colour setting, proxy or AWS variable of the machine changes what a test sees.
 */
export const ownEnvironment: Readonly<Record<string, string>> = { PATH: folders, LANG: 'C.UTF-8' };

const started = ({ env = ownEnvironment, ...place }: Setting) => ({ ...place, env: { ...env } });

/** Runs a program to its end. */
export function runProcess(
  file: string,
  words: readonly string[],
  { input = '', ...setting }: Setting & { readonly input?: string } = {},
): SpawnSyncReturns<string> {
  return spawnSync(file, words, { input, encoding: 'utf8', maxBuffer: 1e9, ...started(setting) });
}

/** Runs a line of a POSIX shell to its end: `sh`, since not every machine has another. */
export function runShell(line: string, setting: Setting & { readonly input?: string } = {}) {
  return runProcess('sh', ['-c', line], setting);
}

/** Starts a program that is spoken to while it runs. */
export function startProcess(
  file: string,
  words: readonly string[],
  setting: Setting = {},
): ChildProcessWithoutNullStreams {
  return spawn(file, words, started(setting));
}

/** Whether a program of that name would be found. */
export function hasProgram(name: string): boolean {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  return folders
    .split(delimiter)
    .some((folder) => endings.some((ending) => canRun(join(folder, name + ending))));
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What a test asks of the machine: a name to tell, and whether it is there. */
export interface Need {
  readonly name: string;
  readonly isThere: boolean;
}

export const posix: Need = { name: 'POSIX', isThere: process.platform !== 'win32' };
/** Nothing is forbidden to root. */
export const notRoot: Need = { name: 'a user who is not root', isThere: process.getuid?.() !== 0 };
export const program = (name: string): Need => ({ name, isThere: hasProgram(name) });
export const file = (path: string): Need => ({ name: path, isThere: existsSync(path) });

/** A test that not every machine can run. Where something is missing it is skipped, counted, and its title says why. */
export function testWith(needs: readonly Need[], title: string, body: () => Promise<void> | void): void {
  test.skipIf(missing(needs).length > 0)(title + reason(needs), body);
}

/** The same for a group of tests. */
export function describeWith(needs: readonly Need[], title: string, body: () => void): void {
  describe.skipIf(missing(needs).length > 0)(title + reason(needs), body);
}

function missing(needs: readonly Need[]): readonly string[] {
  return needs.filter(({ isThere }) => !isThere).map(({ name }) => name);
}

function reason(needs: readonly Need[]): string {
  const names = missing(needs);
  return names.length === 0 ? '' : ` (skipped: without ${names.join(' and ')})`;
}
