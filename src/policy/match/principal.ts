import { addTo } from '../../core/lists.ts';
import { isAccountId, parseArn } from '../../identifiers/arn.ts';
import { and, atom, not, or, type Truth } from '../../core/truth.ts';
import type { Effect, PrincipalElement, PrincipalValue } from '../policy.ts';
import { roleArn, type Request } from '../request.ts';
import type { Unknown } from './unknown.ts';

/**
 * How a policy names the caller, as bits (R225). What a grant is worth depends on it: a direct one needs no
 * identity policy, one to the account only delegates.
 */
export const direct = 1;
/** The role of a session, or the user behind a federated-user session. */
export const viaParent = 2;
export const viaAccount = 4;
/** Everyone, where the caller is an IAM user, or a session that has a user's boundary: see `asEveryone`. */
export const viaEveryone = 8;

/** The names of one `Principal` or `NotPrincipal`, sorted by what they can match. */
export interface PrincipalMatcher {
  readonly negated: boolean;
  readonly element: PrincipalElement;
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** User, role, session and federated-user ARNs, exact (R222, R223). */
  readonly arns: ReadonlySet<string>;
  /** `partition account name` of every role ARN: a session's ARN does not hold the role's path (R224). */
  readonly roles: ReadonlySet<string>;
  /** Session ARNs by the same words of their role, for requests that name the role alone (R632). */
  readonly sessions: ReadonlyMap<string, readonly string[]>;
  /** `AIDA…`, `AROA…` (R228). */
  readonly ids: ReadonlySet<string>;
  /** Of accounts (R229). */
  readonly canonicalUsers: readonly string[];
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
}

export interface PrincipalMatch {
  /** Bits of the names that surely match. */
  readonly strengths: number;
  /** Session ARNs that match if the session has that name (R632). */
  readonly sessionArns: readonly string[];
}

export function compilePrincipal(element: PrincipalElement): PrincipalMatcher {
  const accounts = new Set<string>();
  const arns = new Set<string>();
  const roles = new Set<string>();
  const sessions = new Map<string, string[]>();
  const ids = new Set<string>();
  for (const { text } of element.values.filter(({ kind }) => kind === 'AWS')) {
    if (text === '*') continue;
    // A number alone holds no partition: it is the caller's own (R221).
    if (isAccountId(text)) accounts.add(text);
    const arn = parseArn(text);
    if (arn === undefined) {
      ids.add(text);
      continue;
    }
    arns.add(text);
    if (arn.service === 'iam' && arn.resource === 'root') accounts.add(`${arn.partition} ${arn.account}`);
    const [kind, ...rest] = arn.resource.split('/');
    if (arn.service === 'iam' && kind === 'role') {
      roles.add(roleWords(arn.partition, arn.account, rest.at(-1) ?? ''));
    }
    if (arn.service === 'sts' && kind === 'assumed-role') {
      const words = roleWords(arn.partition, arn.account, rest[0] ?? '');
      addTo(sessions, words, text);
    }
  }
  const textsOf = (kind: PrincipalValue['kind']) =>
    new Set(element.values.filter((value) => value.kind === kind).map(({ text }) => text));
  return {
    negated: element.negated,
    element,
    everyone: element.values.some(({ kind, text }) => text === '*' && (kind === '*' || kind === 'AWS')),
    accounts,
    arns,
    roles,
    sessions,
    ids,
    canonicalUsers: [...textsOf('CanonicalUser')],
    services: textsOf('Service'),
    federated: textsOf('Federated'),
  };
}

function roleWords(partition: string, account: string, name: string): string {
  return `${partition} ${account} ${name}`;
}

const nobody: PrincipalMatch = { strengths: 0, sessionArns: [] };
const certain: readonly PrincipalMatch[] = Array.from({ length: 16 }, (_, strengths) => ({
  strengths,
  sessionArns: [],
}));

/** Who of the listed names is the caller, whatever `NotPrincipal` makes of it (R221 to R232). */
export function matchNames(matcher: PrincipalMatcher, request: Request): PrincipalMatch {
  const { principal } = request;
  let strengths = matcher.everyone ? asEveryone(request) : 0;
  let sessionArns: readonly string[] = [];
  switch (principal.kind) {
    case 'anonymous':
      break;
    case 'service':
      if (matcher.services.has(principal.text)) strengths |= direct;
      break;
    case 'provider':
      if (matcher.federated.has(principal.text)) strengths |= direct;
      break;
    case 'root':
      if (namesAccount(matcher, principal.partition, principal.account)) strengths |= direct;
      break;
    case 'user':
      if (matcher.arns.has(principal.text) || namesId(matcher, request)) strengths |= direct;
      if (namesAccount(matcher, principal.partition, principal.account)) strengths |= viaAccount;
      break;
    case 'federated-user':
      if (matcher.arns.has(principal.text)) strengths |= direct;
      if (request.sessionIssuer !== undefined && matcher.arns.has(request.sessionIssuer.text)) {
        strengths |= viaParent;
      }
      if (namesAccount(matcher, principal.partition, principal.account)) strengths |= viaAccount;
      break;
    case 'session':
    case 'role':
      if (principal.kind === 'session' && matcher.arns.has(principal.text)) strengths |= direct;
      if (namesRole(matcher, request) || namesId(matcher, request)) strengths |= viaParent;
      if (namesAccount(matcher, principal.partition, principal.account)) strengths |= viaAccount;
      if (principal.kind === 'role') {
        const words = roleWords(principal.partition, principal.account, principal.roleName);
        sessionArns = matcher.sessions.get(words) ?? sessionArns;
      }
      break;
  }
  if (sessionArns.length > 0) return { strengths, sessionArns };
  return certain[strengths] ?? nobody;
}

/**
 * Whether a grant to everyone (`*`) names an IAM user as its own ARN would, so that its boundary need not allow, AWS does
 * not say: the boundary must (R622 [U]). https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function asEveryone({ principal }: Request): number {
  return principal.kind === 'user' || principal.kind === 'federated-user' ? viaEveryone : direct;
}

/**
 * `{ "Service": "*" }`: AWS does not say whom it names (R227 [U]). It lets no service in, and a Deny to it reaches
 * them all.
 */
export function namesEveryService({ services }: PrincipalMatcher, { principal }: Request): boolean {
  return principal.kind === 'service' && services.has('*');
}

function namesAccount(matcher: PrincipalMatcher, partition: string, account: string): boolean {
  return (
    matcher.accounts.size > 0 &&
    (matcher.accounts.has(account) || matcher.accounts.has(`${partition} ${account}`))
  );
}

function namesId(matcher: PrincipalMatcher, { principalId }: Request): boolean {
  return principalId !== undefined && matcher.ids.has(principalId);
}

/** What the ids of a kind of caller begin with; those of a session are its role's, those of a federated user its user's. */
const idPrefixes: Partial<Record<Request['principal']['kind'], string>> = {
  user: 'AIDA',
  'federated-user': 'AIDA',
  session: 'AROA',
  role: 'AROA',
};

/** Whether ids that a policy names are the caller's own, and its account's, where the question does not tell them. */
export interface NamedByIds {
  readonly caller: Truth<Unknown>;
  readonly account: Truth<Unknown>;
}

const byNoId: NamedByIds = { caller: false, account: false };

/** Any of the ids may be the one that nobody told (R228, R229). */
export function namedByIds(matcher: PrincipalMatcher, request: Request): NamedByIds {
  const { ids, canonicalUsers } = matcher;
  if (ids.size === 0 && canonicalUsers.length === 0) return byNoId;
  const { principal, principalId } = request;
  const prefix = idPrefixes[principal.kind];
  const known = prefix === undefined || principalId !== undefined;
  const own = known ? [] : [...ids].filter((id) => id.startsWith(prefix));
  const accounts = prefix === undefined && principal.kind !== 'root' ? [] : canonicalUsers;
  return { caller: isOneOf('caller', own), account: isOneOf('account', accounts) };
}

function isOneOf(of: 'caller' | 'account', ids: readonly string[]): Truth<Unknown> {
  return ids.map((id) => atom<Unknown>({ kind: 'id', of, id })).reduce<Truth<Unknown>>(or<Unknown>, false);
}

/**
 * Is one of the ids that are named the caller's? Where the question tells no id any of them may be. For a Deny: an Allow
 * to an id that nobody told lets nobody in (R228, R229).
 */
export function mayBeNamedById(matcher: PrincipalMatcher, request: Request): Truth<Unknown> {
  const { caller, account } = namedByIds(matcher, request);
  return or(caller, account);
}

/** By the whole ARN where the role's path is known, else by the role's name, which is unique in its account. */
function namesRole(matcher: PrincipalMatcher, request: Request): boolean {
  const role = roleArn(request);
  if (role === undefined || matcher.roles.size === 0) return false;
  if (!role.assumed) return matcher.arns.has(role.arn);
  return request.principal.kind === 'session' && namesRoleByName(matcher, request);
}

/**
 * A role of the caller's account and role name, but with another path than the caller's was told to have: names are
 * unique in an account, so that it is the caller's role, or one that is gone. It lets nobody in, and a Deny to it
 * reaches the caller (R224).
 */
export function namesRoleOfAnotherPath(matcher: PrincipalMatcher, request: Request): boolean {
  return namesRoleByName(matcher, request);
}

function namesRoleByName({ roles }: PrincipalMatcher, { principal }: Request): boolean {
  if (roles.size === 0 || (principal.kind !== 'session' && principal.kind !== 'role')) return false;
  return roles.has(roleWords(principal.partition, principal.account, principal.roleName));
}

export interface Exemption {
  /** True where the Deny does not reach the caller. */
  readonly exempt: Truth<Unknown>;
  /** Why the exemption fails although the caller, or its parent, is listed: AWS says the result may differ. */
  readonly uncertain?: string;
}

/**
 * Is the caller exempt from a Deny with `NotPrincipal`? It must be listed together with its parents: a user with
 * its account, a session with its role and account (R234). A permissions boundary voids the exemption (R235).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function exemption(matcher: PrincipalMatcher, request: Request, hasBoundary: boolean): Exemption {
  const { principal } = request;
  const { strengths, sessionArns } = matchNames(matcher, request);
  const bounded = hasBoundary && ['user', 'session', 'role', 'federated-user'].includes(principal.kind);
  if (matcher.everyone && !bounded) return { exempt: true };
  const own = (strengths & (direct | viaEveryone)) !== 0;
  const account = (strengths & viaAccount) !== 0;
  const parent = (strengths & viaParent) !== 0;
  switch (principal.kind) {
    case 'anonymous':
    case 'service':
    case 'provider':
    case 'root':
      return { exempt: own };
    case 'user':
      if (hasBoundary && own) {
        return { exempt: false, uncertain: 'NotPrincipal with Deny always denies a user with a boundary' };
      }
      if (own && !account) return { exempt: false, uncertain: 'the user is listed, its account is not' };
      return { exempt: own || (account && !hasBoundary && namedByIds(matcher, request).caller) };
    case 'federated-user':
      // Its boundary is that of the IAM user behind it (R636).
      if (hasBoundary && own) {
        return { exempt: false, uncertain: 'NotPrincipal with Deny always denies a caller with a boundary' };
      }
      if (own && !account) return { exempt: false, uncertain: 'the session is listed, its account is not' };
      return { exempt: own };
    case 'session':
    case 'role': {
      const session: Truth<Unknown> = own || anyOf(sessionArns);
      if (hasBoundary && (parent || session !== false)) {
        return { exempt: false, uncertain: 'NotPrincipal with Deny always denies a role with a boundary' };
      }
      if (parent && account) {
        return session === false
          ? { exempt: false, uncertain: 'the role and its account are listed, the session is not' }
          : { exempt: session };
      }
      const byId = account && !hasBoundary ? and(namedByIds(matcher, request).caller, session) : false;
      if (byId !== false) return { exempt: byId };
      if (session !== false) {
        return { exempt: false, uncertain: 'the session is listed, its role and its account are not both' };
      }
      return { exempt: false };
    }
  }
}

/** The unnamed session is one of these. */
export function anyOf(sessionArns: readonly string[]): Truth<Unknown> {
  const atoms = sessionArns.map((sessionArn) => atom<Unknown>({ kind: 'session', sessionArn }));
  const [first, ...rest] = atoms;
  if (first === undefined) return false;
  return rest.length === 0 ? first : { kind: 'or', terms: [first, ...rest] };
}

/**
 * For a negated element: does the statement reach the caller? A Deny leaves out whom `exemption` says. An Allow,
 * which an endpoint's policy may hold, leaves out whoever is listed by any name: an account is all of it (R221).
 */
export function reaches(
  matcher: PrincipalMatcher,
  effect: Effect,
  request: Request,
  hasBoundary: boolean,
): Truth<Unknown> {
  if (effect === 'Deny') return not(exemption(matcher, request, hasBoundary).exempt);
  const { strengths, sessionArns } = matchNames(matcher, request);
  return strengths === 0 && not(or(anyOf(sessionArns), mayBeNamedById(matcher, request)));
}
