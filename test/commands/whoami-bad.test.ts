import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { main } from '../../src/main.ts';
import { announcedIn } from '../support/announced.ts';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import {
  certificate,
  listenHttp,
  listenHttps,
  listenProxy,
  listenTcp,
  type Listening,
} from '../support/network.ts';
import { describeWith, ownEnvironment, posix } from '../support/process.ts';
import { credentialsFile, envKeys, identities, jsonOf, whoami } from '../identity/support.ts';

/** Calls that go wrong: a process, a token, an endpoint, a certificate. */
let loopback: Loopback;
const folder = mkdtempSync(join(tmpdir(), 'iamx-whoami-'));
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(async () => {
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
});
const open: Listening[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function up<T extends Listening>(server: Promise<T>): Promise<T> {
  const listening = await server;
  open.push(listening);
  return listening;
}

/** The program with real processes and files, below a home folder of its own. */
async function real(
  config: string,
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  writeFileSync(join(folder, 'config'), config);
  let [out, err] = ['', ''];
  const node = nodeHost();
  const pipe = { isTerminal: false };
  const host: Host = {
    ...node,
    env: {
      ...ownEnvironment,
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: loopback.url,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    platform: 'posix',
    cwd: folder,
    homeFolder: folder,
    stdout: pipe,
    stderr: pipe,
    stdin: pipe,
    askHidden: () => Promise.resolve(undefined),
    showProgress: () => undefined,
  };
  const streams = {
    writeOut: (text: string) => Promise.resolve((out += text) !== ''),
    writeErr: (text: string) => Promise.resolve((err += text) !== ''),
  };
  const status = await main(['whoami', ...words], host, streams);
  return { status, out, ...announcedIn(err) };
}

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

const answer = (fields: object) => `cat <<'END'\n${JSON.stringify(fields)}\nEND`;
const good = {
  Version: 1,
  AccessKeyId: envKeys.AWS_ACCESS_KEY_ID,
  SecretAccessKey: envKeys.AWS_SECRET_ACCESS_KEY,
};

describeWith([posix], 'credential_process', () => {
  test('that works', async () => {
    loopback.play({ sts: { identities } });
    const path = script('good', `echo NotAWordOfIt >&2\n${answer(good)}`);
    const { status, out, err } = await real(`[default]\ncredential_process = ${path}\n`);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/credential_process {2}.*config:2/);
  });

  test.each([
    ['hangs', 'sleep 60', /did not end within 0\.5 s/],
    ['fails', 'echo NotAWordOfIt >&2; exit 3', /ended with status 3/],
    ['prints nothing', ':', /printed nothing/],
    ['prints junk', 'echo "NotAWordOfIt {"', /something else than one JSON object/],
    ['prints a list', 'echo "[1]"', /something else than one JSON object/],
    ['prints more than a megabyte', "head -c 1200000 /dev/zero | tr '\\0' 'N'", /more than 1 MB/],
    ['prints another version', answer({ ...good, Version: 2 }), /no `"Version": 1`/],
    ['prints no secret', answer({ Version: 1, AccessKeyId: 'AKIAJMIKAMIKAMIKA2F3' }), /no SecretAccessKey/],
    ['prints expired keys', answer({ ...good, Expiration: '2020-01-01T00:00:00Z' }), /expired/],
  ])('that %s says so with its place, within the time', async (name, text, wanted) => {
    const path = script(name.replaceAll(' ', '-'), text);
    const time = name === 'hangs' ? '0.5' : '60';
    const ran = await real(`[default]\ncredential_process = ${path}\n`, '--timeout', time, '--json');
    const shown = ran.out + ran.err;
    expect(ran.status).toBe(name === 'prints expired keys' ? 3 : 1);
    expect(String(jsonOf(ran)['summary'] ?? jsonOf(ran)['message'])).toMatch(wanted);
    expect(shown).toMatch(/config/);
    expect(shown).not.toMatch(/NotA|NNNN/);
  });

  test('that fails lets the JavaScript SDK go on, and stops the CLI', async () => {
    const config = `[default]\ncredential_process = ${script('broken', 'exit 1')}\n`;
    const js = await real(config, '--json', '--sdk', 'js');
    expect(js.status).toBe(1);
    expect(jsonOf(js)).toMatchObject({ verdict: 'none' });
    expect(jsonOf(await real(config, '--json'))).toMatchObject({ verdict: 'error' });
  });
});

test('a web identity token that is gone', async () => {
  const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '/gone', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Pod' };
  const ran = await whoami(loopback, {}, { env });
  expect(ran.status).toBe(1);
  expect(ran.out.replace(/\s+/g, ' ')).toContain('the token file /gone does not exist');
});

test('an IMDS that answers HTML', async () => {
  const html = {
    kind: 'raw',
    status: 200,
    body: '<html>sign in</html>',
    headers: { 'content-type': 'text/html' },
  } as const;
  const env = { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: loopback.url };
  const ran = await whoami(loopback, { imds: { role: 'Node', trouble: { credentials: html } } }, { env });
  expect(ran.status).toBe(1);
  expect(ran.out).toMatch(/^nobody /);
});

describe('an endpoint', () => {
  const files = { '/home/user/.aws/credentials': credentialsFile };
  const ask = (endpoint: string, env: Readonly<Record<string, string>> = {}, ...words: readonly string[]) =>
    whoami(
      loopback,
      {},
      { files, env: { AWS_ENDPOINT_URL_STS: endpoint, ...env } },
      '--timeout',
      '60',
      ...words,
    );
  const said = ({ err }: { readonly err: string }) => err.replace(/\s+/g, ' ');

  test('that never answers ends with the time', async () => {
    const { port } = await up(listenTcp(() => undefined));
    // A time that is not kept would run into the end of the test's own.
    const ran = await ask(`http://127.0.0.1:${port}`, {}, '--timeout', '0.3');
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(said(ran)).toContain(`failed at HTTP: 127.0.0.1:${port}: no answer within 0.3 s`);
    expect(said(ran)).toContain('--timeout 60');
  });

  test('where nothing listens names the variable that gave it', async () => {
    const { port, close } = await listenTcp(() => undefined);
    await close();
    const ran = await ask(`http://127.0.0.1:${port}`);
    expect(ran.status).toBe(3);
    expect(said(ran)).toContain(`failed at connecting: 127.0.0.1:${port}: connection refused`);
    expect(said(ran)).toContain('AWS_ENDPOINT_URL_STS');
  });

  test('whose certificate is not trusted', async () => {
    const { port } = await up(listenHttps((_, response) => response.end()));
    const ran = await ask(`https://localhost:${port}`);
    expect(ran.status).toBe(3);
    expect(said(ran)).toContain('failed at TLS');
    expect(said(ran)).toContain('AWS_CA_BUNDLE');
  });

  test('is trusted with AWS_CA_BUNDLE by the CLI, not by the JavaScript SDK', async () => {
    const { port } = await up(
      listenHttps((_, response) => {
        response
          .writeHead(403, { 'content-type': 'text/xml' })
          .end(
            '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>gone</Message></Error></ErrorResponse>',
          );
      }),
    );
    const bundle = {
      files: { ...files, '/ca.pem': certificate },
      env: { AWS_ENDPOINT_URL: `https://localhost:${port}`, AWS_CA_BUNDLE: '/ca.pem' },
    };
    const cli = await whoami(loopback, {}, bundle);
    expect(said(cli)).toContain('ExpiredToken');
    const js = await whoami(loopback, {}, bundle, '--sdk', 'js');
    expect(said(js)).toContain('failed at TLS');
    expect(said(js)).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('with a bundle of certificates that is gone', async () => {
    const ran = await ask('https://localhost:1', { AWS_CA_BUNDLE: '/gone.pem' });
    expect(ran.status).toBe(3);
    expect(said(ran)).toContain('AWS_CA_BUNDLE names /gone.pem, which does not exist');
  });

  test.each([200, 403, 502])('that answers %i with a web page', async (status) => {
    const { port } = await up(
      listenHttp((_, response) => {
        response.writeHead(status, { 'content-type': 'text/html' }).end('<html>sign in</html>');
      }),
    );
    const ran = await ask(`http://127.0.0.1:${port}`);
    expect(ran.status).toBe(3);
    expect(said(ran)).toContain(`failed at HTTP: it answered with a web page (status ${status})`);
  });

  test('that is no URL', async () => {
    const ran = await ask('sts.example');
    // A failure of this machine, as explain-chain tells it: the question itself could be read.
    expect(ran).toMatchObject({ status: 1, err: '' });
    expect(ran.out.replace(/\s+/g, ' ')).toContain('AWS_ENDPOINT_URL_STS is no URL');
  });

  test('behind a proxy that refuses, by the CLI; the JavaScript SDK does not ask the proxy', async () => {
    const proxy = await up(listenProxy(407));
    const env = { HTTPS_PROXY: `http://me:NotAPassword@127.0.0.1:${proxy.port}` };
    const cli = await ask('https://localhost:1', env);
    expect(cli.status).toBe(3);
    expect(said(cli)).toContain('failed at the proxy');
    expect(said(cli)).not.toContain('NotAPassword');
    const asked = proxy.asked.length;
    const js = await ask('https://localhost:1', env, '--sdk', 'js');
    expect(said(js)).toContain('failed at connecting');
    expect(proxy.asked).toHaveLength(asked);
  });
});
