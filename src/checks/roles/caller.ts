import type { Unread } from '../../aws/account.ts';
import { IamxError } from '../../core/error.ts';
import { parsePrincipal, type Principal } from '../../identifiers/principal.ts';
import type { LayerId } from '../../policy/decision/layers.ts';
import type { StatementGroup } from '../../policy/decision/compile.ts';
import type { QuestionValues } from '../../policy/question.ts';
import type { Asker } from '../asker.ts';
import { step, type CheckStep } from '../check.ts';
import { shownName } from '../shown-name.ts';
import { groupOf } from '../deciding/sets.ts';
import type { MissingLayer } from '../deciding/sides.ts';
import { readIdentity, readManaged } from './identity.ts';

/** Who wants to do something, with what limits him. */
export interface Caller {
  readonly principal: Principal;
  /** As the question names him, and what else is known of him. */
  readonly values: QuestionValues;
  /** Layers that were read in the account. */
  readonly layers: Partial<Record<LayerId, readonly StatementGroup[]>>;
  readonly missing: readonly MissingLayer[];
  readonly unread: readonly Unread[];
  /** All tags of the caller are among the values. */
  readonly hasAllTags: boolean;
}

/** A caller of whom nothing is read. Throws `invalid-request`. */
export function givenCaller(text: string): Caller {
  const principal = parsePrincipal(text);
  if (principal.kind === 'invalid')
    throw new IamxError('invalid-request', principal.message, { hint: principal.hint });
  return { principal, values: { principal: text }, layers: {}, missing: [], unread: [], hasAllTags: false };
}

/** The caller with his policies as the account has them. */
export async function readCaller(text: string, asker: Asker, isClosed: boolean): Promise<Caller> {
  const caller = withId(givenCaller(text), asker);
  const { principal } = caller;
  const organization = ['scp', 'rcp'] as const;
  const missing: MissingLayer[] = organization.map((layer) => unknownLayer(layer, isClosed));
  if (!('account' in principal) || principal.account !== asker.caller.account) {
    const layers = ['identity', 'boundary', 'session'] as const;
    return { ...caller, missing: [...missing, ...layers.map((layer) => unknownLayer(layer, false))] };
  }
  switch (principal.kind) {
    case 'user': {
      const [user, identity] = await Promise.all([
        asker.reader.user(principal.name),
        readIdentity(asker.reader, { kind: 'user', name: principal.name }),
      ]);
      if (user.kind !== 'found')
        return withPolicies(caller, identity, [...missing, unknownLayer('boundary', false)], unreadOf(user));
      const { boundary, tags } = user.value;
      const values = { ...caller.values, ...(tags.size > 0 ? { principalTags: tags } : {}) };
      return withBoundary({ ...caller, values, hasAllTags: true }, identity, missing, boundary, asker);
    }
    case 'session':
    case 'role': {
      const [role, identity] = await Promise.all([
        asker.reader.role(principal.roleName),
        readIdentity(asker.reader, { kind: 'role', name: principal.roleName }),
      ]);
      const session = principal.kind === 'session' ? [unknownLayer('session', isClosed)] : [];
      if (role.kind !== 'found') {
        const open = [...missing, ...session, unknownLayer('boundary', false)];
        return withPolicies(caller, identity, open, unreadOf(role));
      }
      const { arn, boundary } = role.value;
      const issuer = principal.kind === 'session' ? { sessionIssuer: arn } : {};
      const known = { ...caller, values: { ...caller.values, ...issuer } };
      return withBoundary(known, identity, [...missing, ...session], boundary, asker);
    }
    case 'root':
    case 'federated-user':
    case 'provider':
      return { ...caller, missing };
  }
}

/** The unique id, of whoever asks himself. */
function withId(caller: Caller, { caller: { arn, userId = '' } }: Asker): Caller {
  const form = caller.principal.kind === 'user' ? /^AIDA[A-Z0-9]{12,124}$/ : /^AROA[A-Z0-9]{12,124}:/;
  if (caller.principal.text !== arn || !form.test(userId)) return caller;
  return { ...caller, values: { ...caller.values, principalId: userId } };
}

function unreadOf(read: { readonly kind: string } | Unread): readonly Unread[] {
  return 'permission' in read ? [read] : [];
}

const wordsFor: Partial<Record<LayerId, string>> = {
  scp: 'what the organization attaches cannot be read from here: give it with --scp',
  rcp: 'what the organization attaches cannot be read from here: give it with --rcp',
  session: 'whether the session has a policy of its own cannot be read: give it with --session-policy',
  identity: 'the policies of another account cannot be read: give them with --policy',
  boundary: 'whether there is a permissions boundary could not be read: give it with --boundary',
};

function unknownLayer(layer: LayerId, isClosed: boolean): MissingLayer {
  return isClosed
    ? { layer, outcome: 'skip', because: 'there is none, as --only-these says' }
    : { layer, outcome: 'unknown', because: wordsFor[layer] ?? 'it could not be read' };
}

type Read = Awaited<ReturnType<typeof readIdentity>>;

function withPolicies(
  caller: Caller,
  { policies, unread }: Read,
  missing: readonly MissingLayer[],
  more: readonly Unread[],
): Caller {
  return {
    ...caller,
    layers: { ...caller.layers, identity: [groupOf(policies, 'identity')] },
    missing,
    unread: [...unread, ...more],
  };
}

async function withBoundary(
  caller: Caller,
  identity: Read,
  missing: readonly MissingLayer[],
  arn: string | undefined,
  { reader }: Asker,
): Promise<Caller> {
  if (arn === undefined) return withPolicies(caller, identity, missing, []);
  const text = await readManaged(reader, arn);
  if (text.kind !== 'found')
    return withPolicies(caller, identity, [...missing, unknownLayer('boundary', false)], unreadOf(text));
  const boundary = [groupOf([{ title: `permissions boundary ${arn}`, text: text.value }], 'boundary')];
  return withPolicies({ ...caller, layers: { boundary } }, identity, missing, []);
}

/** Root users, federated users and nobody assume no role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html */
export function callerStep({ principal }: Caller): CheckStep {
  const title = 'caller';
  switch (principal.kind) {
    case 'root':
      return step('caller', title, 'no', 'the root user cannot assume roles');
    case 'federated-user':
      return step('caller', title, 'no', 'credentials of GetFederationToken cannot call AssumeRole');
    case 'anonymous':
      return step('caller', title, 'no', 'a request without credentials assumes no role');
    case 'user':
    case 'role':
    case 'session':
    case 'provider':
    case 'service':
      return step('caller', title, 'yes', principal.text);
  }
}

/** The caller in a sentence. */
export function describeCaller({ principal }: Caller): string {
  switch (principal.kind) {
    case 'user':
      return `user ${shownName(principal.name)} of account ${principal.account}`;
    case 'role':
      return `role ${shownName(principal.roleName)} of account ${principal.account}`;
    case 'session':
      return `session ${shownName(principal.sessionName)} of role ${shownName(principal.roleName)} in account ${principal.account}`;
    case 'federated-user':
      return `federated user ${shownName(principal.name)}`;
    case 'root':
      return `the root user of account ${principal.account}`;
    case 'provider':
      return principal.protocol === 'saml'
        ? `an assertion of ${shownName(principal.name)}`
        : `a token of ${principal.name}`;
    case 'service':
      return principal.name;
    case 'anonymous':
      return 'nobody';
  }
}
