import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError } from '../../src/core/host.ts';
import type { ProcessRequest } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { notRoot, posix, testWith } from '../support/process.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-host-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(folder, ...names);
const host = nodeHost();
const onPosix = posix.isThere;
const root = { name: 'root', isThere: process.getuid?.() === 0 };

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof FileError ? error.code : String(error);
  }
}

describe('files', () => {
  test('a file is written with its folders, read, inspected and listed', async () => {
    await host.writeFile(at('a', 'b', 'file.txt'), 'hällo');
    expect(new TextDecoder().decode(await host.readFile(at('a', 'b', 'file.txt')))).toBe('hällo');
    expect(await host.inspect(at('a', 'b', 'file.txt'))).toMatchObject({ kind: 'file', size: 6 });
    expect(await host.inspect(at('a'))).toMatchObject({ kind: 'directory' });
    expect(await host.inspect(at('none'))).toBeUndefined();
    await host.writeFile(at('a', 'b', 'B.txt'), '');
    expect(await host.listFolder(at('a', 'b'))).toEqual(['B.txt', 'file.txt']);
  });

  test('nothing is left beside a file that is replaced, and its permissions stay', async () => {
    writeFileSync(at('kept.json'), 'old', { mode: 0o600 });
    await host.writeFile(at('kept.json'), 'new');
    expect(readFileSync(at('kept.json'), 'utf8')).toBe('new');
    if (onPosix) expect(statSync(at('kept.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  testWith([posix], 'a link is written through', async () => {
    writeFileSync(at('target.json'), 'old');
    symlinkSync(at('target.json'), at('link.json'));
    await host.writeFile(at('link.json'), 'new');
    expect(readFileSync(at('target.json'), 'utf8')).toBe('new');
    expect(
      readdirSync(folder, { withFileTypes: true })
        .find(({ name }) => name === 'link.json')
        ?.isSymbolicLink(),
    ).toBe(true);
  });

  testWith([posix], 'a link that leads nowhere stays one, and nothing is made behind it', async () => {
    symlinkSync(at('nowhere.json'), at('lost.json'));
    expect(await codeOf(host.writeFile(at('lost.json'), 'new'))).toBe('missing');
    expect([lstatSync(at('lost.json')).isSymbolicLink(), existsSync(at('nowhere.json'))]).toEqual([
      true,
      false,
    ]);
  });

  testWith([posix, notRoot], 'a file that may not be written is not replaced either', async () => {
    writeFileSync(at('locked.json'), 'old', { mode: 0o444 });
    expect(await codeOf(host.writeFile(at('locked.json'), 'new'))).toBe('denied');
    expect(readFileSync(at('locked.json'), 'utf8')).toBe('old');
  });

  testWith([posix, root], 'what root replaces stays its owner’s', async () => {
    writeFileSync(at('theirs.json'), 'old', { mode: 0o640 });
    chownSync(at('theirs.json'), 65_534, 65_533);
    await host.writeFile(at('theirs.json'), 'new');
    const { uid, gid, mode } = statSync(at('theirs.json'));
    expect([uid, gid, mode & 0o777]).toEqual([65_534, 65_533, 0o640]);
  });

  test('what a killed process left beside a file is not in the way', async () => {
    writeFileSync(at('again.json'), 'old');
    writeFileSync(at(`.again.json.${process.pid}.tmp`), 'half');
    await host.writeFile(at('again.json'), 'new');
    expect(readFileSync(at('again.json'), 'utf8')).toBe('new');
  });

  testWith([posix], 'a device is written to, not replaced', async () => {
    await host.writeFile('/dev/null', 'x');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('what cannot be read says why', async () => {
    writeFileSync(at('plain'), '');
    expect(await codeOf(host.readFile(at('none')))).toBe('missing');
    expect(await codeOf(host.readFile(folder))).toBe('directory');
    expect(await codeOf(host.listFolder(at('none')))).toBe('missing');
    expect(await codeOf(host.writeFile(folder, 'x'))).toBe('directory');
    if (onPosix) {
      expect(await codeOf(host.readFile(at('plain', 'x')))).toBe('not-directory');
      expect(await host.inspect(at('plain', 'x'))).toBeUndefined();
      expect(await codeOf(host.listFolder(at('plain')))).toBe('not-directory');
    }
  });

  testWith([posix], 'links that lead to one another, and a socket, are no files', async () => {
    symlinkSync('one', at('other'));
    symlinkSync('other', at('one'));
    expect(await codeOf(host.readFile(at('one')))).toBe('link-circle');
    const server = createSocket().listen(at('s'));
    await once(server, 'listening');
    expect(await codeOf(host.readFile(at('s')))).toBe('not-a-file');
    server.close();
  });

  test('whether a file could be made or written is told without a write', async () => {
    const [file, inside, missing] = [
      join(folder, 'kept.json'),
      join(folder, 'kept.json', 'x'),
      join(folder, 'unmade', 'b'),
    ];
    writeFileSync(file, '{}');
    const asked = [file, inside, missing].flatMap((path) => [host.mayCreate(path), host.mayWrite(path)]);
    expect(await Promise.all(asked)).toEqual([true, true, false, false, true, true]);
    expect([readFileSync(file, 'utf8'), existsSync(join(folder, 'unmade'))]).toEqual(['{}', false]);
  });

  testWith([posix], 'below a link that leads nowhere nothing can be made', async () => {
    symlinkSync(join(folder, 'none'), join(folder, 'lost'));
    expect(await host.mayCreate(join(folder, 'lost', 'cache', 'kept.json'))).toBe(false);
  });

  testWith(
    [posix, notRoot],
    'in a folder that is closed a file can be written over, and none be made',
    async () => {
      const closed = join(folder, 'closed-folder');
      const file = join(closed, 'kept.json');
      mkdirSync(closed);
      writeFileSync(file, '{}');
      chmodSync(closed, 0o500);
      const told = [await host.mayCreate(file), await host.mayWrite(file)];
      chmodSync(closed, 0o700);
      expect(told).toEqual([false, true]);
    },
  );

  testWith([posix, notRoot], 'permission denied', async () => {
    writeFileSync(at('closed'), 'x');
    chmodSync(at('closed'), 0);
    expect(await codeOf(host.readFile(at('closed')))).toBe('denied');
  });

  test('a big file streams in pieces', async () => {
    writeFileSync(at('big'), 'x'.repeat(1_000_000));
    let pieces = 0;
    let bytes = 0;
    for await (const piece of host.streamFile(at('big'))) {
      pieces += 1;
      bytes += piece.length;
    }
    expect(bytes).toBe(1_000_000);
    expect(pieces).toBeGreaterThan(1);
    await expect(async () => {
      for await (const piece of host.streamFile(at('none'))) expect(piece).toBe('unreachable');
    }).rejects.toThrow(FileError);
  });
});

describe('processes', () => {
  const node = (script: string, more: Partial<ProcessRequest> = {}) =>
    host.runProcess({
      file: process.execPath,
      args: ['-e', script],
      shell: false,
      timeoutMs: 60_000,
      maxOutputBytes: 10_000,
      ...more,
    });

  test('output, error output and status come back', async () => {
    expect(await node('console.log("out"); console.error("err"); process.exitCode = 3')).toEqual({
      kind: 'exited',
      status: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      truncated: false,
    });
  });

  test('too much output is cut', async () => {
    const result = await node('process.stdout.write("x".repeat(1e6))', { maxOutputBytes: 100 });
    expect(result).toMatchObject({ kind: 'exited', status: 0, stdout: 'x'.repeat(100), truncated: true });
  });

  test('the environment is the given one', async () => {
    const result = await node('console.log(process.env.GREETING, process.env.HOME)', {
      env: { GREETING: 'hi' },
    });
    expect(result).toMatchObject({ stdout: 'hi undefined\n' });
  });

  test('a program that does not end is ended', async () => {
    expect(await node('setTimeout(() => {}, 60000)', { timeoutMs: 100 })).toEqual({ kind: 'timed-out' });
  });

  testWith([posix], 'a signal is a status over 128, a shell runs a command line', async () => {
    expect(await node('process.kill(process.pid, "SIGTERM")')).toMatchObject({ status: 143 });
    const shell = { file: 'echo $((40 + 2))', args: [], shell: true, timeoutMs: 60_000, maxOutputBytes: 100 };
    expect(await host.runProcess(shell)).toMatchObject({ stdout: '42\n' });
  });

  test('what cannot be started says why', async () => {
    expect(await node('', { file: at('no-such-program') })).toEqual({
      kind: 'not-started',
      reason: 'missing',
    });
    if (!onPosix) return;
    writeFileSync(at('not-executable'), '');
    expect(await node('', { file: at('not-executable') })).toEqual({ kind: 'not-started', reason: 'denied' });
  });
});

describe('HTTP', () => {
  const server = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/cut') {
      response.socket?.destroy();
      return;
    }
    if (request.url === '/moved') response.writeHead(302, { location: '/' });
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')));
    request.on('end', () => {
      const { 'x-token': token = '', 'proxy-authorization': login = '', host: meant = '' } = request.headers;
      const isProxied = request.url?.startsWith('http:') === true;
      const more = isProxied ? ` for ${request.url ?? ''} at ${meant} ${login}` : '';
      response.end(`${request.method ?? ''} ${token.toString()} ${body}${more}`);
    });
  });
  const ready = new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('method, headers and body go out, status, headers and body come back', async () => {
    const url = await ready;
    const answer = await host.sendHttp({
      method: 'PUT',
      url,
      headers: { 'x-token': 't' },
      body: 'b',
      timeoutMs: 60_000,
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 200, body: 'PUT t b' });
  });

  test('a proxy is asked for the whole URL, with the name and the password that it is given', async () => {
    const { host: address } = new URL(await ready);
    const request = { method: 'GET', url: 'http://169.254.169.254/latest/', timeoutMs: 60_000 } as const;
    for (const proxy of [`http://me:pass%20word@${address}`, address]) {
      const answer = await host.sendHttp({ ...request, proxy });
      const login = proxy === address ? '' : `Basic ${btoa('me:pass word')}`;
      expect(answer).toMatchObject({
        kind: 'answered',
        body: `GET   for http://169.254.169.254/latest/ at 169.254.169.254 ${login}`,
      });
    }
    expect(await host.sendHttp({ ...request, proxy: 'socks5://127.0.0.1:1' })).toMatchObject({
      phase: 'connect',
    });
  });

  test('a redirect is an answer, not followed', async () => {
    const answer = await host.sendHttp({ method: 'GET', url: `${await ready}/moved`, timeoutMs: 60_000 });
    expect(answer).toMatchObject({ kind: 'answered', status: 302, headers: { location: '/' } });
  });

  test.each([
    { path: '/silent', phase: 'timeout', timeoutMs: 300 },
    { path: '/cut', phase: 'http', timeoutMs: 60_000 },
  ])('$path fails as $phase', async ({ path, phase, timeoutMs }) => {
    const answer = await host.sendHttp({ method: 'GET', url: `${await ready}${path}`, timeoutMs });
    expect(answer).toMatchObject({ kind: 'failed', phase });
  });

  test.each([
    { url: 'http://127.0.0.1:1/', phase: 'connect' },
    { url: 'not a url', phase: 'http' },
    { url: 'file:///etc/passwd', phase: 'http' },
  ])('$url fails as $phase', async ({ url, phase }) => {
    expect(await host.sendHttp({ method: 'GET', url, timeoutMs: 60_000 })).toMatchObject({
      kind: 'failed',
      phase,
    });
  });

  test('a token that HTTP does not allow is not repeated', async () => {
    const headers = { authorization: 'wJalr\nSECRET' };
    const answer = await host.sendHttp({ method: 'GET', url: await ready, headers, timeoutMs: 60_000 });
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });
});

test('the world as it is', () => {
  expect(host.cwd).toBe(process.cwd());
  expect(host.env['PATH']).toBe(process.env['PATH']);
  const before = Date.now();
  const now = host.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
  expect(host.homeFolder).not.toBe('');
});
