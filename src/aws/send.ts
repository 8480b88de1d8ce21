import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { codeOf } from '../host/file-error.ts';
import { isLoopback } from './aws-host.ts';
import { describeCode, phaseOf } from '../host/http.ts';
import {
  isNetworkFailure,
  networkFailure,
  type Network,
  type NetworkFailure,
  type Phase,
} from './network.ts';
import { openTunnel, parseProxy, proxyHeaders, trustOf } from './proxy.ts';

/** What an answer tells beside its content; times in milliseconds since the epoch. */
export interface Answered {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The `Date` header, which has whole seconds only. */
  readonly date: string | undefined;
  readonly status: number;
  readonly contentType: string | undefined;
}

/** Told of every attempt; the SDK itself keeps neither headers nor what failed. */
export interface Observer {
  readonly now?: () => number;
  /** The whole request was handed to the system. */
  readonly onSent?: () => void;
  readonly onAnswer?: (time: Answered) => void;
  readonly onFailure?: (failure: NetworkFailure) => void;
}

/** STS and IAM answer with some kilobytes; more than this is not from them. */
const mostBytes = 8 * 1024 * 1024;

export interface Outgoing {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a server answered, read to its end. */
export interface Incoming {
  readonly statusCode: number;
  /** Names in small letters. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What came of an attempt. */
export type Attempt =
  | { readonly kind: 'answered'; readonly answer: Incoming }
  | { readonly kind: 'failed'; readonly failure: NetworkFailure };

/** One attempt that an observer is told of. Throws `NetworkFailure`. */
export async function sendObserved(
  url: URL,
  request: Outgoing,
  network: Network,
  { now = Date.now, onSent, onAnswer, onFailure }: Observer,
): Promise<Incoming> {
  const sentAt = now();
  try {
    const answer = await send(url, request, network, onSent);
    const { headers, statusCode: status } = answer;
    onAnswer?.({
      sentAt,
      receivedAt: now(),
      date: headers['date'],
      status,
      contentType: headers['content-type'],
    });
    return answer;
  } catch (error) {
    if (isNetworkFailure(error)) onFailure?.(error);
    throw error;
  }
}

/** One attempt. Throws `NetworkFailure`. */
export async function send(
  url: URL,
  request: Outgoing,
  network: Network,
  onSent?: () => void,
): Promise<Incoming> {
  await network.beforeSend?.(url, request.headers);
  const options = await optionsFor(url, request, network);
  const { request: open } = options.isTls ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    let phase: Phase = options.firstPhase;
    let sent: ClientRequest | undefined;
    const stop = (settle: () => void) => {
      network.signal.removeEventListener('abort', onLate);
      settle();
    };
    const fail = (failure: NetworkFailure) => {
      stop(() => {
        reject(failure);
      });
      sent?.destroy();
    };
    const onLate = () => {
      fail(lateFailure(phase, options.peer, network));
    };
    const failed = (error: unknown) => {
      fail(failureOf(error, phase, options.peer));
    };
    if (network.signal.aborted) {
      onLate();
      return;
    }
    network.signal.addEventListener('abort', onLate);
    try {
      sent = open(options.request, (response) => {
        collect(response, failed, (answer) => {
          stop(() => {
            resolve(answer);
          });
        });
      });
      sent.on('error', failed);
      sent.on('socket', (socket) => {
        watch(socket, options.isTls, (next) => (phase = next));
      });
      sent.end(request.body, onSent);
    } catch (error) {
      // A header value that HTTP does not allow.
      failed(error);
    }
  });
}

interface Opening {
  readonly request: RequestOptions;
  readonly isTls: boolean;
  readonly peer: string;
  readonly firstPhase: Phase;
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * What is sent in the open stays on this machine where the name says so: a name server may answer otherwise.
 * https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
function hereOr(host: string): string {
  return isLoopback(host) && host.endsWith('.localhost') ? 'localhost' : host;
}

/** Straight to the host; through a tunnel of the proxy for HTTPS; as a request to the proxy for HTTP. */
async function optionsFor(url: URL, request: Outgoing, network: Network): Promise<Opening> {
  const isTls = url.protocol === 'https:';
  const { method } = request;
  const headers = { ...request.headers };
  const trust = trustOf(network);
  const direct = {
    method,
    headers,
    host: isTls ? bareHost(url) : hereOr(bareHost(url)),
    port: url.port,
    path: url.pathname + url.search,
  };
  const peer = `${url.hostname}:${url.port || (isTls ? '443' : '80')}`;
  const named = network.proxyFor(url);
  if (named === undefined) {
    return { request: { ...direct, ...trust, agent: false }, isTls, peer, firstPhase: 'dns' };
  }
  const proxy = parseProxy(named);
  if (isTls) {
    const createConnection = await openTunnel(proxy, url, network);
    return { request: { ...direct, createConnection }, isTls, peer, firstPhase: 'tls' };
  }
  return {
    request: {
      ...direct,
      ...trust,
      agent: false,
      host: proxy.host,
      port: proxy.port,
      path: url.href,
      headers: { ...headers, ...proxyHeaders(proxy) },
    },
    isTls: proxy.isTls,
    peer: `${proxy.host}:${proxy.port}`,
    firstPhase: 'proxy',
  };
}

/** Follows a connection from phase to phase. */
function watch(socket: Socket, isTls: boolean, enter: (phase: Phase) => void): void {
  if (!socket.connecting) {
    enter('http');
    return;
  }
  socket.once('lookup', (error: unknown) => {
    if (error === null || error === undefined) enter('connect');
  });
  socket.once('connect', () => {
    enter(isTls ? 'tls' : 'http');
  });
  socket.once('secureConnect', () => {
    enter('http');
  });
}

function collect(
  response: IncomingMessage,
  failed: (error: unknown) => void,
  finish: (answer: Incoming) => void,
): void {
  const pieces: Buffer[] = [];
  let size = 0;
  response.on('data', (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
    if (size > mostBytes) failed(Object.assign(new Error('too long'), { code: 'HPE_BODY_TOO_LONG' }));
  });
  response.on('error', failed);
  response.on('aborted', () => {
    failed(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  });
  response.on('end', () => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) {
      headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
    }
    const body = new Uint8Array(Buffer.concat(pieces));
    finish({ statusCode: response.statusCode ?? 0, headers, body });
  });
}

function failureOf(error: unknown, phase: Phase, peer: string): NetworkFailure {
  // A name with several addresses fails with one error for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = codeOf(first) || codeOf(error);
  const told = phaseOf(code, phase === 'http' || phase === 'proxy');
  const isHttp = told === 'http' && phase !== 'tls' && phase !== 'proxy';
  const found =
    phase === 'proxy' ? 'proxy' : isHttp ? 'http' : told === 'timeout' || told === 'http' ? phase : told;
  return networkFailure(found, peer, describeCode(code), { code });
}

function lateFailure(phase: Phase, peer: string, { timeoutMs }: Network): NetworkFailure {
  return networkFailure(phase, peer, `no answer within ${timeoutMs / 1000} s`, { isLate: true });
}
