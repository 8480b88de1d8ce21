import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';

/** Whoever answers in place of AWS is believed nothing, sent nowhere, and waited for no longer than was said. */
const token = 'TokenCanary-Zk7vQx9mRt2w';
const page = 'Zk7vQx9mRt2wPage';
let other: Server;
let server: Server;
let answer: (response: ServerResponse) => void;
let reached = 0;

const portOf = (one: Server) => String((one.address() as AddressInfo).port);
const listen = (one: Server) => new Promise<void>((done) => one.listen(0, '127.0.0.1', done));

beforeAll(async () => {
  other = createServer((_, response) => {
    reached++;
    response.end('x');
  });
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      answer(response);
    });
  });
  await Promise.all([listen(other), listen(server)]);
});
afterAll(() => {
  for (const one of [other, server]) {
    one.closeAllConnections();
    one.close();
  }
});

const encoded = `4GIOHlTkIaWHQD0Q0m6XSnuUMCm-${'abcdefghijklmnopqrstuvwxyz-_0123'.repeat(6)}`;
const commands: readonly (readonly string[])[] = [
  ['whoami'],
  ['whoami', '--profile', 'sso'],
  ['decode', '--live', 'AKIAY24FZKAOABCDEFGH'],
  ['check', 'delete-user', 'mika'],
  ['check', 'assume-role', 'arn:aws:iam::111122223333:role/App'],
  [
    ...['explain-error', '--live'],
    `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`,
  ],
];

async function ask(words: readonly string[]) {
  const { out, err, status } = await run([...words, '--timeout', '1'], {
    files: {
      '/home/user/.aws/config': {
        content: `[default]\nregion = eu-west-1\n[profile sso]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n`,
        mode: 0o600,
      },
      '/home/user/.aws/credentials': {
        content: `[default]\naws_access_key_id = AKIAY24FZKAOABCDEFGH\naws_secret_access_key = Zk7vQx9mRt2wSecret\naws_session_token = ${token}\n`,
        mode: 0o600,
      },
    },
    env: {
      HOME: '/home/user',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(server)}`,
      AWS_MAX_ATTEMPTS: '1',
    },
  });
  return { text: (out + err).replace(/\s+/g, ' '), status };
}

const redirect = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, { location: `http://localhost:${portOf(other)}/` }).end();
};
const xml = { 'content-type': 'text/xml' };
const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'a redirect, 301': redirect(301),
  'a redirect, 302': redirect(302),
  'a redirect, 307': redirect(307),
  'a redirect, 308': redirect(308),
  'a web page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>${page}</h1>`),
  nothing: (response) => response.writeHead(200).end(),
  'elements in elements': (response) => response.writeHead(200, xml).end('<a>'.repeat(300_000)),
  'lists in lists': (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(300_000)),
  'a gzip bomb': (response) => response.writeHead(200, { ...xml, 'content-encoding': 'gzip' }).end(bomb),
  'no field': (response) =>
    response
      .writeHead(200, xml)
      .end('<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>'),
  'a body that does not end': (response) => response.writeHead(200, xml).write('<a>'),
  'no answer': () => undefined,
};

describe.each(Object.entries(answers))('%s', (name, given) => {
  test.each(commands)('%s %s', async (...words) => {
    answer = given;
    reached = 0;
    const { text, status } = await ask(words);
    expect([status, reached]).toEqual([words.includes('sso') ? 1 : 3, 0]);
    expect(text).not.toMatch(/Zk7vQx|bug in iamx|call stack|@aws-sdk/);
    if (name.startsWith('a redirect') && status === 3)
      expect(text).toContain('it answered with a redirect, which is not followed');
  });
});
