import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HttpRequest, HttpResult } from '../core/host.ts';
import { codeOf } from './file-error.ts';

/** Credential endpoints answer with a few hundred bytes; more than this is not an answer to us. */
const mostBytes = 4 * 1024 * 1024;

type Failure = Extract<HttpResult, { kind: 'failed' }>;

/**
 * One request on a connection of its own: no redirect, a proxy only where the request names it, as the SDKs ask metadata
 * endpoints. The time limit is for the whole of it.
 */
export async function sendHttp(request: HttpRequest): Promise<HttpResult> {
  let url: URL;
  try {
    url = new URL(request.url);
  } catch {
    return { kind: 'failed', phase: 'http', message: 'not a URL' };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { kind: 'failed', phase: 'http', message: `unknown protocol ${url.protocol}` };
  }
  const proxy = request.proxy === undefined ? undefined : proxyOf(request.proxy);
  if (request.proxy !== undefined && (proxy === undefined || url.protocol === 'https:')) {
    return { kind: 'failed', phase: 'connect', message: 'the proxy cannot be asked' };
  }
  const { request: open } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    let sent: ClientRequest | undefined;
    let connected = false;
    const finish = (result: HttpResult) => {
      clearTimeout(timer);
      resolve(result);
      sent?.destroy();
    };
    const timer = setTimeout(() => {
      finish({ kind: 'failed', phase: 'timeout', message: `no answer within ${request.timeoutMs} ms` });
    }, request.timeoutMs);
    const failed = (error: unknown) => finish(failureOf(error, connected));
    try {
      const { target, more } = proxy === undefined ? { target: url, more: {} } : throughProxy(proxy, url);
      const headers = { ...request.headers, ...more.headers };
      const { method } = request;
      const options = { ...more, method, headers, agent: false, rejectUnauthorized: true } as const;
      sent = open(target, options, (response) => collect(response, finish, failed));
      sent.on('error', failed);
      sent.on('socket', (socket) => socket.on('connect', () => (connected = true)));
      sent.end(request.body);
    } catch (error) {
      // A header value that HTTP does not allow.
      failed(error);
    }
  });
}

/** `host:port`, `http://host:port`; undefined for what is no proxy of plain HTTP. */
function proxyOf(text: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  return url.protocol === 'http:' ? url : undefined;
}

interface Through {
  readonly target: URL;
  readonly more: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
}

/** The whole URL is what a proxy is asked for: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 */
function throughProxy(proxy: URL, url: URL): Through {
  const user = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
  const login =
    user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
  return { target: new URL(proxy.origin), more: { path: url.href, headers: { host: url.host, ...login } } };
}

function collect(
  response: IncomingMessage,
  finish: (result: HttpResult) => void,
  failed: (error: unknown) => void,
): void {
  const pieces: Buffer[] = [];
  let size = 0;
  response.on('data', (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
    if (size > mostBytes) {
      finish({ kind: 'failed', phase: 'http', message: `the answer is longer than ${mostBytes} bytes` });
    }
  });
  response.on('error', failed);
  response.on('end', () => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) {
      headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
    }
    finish({
      kind: 'answered',
      status: response.statusCode ?? 0,
      headers,
      body: Buffer.concat(pieces).toString('utf8'),
    });
  });
}

function failureOf(error: unknown, connected: boolean): Failure {
  const code = codeOf(error);
  return { kind: 'failed', phase: phaseOf(code, connected), message: describeCode(code) };
}

/** Where a connection failed, by the system's code of the error. */
export function phaseOf(code: string, connected: boolean): Failure['phase'] {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (/^ERR_(TLS|SSL)|CERT|^UNABLE_TO_|SELF_SIGNED|^EPROTO$/.test(code)) return 'tls';
  if (code.startsWith('HPE_') || code.startsWith('ERR_')) return 'http';
  return connected ? 'http' : 'connect';
}

const descriptions: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed before an answer came',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EHOSTDOWN: 'the host is down',
  ETIMEDOUT: 'the connection timed out',
  EPIPE: 'the connection was closed while the request was sent',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: is the clock right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  EPROTO: 'it does not speak TLS',
};

/** Never the error's own text: it may quote headers, and headers may hold a token. */
export function describeCode(code: string): string {
  return descriptions[code] ?? (code === '' ? 'the request failed' : `the request failed (${code})`);
}
