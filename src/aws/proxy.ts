import type { RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { codeOf } from '../host/file-error.ts';
import { describeCode } from '../host/http.ts';
import { networkFailure, type Network } from './network.ts';

export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** The connection to the proxy itself is encrypted. */
  readonly isTls: boolean;
  /** `user:password`, decoded. */
  readonly user?: string;
}

/** Throws a `NetworkFailure` for a text that names no proxy; the text may hold a password and is not repeated. */
export function parseProxy(text: string): Proxy {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || url.hostname === '' || !/^https?:$/.test(url.protocol)) {
    const what =
      url === undefined
        ? 'is no URL'
        : `has the scheme ${url.protocol.slice(0, -1)}, and only http and https are known`;
    throw networkFailure('proxy', 'the proxy', `its address ${what}`, { code: 'ERR_INVALID_URL' });
  }
  const isTls = url.protocol === 'https:';
  const user = userOf(url);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    isTls,
    ...(user === undefined ? {} : { user }),
  };
}

function userOf({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw networkFailure('proxy', 'the proxy', 'its user or password has a % that stands for nothing', {
      code: 'ERR_INVALID_URL',
    });
  }
}

export function proxyHeaders({ user }: Proxy): Readonly<Record<string, string>> {
  if (user === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(user, 'utf8').toString('base64')}` };
}

/** Whom an encrypted connection trusts: whatever the environment says, never everybody. */
export function trustOf({ certificates }: Network): Pick<ConnectionOptions, 'ca' | 'rejectUnauthorized'> {
  return { rejectUnauthorized: true, ...(certificates === undefined ? {} : { ca: certificates }) };
}

/** A connection to the URL's host through the proxy, encrypted end to end. Throws `NetworkFailure`. */
export async function openTunnel(
  proxy: Proxy,
  url: URL,
  network: Network,
): Promise<NonNullable<RequestOptions['createConnection']>> {
  const [socket, { connect }] = await Promise.all([connectThrough(proxy, url, network), import('node:tls')]);
  const servername = url.hostname;
  return () => connect({ socket, servername, ...trustOf(network) });
}

async function connectThrough(proxy: Proxy, url: URL, network: Network): Promise<Socket> {
  const { request } = proxy.isTls ? await import('node:https') : await import('node:http');
  const target = `${url.hostname}:${url.port || '443'}`;
  const peer = `${proxy.host}:${proxy.port}`;
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'CONNECT',
      host: proxy.host,
      port: proxy.port,
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
      ...trustOf(network),
    });
    const onLate = () => {
      fail(`no answer within ${network.timeoutMs / 1000} s`, '', true);
    };
    const fail = (message: string, code: string, isLate = false) => {
      network.signal.removeEventListener('abort', onLate);
      reject(networkFailure('proxy', peer, message, { code, isLate }));
      asked.destroy();
    };
    network.signal.addEventListener('abort', onLate);
    asked.on('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        fail(refusal(statusCode), 'ERR_PROXY_REFUSED');
        return;
      }
      network.signal.removeEventListener('abort', onLate);
      resolve(socket);
    });
    // An answer that opens no tunnel: Node calls it a response.
    asked.on('response', ({ statusCode = 0 }) => {
      fail(refusal(statusCode), 'ERR_PROXY_REFUSED');
    });
    asked.on('error', (error) => {
      const code = codeOf(error);
      fail(describeCode(code), code);
    });
    if (network.signal.aborted) onLate();
    else asked.end();
  });
}

function refusal(status: number): string {
  return status === 407 ? 'it wants a user and a password (status 407)' : `it refused with status ${status}`;
}
