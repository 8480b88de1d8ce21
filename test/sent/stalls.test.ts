import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeWith,
  file,
  ownEnvironment,
  posix,
  program,
  runProcess,
  startProcess,
  testWith,
} from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';

/** Nothing that stands where a file, a program or an answer is expected keeps iamx waiting beyond its time, or after Ctrl-C. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-stalls-'));
let iamx: string;
beforeAll(async () => {
  iamx = await shippedProgram();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let homes = 0;
/** A home folder with this in its config file; nothing where there is to be none. */
function homeWith(config?: string): string {
  const home = join(folder, String(++homes));
  mkdirSync(join(home, '.aws'), { recursive: true });
  if (config !== undefined) writeFileSync(join(home, '.aws', 'config'), config);
  return home;
}

const envOf = (home: string, more: Readonly<Record<string, string>> = {}) => ({
  ...ownEnvironment,
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  ...more,
});

function run(home: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return runProcess(process.execPath, [iamx, ...words], { env: envOf(home, more), cwd: home });
}

function makePipe(path: string): string {
  expect(runProcess('mkfifo', [path]).status).toBe(0);
  return path;
}

/** Starts iamx, sends it the signal once `isReady`, and tells which signal ended it. */
async function interrupted(
  home: string,
  words: readonly string[],
  signal: 'SIGINT' | 'SIGTERM',
  isReady: () => boolean,
  more: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  const child = startProcess(process.execPath, [iamx, ...words], { env: envOf(home, more), cwd: home });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_, by) => resolve(by)));
  while (!isReady() && child.exitCode === null && child.signalCode === null) await wait(20);
  child.kill(signal);
  return ended;
}

describeWith([posix, program('mkfifo')], 'a pipe that nobody writes to', () => {
  const home = homeWith();
  const pipe = makePipe(join(home, '.aws', 'config'));
  const other = homeWith('[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\n');

  test.each([
    ['whoami', ['whoami', '--timeout', '0.2'], {}],
    ['every profile', ['whoami', '--all-profiles', '--timeout', '0.2'], {}],
    ['explain-chain', ['explain-chain', '--timeout', '0.2'], {}],
    ['a comparison', ['explain-chain', '--compare', '--timeout', '0.2'], {}],
    ['decode --live', ['decode', '--live', 'AKIAJMIKAMIKAMIKA2F3', '--timeout', '0.2'], {}],
    ['a credentials file', ['whoami', '--timeout', '0.2'], { AWS_SHARED_CREDENTIALS_FILE: pipe }],
    [
      'a token file',
      ['whoami', '--timeout', '0.2'],
      {
        AWS_CONFIG_FILE: join(other, 'none'),
        AWS_WEB_IDENTITY_TOKEN_FILE: pipe,
        AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/a',
      },
    ],
  ])('is waited for no longer than was said: %s', (_, words, env) => {
    const { status, stdout, stderr } = run(home, words, env);
    const told = (stdout + stderr).replace(/\s+/g, ' ');
    expect(told).toContain('.aws/config` is no file, and gave no whole text within 0.2 s');
    expect(status).toBeGreaterThan(0);
  });

  test('Ctrl-C ends the wait', async () => {
    const isOpen = () => true;
    expect(await interrupted(home, ['whoami', '--timeout', '600'], 'SIGINT', isOpen)).toBe('SIGINT');
    expect(await interrupted(home, ['whoami', '--timeout', '600'], 'SIGTERM', isOpen)).toBe('SIGTERM');
  });

  test('is written to by nobody who waits for a reader: saving says so', () => {
    const line = 'simulate --principal arn:aws:iam::111122223333:user/m --action s3:GetObject --resource *';
    const saved = run(home, [...line.split(' '), '--force', '--save', pipe]);
    expect(saved.status).toBe(2);
    expect(saved.stderr).toContain(pipe.slice(-20));
  });
});

describeWith([posix, program('mkfifo'), program('sh')], 'a pipe that somebody writes to', () => {
  test('is read to its end, however late it comes', () => {
    const home = homeWith();
    makePipe(join(home, '.aws', 'config'));
    const line =
      '(sleep 0.3; printf "[profile late]\\nregion = eu-north-1\\n" > "$HOME/.aws/config") & exec "$0" "$@"';
    const { stdout } = runProcess(
      'sh',
      ['-c', line, process.execPath, iamx, ...'explain-chain --all-profiles --offline --json'.split(' ')],
      { env: envOf(home), cwd: home },
    );
    expect(stdout).toContain('"late"');
  });

  testWith([program('bash'), file('/dev/fd')], 'is a policy too, and an empty one is empty', () => {
    const home = homeWith();
    const ask = (policy: string) => {
      const request = '--principal arn:aws:iam::111122223333:user/m --action s3:GetObject --resource "*"';
      const line = `exec "$0" "$1" simulate ${request} --policy <(${policy})`;
      return runProcess('bash', ['-c', line, process.execPath, iamx], { env: envOf(home), cwd: home });
    };
    const allow = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    expect(ask(`sleep 0.2; printf '%s' '${allow}'`)).toMatchObject({ status: 0 });
    expect(ask('true')).toMatchObject({ status: 2 });
  });
});

describeWith([posix, file('/dev/zero')], 'what has no end', () => {
  test('is not read to it', () => {
    const home = homeWith();
    const { status, stderr } = run(home, ['explain-chain', '--offline'], { AWS_CONFIG_FILE: '/dev/zero' });
    expect(status).toBe(2);
    expect(stderr).toContain('`/dev/zero` is larger than 64 MB');
  });
});

/** Numbers of processes that a program of the test left in this file. */
function pidsIn(path: string): readonly number[] {
  return readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);
}

/** Those that are still to be seen to have ended: what a failed test leaves is ended after it. */
const left = new Set<number>();
afterAll(() => {
  for (const pid of left) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
});

/**
 * Waits for the end of what a program left in the file. By itself it ends later than any test may take; on a busy machine a
 * killed process is there until whoever started it has looked.
 */
async function goneIn(path: string): Promise<void> {
  for (const pid of pidsIn(path)) {
    left.add(pid);
    while (isRunning(pid)) await wait(50);
    left.delete(pid);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const { stdout } = runProcess('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

const programs = [
  ['that starts others', 'sleep 3600 & echo $! > pids; sleep 3601 & echo $! >> pids; echo x; wait'],
  ['that has ended itself', 'sleep 3600 & echo $! > pids'],
  ['that ignores signals', 'trap "" INT TERM HUP; sleep 3600 & echo $! > pids; echo $$ >> pids; wait'],
  ['whose grandchild is deep', 'sh -c "sh -c \\"sleep 3600 & echo \\\\$! > pids; wait\\" & wait" & wait'],
  ['under nohup', 'nohup sleep 3600 > out 2>&1 & echo $! > pids; wait'],
] as const;

describeWith([posix, program('sh'), program('ps'), program('sleep')], 'a credential_process', () => {
  const config = (script: string) =>
    `[default]\nregion = eu-west-1\ncredential_process = sh ./script\n# ${script}\n`;
  const homeFor = (script: string) => {
    const home = homeWith(config('see script'));
    writeFileSync(join(home, 'script'), `${script}\n`);
    return home;
  };

  test.each(programs)('%s, and runs out of time, is ended with all that it started', async (_, script) => {
    const home = homeFor(script);
    const { status, stdout } = run(home, ['whoami', '--timeout', '1']);
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'credential_process did not end within 1 s and was stopped',
    );
    await goneIn(join(home, 'pids'));
  });

  testWith([program('setsid')], 'that starts a session of its own is ended all the same', async () => {
    const home = homeFor('setsid sh -c "sleep 3600 & echo \\$! > pids; wait" & wait');
    expect(run(home, ['whoami', '--timeout', '1']).status).toBe(1);
    await goneIn(join(home, 'pids'));
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('is ended with all that it started by %s', async (signal) => {
    const home = homeFor('trap "" INT TERM; sleep 3600 & echo $! > pids; echo $$ >> pids; touch ready; wait');
    const isReady = () => runProcess('test', ['-e', join(home, 'ready')]).status === 0;
    expect(await interrupted(home, ['whoami', '--timeout', '600'], signal, isReady)).toBe(signal);
    await goneIn(join(home, 'pids'));
  });

  test('that prints without an end is stopped', () => {
    const home = homeFor('while :; do printf "%0100000d" 7; done');
    const { status, stdout } = run(home, ['whoami', '--timeout', '600']);
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain('printed without an end and was stopped');
  });

  test('that gives credentials keeps what it started', () => {
    const home = homeFor(
      'sleep 3600 > out 2>&1 & echo $! > pids; echo \'{"Version":1,"AccessKeyId":"AKIAJMIKAMIKAMIKA2F3","SecretAccessKey":"x"}\'',
    );
    run(home, ['whoami', '--timeout', '5'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    for (const pid of pidsIn(join(home, 'pids'))) {
      left.add(pid);
      expect(isRunning(pid)).toBe(true);
    }
  });
});
