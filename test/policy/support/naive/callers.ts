import { listOf, type PrincipalElement, type Question, type Statement } from './shapes.ts';

/** Who asks, and by which names a policy may mean them. */

export type Kind = 'root' | 'user' | 'session' | 'federated' | 'service' | 'anonymous';

export interface Caller {
  readonly kind: Kind;
  readonly arn: string;
  /** Empty where the caller is of no account. */
  readonly account: string;
  /** The name of the role of a session. */
  readonly role?: string;
  /** The role of a session with its path, as far as it is told; the user behind a federated user. */
  readonly issuer?: string;
}

export function callerOf({ principal, sessionIssuer }: Question): Caller {
  if (principal === 'anonymous') return { kind: 'anonymous', arn: principal, account: '' };
  if (!principal.startsWith('arn:')) return { kind: 'service', arn: principal, account: '' };
  const [, , , , account = '', name = ''] = principal.split(':');
  const [form = '', first = ''] = name.split('/');
  const issuer = sessionIssuer === undefined ? {} : { issuer: sessionIssuer };
  if (form === 'root') return { kind: 'root', arn: principal, account };
  if (form === 'user') return { kind: 'user', arn: principal, account };
  if (form === 'federated-user') return { kind: 'federated', arn: principal, account, ...issuer };
  return { kind: 'session', arn: principal, account, role: first, ...issuer };
}

/** How strongly an Allow names the caller (R225); `star` is a direct naming by `*` alone (R622). */
export type Strength = 'direct' | 'star' | 'viaRole' | 'viaUser' | 'viaAccount';

export function strengthsOf(element: PrincipalElement, caller: Caller): readonly Strength[] {
  if (element === '*') return ['star'];
  const aws = listOf(element['AWS']).flatMap((name) => strengthOf(name, caller));
  const services = listOf(element['Service']);
  const isService = caller.kind === 'service' && services.includes(caller.arn);
  return isService ? [...aws, 'direct'] : aws;
}

function strengthOf(name: string, caller: Caller): readonly Strength[] {
  if (name === '*') return ['star'];
  const { kind, account, arn } = caller;
  if (account === '') return [];
  if (isAccount(name, account)) return [kind === 'root' ? 'direct' : 'viaAccount'];
  if (name === arn) return ['direct'];
  if (kind === 'session' && isRoleOf(name, caller)) return ['viaRole'];
  if (kind === 'federated' && name === caller.issuer) return ['viaUser'];
  return [];
}

function isAccount(name: string, account: string): boolean {
  return name === account || name === `arn:aws:iam::${account}:root`;
}

/** By the whole ARN where the role's path is told, else by its name: names are unique in an account (R224). */
function isRoleOf(name: string, caller: Caller): boolean {
  return caller.issuer === undefined ? hasNameOf(name, caller) : name === caller.issuer;
}

function hasNameOf(name: string, { account, role }: Caller): boolean {
  return name.startsWith(`arn:aws:iam::${account}:role/`) && name.split('/').at(-1) === role;
}

/** Whether a statement of a policy with principals is about the caller. */
export function principalMatches(statement: Statement, caller: Caller, hasBoundary: boolean): boolean {
  const { Effect: effect, Principal, NotPrincipal } = statement;
  if (Principal !== undefined) {
    const names = Principal === '*' ? [] : listOf(Principal['AWS']);
    if (effect === 'Deny' && names.some((name) => hasNameOf(name, caller))) return true;
    return strengthsOf(Principal, caller).length > 0;
  }
  if (NotPrincipal === undefined) return true;
  return !isExempt(NotPrincipal, caller, hasBoundary);
}

/** R234, R235: the caller, its role and its account must all be listed; no exemption holds against a boundary. */
function isExempt(listed: PrincipalElement, caller: Caller, hasBoundary: boolean): boolean {
  const { kind, account } = caller;
  if (hasBoundary && kind !== 'service' && kind !== 'root') return false;
  const strengths = strengthsOf(listed, caller);
  if (kind === 'service') return strengths.includes('direct');
  if (kind === 'anonymous' || listed === '*') return false;
  const hasAccount = listOf(listed['AWS']).some((name) => isAccount(name, account));
  if (!strengths.includes('direct') || !hasAccount) return false;
  return kind !== 'session' || strengths.includes('viaRole');
}
