import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  describeWith,
  hasProgram,
  ownEnvironment,
  posix,
  program,
  runProcess,
  startProcess,
  testWith,
  type Need,
} from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** Whatever iamx waits for or does, a signal ends it at once and as that signal: nothing is left half done, and no trace is shown. */

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-signals-')));
let iamx: string;
/** Takes connections, and says nothing. */
let silent: Server;
beforeAll(async () => {
  iamx = await shippedProgram();
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

let home = '';
let homes = 0;
beforeEach(() => {
  home = join(folder, String(++homes));
  mkdirSync(home);
});

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const silentHost = () => `127.0.0.1:${(silent.address() as AddressInfo).port}`;

function write(name: string, text: string): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const environment = (more: Readonly<Record<string, string>>) => ({
  ...ownEnvironment,
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  IAMX_CACHE: '0',
  ...more,
});

function start(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const child = startProcess(process.execPath, [iamx, ...words], { cwd: home, env: environment(more) });
  const told = { out: '', err: '' };
  child.stdout.on('data', (piece: Buffer) => (told.out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (told.err += piece.toString()));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<readonly [number | null, string | null]>((resolve) =>
    child.on('close', (status, signal) => resolve([status, signal])),
  );
  /** Sent again where it came in the moment in which nobody hears: who presses Ctrl-C does so, too (0145). */
  const send = (signal: NodeJS.Signals) => {
    const again = setInterval(() => child.kill(signal), 5000);
    void ended.then(() => clearInterval(again));
    child.kill(signal);
  };
  return { child, send, told, ended };
}

/** Every file below the home that is neither there before nor meant to be. */
const leftIn = (path = home): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? leftIn(join(path, entry.name))
      : /\.(?:iamx|tmp|left)$/.test(entry.name)
        ? [entry.name]
        : [],
  );

const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAJMIKAMIKAMIKA2F3',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody',
  AWS_REGION: 'eu-west-1',
};
const signIn =
  '[default]\nsso_session = my\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n[sso-session my]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n';
const cache = `.aws/sso/cache/${createHash('sha1').update('my').digest('hex')}.json`;
const lockPath = () => join(home, dirname(cache), `.${cache.slice(dirname(cache).length + 1)}.iamx`);
function signedIn(expiresAt: string): void {
  write('.aws/config', signIn);
  const token = {
    startUrl: 'https://x.awsapps.com/start',
    region: 'eu-west-1',
    accessToken: 'NotAToken',
    refreshToken: 'NotATokenButRefreshes',
    clientId: 'client',
    clientSecret: 'not-a-secret',
    expiresAt,
    registrationExpiresAt: '2040-01-01T00:00:00Z',
  };
  write(cache, JSON.stringify(token));
}

interface Wait {
  readonly words: readonly string[];
  readonly env?: () => Readonly<Record<string, string>>;
  readonly home?: () => void;
}

/** All of them wait for a server. */
const waits: Readonly<Record<string, Wait>> = {
  'STS to answer': {
    words: ['whoami'],
    env: () => ({ ...keys, AWS_ENDPOINT_URL: `http://${silentHost()}` }),
  },
  'STS, in a check': {
    words: ['check', 'assume-role', 'arn:aws:iam::111122223333:role/App'],
    env: () => ({ ...keys, AWS_ENDPOINT_URL: `http://${silentHost()}` }),
  },
  'an encrypted connection': {
    words: ['whoami'],
    env: () => ({ ...keys, AWS_ENDPOINT_URL: `https://${silentHost()}` }),
  },
  'a proxy to open a tunnel': {
    words: ['whoami'],
    env: () => ({ ...keys, HTTPS_PROXY: `http://${silentHost()}` }),
  },
  'the portal of SSO': {
    words: ['whoami'],
    env: () => ({ AWS_ENDPOINT_URL: `http://${silentHost()}` }),
    home: () => signedIn('2040-01-01T00:00:00Z'),
  },
  'a new token of SSO, which holds a lock': {
    words: ['whoami'],
    env: () => ({ AWS_ENDPOINT_URL: `http://${silentHost()}` }),
    home: () => signedIn('2020-01-01T00:00:00Z'),
  },
  'the metadata of an instance': {
    words: ['explain-chain', '--compare'],
    env: () => ({
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_METADATA_SERVICE_TIMEOUT: '500',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${silentHost()}`,
    }),
  },
  'the endpoint of a container': {
    words: ['whoami'],
    env: () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${silentHost()}/keys` }),
  },
  'STS, where all profiles are asked': {
    words: ['whoami', '--all-profiles'],
    env: () => ({ AWS_ENDPOINT_URL: `http://${silentHost()}` }),
    home: () =>
      write(
        '.aws/credentials',
        Array.from(
          { length: 40 },
          (_, index) =>
            `[p${index}]\nregion = eu-west-1\naws_access_key_id = ${keys.AWS_ACCESS_KEY_ID}\naws_secret_access_key = x${index}\n`,
        ).join(''),
      ),
  },
};

describeWith([posix], 'while it waits for', () => {
  describe.each(Object.entries(waits))('%s', (_, wait) => {
    test.each(signals)('%s ends it', async (signal) => {
      wait.home?.();
      const asked = once(silent, 'connection');
      const { send, told, ended } = start([...wait.words, '--timeout', '600'], wait.env?.());
      const [socket] = (await Promise.race([
        asked,
        ended.then(() => Promise.reject(new Error(told.out + told.err))),
      ])) as [NodeJS.Socket];
      socket.on('error', () => undefined);
      await once(socket, 'data');
      send(signal);
      expect(await ended).toEqual([null, signal]);
      expect([told.out, leftIn()]).toEqual(['', []]);
      expect(told.err).toMatch(/^(?:! sending to [^\n]+\n)*$/);
    });
  });

  test.each(signals)('its standard input, %s ends it', async (signal) => {
    const { child, send, told, ended } = start(['decode', '-']);
    // More than a pipe holds: it reads once that is gone, and waits for the rest.
    await new Promise((resolve) => child.stdin.write('x'.repeat(4_000_000), resolve));
    send(signal);
    expect([await ended, told]).toEqual([[null, signal], { out: '', err: '' }]);
  });

  test.each(signals)('more lines of a stream, %s ends it', async (signal) => {
    const { child, send, told, ended } = start(['simulate', '--jsonl', '--scenario', '-']);
    child.stdin.write('{}\n');
    await once(child.stdout, 'data');
    send(signal);
    expect(await ended).toEqual([null, signal]);
    expect(told.err).toBe('');
  });

  const programs = ['sh', 'mv', 'sleep', 'ps'].map(program);
  testWith(programs, 'git, every signal ends it, and git with it', async () => {
    const pid = join(home, 'pid');
    write('bin/git', `#!/bin/sh\necho $$ > '${pid}.new'\nmv '${pid}.new' '${pid}'\nexec sleep 3600\n`);
    chmodSync(join(home, 'bin', 'git'), 0o755);
    write('policy.json', '{}');
    for (const signal of signals) {
      rmSync(pid, { force: true });
      const isThere = toBeThere(pid);
      const words = ['diff', 'git:HEAD:policy.json', 'policy.json'];
      const { send, told, ended } = start(words, {
        PATH: `${join(home, 'bin')}:${ownEnvironment['PATH'] ?? ''}`,
      });
      await isThere;
      send(signal);
      expect([await ended, told]).toEqual([[null, signal], { out: '', err: '' }]);
      await toBeGone(Number(readFileSync(pid, 'utf8')));
    }
  });

  testWith(
    [tellsReads(folder)],
    'the lock of another run, every signal ends it, and the lock stays',
    async () => {
      for (const signal of signals) {
        signedIn('2020-01-01T00:00:00Z');
        writeFileSync(lockPath(), `${process.pid} 600000 ${hostname()}`.padEnd(100));
        const before = statSync(lockPath()).atimeMs;
        const { child, send, told, ended } = start(['whoami', '--timeout', '600'], {
          AWS_ENDPOINT_URL: `http://${silentHost()}`,
        });
        while (statSync(lockPath()).atimeMs === before && child.exitCode === null) await turn();
        send(signal);
        expect([await ended, told]).toEqual([[null, signal], { out: '', err: '' }]);
        expect(readFileSync(lockPath(), 'utf8')).toContain(String(process.pid));
      }
    },
  );
});

describeWith([posix], 'while it works on', () => {
  test.each(signals)('a policy that takes long, %s ends it', async (signal) => {
    const statement = { Effect: 'Allow', Action: ['s3:GetObject', 's3:Get*'], Resource: '*' };
    const { child, send, told, ended } = start(['lint', '-']);
    const text = JSON.stringify({ Version: '2012-10-17', Statement: Array(40_000).fill(statement) });
    await new Promise((resolve) => child.stdin.end(text, () => resolve(undefined)));
    send(signal);
    expect([await ended, told]).toEqual([[null, signal], { out: '', err: '' }]);
  });
});

const policy = (effect: string) =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"${effect}","Action":"s3:GetObject","Resource":"*"}]}\n`;
const question =
  'simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --resource * --policy policy.json';
const scenario = (expected: string) =>
  `request: { principal: "arn:aws:iam::111122223333:user/mika", action: "s3:GetObject", resource: "*" }\npolicies: { identity: [ { file: policy.json } ] }\nexpect: ${expected}\n`;

/** Every command that writes a file, and the file. */
const writers = [
  [['lint', '--fix', 'odd.json'], 'odd.json'],
  [['lint', 'odd.json', '--baseline', 'known.json', '--update-baseline'], 'known.json'],
  [['test', '--update', 'wrong.iamx.yaml'], 'wrong.iamx.yaml'],
  [['test', '--coverage=json', 'right.iamx.yaml'], 'coverage/coverage.json'],
  [[...question.split(' '), '--save', 'saved.iamx.yaml'], 'saved.iamx.yaml'],
  [[...question.split(' '), '--save', 'old.iamx.yaml', '--force'], 'old.iamx.yaml'],
] as const;

describeWith([posix], 'in the middle of a write', () => {
  /** Sends the signal from within, when the text is on its way to the disk. */
  const sending = (signal: string) => {
    const path = write(
      'signal.cjs',
      `const fs = require('node:fs'); const sync = fs.fsyncSync;
      fs.fsyncSync = (file) => { process.kill(process.pid, '${signal}'); sync(file); };`,
    );
    return { NODE_OPTIONS: `--require=${path}` };
  };

  describe.each(writers)('of %j', (words, name) => {
    test.each([...signals, 'SIGQUIT' as const])('%s ends it when the file is whole', async (signal) => {
      write('policy.json', policy('Allow'));
      write('odd.json', policy('allow'));
      write('wrong.iamx.yaml', scenario('implicitDeny'));
      write('right.iamx.yaml', scenario('allowed'));
      write('old.iamx.yaml', 'of last year\n');
      expect(
        runProcess(process.execPath, [iamx, ...words], { cwd: home, env: environment({}) }).stderr,
      ).not.toMatch(/^error/);
      const whole = readFileSync(join(home, name), 'utf8');
      for (const file of ['odd.json', 'wrong.iamx.yaml', 'old.iamx.yaml', 'saved.iamx.yaml', 'known.json'])
        rmSync(join(home, file), { force: true });
      write('odd.json', policy('allow'));
      write('wrong.iamx.yaml', scenario('implicitDeny'));
      write('old.iamx.yaml', 'of last year\n');
      const { told, ended } = start(words, sending(signal));
      expect(await ended).toEqual([null, signal]);
      expect(told.err).toBe('');
      expect(leftIn()).toEqual([]);
      expect(readFileSync(join(home, name), 'utf8')).toBe(whole);
    });
  });

  test.each([...signals, 'SIGQUIT' as const])('of a lock, %s leaves none', async (signal) => {
    signedIn('2020-01-01T00:00:00Z');
    const before = readFileSync(join(home, cache), 'utf8');
    const { told, ended } = start(['whoami'], {
      AWS_ENDPOINT_URL: `http://${silentHost()}`,
      ...sending(signal),
    });
    expect(await ended).toEqual([null, signal]);
    expect([told.out, leftIn(), readFileSync(join(home, cache), 'utf8')]).toEqual(['', [], before]);
  });
});

/** Util-linux: other systems have another program of this name. */
const script: Need = {
  name: 'script of util-linux',
  isThere: hasProgram('script') && process.platform === 'linux',
};

describeWith([script, program('stty'), program('bash')], 'a terminal', () => {
  const asks =
    '[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/mika\n[profile base]\naws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = none\n';
  const places = [
    ['that asks for an MFA code', ['whoami'], 'MFA code of'],
    ['in which tests are watched', ['test', '--watch'], 'q ends'],
  ] as const;

  /** A shell in a terminal of its own. */
  function inTerminal(line: string) {
    const child = startProcess('script', ['-qec', line, '/dev/null'], {
      cwd: home,
      env: environment({ TERM: 'xterm' }),
    });
    let text = '';
    let from = 0;
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    /** Waits until it is shown, behind what was waited for before. */
    const shows = (word: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          const at = text.indexOf(word, from);
          if (at < 0) return;
          from = at + word.length;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        void ended.then(() => reject(new Error(text)));
        look();
      });
    return { type: (keys: string) => child.stdin.write(keys), shows, ended, text: () => text };
  }

  const own = (words: readonly string[]) =>
    [process.execPath, iamx, ...words].map((word) => `'${word}'`).join(' ');
  const withHome = () => {
    write('.aws/config', asks);
    write('policy.json', policy('Allow'));
    write('right.iamx.yaml', scenario('allowed'));
  };

  describe.each(places)('%s', (_, words, shown) => {
    test.each([...signals, 'SIGQUIT' as const])('is what it was after %s', async (signal) => {
      withHome();
      const line = `stty -g > before; sh -c 'echo $$ > pid; exec "$@"' sh ${own(words)}; stty -g > after; echo all done`;
      const { shows, ended } = inTerminal(line);
      await shows(shown);
      process.kill(Number(readFileSync(join(home, 'pid'), 'utf8')), signal);
      await shows('all done');
      await ended;
      const [before, after] = ['before', 'after'].map((name) => readFileSync(join(home, name), 'utf8'));
      expect(after).toBe(before);
    });

    test('is what it was after Ctrl-\\', async () => {
      withHome();
      const line = `ulimit -c 0; stty -g > before; ${own(words)}; echo status $? > status; stty -g > after; echo all done`;
      const { shows, type, ended } = inTerminal(line);
      await shows(shown);
      type('\u001c');
      await shows('all done');
      await ended;
      const [before, after, status] = ['before', 'after', 'status'].map((name) =>
        readFileSync(join(home, name), 'utf8'),
      );
      expect([after, status]).toEqual([before, 'status 131\n']);
    });

    test('is the shell’s after Ctrl-Z, and asked again after `fg`', async () => {
      withHome();
      const { shows, type, ended } = inTerminal('exec bash --norc --noprofile -i');
      const shell = 'next> ';
      type('PS1=next"> "\n');
      await shows(shell);
      type(`stty -g > before; ${own(words)}\n`);
      await shows(shown);
      type('\u001a');
      await shows('Stopped');
      await shows(shell);
      type('stty -g > between; fg\n');
      if (words[0] === 'whoami') await shows(shown);
      type(words[0] === 'whoami' ? '\u0003' : 'q');
      await shows(shell);
      type('stty -g > after; exit\n');
      await ended;
      const [before, after] = ['before', 'after'].map((name) => readFileSync(join(home, name), 'utf8'));
      expect(after).toBe(before);
      expect(existsSync(join(home, 'between'))).toBe(true);
    });
  });
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

function toBeThere(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), () => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    });
  });
}

/** A killed process is there until whoever started it has looked, or nobody will. */
async function toBeGone(pid: number): Promise<void> {
  for (;;) {
    const { stdout } = runProcess('ps', ['-o', 'stat=', '-p', String(pid)]);
    if (stdout.trim() === '' || stdout.trim().startsWith('Z')) return;
    await turn();
  }
}

/** Mounted so that a file says when it was read. */
function tellsReads(place: string): Need {
  const path = join(place, 'read');
  writeFileSync(path, 'x');
  const before = statSync(path).atimeMs;
  readFileSync(path);
  return {
    name: 'a file system that tells reads',
    isThere: posix.isThere && statSync(path).atimeMs !== before,
  };
}
