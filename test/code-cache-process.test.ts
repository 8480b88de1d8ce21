import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyTree } from './support/copy.ts';
import {
  describeWith,
  ownEnvironment,
  posix,
  runProcess,
  startProcess,
  testWith,
} from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** Whole processes of the shipped program, each test with a home of its own. */
const root = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-code-')));
const words = ['decode', 'AROAY24FZKAOBPJTH2BSF'];
let program = '';
let answer = '';

beforeAll(async () => {
  program = await shippedProgram();
  chmodSync(root, 0o755);
  answer = runProcess(process.execPath, [program, ...words]).stdout;
  writeFileSync(
    join(root, 'watch.cjs'),
    `const vm = require('node:vm');
     const { Script } = vm;
     vm.Script = class extends Script {
       constructor(text, options) {
         super(text, options);
         const refused = this.cachedDataRejected;
         const how = refused === undefined ? 'compiled' : refused ? 'refused' : 'kept';
         require('node:fs').appendFileSync(process.env.WATCHED, how + '\\n');
       }
     };`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let homes = 0;
function newHome(): string {
  const home = join(root, `home-${homes++}`);
  mkdirSync(home, { mode: 0o700 });
  return home;
}

function environment(home: string, more: Readonly<Record<string, string>> = {}) {
  return { ...ownEnvironment, HOME: home, ...more };
}

/** Asks, and expects the answer that there is without a cache. */
function ask(home: string, more: Readonly<Record<string, string>> = {}, of = program): void {
  const { status, stdout, stderr } = runProcess(process.execPath, [of, ...words], {
    env: environment(home, more),
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: answer, stderr: '' });
}

/** How V8 came to the code of a run: `kept` is from the cache, `refused` was in it and V8 did not take it. */
function waysOf(home: string, more: Readonly<Record<string, string>> = {}, of = program): readonly string[] {
  const watched = join(root, 'watched');
  rmSync(watched, { force: true });
  ask(home, { NODE_OPTIONS: `--require=${join(root, 'watch.cjs')}`, WATCHED: watched, ...more }, of);
  return readFileSync(watched, 'utf8').trimEnd().split('\n');
}

const folderIn = (home: string) => join(home, '.cache', 'iamx');

/** The one file of code, beside the mark of the first run. */
function fileIn(home: string): string {
  const [name = '', ...others] = readdirSync(folderIn(home));
  expect(others).toEqual([`${name}.first`]);
  return join(folderIn(home), name);
}

/** A home in which the program ran twice. */
function filledHome(): string {
  const home = newHome();
  ask(home);
  ask(home);
  return home;
}

describeWith([posix], 'compiled code between runs', () => {
  test('the first run leaves a mark, the second keeps the code, the third has it', () => {
    const home = newHome();
    expect(waysOf(home)).toEqual(['compiled']);
    expect(existsSync(join(home, '.cache'))).toBe(false);
    ask(home);
    const [mark = '', ...others] = readdirSync(folderIn(home));
    expect(mark).toMatch(/^decode-[0-9a-f]{16}-v[\w.-]+\.first$/);
    expect([...others, statSync(join(folderIn(home), mark)).size]).toEqual([0]);
    ask(home);
    expect(statSync(fileIn(home)).mode & 0o777).toBe(0o600);
    expect(waysOf(home)).toEqual(['kept']);
  });

  test('IAMX_CACHE=0 switches it off', () => {
    const home = newHome();
    for (let count = 0; count < 3; count++) ask(home, { IAMX_CACHE: '0' });
    expect(readdirSync(home)).toEqual([]);
    expect(waysOf(filledHome(), { IAMX_CACHE: '0' })).toEqual(['compiled']);
  });

  test('without a home there is none', () => {
    for (let count = 0; count < 3; count++) {
      const { status, stdout, stderr } = runProcess(process.execPath, [program, ...words], {
        cwd: root,
        env: { ...ownEnvironment, XDG_CACHE_HOME: 'caches' },
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: answer, stderr: '' });
    }
    expect(existsSync(join(root, 'caches'))).toBe(false);
  });

  test('what is no answer leaves nothing', () => {
    const home = newHome();
    for (const bad of [['decode', '--nope'], ['decoed'], []]) {
      runProcess(process.execPath, [program, ...bad], { env: environment(home) });
    }
    expect(readdirSync(home)).toEqual([]);
  });

  test('options of Node leave nothing', () => {
    const home = newHome();
    for (let count = 0; count < 3; count++) ask(home, { NODE_OPTIONS: '--max-old-space-size=512' });
    expect(readdirSync(home)).toEqual([]);
  });

  test('an answer that needs more adds it', () => {
    const home = filledHome();
    const before = statSync(fileIn(home)).size;
    const more = () =>
      runProcess(
        process.execPath,
        [program, 'decode', '--json', 'arn:aws:sts::111122223333:assumed-role/App/ci'],
        {
          env: environment(home),
        },
      );
    const first = more();
    expect(statSync(fileIn(home)).size).toBeGreaterThan(before);
    expect(more()).toMatchObject({ status: 0, stdout: first.stdout, stderr: '' });
    expect(waysOf(home)).toEqual(['kept']);
  });

  test('damaged files of every kind change no answer, and never reach V8', () => {
    const home = filledHome();
    const file = fileIn(home);
    const whole = readFileSync(file);
    const half = whole.length / 2;
    const damages: readonly (readonly [string, (bytes: Buffer) => Uint8Array])[] = [
      ...[0, 1, 40, 200, 400, 1000, half - 1, half, half + 300, whole.length - 1].map(
        (at) =>
          [
            `a bit at ${at}`,
            (bytes: Buffer) => {
              bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
              return bytes;
            },
          ] as const,
      ),
      ...[0, 1, 7, 100, half - 8, half, half + 8, whole.length - 1].map(
        (length) => [`cut at ${length}`, (bytes: Buffer) => bytes.subarray(0, length)] as const,
      ),
      ['noughts in the middle', (bytes) => bytes.fill(0, half - 4096, half + 4096)],
      ['noughts at a page', (bytes) => bytes.fill(0, 4096, 8192)],
      ['noughts', (bytes) => bytes.fill(0)],
      [
        'halves of two files',
        (bytes) => Buffer.concat([bytes.subarray(half), bytes.subarray(half + 8), bytes.subarray(0, 8)]),
      ],
      ['doubled', (bytes) => Buffer.concat([bytes, bytes])],
      ['a text', () => Buffer.from('{"identity":"x"}\n'.repeat(64))],
    ];
    for (const [name, damage] of damages) {
      writeFileSync(file, damage(Buffer.from(whole)));
      expect({ name, ways: waysOf(home) }).toEqual({ name, ways: ['compiled'] });
    }
    writeFileSync(file, whole);
    expect(waysOf(home)).toEqual(['kept']);
  });

  test('the file of another command, build or Node is not used', () => {
    const home = filledHome();
    const file = fileIn(home);
    const elsewhere = newHome();
    for (const [from, to] of [
      ['decode', 'simulate'],
      [/-[0-9a-f]{16}-/.exec(file)?.[0] ?? '', '-0123456789abcdef-'],
      [process.version, 'v20.0.0'],
      [process.arch, 'mips'],
    ] as const) {
      // As it would be if another file had been given this one's name.
      const text = readFileSync(file, 'latin1').replaceAll(
        `"identity":"${nameOf(file)}"`,
        `"identity":"${nameOf(file).replace(from, to)}"`,
      );
      mkdirSync(folderIn(elsewhere), { recursive: true, mode: 0o700 });
      chmodSync(dirname(folderIn(elsewhere)), 0o700);
      writeFileSync(join(folderIn(elsewhere), nameOf(file)), text, { encoding: 'latin1', mode: 0o600 });
      expect(waysOf(elsewhere)).toEqual(['compiled']);
    }
  });

  test('another build, and a file that was changed by hand, have code of their own', () => {
    const copy = join(root, 'copy');
    copyTree(dirname(dirname(program)), copy);
    const of = join(copy, 'bin', 'iamx.js');
    const home = newHome();
    ask(home, {}, of);
    ask(home, {}, of);
    expect(waysOf(home, {}, of)).toEqual(['kept']);
    const file = join(copy, 'dist', 'node', 'decode.cjs');
    const text = readFileSync(file, 'utf8');
    // As long as it was: V8 itself would not see the difference.
    writeFileSync(file, text.replaceAll('an ID, no credential', 'AN ID, NO CREDENTIAL'));
    const { stdout } = runProcess(process.execPath, [of, ...words], { env: environment(home) });
    expect(stdout).toContain('AN ID, NO CREDENTIAL');
    writeFileSync(file, text);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(waysOf(home, {}, of)).toEqual(['compiled']);
  });

  test('twenty at once answer, and leave one file', async () => {
    const home = newHome();
    for (let round = 0; round < 2; round++) {
      const all = Array.from({ length: round === 0 ? 20 : 2 }, async () => {
        const child = startProcess(process.execPath, [program, ...words], { env: environment(home) });
        let [stdout, stderr] = ['', ''];
        child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
        child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
        const status = await new Promise((resolve) => child.on('close', resolve));
        return { status, stdout, stderr };
      });
      for (const one of await Promise.all(all))
        expect(one).toEqual({ status: 0, stdout: answer, stderr: '' });
    }
    expect(fileIn(home)).toContain('decode-');
    expect(waysOf(home)).toEqual(['kept']);
  });

  test.each(['removed', 'moved', 'replaced by a file', 'made unwritable'])(
    'the folder is %s while the program runs',
    async (how) => {
      const home = filledHome();
      const folder = folderIn(home);
      // Something that the cache has not, so that the program wants to write.
      const child = startProcess(process.execPath, [program, 'decode', '--json', '-'], {
        env: environment(home),
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
      child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
      child.stdin.write('AROAY24FZKAOBPJTH2BSF\n');
      if (how === 'moved') renameSync(folder, join(home, 'elsewhere'));
      else if (how === 'made unwritable') chmodSync(folder, 0o500);
      else rmSync(folder, { recursive: true });
      if (how === 'replaced by a file') writeFileSync(folder, '');
      child.stdin.end();
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
      expect({ stderr, schema: (JSON.parse(stdout) as { schema: string }).schema }).toEqual({
        stderr: '',
        schema: 'iamx.decode/1',
      });
      if (how === 'made unwritable') chmodSync(folder, 0o700);
    },
  );

  test('a home of others, or one that all may write to, goes without', () => {
    const home = filledHome();
    chmodSync(home, 0o777);
    expect(waysOf(home)).toEqual(['compiled']);
    const shared = newHome();
    chmodSync(shared, 0o1777);
    for (let count = 0; count < 3; count++) ask(home, { XDG_CACHE_HOME: shared });
    expect(readdirSync(shared)).toEqual([]);
  });

  testWith(
    [{ name: 'root', isThere: process.getuid?.() === 0 }],
    'a read-only home, and code of somebody else',
    () => {
      const somebody = { uid: 65_534, gid: 65_534 };
      const home = newHome();
      chmodSync(home, 0o755);
      const asSomebody = () =>
        runProcess(process.execPath, [program, ...words], { env: environment(home), cwd: '/', ...somebody });
      for (let count = 0; count < 3; count++)
        expect(asSomebody()).toMatchObject({ status: 0, stdout: answer, stderr: '' });
      expect(readdirSync(home)).toEqual([]);
      // What root left there is root's: the user does not run it.
      const theirs = filledHome();
      chownSync(theirs, somebody.uid, somebody.gid);
      expect(waysOf(theirs)).toEqual(['compiled']);
    },
  );
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
