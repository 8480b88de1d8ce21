import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendHttp } from '../../../src/host/http.ts';
import type { CommandEntry } from '../../../src/commands.ts';
import type { MemoryWorld } from '../../../src/host/memory.ts';
import { announcedIn } from '../../support/announced.ts';
import { answer, type Reply } from '../../support/loopback/exchange.ts';
import { queryError, queryResult } from '../../support/loopback/query-protocol.ts';
import { run, type Ran } from '../../support/run.ts';
import { accountId, type Account } from './account.ts';
import { callIam } from './iam.ts';

/** What goes wrong with an action, and how often; always where nothing is said. */
export interface Trouble {
  readonly code?: string;
  readonly status?: number;
  readonly body?: string;
  readonly times?: number;
  /** So many calls go well before. */
  readonly after?: number;
}

export interface Play {
  readonly account: Account;
  readonly trouble?: Readonly<Record<string, Trouble>>;
  /** How many things a page of a list has. */
  readonly pageSize?: number;
  readonly caller?: string;
}

export interface FakeAws {
  readonly play: (play: Play) => void;
  /** The actions that were asked for since, in order. */
  readonly asked: () => readonly string[];
  /** Runs `iamx check` with keys of the account. */
  readonly check: (
    words: readonly string[],
    world?: MemoryWorld,
    commands?: readonly CommandEntry[],
  ) => Promise<Ran>;
  readonly close: () => Promise<void>;
}

export const secret = 'NotASecretKeyButSecretAsOne/abcdefgh1234';

/** STS and IAM on 127.0.0.1, in the query protocol. */
export async function startFakeAws(): Promise<FakeAws> {
  let now: Play | undefined;
  let asked: string[] = [];
  const server = createServer((request, response) => {
    void serve(request, response, (form) => {
      const action = form.get('Action') ?? '';
      asked.push(action);
      if (now === undefined) throw new Error('nothing is played');
      const met = asked.filter((one) => one === action).length;
      return reply(now, action, Object.fromEntries(form), met);
    });
  });
  server.keepAliveTimeout = 1_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    play: (play) => {
      now = play;
      asked = [];
    },
    asked: () => asked,
    check: async (words, world = {}, commands) => {
      const asking: MemoryWorld = {
        now: Date.parse('2026-01-31T12:00:00Z'),
        http: sendHttp,
        ...world,
        env: {
          AWS_REGION: 'eu-west-1',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_ACCESS_KEY_ID: 'AKIAJMIKAMIKAMIKA2F3',
          AWS_SECRET_ACCESS_KEY: secret,
          ...world.env,
        },
      };
      const ran = await run(['check', ...words], asking, commands);
      // The loopback is not AWS: what is signed for it is announced.
      return { ...ran, ...announcedIn(ran.err) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(play: Play, action: string, parameters: Readonly<Record<string, string>>, met: number): Reply {
  const trouble = play.trouble?.[action];
  if (trouble !== undefined && met > (trouble.after ?? 0) && met <= (trouble.times ?? Infinity)) {
    const { code = 'AccessDenied', status = 403, body } = trouble;
    if (body !== undefined) return answer(status, body, { 'content-type': 'text/xml' });
    return queryError('iam', status, code, `not authorized to perform: iam:${action}`);
  }
  if (action === 'GetCallerIdentity') {
    const Arn = play.caller ?? `arn:aws:iam::${accountId}:user/admin`;
    return queryResult('sts', action, { Arn, UserId: 'AIDAJMIKAMIKAMIKA2F3Q', Account: accountId });
  }
  const answered = callIam(play.account, action, parameters, play.pageSize);
  return 'code' in answered
    ? queryError('iam', answered.status, answered.code, answered.message)
    : queryResult('iam', action, answered.result);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answerTo: (form: URLSearchParams) => Reply,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const said = answerTo(new URLSearchParams(Buffer.concat(pieces).toString('utf8')));
  if (said.kind !== 'answer') {
    request.socket.destroy();
    return;
  }
  response.writeHead(said.status, { ...said.headers, date: new Date().toUTCString() });
  response.end(said.body);
}
