import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  hasProgram,
  describeWith,
  ownEnvironment,
  posix,
  startProcess,
  testWith,
} from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';
import type { TestDocument } from '../../src/documents/test.ts';

let iamx: string;
let folder: string;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  iamx = await shippedProgram();
});

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-watch-')));
  write('reader.json', policyOf('s3:GetObject'));
  write('writer.json', policyOf('s3:PutObject'));
  write('reader.iamx.yaml', scenario('reads', 's3:GetObject', 'reader.json'));
  write('writer.iamx.yaml', scenario('writes', 's3:PutObject', 'writer.json'));
});

afterEach(async () => {
  for (const end of open.splice(0)) await end();
  rmSync(folder, { recursive: true, force: true });
});

const policyOf = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme/*' }],
  });

const scenario = (name: string, action: string, policy: string) => `- name: ${name}
  request:
    principal: arn:aws:iam::111122223333:user/mika
    resourceAccount: "111122223333"
    action: ${action}
    resource: arn:aws:s3:::acme/q1.csv
  policies: { identity: [ { file: ${policy} } ] }
  expect: allowed
`;

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** As editors do that never leave half a file. */
function replace(name: string, text: string): void {
  write(`${name}~`, text);
  renameSync(join(folder, `${name}~`), join(folder, name));
}

/** `iamx test --watch`; each of its answers is asked for, one after the other. */
function watch(...words: readonly string[]) {
  const child = startProcess(process.execPath, [iamx, 'test', '--watch', '--json', ...words], {
    cwd: folder,
    env: { ...ownEnvironment, HOME: folder },
  });
  let rest = '';
  let errors = '';
  const lines: string[] = [];
  let told: () => void = () => undefined;
  child.stdout.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    told();
  });
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  open.push(() => {
    child.kill('SIGKILL');
    return ended;
  });
  const next = async (): Promise<TestDocument> => {
    while (lines.length === 0)
      await Promise.race([
        new Promise<void>((resolve) => (told = resolve)),
        ended.then((status) => {
          throw new Error(`it ended with ${status}: ${errors}`);
        }),
      ]);
    return JSON.parse(lines.shift() ?? '') as TestDocument;
  };
  /** The first answer that is so; what is written in several steps may be seen in between. */
  const until = async (isSo: (document: TestDocument) => boolean): Promise<TestDocument> => {
    for (;;) {
      const document = await next();
      if (isSo(document)) return document;
    }
  };
  return { next, until, ended, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

const namesOf = ({ tests }: TestDocument) => tests.map(({ name, outcome }) => `${name} ${outcome}`);
const ranOf = (document: TestDocument) => namesOf(document).slice(0, document.watched?.ran);

describe('what is run again', () => {
  test('all tests run first; then those that read the file that changed', async () => {
    const { next } = watch();
    const first = await next();
    expect([first.verdict, namesOf(first), first.watched]).toEqual([
      'passed',
      ['reads passed', 'writes passed'],
      { changed: [], ran: 2 },
    ]);
    write('writer.json', policyOf('s3:DeleteObject'));
    const second = await next();
    expect([second.verdict, namesOf(second), second.watched]).toEqual([
      'failed',
      ['writes failed', 'reads passed'],
      { changed: ['writer.json'], ran: 1 },
    ]);
    write('writer.json', policyOf('s3:Put*'));
    expect((await next()).verdict).toBe('passed');
  });

  test('what failed runs first, and counts until it passes', async () => {
    write(
      'both.iamx.yaml',
      ['one', 'two', 'three'].map((name) => scenario(name, 's3:GetObject', 'reader.json')).join('') +
        scenario('never', 's3:DeleteObject', 'reader.json'),
    );
    const { next } = watch();
    expect((await next()).failed).toBe(1);
    write('writer.json', policyOf('s3:*'));
    const other = await next();
    expect([ranOf(other), other.verdict, other.failed]).toEqual([['writes passed'], 'failed', 1]);
    write('reader.json', policyOf('s3:Get*'));
    expect(ranOf(await next())).toEqual([
      'never failed',
      'one passed',
      'two passed',
      'three passed',
      'reads passed',
    ]);
    write(
      'both.iamx.yaml',
      scenario('one', 's3:GetObject', 'reader.json') + scenario('never', 's3:DeleteObject', 'reader.json'),
    );
    expect(ranOf(await next())).toEqual(['never failed', 'one passed']);
  });

  test('a file that no test reads is nobody’s, and what an editor leaves beside one is not named', async () => {
    const { next } = watch();
    await next();
    write('other.json', policyOf('s3:*'));
    write('notes.txt', 'nothing');
    replace('reader.json', policyOf('s3:Get*'));
    expect((await next()).watched).toEqual({ changed: ['reader.json'], ran: 1 });
  });
});

describe('how a file is changed', () => {
  test.each([
    [
      'written',
      () => {
        write('reader.json', policyOf('s3:Put*'));
      },
    ],
    [
      'renamed to its place',
      () => {
        replace('reader.json', policyOf('s3:Put*'));
      },
    ],
    [
      'emptied, then written',
      () => {
        truncateSync(join(folder, 'reader.json'));
        appendFileSync(join(folder, 'reader.json'), policyOf('s3:Put*'));
      },
    ],
    [
      'removed, then made',
      () => {
        rmSync(join(folder, 'reader.json'));
        write('reader.json', policyOf('s3:Put*'));
      },
    ],
  ])('%s, twice', async (_, change) => {
    const { next, until } = watch();
    await next();
    change();
    const red = await until(({ tests }) => tests[0]?.outcome === 'failed');
    expect(namesOf(red)).toEqual(['reads failed', 'writes passed']);
    replace('reader.json', policyOf('s3:Get*'));
    await until(({ verdict }) => verdict === 'passed');
    change();
    await until(({ tests }) => tests[0]?.outcome === 'failed');
  });

  test('a policy that is gone fails its tests, and passes once it is back', async () => {
    const { next, until } = watch();
    await next();
    rmSync(join(folder, 'reader.json'));
    expect(namesOf(await next())).toEqual(['reads error', 'writes passed']);
    write('reader.json', policyOf('s3:Get*'));
    await until(({ verdict }) => verdict === 'passed');
  });

  test('a file half written is an answer, too, and the next one is whole', async () => {
    const { next, until } = watch();
    await next();
    write('reader.iamx.yaml', '- name: [');
    expect((await until(({ verdict }) => verdict === 'failed')).tests[0]?.outcome).toBe('error');
    write('reader.iamx.yaml', scenario('reads', 's3:GetObject', 'reader.json'));
    await until(({ verdict }) => verdict === 'passed');
  });

  testWith([posix], 'behind a link', async () => {
    mkdirSync(join(folder, 'deep'));
    renameSync(join(folder, 'reader.json'), join(folder, 'deep', 'real.json'));
    symlinkSync(join('deep', 'real.json'), join(folder, 'reader.json'));
    const { next, until } = watch('reader.iamx.yaml');
    expect((await next()).verdict).toBe('passed');
    for (const [action, verdict] of [
      ['s3:Put*', 'failed'],
      ['s3:Get*', 'passed'],
      ['s3:Put*', 'failed'],
    ] as const) {
      replace('deep/real.json', policyOf(action));
      await until((document) => document.verdict === verdict);
    }
  });
});

describe('which files there are', () => {
  test('new ones and removed ones are seen, in new folders too', async () => {
    const { next, until } = watch();
    await next();
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    write('a/b/new.iamx.yaml', scenario('new', 's3:GetObject', '../../reader.json'));
    const more = await until(({ tests }) => tests.length === 3);
    expect(namesOf(more)[0]).toBe('new passed');
    write('a/b/new.iamx.yaml', scenario('newer', 's3:GetObject', '../../reader.json'));
    await until((document) => namesOf(document)[0] === 'newer passed');
    rmSync(join(folder, 'a'), { recursive: true });
    expect(namesOf(await until(({ tests }) => tests.length === 2))).toEqual([
      'reads passed',
      'writes passed',
    ]);
    rmSync(join(folder, 'writer.iamx.yaml'));
    expect(namesOf(await until(({ tests }) => tests.length === 1))).toEqual(['reads passed']);
    rmSync(join(folder, 'reader.iamx.yaml'));
    expect((await until(({ tests }) => tests.length === 0)).verdict).toBe('empty');
    write('last.iamx.yaml', scenario('last', 's3:GetObject', 'reader.json'));
    await until((document) => namesOf(document)[0] === 'last passed');
  });

  test('a folder that is taken away and put back is the same folder', async () => {
    mkdirSync(join(folder, 'policies'));
    write('policies/p.json', policyOf('s3:GetObject'));
    write('reader.iamx.yaml', scenario('reads', 's3:GetObject', 'policies/p.json'));
    const { next, until } = watch('reader.iamx.yaml');
    await next();
    for (const action of ['s3:Put*', 's3:Delete*']) {
      renameSync(join(folder, 'policies'), join(folder, 'elsewhere'));
      await until(({ tests }) => tests[0]?.outcome === 'error');
      renameSync(join(folder, 'elsewhere'), join(folder, 'policies'));
      await until(({ verdict }) => verdict === 'passed');
      write('policies/p.json', policyOf(action));
      await until(({ tests }) => tests[0]?.outcome === 'failed');
      write('policies/p.json', policyOf('s3:GetObject'));
      await until(({ verdict }) => verdict === 'passed');
    }
  });

  test('a file that is named may be gone and come back', async () => {
    const { next, until } = watch('reader.iamx.yaml');
    await next();
    rmSync(join(folder, 'reader.iamx.yaml'));
    expect((await next()).tests[0]?.outcome).toBe('error');
    write('reader.iamx.yaml', scenario('reads', 's3:GetObject', 'reader.json'));
    await until(({ verdict }) => verdict === 'passed');
  });
});

test('without a terminal the answers stand one below the other, and no key is offered', async () => {
  const child = startProcess(process.execPath, [iamx, 'test', '--watch'], {
    cwd: folder,
    env: { ...ownEnvironment, HOME: folder },
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  open.push(() => {
    child.kill('SIGKILL');
    return ended;
  });
  let text = '';
  const shows = (word: string) =>
    new Promise<void>((resolve) => {
      child.stdout.on('data', (piece: Buffer) => {
        text += piece.toString();
        if (text.includes(word)) resolve();
      });
    });
  const first = shows('2 tests in 2 files');
  await first;
  const second = shows('1 of 2 tests ran again: reader.json changed');
  write('reader.json', policyOf('s3:Get*'));
  await second;
  expect(text).not.toMatch(/\u001b|q ends/);
});

describe('the end', () => {
  testWith([posix], 'Ctrl-C ends with the status of the last run', async () => {
    const { next, ended, kill } = watch();
    await next();
    kill('SIGINT');
    expect(await ended).toBe(0);
    const again = watch();
    await again.next();
    write('reader.json', policyOf('s3:Put*'));
    await again.until(({ verdict }) => verdict === 'failed');
    again.kill('SIGINT');
    expect(await again.ended).toBe(1);
  });

  test.each([
    [['--bail'], '--bail'],
    [['--shard', '1/2'], '--shard'],
    [['--update'], '--update'],
    [['--mutate'], '--mutate'],
    [['--save', 'x.iamx.yaml'], '--save'],
    [['--coverage'], '--coverage'],
    [['--coverage=lcov'], '--coverage'],
    [['--reporter', 'junit'], '--reporter'],
    [['-'], 'standard input'],
    [['nowhere'], 'nowhere'],
  ])('%j is refused at once', async (words, named) => {
    const { ended, next } = watch(...words);
    await expect(next()).rejects.toThrow(named);
    expect(await ended).toBe(2);
  });
});

const script = {
  name: 'script of util-linux',
  isThere: hasProgram('script') && process.platform === 'linux',
};

describeWith([script], 'a terminal', () => {
  function terminal() {
    const line = [process.execPath, iamx, 'test', '--watch'].map((word) => `'${word}'`).join(' ');
    const child = startProcess('script', ['-qec', `exec ${line}`, '/dev/null'], {
      cwd: folder,
      env: { ...ownEnvironment, HOME: folder, TERM: 'xterm' },
    });
    let text = '';
    let from = 0;
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    open.push(() => {
      child.kill('SIGKILL');
      return ended;
    });
    /** Waits until it is shown, behind what was waited for before. */
    const shows = (word: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const at = text.indexOf(word, from);
          if (at < 0) return;
          from = at + word.length;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    return { shows, ended, type: (keys: string) => child.stdin.write(keys), shown: () => text };
  }

  const clear = '\u001b[2J';
  const keys = 'a or Enter runs all tests, q ends';

  test('the screen is cleared for each answer, and keys ask for the next', async () => {
    const { shows, type, ended, shown } = terminal();
    await shows(clear);
    await shows('2 tests in 2 files');
    await shows(keys);
    type('x');
    type('a');
    await shows(clear);
    await shows(keys);
    type('\r');
    await shows(clear);
    await shows(keys);
    write('writer.json', policyOf('s3:Delete*'));
    await shows(clear);
    await shows('1 of 2 tests ran again: writer.json changed');
    await shows(keys);
    type('q');
    expect(await ended).toBe(1);
    expect(shown().split(clear)).toHaveLength(5);
  });

  test.each(['\u0003', '\u0004'])('the key %j ends, too', async (key) => {
    const { shows, type, ended } = terminal();
    await shows(keys);
    type(key);
    expect(await ended).toBe(0);
  });
});
