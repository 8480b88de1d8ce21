import dns from 'node:dns';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isAwsUrl, isLoopback } from '../../src/aws/aws-host.ts';
import type { Host } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { main } from '../../src/main.ts';
import { announcedIn } from '../support/announced.ts';
import { listenHttp, listenHttps, listenProxy, listenTcp, type Listening } from '../support/network.ts';
import { ownEnvironment, posix, startProcess, testWith } from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';

/** What is signed goes where the user knows it goes, encrypted, and an answer is what was asked for. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-announce-'));
let iamx: string;
beforeAll(async () => {
  iamx = await shippedProgram();
});
const open: Listening[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
async function up<T extends Listening>(server: Promise<T>): Promise<T> {
  const listening = await server;
  open.push(listening);
  return listening;
}

const keyId = 'AKIAJMIKAMIKAMIKA2F3';
const token = 'NotATokenButAsLongAsOne0123456789';
const keys = `aws_access_key_id = ${keyId}\naws_secret_access_key = not-a-secret\naws_session_token = ${token}`;

let homes = 0;
function homeWith(config: string): string {
  const home = join(folder, String(++homes));
  mkdirSync(join(home, '.aws'), { recursive: true });
  writeFileSync(join(home, '.aws', 'config'), config);
  return home;
}

async function run(
  words: readonly string[],
  config: string,
  more: Readonly<Record<string, string>> = {},
  onErr: (text: string) => void = () => undefined,
  change: Partial<Host> = {},
) {
  const home = homeWith(config);
  let [out, all] = ['', ''];
  const pipe = { isTerminal: false };
  const host: Host = {
    ...nodeHost(),
    env: { ...ownEnvironment, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...more },
    ...{ cwd: home, homeFolder: home, stdout: pipe, stderr: pipe, stdin: pipe },
    ...change,
  };
  const status = await main(words, host, {
    writeOut: (text) => Promise.resolve((out += text) !== ''),
    writeErr: (text) => {
      onErr(text);
      return Promise.resolve((all += text) !== '');
    },
  });
  return { status, out, all, ...announcedIn(all) };
}

const commands = [
  ['whoami', ['whoami']],
  ['every profile', ['whoami', '--all-profiles']],
  ['decode --live', ['decode', '--live', keyId]],
  ['an encoded message', ['decode', '--live', 'aB3_x-'.repeat(40)]],
] as const;

describe('found: decode --live does not tell whom', () => {
  test.each(commands)('%s says where, why and with which key, before it sends', async (_, words) => {
    let told = '';
    const before: string[] = [];
    const server = await up(
      listenHttp((request, response) => {
        if (request.headers['x-amz-security-token'] === token) before.push(told);
        response.end('<a/>');
      }),
    );
    const config = `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = http://127.0.0.1:${server.port}/x\n`;
    const ran = await run(words, config, {}, (text) => (told += text));
    const [line] = ran.announced;
    expect(ran.status).toBeGreaterThan(0);
    expect(before).not.toEqual([]);
    expect(line).toContain(`sending to http://127.0.0.1:${server.port}, which is not AWS's`);
    expect(line).toContain('signed with key ****************A2F3');
    expect(line).toContain('endpoint_url says so (~/.aws/config:6:1)');
    expect(ran.announced).toHaveLength(1);
    expect(before.every((text) => text.includes(String(server.port)))).toBe(true);
  });

  test('the setting is named: a variable, a line of a services section', async () => {
    const server = await up(listenHttp((_, response) => response.end('<a/>')));
    const url = `http://localhost:${server.port}`;
    const config = `[default]\nregion = eu-west-1\n${keys}\n`;
    const byVariable = await run(['whoami'], config, { AWS_ENDPOINT_URL_STS: url });
    expect(byVariable.announced[0]).toContain('AWS_ENDPOINT_URL_STS says so');
    const section = `services = local\n[services local]\nsts =\n  endpoint_url = ${url}\n`;
    const bySection = await run(['whoami'], config + section);
    expect(bySection.announced[0]).toMatch(
      /\[services local\] sts\.endpoint_url says so \(~\/\.aws\/config:9:/,
    );
  });

  test('the document of --json stays the one thing on standard output', async () => {
    const server = await up(listenHttp((_, response) => response.end('<a/>')));
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
    const ran = await run(['decode', '--live', '--json', keyId], `[default]\n${keys}\n`, env);
    expect(JSON.parse(ran.out)).toMatchObject({ schema: 'iamx.decode/1' });
    expect(ran.announced).toHaveLength(1);
  });
});

const resultOf = (action: string, fields: string) =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${fields}</${action}Result></${action}Response>`;

describe('an answer without what was asked for', () => {
  test.each([
    ['nothing of it', '<a/>'],
    ['no account', resultOf('GetAccessKeyInfo', '')],
    ['an empty account', resultOf('GetAccessKeyInfo', '<Account></Account>')],
    ['an account that is none', resultOf('GetAccessKeyInfo', '<Account>12345</Account>')],
    ['nothing at all', ''],
    ['JSON', '{"Account":"111122223333"}'],
  ])('is an error: %s', async (_, body) => {
    const server = await up(listenHttp((__, response) => response.end(body)));
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
    const { status, out } = await run(
      ['decode', '--live', keyId, '--timeout', '5'],
      `[default]\nregion = eu-west-1\n${keys}\n`,
      env,
    );
    expect(status).toBe(3);
    expect(out).toContain('sts:GetAccessKeyInfo failed');
  });

  test('whoami needs all three', async () => {
    const fields = '<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/m</Arn>';
    const server = await up(listenHttp((_, response) => response.end(resultOf('GetCallerIdentity', fields))));
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
    expect((await run(['whoami'], `[default]\nregion = eu-west-1\n${keys}\n`, env)).status).toBe(3);
  });
});

describe('plain http', () => {
  const foreign = [
    'http://localstack:4566',
    'http://localhost.example.com:4566',
    'http://127.0.0.1.example.com',
    'http://0.0.0.0:4566',
    'http://10.0.0.7:4566',
    'http://[::2]:4566',
    'http://localhost@example.com',
    'HTTP://EXAMPLE.COM',
    'http://sts.eu-west-1.amazonaws.com',
  ];
  test.each(foreign)('to another machine is refused: %s', async (url) => {
    for (const words of [['whoami'], ['decode', '--live', keyId]]) {
      const ran = await run(words, `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = ${url}\n`);
      const said = (ran.out + ran.err).replace(/\s+/g, ' ');
      expect([ran.status, ran.announced]).toEqual([2, []]);
      expect(said).toContain('over plain http');
      expect(said).toContain('--allow-http');
      expect(said).toContain('~/.aws/config:6');
    }
  });

  test('is sent where --allow-http says so, and announced all the same', async () => {
    const words = ['whoami', '--allow-http', '--timeout', '5'];
    const ran = await run(
      words,
      `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = http://iamx.invalid:1\n`,
    );
    expect(ran.status).toBe(3);
    expect(ran.announced).toHaveLength(1);
  });

  test('to this machine is refused where a proxy leads it to another', async () => {
    const config = `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = http://127.0.0.1:9\n`;
    const ran = await run(['whoami'], config, { HTTP_PROXY: 'http://proxy.example.com:3128' });
    expect([ran.status, ran.announced]).toEqual([2, []]);
    expect(ran.err.replace(/\s+/g, ' ')).toContain('HTTP_PROXY sends what is for http://127.0.0.1:9');
    const proxy = await up(listenProxy(502));
    const near = await run(['whoami'], config, { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect(near.announced).toHaveLength(1);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });
});

test('an address where nobody answers is told with the line that gives it', async () => {
  const config = `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = https://127.0.0.1:9\n`;
  const inFile = await run(['whoami', '--timeout', '5'], config);
  expect(inFile.err).toContain('${EDITOR:-vi} +6 ~/.aws/config');
  expect(inFile.err).not.toContain('unset');
  const byVariable = await run(['whoami', '--timeout', '5'], '', {
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
  });
  expect(byVariable.err).toContain('unset AWS_ENDPOINT_URL');
});

test('a proxy whose password cannot be decoded is told as what it is', async () => {
  const ran = await run(['whoami', '--timeout', '5'], `[default]\nregion = eu-west-1\n${keys}\n`, {
    HTTPS_PROXY: 'http://mika:100%@127.0.0.1:9',
  });
  expect([ran.status, ran.announced]).toEqual([3, []]);
  expect(ran.err.replace(/\s+/g, ' ')).toContain('its user or password has a % that stands for nothing');
});

describe('the token of a container', () => {
  const leads = (host: string) => ({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${host}/keys`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  });
  /** What was announced before the request that carries the token, and where that went. */
  async function ask(words: readonly string[], env: Readonly<Record<string, string>>) {
    const sent: (readonly [url: string, before: readonly string[]])[] = [];
    let told = '';
    const sendHttp: Host['sendHttp'] = (request) => {
      if (request.headers?.['Authorization'] === token)
        sent.push([
          request.url,
          announcedIn(told).announced.map((line) => line.replace(/:.*token of/, ' with that of')),
        ]);
      return Promise.resolve({ kind: 'failed', phase: 'dns', message: 'the name does not resolve' });
    };
    await run(words, '', env, (text) => (told += text), { sendHttp });
    return sent;
  }

  test.each([['explain-chain'], ['explain-chain', '--compare'], ['whoami']])(
    '%s %s says where it goes before it goes there',
    async (...words) => {
      const sent = await ask(words, leads('https://keys.example.com'));
      expect(sent.length).toBeGreaterThan(0);
      for (const [url, before] of sent) {
        expect(url).toBe('https://keys.example.com/keys');
        expect(before).toEqual([
          '! sending to https with that of a container: AWS_CONTAINER_CREDENTIALS_FULL_URI says so',
        ]);
      }
    },
  );

  test.each(['http://127.0.0.1:9', 'http://[::1]:9', 'http://169.254.170.23', 'https://localhost:9'])(
    'goes to %s without a word: it is the container’s own',
    async (host) => {
      expect(await ask(['explain-chain'], leads(host))).toEqual([[`${host}/keys`, []]]);
    },
  );

  test('goes nowhere with --offline, and nothing is announced', async () => {
    let told = '';
    await run(
      ['explain-chain', '--offline'],
      '',
      leads('https://keys.example.com'),
      (text) => (told += text),
    );
    expect(told).toBe('');
  });
});

test('a name below localhost is this machine’s, whatever a name server says', async () => {
  const met: (string | undefined)[] = [];
  const server = await up(
    listenHttp((request, response) => {
      met.push(request.headers.host);
      response.end('<a/>');
    }),
  );
  const asked: unknown[] = [];
  const { lookup } = dns;
  try {
    dns.lookup = ((name: string, ...rest: readonly unknown[]) => {
      asked.push(name);
      return Reflect.apply(lookup, dns, ['localhost', ...rest]) as unknown;
    }) as typeof lookup;
    const url = `http://sts.localhost:${server.port}`;
    await run(
      ['whoami', '--timeout', '5'],
      `[default]\nregion = eu-west-1\n${keys}\nendpoint_url = ${url}\n`,
    );
  } finally {
    dns.lookup = lookup;
  }
  expect(new Set(met)).toEqual(new Set([`sts.localhost:${server.port}`]));
  expect(new Set(asked)).toEqual(new Set(['localhost']));
});

describe('a server that answers oddly', () => {
  test('gets nothing sent on: a redirect is not followed', async () => {
    const met: string[] = [];
    const other = await up(
      listenHttp((request, response) => {
        met.push(request.headers.authorization ?? '');
        response.end();
      }),
    );
    const location = `http://127.0.0.1:${other.port}/`;
    const server = await up(listenHttp((_, response) => response.writeHead(307, { location }).end()));
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
    for (const [, words] of commands.slice(0, 3)) {
      expect((await run(words, `[default]\nregion = eu-west-1\n${keys}\n`, env)).status).toBe(3);
    }
    expect(met).toEqual([]);
  });

  test.each([
    [
      'without an end',
      (write: (text: string) => boolean) => void setInterval(() => write('x'.repeat(1e6)), 1).unref(),
    ],
    [
      'one letter at a time',
      (write: (text: string) => boolean) => void setInterval(() => write('x'), 20).unref(),
    ],
  ])('is left when the time is over, or the answer too long: %s', async (_, drip) => {
    const server = await up(
      listenTcp((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<a>');
        drip((text) => !socket.destroyed && socket.write(text));
      }),
    );
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
    for (const words of [['whoami'], ['decode', '--live', keyId]]) {
      const ran = await run([...words, '--timeout', '0.5'], `[default]\nregion = eu-west-1\n${keys}\n`, env);
      expect(ran.status).toBe(3);
    }
  });
});

describe('certificates', () => {
  testWith([posix], 'are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says, which is named', async () => {
    const met: string[] = [];
    const server = await up(
      listenHttps((request, response) => {
        met.push(request.headers.authorization ?? '');
        response.end('<a/>');
      }),
    );
    const script = 'printf %s "$NODE_TLS_REJECT_UNAUTHORIZED" > seen; echo "{\\"Version\\":1}"';
    const home = homeWith(
      `[default]\nregion = eu-west-1\n${keys}\n[profile process]\ncredential_process = sh ./script\n`,
    );
    writeFileSync(join(home, 'script'), script);
    const env = {
      ...ownEnvironment,
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: `https://127.0.0.1:${server.port}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    const ask = (...words: readonly string[]) =>
      new Promise<{ readonly status: number | null; readonly err: string }>((resolve) => {
        const child = startProcess(process.execPath, [iamx, ...words], { env, cwd: home });
        let err = '';
        child.stdout.resume();
        child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
        child.on('close', (status) => resolve({ status, err }));
      });
    for (const words of [['whoami'], ['decode', '--live', keyId], ['whoami', '--sdk', 'js']]) {
      const { status, err } = await ask(...words);
      expect(status).toBe(3);
      expect(err).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed');
      // Node's own warning, which would be wrong here.
      expect(err).not.toContain('insecure');
    }
    expect(met).toEqual([]);
    await ask('whoami', '--profile', 'process');
    expect(readFileSync(join(home, 'seen'), 'utf8')).toBe('0');
  });
});

describe('whose host it is', () => {
  test.each([
    'https://sts.amazonaws.com',
    'https://sts.eu-west-1.amazonaws.com/',
    'https://sts-fips.us-gov-west-1.api.aws',
    'https://sts.cn-north-1.api.amazonwebservices.com.cn',
    'https://iam.amazonaws.com',
    'https://iam.us-gov.amazonaws.com',
    'https://iam.global.api.aws',
    'https://portal.sso.eu-central-1.amazonaws.com',
    'https://oidc.cn-northwest-1.amazonaws.com.cn/token',
    'https://eu-west-1.signin.aws.amazon.com',
    'https://signin.eu-west-1.api.aws',
    'https://vpce-0abc-1de.sts.eu-west-1.vpce.amazonaws.com',
  ])('%s is of AWS', (url) => expect(isAwsUrl(new URL(url))).toBe(true));

  test.each([
    'http://sts.amazonaws.com',
    'https://sts.amazonaws.com.example.com',
    'https://sts-amazonaws.com',
    'https://sts.s3.amazonaws.com',
    'https://sts.s3.eu-west-1.amazonaws.com',
    'https://me.execute-api.eu-west-1.amazonaws.com',
    'https://sts-1.eu-west-1.elb.amazonaws.com',
    'https://vpce-0abc.vpce-svc-0123.eu-west-1.vpce.amazonaws.com',
    'https://ec2-1-2-3-4.compute-1.amazonaws.com',
    'https://127.0.0.1',
    'https://eu-west-1.signin.aws.amazon.com.evil.example',
    'https://example.signin.aws.amazon.com',
    'https://api.aws',
  ])('%s is not', (url) => expect(isAwsUrl(new URL(url))).toBe(false));

  test('this machine is what its names say', () => {
    const names = ['127.0.0.1', '127.9.9.9', '[::1]', 'localhost', 'sts.localhost'];
    expect(names.filter(isLoopback)).toEqual(names);
    expect(['0.0.0.0', 'localhost.example.com', '[::2]', '128.0.0.1', ''].filter(isLoopback)).toEqual([]);
  });
});

test('a region that is none makes no other host of the place where a token is renewed', async () => {
  const met: string[] = [];
  const server = await up(
    listenHttps((request, response) => {
      met.push(request.url ?? '');
      response.end();
    }),
  );
  const { refreshSsoToken } = await import('../../src/aws/refresh-sso-token.ts');
  const { openNetwork } = await import('../../src/aws/network.ts');
  const network = openNetwork({ proxyFor: () => undefined }, 2000);
  const registration = { clientId: 'c', clientSecret: 'not-a-secret', refreshToken: token };
  for (const region of [`x@127.0.0.1:${server.port}/`, 'a.example.com/', 'eu west', '', '-a', 'a?']) {
    const place = { region, fips: false, dualStack: false };
    await expect(refreshSsoToken(registration, place, network)).rejects.toMatchObject({ code: 'usage' });
  }
  network.close();
  expect(met).toEqual([]);
});
