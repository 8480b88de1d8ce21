import { answer, jsonError, type Reply } from './exchange.ts';
import { issue, type Issued } from './issue.ts';
import { queryError } from './query-protocol.ts';
import type { Identity, Scenario, Trouble } from './scenario.ts';

/** What the fake remembers while it plays a scenario. */
export interface FakeState {
  readonly scenario: Scenario;
  /** AWS's clock, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly issue: (provenance: string, identity: Identity, accessKeyId?: string) => Issued;
  readonly identityOf: (accessKeyId: string) => Identity | undefined;
  readonly provenanceOf: (accessKeyId: string) => string;
  /** Every secret and token given so far. */
  readonly secrets: () => readonly string[];
  /** What happens in place of an answer, counted by key. */
  readonly trouble: (key: string, trouble: Trouble | undefined) => Reply | undefined;
}

export function openState(scenario: Scenario, clock: () => number): FakeState {
  const given = new Map<string, Issued>();
  const identities = new Map(Object.entries(scenario.sts?.identities ?? {}));
  const counts = new Map<string, number>();
  const keep = (secret: string | undefined) => (secret === undefined ? [] : [secret]);
  return {
    scenario,
    now: () => clock() + (scenario.clockOffsetMs ?? 0),
    issue: (provenance, identity, accessKeyId) => {
      const issued = issue(provenance, accessKeyId);
      given.set(issued.accessKeyId, issued);
      if (!identities.has(issued.accessKeyId)) {
        const { secretAccessKey: secret, sessionToken: token } = issued;
        identities.set(issued.accessKeyId, { ...identity, secret, token });
      }
      return issued;
    },
    identityOf: (accessKeyId) => identities.get(accessKeyId),
    provenanceOf: (accessKeyId) => given.get(accessKeyId)?.provenance ?? `static(${accessKeyId})`,
    secrets: () => [
      ...[...given.values()].flatMap((one) => [one.secretAccessKey, one.sessionToken]),
      ...[...identities.values()].flatMap(({ secret, token }) => [...keep(secret), ...keep(token)]),
    ],
    trouble: (key, trouble) => {
      if (trouble === undefined) return undefined;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count > (trouble.times ?? Infinity) ? undefined : troubleReply(key, trouble);
    },
  };
}

function troubleReply(key: string, trouble: Trouble): Reply {
  switch (trouble.kind) {
    case 'hang':
    case 'reset':
      return { kind: trouble.kind };
    case 'raw':
      return answer(trouble.status, trouble.body, { 'content-type': 'text/plain', ...trouble.headers });
    case 'error': {
      const { status, code, message } = trouble;
      if (key.startsWith('sts.')) return queryError('sts', status, code, message);
      if (key.startsWith('iam.')) return queryError('iam', status, code, message);
      return jsonError(status, code, message);
    }
  }
}
