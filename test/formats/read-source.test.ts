import { describe, expect, test } from 'vitest';
import { IamxError } from '../../src/core/error.ts';
import { memoryHost, type MemoryWorld } from '../../src/host/memory.ts';
import { readTextFile } from '../../src/formats/read-source.ts';

async function errorOf(path: string, world: MemoryWorld): Promise<IamxError> {
  try {
    await readTextFile(memoryHost(world), path);
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

const cwd = '/home/user/work';

test('a file, and standard input in pieces', async () => {
  const host = memoryHost({ files: { 'a.json': '{"é":1}' }, stdin: '{"é":2}', pieceBytes: 1 });
  expect((await readTextFile(host, 'a.json')).source).toMatchObject({ file: 'a.json', text: '{"é":1}' });
  expect((await readTextFile(host, '-')).source).toMatchObject({ file: '-', text: '{"é":2}' });
});

describe('a file that is missing', () => {
  test.each([
    ['a near name', 'polcy.json', { 'policy.json': '' }, 'Did you mean `policy.json`?'],
    ['the ending left out', 'policy', { 'policy.json': '' }, 'Did you mean `policy.json`?'],
    ['in a folder', 'policies/ap.json', { 'policies/app.json': '' }, 'Did you mean `policies/app.json`?'],
    [
      'other documents',
      'x.json',
      { 'one.json': '', 'two.yaml': '', 'readme.md': '' },
      'There are `one.json` and `two.yaml`',
    ],
    [
      'many others',
      'x.json',
      Object.fromEntries(['aa', 'bb', 'cc', 'dd', 'ee', 'ff'].map((name) => [`${name}${name}.json`, ''])),
      'There are `aaaa.json`, `bbbb.json`, `cccc.json`, `dddd.json` and 2 more',
    ],
    ['nothing near', 'x.json', {}, `Check the path; the current folder is \`${cwd}\``],
    [
      'no such folder',
      'nope/x.json',
      {},
      `The folder \`nope/\` does not exist either; the current one is \`${cwd}\``,
    ],
    ['a pattern that the shell left', '*.json', {}, 'No file matches the pattern'],
  ])('%s', async (_name, path, files, hint) => {
    const error = await errorOf(path, { files });
    expect(error).toMatchObject({ code: 'file-missing', message: `no such file: \`${path}\``, hint });
  });

  test('below a file', async () => {
    expect(await errorOf('a.json/b.json', { files: { 'a.json': '' } })).toMatchObject({
      code: 'file-missing',
      message: 'no such file: `a.json/b.json`, since a part of its path is no folder',
    });
  });

  test('on Windows', async () => {
    const world = { platform: 'windows', files: { 'policies\\app.json': '' } } as const;
    expect((await errorOf('policies\\ap.json', world)).hint).toBe('Did you mean `policies\\app.json`?');
    expect((await errorOf('policies/ap.json', world)).hint).toBe('Did you mean `policies/app.json`?');
    expect((await errorOf('policies', world)).hint).toBe('Name a file in it: `policies/app.json`');
    expect((await errorOf('policies\\', world)).hint).toBe('Name a file in it: `policies\\app.json`');
  });
});

describe('a file that cannot be read', () => {
  test('a folder: the documents in it', async () => {
    const files = { 'policies/app.json': '', 'policies/b.txt': '' };
    expect(await errorOf('policies', { files })).toMatchObject({
      code: 'file-unreadable',
      message: '`policies` is a folder, not a file',
      hint: 'Name a file in it: `policies/app.json`',
    });
    expect((await errorOf('policies/', { files })).hint).toBe('Name a file in it: `policies/app.json`');
    expect((await errorOf('empty', { folders: ['empty'] })).hint).toBe(
      'Name a file; it holds no `.json` or `.yaml` file',
    );
  });

  test.each([
    ['policy.json', 'chmod +r policy.json'],
    ["it's a policy.json", "chmod +r 'it'\\''s a policy.json'"],
    ['-p.json', 'chmod +r ./-p.json'],
    ['a;rm -rf b', "chmod +r 'a;rm -rf b'"],
  ])('no permission: %s', async (path, hint) => {
    expect(await errorOf(path, { files: { [path]: { error: 'denied' } } })).toMatchObject({
      code: 'file-unreadable',
      message: `cannot read \`${path}\`: permission denied`,
      hint,
    });
  });

  test('no permission on Windows', async () => {
    const world = { platform: 'windows', files: { 'p.json': { error: 'denied' } } } as const;
    expect((await errorOf('p.json', world)).hint).toBe('ask its owner for read permission');
  });

  test.each([
    ['not-a-file', '`p.json` is a socket or a device, not a file'],
    ['link-circle', '`p.json` is a link that leads back to itself'],
  ] as const)('%s', async (error, message) => {
    const files = { 'p.json': { error } };
    expect(await errorOf('p.json', { files })).toMatchObject({ code: 'file-unreadable', message });
  });

  test('anything else', async () => {
    expect(await errorOf('p.json', { files: { 'p.json': { error: 'other' } } })).toMatchObject({
      code: 'file-unreadable',
      message: 'cannot read `p.json`',
    });
  });

  test('a terminal as standard input', async () => {
    expect(await errorOf('-', { isTerminal: true })).toMatchObject({
      code: 'usage',
      message: '`-` reads standard input, and nothing is piped into it',
    });
  });

  test.each([
    ['no text', 'p.json', { files: { 'p.json': Uint8Array.of(0x7b, 0, 1) } }, 'file-not-text'],
    ['nothing', 'p.json', { files: { 'p.json': '' } }, 'file-empty'],
    ['nothing on standard input', '-', { stdin: '' }, 'file-empty'],
  ])('%s', async (_name, path, world, code) => {
    expect((await errorOf(path, world)).code).toBe(code);
  });
});
