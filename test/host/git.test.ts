import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesSince } from '../../src/host/git-changes.ts';
import { commitOf, show } from '../../src/host/git.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { nodeHost } from '../../src/host/node.ts';
import { describeWith, ownEnvironment, posix, program, runProcess } from '../support/process.ts';

const needs = [posix, program('git')];

describeWith(needs, 'a repository', () => {
  let folder = '';
  let outside = '';
  const at = (name: string) => join(folder, name);
  const git = (...words: readonly string[]) =>
    runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
      cwd: folder,
      env: { ...ownEnvironment, HOME: folder },
    });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'iamx-git-'));
    outside = mkdtempSync(join(tmpdir(), 'iamx-no-git-'));
    git('init', '-q', '-b', 'main');
    mkdirSync(at('policies'));
    writeFileSync(at('policies/app.json'), '{ "old": "é" }\n');
    writeFileSync(at('-x.json'), 'dash');
    writeFileSync(at(':(top)y'), 'magic');
    writeFileSync(at('*.json'), 'star');
    symlinkSync('policies/app.json', at('link.json'));
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('tag', 'v1');
    writeFileSync(at('policies/app.json'), '{ "new": 1 }\n');
    git('commit', '-q', '-a', '-m', 'two');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(outside, { recursive: true });
  });

  const asked = (ref: string, path: string) => show(nodeHost(), ref, path);
  const failure = (name: string) => ({ kind: 'failed', failure: name });

  test('gives a file as it was, by tag, branch, relation and abbreviated id', async () => {
    const id = git('rev-parse', '--short', 'v1').stdout.trim();
    for (const ref of ['v1', 'HEAD~1', 'main~1', id])
      expect(await asked(ref, at('policies/app.json')), ref).toMatchObject({ text: '{ "old": "é" }\n' });
    expect(await asked('main', at('policies/app.json'))).toMatchObject({ text: '{ "new": 1 }\n' });
  });

  test('starts nothing that the repository names', async () => {
    const path = at('.git/watcher');
    writeFileSync(path, `#!/bin/sh\ntouch '${at('.git/ran')}'\n`, { mode: 0o755 });
    git('config', 'core.fsmonitor', path);
    const inside = { ...nodeHost(), env: { ...ownEnvironment, HOME: folder } };
    const here = process.cwd();
    process.chdir(folder);
    try {
      expect(await changesSince(inside, 'v1')).toMatchObject({ kind: 'changes' });
    } finally {
      process.chdir(here);
    }
    expect(existsSync(at('.git/ran'))).toBe(false);
    git('status');
    expect(existsSync(at('.git/ran'))).toBe(true);
    git('config', '--unset', 'core.fsmonitor');
  });

  test('a name is no option, no magic and no pattern', async () => {
    expect(await asked('v1', at('-x.json'))).toMatchObject({ text: 'dash' });
    expect(await asked('v1', at(':(top)y'))).toMatchObject({ text: 'magic' });
    expect(await asked('v1', at('*.json'))).toMatchObject({ text: 'star' });
    expect(await asked('v1', at('?x.json'))).toEqual(failure('no-file'));
  });

  test.each(['nope', '-x', '--output=stolen', '^v1', 'v1..main', 'v1 main', 'HEAD:policies', '', 'v1\nmain'])(
    'the word `%s` names no commit',
    async (ref) => {
      expect(await asked(ref, at('policies/app.json'))).toEqual(failure('no-commit'));
    },
  );

  test('says what is at the path instead of a file, and where no repository is', async () => {
    expect(await asked('v1', at('policies'))).toEqual(failure('not-a-file'));
    expect(await asked('v1', at('link.json'))).toEqual(failure('not-a-file'));
    expect(await asked('v1', at('gone.json'))).toEqual(failure('no-file'));
    expect(await asked('v1', join(outside, 'app.json'))).toEqual({
      ...failure('no-repository'),
      status: 128,
    });
  });

  test('the id of a commit is whole', async () => {
    const id = git('rev-parse', 'v1').stdout.trim();
    expect(await commitOf(nodeHost(), 'v1', folder)).toEqual({ kind: 'text', text: id });
  });
});

test('a word that begins as an option is not handed on', async () => {
  const host = memoryHost();
  expect(await commitOf(host, '--exec=x', '.')).toEqual({ kind: 'failed', failure: 'no-commit' });
  expect(host.started).toEqual([]);
});

test('says so where git is missing, does not end, or prints too much', async () => {
  const exited = { kind: 'exited', status: 0, stdout: 'a', stderr: '', truncated: true } as const;
  const of = (processes: NonNullable<Parameters<typeof memoryHost>[0]>['processes']) =>
    show(memoryHost(processes === undefined ? {} : { processes }), 'main', 'a.json');
  expect(await of(undefined)).toEqual({ kind: 'failed', failure: 'no-git' });
  expect(await of(() => ({ kind: 'timed-out' }))).toEqual({ kind: 'failed', failure: 'late' });
  expect(await of(() => exited)).toEqual({ kind: 'failed', failure: 'too-large' });
});

test('git fetches nothing and asks nothing', async () => {
  const host = memoryHost({ env: { HOME: '/home/user' } });
  await show(host, 'main', 'policies/a.json');
  expect(host.started[0]).toMatchObject({
    file: 'git',
    shell: false,
    env: { HOME: '/home/user', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' },
  });
});
