import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../scripts/bundle.mjs';

/** The program as it is shipped, built from the sources of now. */
const root = join(import.meta.dirname, '..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-process-')));
const program = join(folder, 'bin', 'iamx.js');
const onPosix = process.platform !== 'win32';
const manyIds = 'AKIAIOSFODNN7EXAMPLE\n'.repeat(5000);

beforeAll(async () => {
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(root, 'data'), join(folder, 'data'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  await build(join(folder, 'dist'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function iamx(words: readonly string[], input = '') {
  return spawnSync(process.execPath, [program, ...words], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  });
}

function shell(line: string, input = '') {
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], { input, encoding: 'utf8', maxBuffer: 1e9 });
}
const started = `"${process.execPath}" "${program}"`;

test('answers, with the status of the answer', () => {
  expect(iamx(['decode', 'AKIAIOSFODNN7EXAMPLE'])).toMatchObject({ status: 0, stderr: '' });
  expect(iamx(['decode', '--json', 'arn:aws:s3:::acme'])).toMatchObject({ status: 0, stderr: '' });
  expect(iamx(['decode', 'nothing-known'])).toMatchObject({ status: 1 });
  expect(iamx(['decoed'])).toMatchObject({ status: 2, stdout: '' });
  expect(iamx([])).toMatchObject({ status: 2, stdout: '' });
});

test('finds its data and its version', () => {
  const { status, stdout } = iamx(['--version', '--verbose']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n[^]*IAM data/);
});

test('everything arrives, however much it is and however slowly it is read', async () => {
  const whole = iamx(['decode', '--json', '-'], manyIds).stdout;
  expect(whole.length).toBeGreaterThan(1_000_000);
  expect((JSON.parse(whole) as { items: unknown[] }).items).toHaveLength(5000);

  const child = spawn(process.execPath, [program, 'decode', '--json', '-']);
  child.stdin.end(manyIds);
  let slow = '';
  for await (const piece of child.stdout.setEncoding('utf8')) {
    slow += piece as string;
    if (slow.length < 400_000) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(slow).toBe(whole);
});

test('without its bundle it says what to do', () => {
  const alone = join(folder, 'alone');
  cpSync(join(root, 'bin'), join(alone, 'bin'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(alone, 'bin', 'iamx.js')], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: iamx is not built\nhint:  npm run build\n',
  });
});

describe.runIf(onPosix)('on POSIX', () => {
  test('a reader that leaves is no error', () => {
    const { status, stdout, stderr } = shell(`${started} decode - | head -n 1`, manyIds);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  test.runIf(existsSync('/dev/full'))('a full disk is an error', () => {
    const { status, stderr } = shell(`${started} decode AKIAIOSFODNN7EXAMPLE > /dev/full`);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: cannot use standard output: the disk is full\n',
    });
  });

  test('an error that cannot be shown still has its status', () => {
    expect(shell(`${started} nope 2> /dev/null; exit $?`).status).toBe(2);
    expect(shell(`${started} nope 2>&-; exit $?`).status).toBe(2);
  });

  test('interrupted, it ends as the signal says', async () => {
    const child = spawn(process.execPath, [program, 'decode', '-']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    child.kill('SIGINT');
    const [status, signal] = await new Promise<readonly [number | null, string | null]>((resolve) =>
      child.on('exit', (code, name) => resolve([code, name])),
    );
    expect({ status, signal }).toEqual({ status: null, signal: 'SIGINT' });
  });

  test('a link to it works, as npm makes one', () => {
    mkdirSync(join(folder, 'links'));
    symlinkSync(program, join(folder, 'links', 'iamx'));
    expect(shell(`"${join(folder, 'links', 'iamx')}" --version`)).toMatchObject({ status: 0, stderr: '' });
  });

  test('it does not need its home, nor a locale', () => {
    const bare = spawnSync(process.execPath, [program, 'decode', 'AKIAIOSFODNN7EXAMPLE'], {
      env: {},
      encoding: 'utf8',
    });
    expect(bare).toMatchObject({ status: 0, stderr: '' });
    expect(bare.stdout).not.toMatch(/[^\n\x20-\x7e]/);
  });
});
