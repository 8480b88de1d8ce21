import type { HttpRequest, HttpResult } from '../../../src/core/host.ts';
import { received, type Received, type Reply } from './exchange.ts';
import { answerIam } from './iam.ts';
import { answerContainer, answerImds } from './metadata.ts';
import type { Scenario, ServiceId } from './scenario.ts';
import { answerOidc, answerSignin, answerSso } from './sign-in.ts';
import { openState, type FakeState } from './state.ts';
import { answerSts } from './sts.ts';
import { answerToolbox } from './toolbox.ts';

/** One request that came, and which service it was for. */
export interface Recorded extends Received {
  readonly service: ServiceId;
  /** The action, for services that have them. */
  readonly action?: string;
}

/** AWS as far as credentials need it, without a socket: `startLoopback` puts one around it. */
export interface Fake {
  readonly answer: (request: Received) => { readonly reply: Reply; readonly latencyMs: number };
  readonly requests: readonly Recorded[];
  /** How the keys of this id came about; `static(…)` where the fake did not give them. */
  readonly provenanceOf: (accessKeyId: string) => string;
  /** Every secret that was given, for tests that look for them where they must not be. */
  readonly secrets: () => readonly string[];
}

export function createFake(scenario: Scenario = {}, clock: () => number = Date.now): Fake {
  const state = openState(scenario, clock);
  const requests: Recorded[] = [];
  return {
    answer: (request) => {
      const form = new URLSearchParams(isForm(request) ? request.body : '');
      const service = serviceOf(request, form);
      const action = form.get('Action');
      requests.push({ ...request, service, ...(action === null ? {} : { action }) });
      const reply = withDate(dispatch(service, request, form, state), state.now());
      return { reply, latencyMs: scenario.latencyMs?.[service] ?? 0 };
    },
    requests,
    provenanceOf: state.provenanceOf,
    secrets: state.secrets,
  };
}

/** The fake as the `http` of a memory host: nothing waits, a request that hangs runs out of time at once. */
export function asHttp(fake: Fake): (request: HttpRequest) => HttpResult {
  return ({ method, url, headers = {}, body = '', timeoutMs }) => {
    const { reply, latencyMs } = fake.answer(received(method, url, headers, body));
    if (reply.kind === 'reset') return { kind: 'failed', phase: 'connect', message: 'connection refused' };
    if (reply.kind === 'hang' || latencyMs > timeoutMs) {
      return { kind: 'failed', phase: 'timeout', message: `no answer within ${timeoutMs} ms` };
    }
    return { kind: 'answered', status: reply.status, headers: reply.headers, body: reply.body };
  };
}

function isForm({ headers }: Received): boolean {
  return (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

/** By what is asked, since one address stands for all of them. */
function serviceOf({ method, path }: Received, form: URLSearchParams): ServiceId {
  if (path.startsWith('/latest/')) return 'imds';
  if (form.has('Action')) return form.get('Version') === '2010-05-08' ? 'iam' : 'sts';
  if (path === '/federation/credentials') return 'sso';
  if (method === 'POST' && path === '/token') return 'oidc';
  if (method === 'POST' && path === '/v1/token') return 'signin';
  if (path.startsWith('/authorization-details/')) return 'toolbox';
  return 'container';
}

function dispatch(service: ServiceId, request: Received, form: URLSearchParams, state: FakeState): Reply {
  switch (service) {
    case 'imds':
      return answerImds(request, state);
    case 'container':
      return answerContainer(request, state);
    case 'sts':
      return answerSts(request, form, state);
    case 'iam':
      return answerIam(request, form, state);
    case 'sso':
      return answerSso(request, state);
    case 'oidc':
      return answerOidc(request, state);
    case 'signin':
      return answerSignin(request, state);
    case 'toolbox':
      return answerToolbox(request, state);
  }
}

function withDate(reply: Reply, now: number): Reply {
  if (reply.kind !== 'answer') return reply;
  return { ...reply, headers: { date: new Date(now).toUTCString(), ...reply.headers } };
}
