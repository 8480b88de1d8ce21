import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeAwsFailure, describeForeignAnswer } from '../../src/aws/aws-failure.ts';
import { getCallerIdentityByClient } from '../../src/aws/get-caller-identity-by-client.ts';
import { getCallerIdentity } from '../../src/aws/get-caller-identity.ts';
import { secretsOf } from '../../src/aws/keys.ts';
import { openNetwork, type Network } from '../../src/aws/network.ts';
import type { Answered } from '../../src/aws/send.ts';
import { IamxError } from '../../src/core/error.ts';
import { listenHttp, type Listening } from '../support/network.ts';

/** What the server does with a request; the last one with all further ones too. */
type Reply =
  | {
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Of the server's clock. */
      readonly aheadMs?: number;
    }
  | 'reset'
  | 'hang';

interface Attempt {
  readonly retry: string;
  readonly date: string;
  readonly body: string;
}

const keys = {
  accessKeyId: 'AKIAJMIKAMIKAMIKA2F3',
  secretAccessKey: 'NotASecretKey',
  sessionToken: 'NotAToken',
};

let replies: readonly Reply[] = [];
let attempts: Attempt[] = [];
let server: Listening;
let network: Network;

beforeEach(async () => {
  attempts = [];
  network = openNetwork({ proxyFor: () => undefined }, 10_000);
  server = await listenHttp((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = (name: string) => String(request.headers[name] ?? '');
      const reply = replies[Math.min(attempts.length, replies.length - 1)] ?? 'hang';
      attempts.push({
        retry: text('amz-sdk-request'),
        date: text('x-amz-date'),
        body: Buffer.concat(pieces).toString(),
      });
      if (reply === 'hang') return;
      if (reply === 'reset') {
        (request.socket satisfies Socket).destroy();
        return;
      }
      const date = new Date(new Date().getTime() + (reply.aheadMs ?? 0)).toUTCString();
      response
        .writeHead(reply.status, { 'content-type': 'text/xml', date, ...reply.headers })
        .end(reply.body);
    });
  });
});
afterEach(async () => {
  network.close();
  await server.close();
});

const at = () => ({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.port}`,
  fips: false,
  dualStack: false,
});

/** As the program asks: the answer, or the error as its parts. */
async function ours(): Promise<object> {
  return told(() => getCallerIdentity(keys, at(), network, { now: () => 0, onSent: () => undefined }));
}

/** As a client of the SDK asks that makes all attempts itself. */
async function theirs(): Promise<object> {
  const operation = 'sts:GetCallerIdentity';
  return told(async () => {
    let time: Answered | undefined;
    const observer = { now: () => 0, onAnswer: (answered: Answered) => (time = answered) };
    const options = { maxAttempts: 3, observer, first: undefined };
    try {
      const caller = await getCallerIdentityByClient(keys, at(), network, options);
      if (caller === undefined || time === undefined) throw describeForeignAnswer(operation, time);
      return { ...caller, time };
    } catch (error) {
      throw describeAwsFailure(operation, error, secretsOf(keys));
    }
  });
}

async function told(ask: () => Promise<object>): Promise<object> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const { code, message, hint, failure } = error;
    return { code, message: message.replaceAll(String(server.port), 'PORT'), hint, failure };
  }
}

/** Both ways, one after the other, with the attempts that each made. */
async function both(play: readonly Reply[]): Promise<{ readonly told: object; readonly attempts: number }> {
  replies = play;
  const outcome = await ours();
  const made = attempts;
  attempts = [];
  const expected = await theirs();
  const without = (one: object) => ({ ...one, time: undefined });
  expect(without(outcome)).toEqual(without(expected));
  expect(made.map(({ retry, body }) => ({ retry, body }))).toEqual(
    attempts.map(({ retry, body }) => ({ retry, body })),
  );
  return { told: outcome, attempts: made.length };
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const fields =
  '<Arn>arn:aws:iam::111122223333:user/mika</Arn><UserId>AIDAJMIKA</UserId><Account>111122223333</Account>';
const answerOf = (result: string) =>
  `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const mika = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/mika', userId: 'AIDAJMIKA' };
const good: Reply = { status: 200, body: answerOf(fields) };
const refusal = (code: string, message: string, status = 403, more: object = {}): Reply => ({
  status,
  body: `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  ...more,
});
const page = '<!doctype html><html><head><title>Sign in</title></head><body>Hello<br></body></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };

test('an answer comes in one attempt, and no client is asked', async () => {
  replies = [good];
  const { time, ...caller } = { time: undefined, ...(await ours()) };
  expect(caller).toEqual(mika);
  expect(time).toMatchObject({ sentAt: 0, receivedAt: 0, status: 200, contentType: 'text/xml' });
  expect(attempts.map(({ retry }) => retry)).toEqual(['attempt=1; max=3']);
});

describe('attempts are made as the SDK makes them', () => {
  test.each<readonly [string, readonly Reply[], number]>([
    ['a denial', [refusal('AccessDenied', 'User: x is not authorized')], 1],
    ['keys that nobody knows', [refusal('InvalidClientTokenId', 'The security token is invalid.')], 1],
    ['an expired token', [refusal('ExpiredToken', 'The security token included is expired')], 1],
    ['a wrong signature', [refusal('SignatureDoesNotMatch', 'The request signature we calculated')], 1],
    ['a message with a secret', [refusal('AccessDenied', 'NotASecretKey AKIAJMIKAMIKAMIKA2F3')], 1],
    ['entities in a message', [refusal('AccessDenied', 'a &amp; b &#x41; &nbsp; &lt;c&gt;')], 1],
    ['an error without a code', [{ status: 400, body: '<a><b>c</b></a>' }], 1],
    ['404 and nothing else', [{ status: 404, body: '' }], 1],
    ['500, then an answer', [refusal('InternalFailure', 'oh', 500), good], 2],
    [
      '503, 502, then an answer',
      [{ status: 503, body: '' }, { status: 502, body: page, headers: html }, good],
      3,
    ],
    ['500 again and again', [refusal('InternalFailure', 'oh', 500)], 3],
    ['501, which is no passing failure', [refusal('NotImplemented', 'oh', 501)], 1],
    ['throttling, then an answer', [refusal('Throttling', 'Rate exceeded', 400), good], 2],
    ['429, then an answer', [{ status: 429, body: '', headers: { 'retry-after': '0' } }, good], 2],
    ['a time-out of the server', [refusal('RequestTimeout', 'slow', 400), good], 2],
    ['a closed connection, then an answer', ['reset', good], 2],
    ['a closed connection, then a denial', ['reset', refusal('AccessDenied', 'no')], 2],
    ['closed connections', ['reset'], 3],
  ])('%s', async (_, play, count) => {
    expect((await both(play)).attempts).toBe(count);
  });

  test.each([-3_600_000, 3_600_000])('a clock that is wrong by %i ms is set right once', async (aheadMs) => {
    const late = refusal('SignatureDoesNotMatch', 'Signature expired', 403, { aheadMs });
    const { told: outcome, attempts: count } = await both([late, { ...good, aheadMs }]);
    expect([outcome, count]).toMatchObject([mika, 2]);
    replies = [late, { ...good, aheadMs }];
    attempts = [];
    await ours();
    const [first = 0, second = 0] = attempts.map(({ date }) => Number(date.slice(9, 11)));
    expect((second - first + 24) % 24).toBe(aheadMs > 0 ? 1 : 23);
  });

  test('nobody answers: the time is for all attempts', async () => {
    network.close();
    network = openNetwork({ proxyFor: () => undefined }, 150);
    replies = ['hang'];
    expect(await ours()).toMatchObject({
      code: 'network-failed',
      message: 'sts:GetCallerIdentity failed at HTTP: 127.0.0.1:PORT: no answer within 0.15 s',
    });
    expect(attempts).toHaveLength(1);
  });
});

describe('an odd answer is read as the SDK reads it', () => {
  test.each<readonly [string, string]>([
    [
      'with a declaration and comments',
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->${answerOf(fields)}\n`,
    ],
    ['over several lines', answerOf(fields.replaceAll('><', '>\r\n  <'))],
    ['in CDATA', answerOf(fields.replace('mika<', '<![CDATA[mika]]><'))],
    ['with references', answerOf(fields.replace('user/mika', 'user/&#x6d;ika&amp;co'))],
    ['with an entity of nobody', answerOf(fields.replace('mika', '&mika;'))],
    [
      'with entities of its own',
      `<!DOCTYPE a [<!ENTITY mika "eve">]>${answerOf(fields.replace('mika', '&mika;'))}`,
    ],
    ['with attributes', answerOf(fields.replace('<Arn>', '<Arn a="b">'))],
    ['with a name twice', answerOf(fields + fields)],
    ['without an account', answerOf('<Arn>a</Arn><UserId>b</UserId>')],
    ['with an empty account', answerOf(fields.replace('111122223333</Acc', '</Acc'))],
    ['with a blank account', answerOf(fields.replace('111122223333</Acc', '\n </Acc'))],
    ['with names of another kind', answerOf(fields).replaceAll('<', '<sts:').replaceAll('<sts:/', '</sts:')],
    ['of another call', answerOf(fields).replaceAll('GetCallerIdentity', 'AssumeRole')],
    ['under another root', answerOf(fields).replaceAll('GetCallerIdentityResponse', 'Other')],
    ['that was cut', answerOf(fields).slice(0, -30)],
    ['with a wrong end', answerOf(fields).replace('</UserId>', '</Id>')],
    ['with something behind it', `${answerOf(fields)}<a>`],
    ['of a megabyte', answerOf(`${fields}<x>${'x'.repeat(1_000_000)}</x>`)],
    ['a hundred elements deep', answerOf(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}${fields}`)],
    ['that is empty', ''],
    ['that is JSON', '{"GetCallerIdentityResponse":{}}'],
    ['that is no text', '\u0000\u0001<'],
  ])('%s', async (_, body) => {
    await both([{ status: 200, body }]);
  });

  test.each([200, 302, 403, 500, 511])('a web page with status %i', async (status) => {
    const { told: outcome } = await both([{ status, body: page, headers: html }]);
    expect(outcome).toMatchObject({ code: 'network-failed' });
  });

  test('a page of XML', async () => {
    await both([{ status: 200, body: '<html><body>Sign in</body></html>', headers: html }]);
  });
});

test('no secret is in what is told, whatever comes back', async () => {
  const echo = `NotASecretKey NotAToken AKIAJMIKAMIKAMIKA2F3 ${createHash('sha256').update('a').digest('hex')}`;
  for (const reply of [refusal('AccessDenied', echo), refusal(echo, echo), { status: 400, body: echo }]) {
    replies = [reply];
    expect(JSON.stringify(await ours())).not.toMatch(/NotA|AKIAJMIKA/);
  }
});
