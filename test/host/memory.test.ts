import { expect, test } from 'vitest';
import { FileError } from '../../src/core/host.ts';
import { memoryHost } from '../../src/host/memory.ts';

const world = {
  files: {
    '/home/user/.aws/config': '[default]',
    'policy.json': '{}',
    'bytes.bin': new Uint8Array([0xff, 0]),
    'secret.json': { error: 'denied' },
    'old.json': { content: 'old', mode: 0o600, modifiedAt: 5 },
  },
  folders: ['empty'],
} as const;

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof FileError ? error.code : String(error);
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const piece of pieces) texts.push(new TextDecoder().decode(piece));
  return texts;
}

test('reads what it was given, by absolute and relative path', async () => {
  const host = memoryHost(world);
  expect(new TextDecoder().decode(await host.readFile('policy.json'))).toBe('{}');
  expect(new TextDecoder().decode(await host.readFile('/home/user/work/../.aws/config'))).toBe('[default]');
  expect(await host.readFile('bytes.bin')).toEqual(new Uint8Array([0xff, 0]));
  expect(host.read).toEqual([
    '/home/user/work/policy.json',
    '/home/user/.aws/config',
    '/home/user/work/bytes.bin',
  ]);
});

test.each([
  ['none.json', 'missing'],
  ['none/none.json', 'missing'],
  ['secret.json', 'denied'],
  ['empty', 'directory'],
  ['/home/user/.aws', 'directory'],
  ['policy.json/x', 'not-directory'],
])('reading %s: %s', async (path, code) => {
  expect(await codeOf(memoryHost(world).readFile(path))).toBe(code);
  expect(await codeOf(collect(memoryHost(world).streamFile(path)))).toBe(code);
});

test('inspects and lists', async () => {
  const host = memoryHost(world);
  expect(await host.inspect('old.json')).toEqual({ kind: 'file', size: 3, modifiedAt: 5, mode: 0o600 });
  expect(await host.inspect('empty')).toMatchObject({ kind: 'directory' });
  expect(await host.inspect('none')).toBeUndefined();
  expect(await host.listFolder('.')).toEqual([
    'bytes.bin',
    'empty',
    'old.json',
    'policy.json',
    'secret.json',
  ]);
  expect(await host.listFolder('/home/user')).toEqual(['.aws', 'work']);
  expect(await codeOf(host.listFolder('none'))).toBe('missing');
  expect(await codeOf(host.listFolder('policy.json'))).toBe('not-directory');
});

test('keeps what is written, makes its folders, and reads it back', async () => {
  const host = memoryHost(world);
  await host.writeFile('new/deep/file.txt', 'text');
  expect([...host.written]).toEqual([['/home/user/work/new/deep/file.txt', 'text']]);
  expect(new TextDecoder().decode(await host.readFile('new/deep/file.txt'))).toBe('text');
  expect(await codeOf(host.writeFile('empty', 'x'))).toBe('directory');
  expect(await codeOf(host.writeFile('secret.json', 'x'))).toBe('denied');
  expect(await codeOf(host.writeFile('policy.json/x', 'x'))).toBe('not-directory');
});

test('gives standard input in pieces', async () => {
  expect(await collect(memoryHost({ stdin: 'abcde', pieceBytes: 2 }).streamInput())).toEqual([
    'ab',
    'cd',
    'e',
  ]);
  expect(await collect(memoryHost().streamInput())).toEqual([]);
});

test('answers requests and programs as told, and records them', async () => {
  const ok = { kind: 'answered', status: 200, headers: {}, body: 'hi' } as const;
  const done = { kind: 'exited', status: 0, stdout: 'out', stderr: '', truncated: false } as const;
  const host = memoryHost({
    http: { 'GET http://169.254.169.254/': ok },
    processes: { 'tool --json': done },
  });
  const request = { method: 'GET', url: 'http://169.254.169.254/', timeoutMs: 1 } as const;
  const program = { file: 'tool', args: ['--json'], shell: false, timeoutMs: 1, maxOutputBytes: 1 };
  expect(await host.sendHttp(request)).toBe(ok);
  expect(await host.sendHttp({ ...request, method: 'PUT' })).toMatchObject({
    kind: 'failed',
    phase: 'connect',
  });
  expect(await host.runProcess(program)).toBe(done);
  expect(await host.runProcess({ ...program, args: [] })).toEqual({ kind: 'not-started', reason: 'missing' });
  expect(host.requests).toHaveLength(2);
  expect(host.started).toHaveLength(2);
});

test('knows the paths of Windows', async () => {
  const host = memoryHost({ platform: 'windows', files: { 'C:\\Users\\user\\.aws\\config': 'x' } });
  expect(host.homeFolder).toBe('C:\\Users\\user');
  expect(await host.listFolder('..\\.aws')).toEqual(['config']);
});

test('shares nothing with the real process', () => {
  const host = memoryHost();
  expect(host.env).toEqual({});
  expect(new Date(host.now()).toISOString()).toBe('2026-01-31T12:00:00.000Z');
});
