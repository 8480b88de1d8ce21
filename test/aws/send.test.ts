import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { send } from '../../src/aws/send.ts';
import { isNetworkFailure, openNetwork, type Network, type Route } from '../../src/aws/network.ts';
import {
  certificate,
  listenHttp,
  listenHttps,
  listenProxy,
  listenTcp,
  type Listening,
} from '../support/network.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function up<T extends Listening>(server: Promise<T>): Promise<T> {
  const listening = await server;
  open.push(listening);
  return listening;
}

function network(route: Partial<Route> = {}, timeoutMs = 5000): Network {
  const opened = openNetwork({ proxyFor: () => undefined, ...route }, timeoutMs);
  open.push(opened);
  return opened;
}

const request = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'Action=X' };

async function failureOf(url: string, through: Network): Promise<object> {
  try {
    await send(new URL(url), request, through);
  } catch (error) {
    if (!isNetworkFailure(error)) throw error;
    const { phase, peer, message, isLate } = error;
    return { phase, peer, message, isLate };
  }
  throw new Error('an answer came');
}

async function answerOf(url: string, through: Network): Promise<string> {
  const response = await send(new URL(url), request, through);
  const body: unknown = response.body;
  return `${response.statusCode} ${body instanceof Uint8Array ? Buffer.from(body).toString() : ''}`;
}

const echo = (request_: IncomingMessage, response: ServerResponse) => {
  let body = '';
  request_.on('data', (piece: Buffer) => (body += piece.toString()));
  request_.on('end', () => response.end(`${request_.url ?? ''} ${body}`));
};

describe('an answer', () => {
  test('comes over HTTP', async () => {
    const { port } = await up(listenHttp(echo));
    expect(await answerOf(`http://127.0.0.1:${port}/a?b=c`, network())).toBe('200 /a?b=c Action=X');
  });

  test('comes to each of many, and nobody is warned of them', async () => {
    const { port } = await up(listenHttp(echo));
    const through = network();
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on('warning', onWarning);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => answerOf(`http://127.0.0.1:${port}/x`, through)),
    );
    process.off('warning', onWarning);
    expect([new Set(answers).size, warnings]).toEqual([1, []]);
  });

  test('comes over HTTPS where the authority is trusted', async () => {
    const { port } = await up(listenHttps(echo));
    expect(await answerOf(`https://localhost:${port}/a`, network({ certificates: certificate }))).toBe(
      '200 /a Action=X',
    );
  });

  test('comes through the tunnel of a proxy, with its user and password', async () => {
    const { port } = await up(listenHttps(echo));
    const proxy = await up(listenProxy());
    const route = {
      certificates: certificate,
      proxyFor: () => `http://me:pass%20word@127.0.0.1:${proxy.port}`,
    };
    expect(await answerOf(`https://localhost:${port}/a`, network(route))).toBe('200 /a Action=X');
    const authorization = `Basic ${Buffer.from('me:pass word').toString('base64')}`;
    expect(proxy.asked).toEqual([{ line: `CONNECT localhost:${port}`, authorization }]);
  });

  test('comes through a proxy for HTTP, which gets the whole URL', async () => {
    const proxy = await up(listenProxy(418));
    const route = { proxyFor: () => `127.0.0.1:${proxy.port}` };
    expect(await answerOf('http://sts.example/a?b=c', network(route))).toBe('418 ');
    expect(proxy.asked[0]?.line).toBe('POST http://sts.example/a?b=c');
  });
});

describe('no answer', () => {
  test('connecting: nothing listens', async () => {
    const { port, close } = await listenHttp(echo);
    await close();
    expect(await failureOf(`http://127.0.0.1:${port}/`, network())).toEqual({
      phase: 'connect',
      peer: `127.0.0.1:${port}`,
      message: 'connection refused',
      isLate: false,
    });
  });

  test('TLS: the authority is not trusted', async () => {
    const { port } = await up(listenHttps(echo));
    expect(await failureOf(`https://localhost:${port}/`, network())).toMatchObject({
      phase: 'tls',
      message: 'its certificate is signed by itself',
    });
  });

  test('TLS: the other side does not speak it', async () => {
    const { port } = await up(listenTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await failureOf(`https://127.0.0.1:${port}/`, network())).toMatchObject({ phase: 'tls' });
  });

  test('HTTP: the connection is closed', async () => {
    const { port } = await up(listenTcp((socket) => socket.once('data', () => socket.destroy())));
    expect(await failureOf(`http://127.0.0.1:${port}/`, network())).toMatchObject({
      phase: 'http',
      message: 'the connection was closed before an answer came',
    });
  });

  test('HTTP: something else than HTTP', async () => {
    const { port } = await up(listenTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect(await failureOf(`http://127.0.0.1:${port}/`, network())).toMatchObject({ phase: 'http' });
  });

  test.each([407, 403])('the proxy refuses with %i', async (status) => {
    const proxy = await up(listenProxy(status));
    const route = { proxyFor: () => `http://me:NotAPassword@127.0.0.1:${proxy.port}` };
    const failure = await failureOf('https://sts.amazonaws.com/', network(route));
    expect(failure).toMatchObject({ phase: 'proxy', peer: `127.0.0.1:${proxy.port}` });
    expect(JSON.stringify(failure)).toContain(`${status}`);
    expect(JSON.stringify(failure)).not.toContain('NotAPassword');
  });

  test.each(['https://sts.amazonaws.com/', 'http://sts.amazonaws.com/'])(
    'the proxy is not there: %s',
    async (url) => {
      const { port, close } = await listenHttp(echo);
      await close();
      const route = { proxyFor: () => `http://127.0.0.1:${port}` };
      expect(await failureOf(url, network(route))).toMatchObject({
        phase: 'proxy',
        message: 'connection refused',
      });
    },
  );

  test.each(['socks5://127.0.0.1:1080', 'http://', 'http://me:NotAPassword@[nowhere'])(
    'the proxy %s is none',
    async (proxy) => {
      const failure = await failureOf('https://sts.amazonaws.com/', network({ proxyFor: () => proxy }));
      expect(failure).toMatchObject({ phase: 'proxy' });
      expect(JSON.stringify(failure)).not.toContain('NotAPassword');
    },
  );

  test.each<[string, string, () => Promise<Listening>]>([
    ['http', 'http', () => listenTcp(() => undefined)],
    ['https', 'tls', () => listenTcp(() => undefined)],
  ])('within the time, over %s: %s', async (scheme, phase, listen) => {
    const { port } = await up(listen());
    expect(await failureOf(`${scheme}://127.0.0.1:${port}/`, network({}, 80))).toMatchObject({
      phase,
      isLate: true,
      message: 'no answer within 0.08 s',
    });
  });

  test('within the time, of a proxy', async () => {
    const { port } = await up(listenTcp(() => undefined));
    const route = { proxyFor: () => `http://127.0.0.1:${port}` };
    expect(await failureOf('https://sts.amazonaws.com/', network(route, 80))).toMatchObject({
      phase: 'proxy',
      isLate: true,
    });
  });

  test('after the time is over', async () => {
    const closed = network();
    closed.close();
    expect(await failureOf('http://127.0.0.1:1/', closed)).toMatchObject({ isLate: true });
  });

  test('for a header that HTTP does not allow, and it is not repeated', async () => {
    const bad = { ...request, headers: { authorization: 'NotA\nHeader' } };
    await expect(send(new URL('http://127.0.0.1:1/'), bad, network())).rejects.toMatchObject({
      phase: 'http',
      message: 'the request failed (ERR_INVALID_CHAR)',
    });
  });
});

test('the time stands still while a person is waited for', async () => {
  const slow = network({}, 60);
  await slow.hold(() => new Promise((resolve) => setTimeout(resolve, 150)));
  expect(slow.signal.aborted).toBe(false);
  expect(slow.left()).toBeGreaterThan(0);
});
