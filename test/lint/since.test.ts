import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { main } from '../../src/main.ts';
import { describeWith, ownEnvironment, posix, program, runProcess } from '../support/process.ts';

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
}

const policy = (...statements: readonly Statement[]) =>
  `${JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: statements.map((one) => ({ Effect: 'Allow', Resource: 'arn:aws:s3:::acme/*', ...one })),
    },
    null,
    2,
  )}\n`;

const old = { Sid: 'Old', Action: 's3:ListObjects' };
const fresh = { Sid: 'Fresh', Action: 's3:HeadObject' };

describeWith([posix, program('git')], '--diff-base', () => {
  let folder = '';
  const read: string[] = [];
  const at = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  const git = (...words: readonly string[]) =>
    runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
      cwd: folder,
      env: { ...ownEnvironment, HOME: folder },
    });

  async function lint(words: readonly string[], cwd = folder) {
    let out = '';
    let err = '';
    read.length = 0;
    const real = nodeHost();
    const host: Host = {
      ...real,
      cwd,
      env: { PATH: ownEnvironment['PATH'], HOME: folder, IAMX_NET: 'strict' },
      readFile: (path, limit) => {
        read.push(path);
        return real.readFile(join(cwd, path), limit);
      },
      writeFile: (path, content) => real.writeFile(join(cwd, path), content),
      inspect: (path) => real.inspect(path.startsWith('/') ? path : join(cwd, path)),
      listFolder: (path) => {
        read.push(`${path}/`);
        return real.listFolder(join(cwd, path));
      },
      runProcess: (request) =>
        real.runProcess({
          ...request,
          args: request.args.map((word, index) =>
            request.args[index - 1] === '-C' ? join(cwd, word) : word,
          ),
        }),
    };
    const status = await main(['lint', '--json', ...words], host, {
      writeOut: (text) => Promise.resolve((out += text) !== ''),
      writeErr: (text) => Promise.resolve((err += text) !== ''),
    });
    const document = status === 2 ? undefined : (JSON.parse(out) as LintDocument);
    return {
      status,
      err: out + err,
      document,
      places: document?.findings.map(({ code, sid, span }) => [span.file, code, sid]),
    };
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'iamx-since-'));
    git('init', '-q', '-b', 'main');
    write('policies/a.json', policy(old, { Action: 's3:GetObject' }));
    write('policies/b.json', policy(old));
    write('policies/c.json', JSON.stringify({ Statement: [] }));
    write('other/d.json', policy(old));
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('switch', '-q', '-c', 'work');
  });

  beforeEach(() => {
    git('reset', '-q', '--hard', 'main');
    git('clean', '-q', '-f', '-d');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('nothing changed: nothing is read, and that is clean', async () => {
    const { status, places, document } = await lint(['--diff-base', 'main', '.']);
    expect([status, places, read.filter((path) => !path.includes('iamx.config'))]).toEqual([0, [], []]);
    expect(document?.summary).toBe('no policy had to be looked at');
  });

  test('only what a changed statement has is told, and only changed files are read', async () => {
    write('policies/a.json', policy(fresh, old, { Action: 's3:GetObject' }));
    const { places, document, status } = await lint(['--diff-base', 'main', '.']);
    expect(places).toEqual([['policies/a.json', 'unknown-action', 'Fresh']]);
    expect([document?.ignored, status]).toEqual([1, 1]);
    expect(read).toEqual(['policies/a.json']);
  });

  test('what is set aside in an old statement is no comment without use', async () => {
    const text = (action: string) =>
      `Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    # iamx-ignore unknown-action: old\n    Action: s3:ListObjects\n    Resource: "*"\n  - Effect: Deny\n    Action: ${action}\n    Resource: "*"\n`;
    write('old.yaml', text('s3:GetObject'));
    git('add', '-A');
    git('commit', '-q', '-m', 'comment');
    git('tag', 'before');
    write('old.yaml', text('s3:HeadObject'));
    expect((await lint(['--diff-base', 'before', '.'])).places).toEqual([
      ['old.yaml', 'unknown-action', undefined],
    ]);
  });

  test('a statement that moved, or was written otherwise, has not changed', async () => {
    write('policies/a.json', `\n\n${JSON.stringify(JSON.parse(policy({ Action: 's3:GetObject' }, old)))}`);
    expect((await lint(['--diff-base', 'main', '.'])).places).toEqual([]);
  });

  test('committed, staged, and unknown to git: all of it counts', async () => {
    write('policies/a.json', policy(fresh));
    git('commit', '-q', '-a', '-m', 'two');
    write('policies/b.json', policy(fresh));
    git('add', '-A');
    write('policies/new.json', policy(old));
    expect((await lint(['--diff-base', 'main', 'policies'])).places).toEqual([
      ['policies/a.json', 'unknown-action', 'Fresh'],
      ['policies/b.json', 'unknown-action', 'Fresh'],
      ['policies/new.json', 'unknown-action', 'Old'],
    ]);
  });

  test('what the other side changed since is not ours', async () => {
    git('switch', '-q', 'main');
    const before = git('rev-parse', 'main').stdout.trim();
    write('other/d.json', policy({ Action: 's3:GetObject' }));
    git('commit', '-q', '-a', '-m', 'theirs');
    git('switch', '-q', 'work');
    try {
      expect((await lint(['--diff-base', 'main', '.'])).places).toEqual([]);
    } finally {
      git('branch', '-f', 'main', before);
    }
  });

  test('a renamed file is compared with what it was', async () => {
    renameSync(at('policies/a.json'), at('policies/z.json'));
    git('add', '-A');
    expect((await lint(['--diff-base', 'main', '.'])).places).toEqual([]);
  });

  test('of the policy as a whole what is new', async () => {
    write(
      'policies/c.json',
      JSON.stringify({ Statement: [{ Effect: 'Allow', ...fresh, Resource: 'arn:aws:s3:::a/*' }] }),
    );
    write('policies/b.json', policy(old).replace('"Version": "2012-10-17",', ''));
    expect((await lint(['--diff-base', 'main', '.'])).places).toEqual([
      ['policies/b.json', 'missing-version', undefined],
      ['policies/b.json', 'unknown-action', 'Old'],
      ['policies/c.json', 'unknown-action', 'Fresh'],
    ]);
  });

  test('a file that is broken now is told', async () => {
    write('policies/a.json', '{ "Version": ');
    expect((await lint(['--diff-base', 'main', '.'])).places?.map(([, code]) => code)).toEqual([
      'json-syntax',
    ]);
  });

  test('files and folders that are given are the ones that are looked at, from any folder', async () => {
    for (const name of ['policies/a.json', 'policies/b.json', 'other/d.json']) write(name, policy(fresh));
    const files = async (words: readonly string[], cwd?: string) =>
      (await lint(['--diff-base', 'main', ...words], cwd)).places?.map(([file]) => file);
    expect(await files(['other'])).toEqual(['other/d.json']);
    expect(await files(['policies/b.json', 'policies/c.json'])).toEqual(['policies/b.json']);
    expect(await files(['policies/*.json'])).toEqual(['policies/a.json', 'policies/b.json']);
    expect(await files(['.'], at('policies'))).toEqual(['a.json', 'b.json']);
    expect(await files(['../other'], at('policies'))).toEqual(['../other/d.json']);
  });

  test('a baseline beside it is told to have nothing gone of what was not looked at', async () => {
    write(
      'baseline.json',
      JSON.stringify({
        schema: 'iamx.lint-baseline/1',
        findings: [{ fingerprint: '0', code: 'unknown-action', file: 'policies/b.json' }],
      }),
    );
    write('policies/a.json', policy(fresh));
    const { document } = await lint(['--diff-base', 'main', '--baseline', 'baseline.json', 'policies']);
    expect(document?.diagnostics).toEqual([]);
  });

  test('--fix mends what is told alone', async () => {
    const twice = (Sid: string, verb: string) => ({ Sid, Action: [`s3:${verb}*`, `s3:${verb}Object`] });
    write('policies/a.json', policy(twice('Old', 'Get')));
    git('commit', '-q', '-a', '-m', 'two');
    write('policies/a.json', policy(twice('Old', 'Get'), twice('New', 'Put')));
    const { document } = await lint(['--diff-base', 'HEAD', '--fix', 'policies']);
    expect(document?.diagnostics.map(({ message }) => message)).toEqual([
      '`policies/a.json` was mended: redundant-action',
    ]);
  });

  describe('is refused, and says why', () => {
    test.each([
      [['--diff-base', 'nowhere', '.'], 'git knows no commit `nowhere`'],
      [['--diff-base', '--output=x', '.'], 'git knows no commit'],
      [
        ['--diff-base', 'main', '--baseline', 'b.json', '--update-baseline', '.'],
        '--update-baseline needs all findings',
      ],
    ])('%j', async (words, message) => {
      const { status, err } = await lint(words);
      expect([status, err.includes(message)]).toEqual([2, true]);
    });

    test('outside of a repository', async () => {
      const outside = mkdtempSync(join(tmpdir(), 'iamx-none-'));
      const { status, err } = await lint(['--diff-base', 'main', '.'], outside);
      rmSync(outside, { recursive: true });
      expect([status, err.includes('no repository')]).toEqual([2, true]);
    });
  });
});
