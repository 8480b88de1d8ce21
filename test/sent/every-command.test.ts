import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import type { Host } from '../../src/core/host.ts';
import { nodeHost } from '../../src/host/node.ts';
import { main } from '../../src/main.ts';
import { announcedIn } from '../support/announced.ts';
import { listenHttp, listenHttps, type Listening } from '../support/network.ts';
import { ownEnvironment, posix, startProcess, testWith } from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';
import { refused, signingCommands, signingLines } from '../support/signing-commands.ts';

/** Whatever command sends something signed: it says where before, encrypts it, believes no redirect, checks whom it talks to. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-every-command-'));
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

/** A user's keys, and a role that is assumed with them; both lead to the address. */
const configFor = (url: string) =>
  `[default]
region = eu-west-1
aws_access_key_id = AKIAJMIKAMIKAMIKA2F3
aws_secret_access_key = not-a-secret
endpoint_url = ${url}
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/App
source_profile = default
endpoint_url = ${url}
`;

let homes = 0;
function homeWith(config: string): string {
  const home = join(folder, String(++homes));
  mkdirSync(join(home, '.aws'), { recursive: true });
  writeFileSync(join(home, '.aws', 'config'), config);
  return home;
}

const env = { ...ownEnvironment, AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1' };

/** `run` explains what its program wrote, and ends as it ended. */
const ended = 254;

async function run(words: readonly string[], url: string, onErr: (text: string) => void = () => undefined) {
  const home = homeWith(configFor(url));
  let [out, all] = ['', ''];
  const pipe = { isTerminal: false };
  const host: Host = {
    ...nodeHost(),
    env: { ...env, HOME: home },
    ...{ cwd: home, homeFolder: home, stdout: pipe, stderr: pipe, stdin: pipe },
    runForeground: () =>
      Promise.resolve({
        kind: 'ended',
        status: ended,
        written: [new TextEncoder().encode(refused)],
        isCut: false,
      }),
  };
  const status = await main(words, host, {
    writeOut: (text) => Promise.resolve((out += text) !== ''),
    writeErr: (text) => {
      onErr(text);
      return Promise.resolve((all += text) !== '');
    },
  });
  const said = (out + all).replace(/\s+/g, ' ');
  return { status, said, announced: announcedIn(all).announced };
}

/** What is said where nothing may be sent: of many profiles, one by one, a word is said, and none could be used. */
function refusalOf(words: readonly string[]): { readonly status: number; readonly says: readonly string[] } {
  const says = ['over plain http', '--allow-http'];
  if (words.includes('--all-profiles')) return { status: 1, says: ['not sent', '2 of 2 cannot be used'] };
  return { status: words[0] === 'explain-chain' ? 1 : statusOf(words, 2), says };
}

const statusOf = (words: readonly string[], usual: number) => (words[0] === 'run' ? ended : usual);
/** One that its options stand in front of what it runs. */
const withOption = ([name = '', ...rest]: readonly string[], option: string) => [name, option, ...rest];

test('each command that may sign is asked', async () => {
  const found: string[] = [];
  for (const { name, load } of commands) {
    const flags = (await load()).options.map(longFlagOf);
    if (flags.includes('--live') || flags.includes('--timeout')) {
      found.push(name);
      expect([name, ...flags]).toContain('--allow-http');
    }
  }
  expect(Object.keys(signingCommands).sort()).toEqual(found.sort());
});

describe.each(signingLines.map((words) => ({ words, line: words.join(' ').slice(0, 60) })))(
  '$line',
  ({ words }) => {
    test('says where, why and with which key, before it sends', async () => {
      let told = '';
      const before: string[] = [];
      const server = await up(
        listenHttp((_, response) => {
          before.push(told);
          response.end('<a/>');
        }),
      );
      const url = `http://127.0.0.1:${server.port}`;
      const { announced, status } = await run(words, url, (text) => (told += text));
      expect(before).not.toEqual([]);
      expect(before.every((text) => text.includes(`sending to ${url}, which is not AWS's`))).toBe(true);
      expect(announced[0]).toContain('signed with key ****************A2F3');
      expect(announced[0]).toContain('endpoint_url says so (~/.aws/config:');
      expect(new Set(announced).size).toBe(announced.length);
      expect(status).toBe(statusOf(words, 3));
    });

    test('sends nothing over plain http to another machine, unless it is told to', async () => {
      for (const url of ['http://localstack:4566', 'http://10.0.0.7:4566', 'http://127.0.0.1.example.com']) {
        const { status, announced, said } = await run(words, url);
        const refusal = refusalOf(words);
        expect([url, status, announced]).toEqual([url, refusal.status, []]);
        for (const text of refusal.says) expect(said).toContain(text);
      }
      const { announced } = await run(withOption(words, '--allow-http'), 'http://iamx.invalid:1');
      expect(announced[0]).toContain('sending to http://iamx.invalid:1');
    });

    test('follows no redirect', async () => {
      const met: string[] = [];
      const other = await up(
        listenHttp((request, response) => {
          met.push(`${request.method ?? ''} ${request.headers.authorization ?? ''}`);
          response.end();
        }),
      );
      const location = `http://127.0.0.1:${other.port}/`;
      for (const code of [301, 302, 303, 307, 308]) {
        const server = await up(listenHttp((_, response) => response.writeHead(code, { location }).end()));
        const { status } = await run(words, `http://127.0.0.1:${server.port}`);
        expect([code, status]).toEqual([code, statusOf(words, 3)]);
      }
      expect(met).toEqual([]);
    });

    testWith(
      [posix],
      'checks certificates whatever NODE_TLS_REJECT_UNAUTHORIZED says, and says so',
      async () => {
        const met: string[] = [];
        const server = await up(
          listenHttps((request, response) => {
            met.push(request.url ?? '');
            response.end('<a/>');
          }),
        );
        const home = homeWith(configFor(`https://127.0.0.1:${server.port}`));
        writeFileSync(join(home, 'aws'), `#!/bin/sh\necho '${refused}' >&2\nexit ${ended}\n`);
        chmodSync(join(home, 'aws'), 0o755);
        const child = startProcess(process.execPath, [iamx, ...words], {
          env: { ...env, HOME: home, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
          cwd: home,
        });
        let err = '';
        child.stdout.resume();
        child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
        const status = await new Promise((resolve) => child.on('close', resolve));
        expect([status, met]).toEqual([statusOf(words, 3), []]);
        expect(err).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is not obeyed');
        expect(err).not.toContain('insecure');
      },
    );
  },
);
