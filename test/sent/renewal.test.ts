import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FileError, type Host } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { main } from '../../src/main.ts';
import { announcedIn } from '../support/announced.ts';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import { notRoot, ownEnvironment, posix, startProcess, testWith } from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';

/** One refresh token is spent once, by all profiles and all runs together, and only where the new one can be kept. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-renewal-'));
let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(async () => {
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
});

let home = '';
let homes = 0;
beforeEach(() => {
  home = join(folder, String(++homes));
});

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const tokenFile = (session = 'my') => join(home, '.aws', 'sso', 'cache', `${sha1(session)}.json`);
const old = {
  startUrl: 'https://x.awsapps.com/start',
  region: 'eu-west-1',
  accessToken: 'NotATokenButOld',
  refreshToken: 'NotATokenButRefreshes',
  clientId: 'client',
  clientSecret: 'not-a-secret',
  expiresAt: '2020-01-01T00:00:00Z',
  registrationExpiresAt: '2030-01-01T00:00:00Z',
  mine: { kept: true },
};

/** A home with so many profiles of one session. */
function signIn(profiles: number, sessions: readonly string[] = ['my'], token: object = old): void {
  const lines = sessions.flatMap((session) => [
    `[sso-session ${session}]`,
    'sso_start_url = https://x.awsapps.com/start',
    'sso_region = eu-west-1',
    ...Array.from({ length: profiles }, (_, index) =>
      [
        `[profile ${session}${index}]`,
        `sso_session = ${session}`,
        `sso_account_id = 11112222333${index}`,
        'sso_role_name = Admin',
        'region = eu-west-1',
      ].join('\n'),
    ),
  ]);
  mkdirSync(dirname(tokenFile()), { recursive: true });
  writeFileSync(join(home, '.aws', 'config'), `${lines.join('\n')}\n`);
  for (const session of sessions) writeFileSync(tokenFile(session), JSON.stringify(token), { mode: 0o644 });
}

const env = () => ({
  ...ownEnvironment,
  HOME: home,
  AWS_ENDPOINT_URL: loopback.url,
  AWS_EC2_METADATA_DISABLED: 'true',
});

async function run(words: readonly string[], change: Partial<Host> = {}) {
  let [out, err] = ['', ''];
  const pipe = { isTerminal: false };
  const world = { env: env(), cwd: home, homeFolder: home, stdout: pipe, stderr: pipe, stdin: pipe };
  const host: Host = { ...nodeHost(), ...world, showProgress: () => undefined, ...change };
  const status = await main(words, host, {
    writeOut: (text) => Promise.resolve((out += text) !== ''),
    writeErr: (text) => Promise.resolve((err += text) !== ''),
  });
  return { status, out, ...announcedIn(err) };
}

const spent = () => loopback.requests().filter(({ path }) => path.startsWith('/token')).length;
const asked = () => loopback.requests().filter(({ path }) => path.startsWith('/federation')).length;
const written = (session?: string) => JSON.parse(readFileSync(tokenFile(session), 'utf8')) as typeof old;
const beside = () => readdirSync(dirname(tokenFile())).filter((name) => !name.endsWith('.json'));
const once = { oidc: { refreshTokens: [old.refreshToken] } };

describe('found: a refresh token that was used four times', () => {
  test('four profiles share one renewal', async () => {
    signIn(4);
    loopback.play({ ...once, latencyMs: { oidc: 50 } });
    const { status, out } = await run(['whoami', '--all-profiles']);
    expect(status).toBe(0);
    expect(out).toContain('my3');
    expect([spent(), asked()]).toEqual([1, 4]);
    expect(written()).toMatchObject({
      accessToken: 'NotATokenButRefreshed',
      refreshToken: 'NotATokenButRefreshesAgain',
      clientId: 'client',
      mine: { kept: true },
    });
    if (posix.isThere) expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    expect(beside()).toEqual([]);
  });

  test('two sessions with the same token spend it once, and both files get the new one', async () => {
    signIn(2, ['my', 'your']);
    loopback.play({ ...once, latencyMs: { oidc: 50 } });
    expect((await run(['whoami', '--all-profiles'])).status).toBe(0);
    expect(spent()).toBe(1);
    expect([written('my').refreshToken, written('your').refreshToken]).toEqual([
      'NotATokenButRefreshesAgain',
      'NotATokenButRefreshesAgain',
    ]);
  });

  test('a renewal that is refused is asked for once, too', async () => {
    signIn(4);
    loopback.play({ oidc: { refreshTokens: [] } });
    expect((await run(['whoami', '--all-profiles'])).status).toBe(3);
    expect(spent()).toBe(1);
    expect(beside()).toEqual([]);
  });

  test('four runs at the same time spend it once', async () => {
    const iamx = await shippedProgram();
    signIn(2);
    loopback.play({ ...once, latencyMs: { oidc: 300 } });
    const ends = await Promise.all(
      [0, 1, 0, 1].map(
        (profile) =>
          new Promise<number | null>((resolve) => {
            const words = [iamx, 'whoami', '--profile', `my${profile}`, '--timeout', '60'];
            const child = startProcess(process.execPath, words, { env: env(), cwd: home });
            for (const stream of [child.stdout, child.stderr]) stream.resume();
            child.on('close', resolve);
          }),
      ),
    );
    expect(ends).toEqual([0, 0, 0, 0]);
    expect(spent()).toBe(1);
    expect(beside()).toEqual([]);
  });
});

describe('what was left of a run that was stopped', () => {
  const left = () => join(dirname(tokenFile()), `.${sha1('my')}.json.iamx`);

  test('is cleared away where its process has ended', async () => {
    signIn(1);
    const child = startProcess(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('close', resolve));
    writeFileSync(left(), String(child.pid).padEnd(1000));
    loopback.play(once);
    expect((await run(['whoami', '--profile', 'my0'])).status).toBe(0);
    expect([spent(), existsSync(left())]).toEqual([1, false]);
  });

  test('is cleared away where its number is ours by now', async () => {
    signIn(1);
    writeFileSync(left(), `${process.pid} 600000 ${hostname()}`.padEnd(1000));
    loopback.play(once);
    expect((await run(['whoami', '--profile', 'my0'])).status).toBe(0);
    expect([spent(), existsSync(left())]).toEqual([1, false]);
  });

  /** How a run ends in which `node:fs` was changed so. */
  async function runWith(change: string): Promise<unknown> {
    const preload = join(home, 'change.cjs');
    writeFileSync(preload, `const fs = require('node:fs'); ${change}`);
    const words = [await shippedProgram(), 'whoami', '--profile', 'my0', '--timeout', '0.5'];
    const child = startProcess(process.execPath, words, {
      env: { ...env(), NODE_OPTIONS: `--require=${preload}` },
      cwd: home,
    });
    child.stdout.resume();
    child.stderr.resume();
    return new Promise((resolve) => child.on('close', resolve));
  }

  test('is another run’s where that one was faster: it is waited for, and stays', async () => {
    signIn(1);
    const child = startProcess(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('close', resolve));
    writeFileSync(left(), `${child.pid} 600000 ${hostname()}`.padEnd(1000));
    const theirs = `${process.pid} 600000 ${hostname()}`.padEnd(1000);
    loopback.play(once);
    // The other run takes it away and makes its own between our look at it and what we do then.
    const status = await runWith(
      `const read = fs.readFileSync; let isFirst = true;
      fs.readFileSync = (path, ...rest) => {
        const found = read(path, ...rest);
        if (isFirst && path === ${JSON.stringify(left())}) fs.writeFileSync(path, ${JSON.stringify(theirs)}, { flag: (isFirst = false, 'w') });
        return found;
      };`,
    );
    expect(status).toBe(3);
    expect([spent(), readFileSync(left(), 'utf8'), beside()]).toEqual([0, theirs, [basename(left())]]);
  });

  test('by another user, where each may take away only what is theirs, is waited for as long as was said', async () => {
    signIn(1);
    writeFileSync(left(), '');
    const before = new Date(Date.now() - 60_000);
    utimesSync(left(), before, before);
    loopback.play(once);
    const status = await runWith(
      `const remove = fs.unlinkSync; let tries = 0;
      fs.unlinkSync = (path) => {
        if (path !== ${JSON.stringify(left())}) return remove(path);
        if (++tries > 100) process.exit(70);
        throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
      };`,
    );
    expect(status).toBe(3);
    expect([spent(), beside()]).toEqual([0, [basename(left())]]);
  });

  test('is left to the next run that makes ready to clear it away as the one before is done', async () => {
    signIn(1);
    writeFileSync(left(), '');
    const before = new Date(Date.now() - 60_000);
    utimesSync(left(), before, before);
    const right = `${left()}.left`;
    writeFileSync(right, '');
    loopback.play(once);
    const status = await runWith(
      `const look = fs.statSync; let isFirst = true;
      fs.statSync = (path, ...rest) => {
        if (!isFirst || path !== ${JSON.stringify(right)}) return look(path, ...rest);
        isFirst = false;
        fs.rmSync(path);
        const found = look(path, ...rest);
        fs.writeFileSync(path, 'of the next');
        return found;
      };`,
    );
    expect(status).toBe(3);
    expect([spent(), readFileSync(right, 'utf8'), existsSync(left())]).toEqual([0, 'of the next', true]);
  });

  describe('on another machine, or in another container', () => {
    test('is nobody’s when its time is over', async () => {
      signIn(1);
      writeFileSync(left(), `${process.ppid} 1000 elsewhere`.padEnd(1000));
      const before = new Date(Date.now() - 60_000);
      utimesSync(left(), before, before);
      loopback.play(once);
      expect((await run(['whoami', '--profile', 'my0'])).status).toBe(0);
      expect([spent(), existsSync(left())]).toEqual([1, false]);
    });

    test('is waited for before, whatever has its number here', async () => {
      signIn(1);
      const child = startProcess(process.execPath, ['-e', '']);
      await new Promise((resolve) => child.on('close', resolve));
      writeFileSync(left(), `${child.pid} 600000 elsewhere`.padEnd(1000));
      loopback.play(once);
      expect((await run(['whoami', '--profile', 'my0', '--timeout', '0.3'])).status).toBe(3);
      expect([spent(), existsSync(left())]).toEqual([0, true]);
    });
  });

  test('empty, or with half of a token, is nobody’s after a while', async () => {
    for (const text of ['', '{"accessToken": "NotATok']) {
      signIn(1);
      writeFileSync(left(), text);
      const before = new Date(Date.now() - 60_000);
      utimesSync(left(), before, before);
      loopback.play(once);
      expect((await run(['whoami', '--profile', 'my0'])).status).toBe(0);
      expect([spent(), existsSync(left())]).toEqual([1, false]);
    }
  });

  test('is waited for where it goes on, and nothing is spent meanwhile', async () => {
    signIn(1);
    writeFileSync(left(), String(process.ppid).padEnd(1000));
    loopback.play(once);
    const { status, err } = await run(['whoami', '--profile', 'my0', '--timeout', '0.3']);
    expect(status).toBe(3);
    expect(err.replace(/\s+/g, ' ')).toContain('another run renews it');
    expect([spent(), existsSync(left())]).toEqual([0, true]);
  });
});

describe('where the new token cannot be kept', () => {
  testWith([posix, notRoot], 'nothing is spent, and it is said why', async () => {
    signIn(1);
    chmodSync(dirname(tokenFile()), 0o500);
    loopback.play(once);
    const { status, out } = await run(['whoami', '--profile', 'my0']);
    chmodSync(dirname(tokenFile()), 0o700);
    // The CLI stops there itself: as in explain-chain, nobody is found.
    expect(status).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toContain('the new one cannot be kept in ~/.aws/sso/cache');
    expect(spent()).toBe(0);
  });

  test.each(['read-only', 'full', 'denied'] as const)('as where the place is %s, too', async (code) => {
    signIn(2);
    loopback.play(once);
    const reserveFile = (path: string) => Promise.reject(new FileError(code, path));
    const { status, out } = await run(['whoami', '--all-profiles'], { reserveFile });
    expect(status).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain('not logged in aws sso login --sso-session my');
    expect([spent(), asked()]).toEqual([0, 0]);
  });

  test('a token that is still good is used for the rest of its time', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    signIn(1, ['my'], { ...old, expiresAt: soon });
    loopback.play(once);
    const reserveFile = (path: string) => Promise.reject(new FileError('read-only', path));
    const { status } = await run(['whoami', '--profile', 'my0'], { reserveFile });
    expect([status, spent(), asked()]).toEqual([0, 0, 1]);
  });

  test('all the same, it is told, and the answer is given', async () => {
    signIn(1);
    loopback.play(once);
    const reserveFile = (path: string) =>
      Promise.resolve({
        commit: () => Promise.reject(new FileError('full', path)),
        drop: () => Promise.resolve(),
      });
    const { status, err } = await run(['whoami', '--profile', 'my0'], { reserveFile });
    expect(status).toBe(0);
    const said = err.replace(/\s+/g, ' ');
    expect(said).toContain('the new SSO token could not be kept in ~/.aws/sso/cache/');
    expect(said).toContain('the disk is full');
    expect(said).toContain('aws sso login');
  });
});

testWith([posix], 'a token file that is a link stays one', async () => {
  signIn(1);
  const target = join(home, 'elsewhere.json');
  writeFileSync(target, readFileSync(tokenFile()));
  rmSync(tokenFile());
  symlinkSync(target, tokenFile());
  loopback.play(once);
  expect((await run(['whoami', '--profile', 'my0'])).status).toBe(0);
  expect(readFileSync(target, 'utf8')).toContain('NotATokenButRefreshesAgain');
  expect(readFileSync(tokenFile(), 'utf8')).toContain('NotATokenButRefreshesAgain');
  expect(statSync(target).mode & 0o777).toBe(0o600);
});
