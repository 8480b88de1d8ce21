import { describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError, type Host } from '../../src/core/host.ts';
import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';
import { memoryHost, type MemoryFile } from '../../src/host/memory.ts';
import { nodeHost } from '../../src/host/node.ts';
import { lintFiles } from '../../src/lint/run/lint-files.ts';
import { posix, testWith } from '../support/process.ts';
import type { LintDocument } from '../../src/documents/policies.ts';
import { expectLinear } from '../support/growth.ts';
import { run } from '../support/run.ts';

const policy = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme/*' },
  });
const [good, bad] = [policy('s3:GetObject'), policy('s3:ListObjects')];

installData(dataFiles);

type World = Readonly<Record<string, MemoryFile>>;

async function lint(words: readonly string[], files: World, more: object = {}) {
  const ran = await run(['lint', '--json', ...words], { files, cwd: '/work', ...more });
  const document = ran.status === 2 ? undefined : (JSON.parse(ran.out) as LintDocument);
  return {
    ...ran,
    document,
    places: document?.findings.map(({ span, code }) => [span.file, code]),
    notes: document?.diagnostics.map(({ code }) => code),
    skipped: document?.steps[0]?.steps?.filter(({ outcome }) => outcome === 'no-policy'),
  };
}

describe('a folder', () => {
  test('a file that is not JSON gives its syntax error, and the others are still linted', async () => {
    const { places, status } = await lint(['p'], { 'p/a.json': '{ "Version" ', 'p/b.json': bad });
    expect([places, status]).toEqual([
      [
        ['p/a.json', 'json-syntax'],
        ['p/b.json', 'unknown-action'],
      ],
      1,
    ]);
  });

  test('a file that is no policy is named as what it is, and counted', async () => {
    const { places, status, document, skipped } = await lint(['p'], {
      'p/a.json': good,
      'p/package.json': '{"name":"x","version":"1.0.0"}',
    });
    expect([places, status, document?.steps[0]?.because]).toEqual([
      [],
      0,
      '1 policy in 2 files, 1 without one',
    ]);
    expect(skipped?.map(({ title }) => title)).toEqual(['p/package.json']);
    expect(skipped?.[0]?.because).toMatch(/^it looks like \S/);
  });

  test('a page says how many hold none, and --verbose what they are', async () => {
    const files = { 'p/a.json': good, 'p/package.json': '{"name":"x","version":"1.0.0"}' };
    const { out } = await run(['lint', 'p'], { files, cwd: '/work' });
    expect(out).toContain('1 file holds no policy; --verbose says what they look like.');
    expect((await run(['lint', '--verbose', 'p'], { files, cwd: '/work' })).out).toContain('p/package.json');
  });

  test('an unreadable file is a finding of its own', async () => {
    const { places, status } = await lint(['p'], { 'p/a.json': good, 'p/b.json': { error: 'denied' } });
    expect([places, status]).toEqual([[['p/b.json', 'unreadable-file']], 1]);
  });

  test.each([
    ['a binary file', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1])],
    ['a file without text', ' \n'],
  ])('%s is skipped, and counted', async (_, content) => {
    const { places, status, skipped } = await lint(['p'], { 'p/a.json': good, 'p/b.json': content });
    expect([places, status, skipped?.map(({ title }) => title)]).toEqual([[], 0, ['p/b.json']]);
  });

  test('a named binary file is a finding', async () => {
    const files = { 'a.json': good, 'b.json': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]) };
    expect((await lint(['a.json', 'b.json'], files)).places).toEqual([['b.json', 'unreadable-file']]);
  });

  testWith([posix], 'links that lead in a circle, or nowhere, are left out with a note', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iamx-links-'));
    try {
      writeFileSync(join(folder, 'a.json'), bad);
      symlinkSync(folder, join(folder, 'loop'));
      symlinkSync('self.json', join(folder, 'self.json'));
      symlinkSync('gone.json', join(folder, 'lost.json'));
      symlinkSync('a.json', join(folder, 'again.json'));
      const { findings, diagnostics } = await lintFiles(nodeHost(), [folder], {});
      expect(findings.map(({ span }) => span.file)).toEqual([
        join(folder, 'a.json'),
        join(folder, 'again.json'),
      ]);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        `\`${folder}/loop\` is a link to a folder and was left out`,
        `\`${folder}/lost.json\` is a link that leads to no file and was left out`,
        `\`${folder}/self.json\` is a link that leads to no file and was left out`,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a folder that cannot be read is noted, and the others are linted', async () => {
    const real = memoryHost({ files: { 'p/a.json': bad, 'p/q/b.json': bad }, cwd: '/work' });
    const host: Host = {
      ...real,
      listFolder: (path) =>
        path === 'p/q' ? Promise.reject(new FileError('denied', path)) : real.listFolder(path),
    };
    const { findings, diagnostics } = await lintFiles(host, ['p'], {});
    expect(findings.map(({ span }) => span.file)).toEqual(['p/a.json']);
    expect(diagnostics.map(({ message }) => message)).toEqual(['`p/q` cannot be read and was left out']);
  });

  test('progress is shown where there are many files', async () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`p/${index}.json`, good]));
    const { host } = await lint(['p'], files, { isTerminal: true });
    expect(host.progress).toEqual(['100 of 250 files were looked at', '200 of 250 files were looked at', '']);
  });
});

describe('a pattern that no shell has put in', () => {
  const files = { 'p/a.json': bad, 'p/q/b.json': bad, 'p/q/c.policy': bad, 'r/d.json': bad };
  test.each([
    [['p/*.json'], ['p/a.json']],
    [['p/**/*.json'], ['p/a.json', 'p/q/b.json']],
    [['**/*.policy'], ['p/q/c.policy']],
    [['?/d.json'], ['r/d.json']],
    [['./p/*.json', 'p/a.json'], ['./p/a.json']],
  ])('%j', async (words, found) => {
    expect((await lint(words, files)).places?.map(([file]) => file)).toEqual(found);
  });

  test('that fits nothing is an error, with what the signs mean', async () => {
    const { status, err } = await lint(['x/*.json'], files);
    expect([status, err.includes('no file fits `x/*.json`')]).toEqual([2, true]);
  });

  test('is a name where there is such a file', async () => {
    expect((await lint(['a*.json'], { 'a*.json': bad, 'ab.json': bad })).places).toEqual([
      ['a*.json', 'unknown-action'],
    ]);
  });
});

test('a file that is given twice is linted once', async () => {
  expect((await lint(['a.json', './a.json', '/work/a.json', '.'], { 'a.json': bad })).places).toHaveLength(1);
});

describe('--skip-others', () => {
  const files = { 'a.json': bad, 'package.json': '{"name":"x","version":"1.0.0"}' };

  test('a named file without a policy is counted', async () => {
    const { places, skipped } = await lint(['--skip-others', 'a.json', 'package.json'], files);
    expect([places, skipped?.length]).toEqual([[['a.json', 'unknown-action']], 1]);
  });

  test('and is clean where it is all that there is', async () => {
    expect((await lint(['--skip-others', 'package.json'], files)).status).toBe(0);
  });

  test('without it that is an error', async () => {
    expect((await lint(['a.json', 'package.json'], files)).status).toBe(2);
  });
});

test('a baseline that is not there is named, with how to write it', async () => {
  const { status, err } = await lint(['--baseline', 'b.json', 'a.json'], { 'a.json': bad });
  expect([
    status,
    err.includes('there is no baseline `b.json` yet'),
    err.includes('--update-baseline'),
  ]).toEqual([2, true, true]);
});

/** Work in proportion to the size: none of these may take longer than its text allows. */
describe('hostile input', () => {
  const linted = (text: string) =>
    run(['lint', '--json', 'x.json'], { files: { 'x.json': text }, cwd: '/work' });
  const withActions = (actions: readonly string[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } });

  test.each([
    ['brackets', (size: number) => '['.repeat(size)],
    ['braces with names', (size: number) => '{"a":'.repeat(size / 5)],
    ['closed brackets', (size: number) => '[]'.repeat(size / 2)],
    ['stars', (size: number) => withActions([`s3:${'*a'.repeat(size / 2)}*b`])],
    ['question marks', (size: number) => withActions([`s3:*${'?'.repeat(size)}`, `s3:${'a'.repeat(size)}`])],
    [
      'many actions',
      (size: number) => withActions(Array.from({ length: size / 20 }, (_, index) => `s3:Get${index}*`)),
    ],
    [
      'many statements',
      (size: number) =>
        JSON.stringify({
          Version: '2012-10-17',
          Statement: Array.from({ length: size / 100 }, (_, index) => ({
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::a${index}/*`,
          })),
        }),
    ],
  ])('%s', async (_, textOf) => {
    await expectLinear(32_000, (size) => linted(textOf(size)));
  });
});

test('a tree of files takes time in proportion to their number', async () => {
  const worlds = new Map<number, World>();
  const worldOf = (size: number) => {
    const files =
      worlds.get(size) ??
      Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `p/${index % 50}/${index}.json`,
          index % 3 === 0 ? bad : good,
        ]),
      );
    worlds.set(size, files);
    return files;
  };
  await expectLinear(480, (size) => lint(['p'], worldOf(size)));
});

test.each(['t.template', 't.yaml', 't.yml'])('a template in YAML is read from %s', async (file) => {
  const text =
    'Resources:\n  A:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: "2012-10-17"\n        Statement:\n          - Effect: Allow\n            Action: s3:ListObjects\n            Resource: !Sub "arn:aws:s3:::acme"\n';
  const { out } = await run(['lint', '--json', file], { files: { [file]: text }, cwd: '/work' });
  const { findings } = JSON.parse(out) as LintDocument;
  expect(findings.map(({ code, span }) => [code, span.line])).toEqual([['unknown-action', 9]]);
});
