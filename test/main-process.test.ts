import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyTree } from './support/copy.ts';
import {
  describeWith,
  file,
  ownEnvironment,
  posix,
  runProcess,
  runShell,
  startProcess,
  testWith,
} from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** The program as it is shipped, built from the sources of now. */
const root = join(import.meta.dirname, '..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-process-')));
let program = '';
/** Each another one: what stands there twice is answered once. */
const manyIds = Array.from({ length: 5000 }, (_, index) => `AROAY24FZKAOBPJTH2BSF:session-${index}\n`).join(
  '',
);

beforeAll(async () => {
  program = await shippedProgram();
  // Some tests ask as another user.
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function iamx(words: readonly string[], input = '') {
  return runProcess(process.execPath, [program, ...words], { input });
}

/** A line of the shell in which `iamx` is the program. */
function shell(line: string, input = '') {
  const env = { ...ownEnvironment, NODE: process.execPath, IAMX: program };
  return runShell(`iamx() { "$NODE" "$IAMX" "$@"; }; ${line}`, { input, env });
}

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

test('has its data for what an error means, where no resource was refused', () => {
  const said =
    'An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid';
  const { status, stdout, stderr } = runProcess(process.execPath, [program, 'explain-error', said], {
    env: {
      ...ownEnvironment,
      AWS_ACCESS_KEY_ID: 'ASIAY24FZKAOBPJTH2BS',
      AWS_SECRET_ACCESS_KEY: 'NotASecretKeyButSecretAsOne/abcdefgh1234',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-1',
    },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'ListUsers is a call of IAM, and the credentials here are temporary',
  );
});

test('everything arrives, however much it is and however slowly it is read', async () => {
  const whole = iamx(['decode', '--json', '-'], manyIds).stdout;
  expect(whole.length).toBeGreaterThan(1_000_000);
  expect((JSON.parse(whole) as { items: unknown[] }).items).toHaveLength(5000);

  const child = startProcess(process.execPath, [program, 'decode', '--json', '-']);
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
  copyTree(join(root, 'bin'), join(alone, 'bin'));
  const { status, stderr } = runProcess(process.execPath, [join(alone, 'bin', 'iamx.js')]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: iamx is not built\nhint:  npm run build\n',
  });
});

describeWith([posix], 'on POSIX', () => {
  test('a reader that leaves is no error', () => {
    const { status, stdout, stderr } = shell('{ iamx decode -; echo "status $?" >&2; } | head -n 1', manyIds);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'status 0\n' });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  testWith([file('/dev/full')], 'a full disk is an error', () => {
    const { status, stderr } = shell('iamx decode AKIAIOSFODNN7EXAMPLE > /dev/full');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: cannot use standard output: the disk is full\n',
    });
  });

  test('an error that cannot be shown still has its status', () => {
    expect(shell('iamx nope 2> /dev/null').status).toBe(2);
    expect(shell('iamx nope 2>&-').status).toBe(2);
  });

  test('interrupted, it ends as the signal says', async () => {
    const child = startProcess(process.execPath, [program, 'decode', '-']);
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
    expect(runProcess(join(folder, 'links', 'iamx'), ['--version'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('it does not need its home, nor a locale', () => {
    const bare = runProcess(process.execPath, [program, 'decode', 'AKIAIOSFODNN7EXAMPLE'], { env: {} });
    expect(bare).toMatchObject({ status: 0, stderr: '' });
    expect(bare.stdout).not.toMatch(/[^\n\x20-\x7e]/);
  });
});

describe('bad input from real files', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  const files = join(folder, 'files');
  const question = [
    ...['simulate', '--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 's3:GetObject'],
    ...['--resource', 'arn:aws:s3:::acme/x', '--resource-account', '111122223333'],
  ];

  beforeAll(() => {
    mkdirSync(join(files, 'folder'), { recursive: true });
    const write = (name: string, content: string | Uint8Array) => writeFileSync(join(files, name), content);
    write('good.json', policy);
    write('folder/inside.json', policy);
    write('empty.json', '');
    write('cut.json', policy.slice(0, 60));
    write('latin1.json', Buffer.from(policy.replace('*', 'é'), 'latin1'));
    write('utf16.json', Buffer.from(`\ufeff${policy}`, 'utf16le'));
    write('bom.json', `\ufeff${policy}`);
    write('crlf.json', JSON.stringify(JSON.parse(policy), undefined, 2).replaceAll('\n', '\r\n'));
    write('nul.json', `${policy}\0`);
    write('image.json', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
    write('main.tf', 'resource "aws_iam_policy" "read" {\n  name = "read"\n}\n');
    symlinkSync('circle.json', join(files, 'circle.json'));
    symlinkSync('gone.json', join(files, 'lost.json'));
    write('denied.json', policy);
    chmodSync(join(files, 'denied.json'), 0);
  });

  function ask(file: string, options: { readonly uid?: number; readonly gid?: number } = {}) {
    const words = [program, ...question, '--policy', file];
    return runProcess(process.execPath, words, { cwd: files, ...options });
  }

  test.each(['good.json', 'utf16.json', 'bom.json', 'crlf.json'])('%s is read', (file) => {
    const { status, stdout } = ask(file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ALLOWED/);
  });

  test.each([
    ['missing', 'goood.json', 'error: no such file: `goood.json`\nhint:  Did you mean `good.json`?\n'],
    ['empty', 'empty.json', /^error: `empty.json` is empty\nhint: {2}A policy starts with/],
    ['truncated', 'cut.json', /^error: the text ends too early[^]*\ncut\.json:1:61\n/],
    [
      'a directory',
      'folder',
      /^error: `folder` is a folder, not a file\nhint: {2}Name a file in it: `folder\/inside.json`/,
    ],
    ['a link to itself', 'circle.json', /^error: `circle.json` is a link that leads back to itself\nhint: /],
    [
      'a link that leads nowhere',
      'lost.json',
      'error: no such file: `lost.json`\nhint:  It is a link, and nothing is where it leads: ls -l shows it\n',
    ],
    ['binary', 'image.json', /^error: `image.json` is not text: it looks like a PNG image\nhint: /],
    ['NUL at its end', 'nul.json', /^error: `nul.json` is not text[^]*NUL\)\s+\(nul\.json:1:\d+\)\nhint: /],
    [
      'Latin-1',
      'latin1.json',
      /^error: `latin1.json` is not UTF-8: byte E9 at line 1, column \d+[^]*\(latin1\.json:1:\d+\)\nhint: /,
    ],
    [
      'Terraform',
      'main.tf',
      /^error: `main.tf` is not a policy: it looks like a Terraform file \(main\.tf:1:1\)\nhint: /,
    ],
  ])('%s', (_name, file, told) => {
    const { status, stdout, stderr } = ask(file);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    if (typeof told === 'string') expect(stderr).toBe(told);
    else expect(stderr).toMatch(told);
  });

  // Nothing is unreadable for root: somebody else asks then.
  const isRoot = process.getuid?.() === 0;
  const other = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const somebody = {
    name: 'a user who is not root and can run Node',
    isThere:
      posix.isThere && runProcess(process.execPath, ['-e', '0'], { ...other, cwd: tmpdir() }).status === 0,
  };
  testWith([somebody], 'unreadable', () => {
    const { status, stdout, stderr } = ask('denied.json', other);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: cannot read `denied.json`: permission denied\nfix:   chmod +r denied.json\n',
    });
  });

  testWith([file('/dev/fd')], 'a policy from a process substitution, which is a pipe with a name', () => {
    const words = question.map((word) => `'${word}'`).join(' ');
    const { status, stdout } = shell(
      `printf %s '${policy}' | iamx ${words} --policy /dev/fd/3 3<&0 </dev/null`,
    );
    expect({ status, verdict: stdout.slice(0, 7) }).toEqual({ status: 0, verdict: 'ALLOWED' });
  });

  testWith([file('/dev/zero')], 'what has no end is not read to its end', () => {
    const { status, stderr } = ask('/dev/zero');
    expect(status).toBe(2);
    expect(stderr).toContain('error: `/dev/zero` is larger than 256 MB');
  });

  testWith([file('/dev/null')], 'nothing', () => {
    expect(ask('/dev/null')).toMatchObject({ status: 2, stdout: '' });
  });

  test('a line that is bad among many', () => {
    const request = {
      principal: 'arn:aws:iam::111122223333:user/mika',
      action: 's3:GetObject',
      resource: '*',
    };
    const line = JSON.stringify({ request, policies: { identity: [{ file: join(files, 'good.json') }] } });
    const many = Array.from({ length: 2000 }, (_, index) => (index === 1000 ? '{"request":' : line));
    const { status, stdout, stderr } = iamx(['simulate', '--jsonl', '--scenario', '-'], many.join('\n'));
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    const answers = stdout.trimEnd().split('\n');
    expect(answers).toHaveLength(2000);
    expect(answers.filter((answer) => answer.includes('"decision":"allowed"'))).toHaveLength(1999);
    expect(JSON.parse(answers[1000] ?? '')).toMatchObject({ error: { span: { line: 1001 } } });
  });
});

describe('the look of the output', () => {
  const words = ['decode', 'arn:aws:sts::111122223333:assumed-role/App/ci', 'AKIAIOSFODNN7EXAMPLE'];
  const start = (env: Readonly<Record<string, string>>) =>
    runProcess(process.execPath, [program, ...words], { env }).stdout;

  test('in a pipe: no colour, 80 columns', () => {
    const out = start({ LANG: 'C.UTF-8', COLUMNS: '200' });
    expect(out).not.toContain('\u001b');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('FORCE_COLOR paints a pipe, NO_COLOR with it does not undo that, 0 does', () => {
    expect(start({ LANG: 'C.UTF-8', FORCE_COLOR: '1' })).toContain('\u001b[');
    expect(start({ LANG: 'C.UTF-8', FORCE_COLOR: '0' })).not.toContain('\u001b[');
    expect(start({ LANG: 'C.UTF-8', NO_COLOR: '1' })).not.toContain('\u001b[');
  });

  test.each([{ LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, { LANG: 'en_US.ISO-8859-1' }])(
    'a locale without UTF-8 gets ASCII: %j',
    (env) => {
      expect(start(env)).not.toMatch(/[^\n\x20-\x7e]/);
    },
  );
});
