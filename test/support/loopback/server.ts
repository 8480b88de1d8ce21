import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { received, type Received } from './exchange.ts';
import { createFake, type Fake, type Recorded } from './fake.ts';
import type { Scenario } from './scenario.ts';

export interface Loopback {
  /** `http://127.0.0.1:PORT`: endpoint of every service. */
  readonly url: string;
  readonly port: number;
  /** What came since the scenario began. */
  readonly requests: () => readonly Recorded[];
  readonly provenanceOf: (accessKeyId: string) => string;
  readonly secrets: () => readonly string[];
  /** How many requests waited at the same time, at most, since the scenario began. */
  readonly mostAtOnce: () => number;
  /** Forgets all and plays this from now on. */
  readonly play: (scenario: Scenario) => void;
  readonly close: () => Promise<void>;
}

/** AWS on 127.0.0.1: STS, IAM, IMDS, the container endpoint, the SSO portal, OIDC and signin on one port. */
export async function startLoopback(scenario: Scenario = {}): Promise<Loopback> {
  let fake = createFake(scenario);
  let queue = openQueue(scenario.gather);
  const server = createServer((request, response) => void serve(request, response, () => ({ fake, queue })));
  server.keepAliveTimeout = 1_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: () => fake.requests,
    provenanceOf: (accessKeyId) => fake.provenanceOf(accessKeyId),
    secrets: () => fake.secrets(),
    mostAtOnce: () => queue.most(),
    play: (next) => {
      fake = createFake(next);
      queue = openQueue(next.gather);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Queue {
  /** Resolves once enough of them wait. */
  readonly enter: () => Promise<void>;
  readonly leave: () => void;
  readonly most: () => number;
}

function openQueue(enough = 0): Queue {
  let [waiting, most] = [0, 0];
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    enter: () => {
      waiting += 1;
      most = Math.max(most, waiting);
      if (waiting >= enough) open();
      return opened;
    },
    leave: () => (waiting -= 1),
    most: () => most,
  };
}

interface Played {
  readonly fake: Fake;
  readonly queue: Queue;
}

async function serve(request: IncomingMessage, response: ServerResponse, now: () => Played): Promise<void> {
  const asked = await readRequest(request);
  const { fake, queue } = now();
  const { reply, latencyMs } = fake.answer(asked);
  await queue.enter();
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  queue.leave();
  switch (reply.kind) {
    case 'hang':
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'answer':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      response.end(reply.body);
  }
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  return received(request.method ?? 'GET', url.href, headers, Buffer.concat(pieces).toString('utf8'));
}
