import { and, atom, not, or, type Truth } from '../../core/truth.ts';
import { isAccountId } from '../../identifiers/arn.ts';
import { equalsCondition } from '../condition/resolved.ts';
import { unknown, type LookUp } from '../context-value.ts';
import { foldKey } from '../keys.ts';
import type { Unknown } from '../match/unknown.ts';
import type { Case } from '../question.ts';
import { callerAccount, type Request } from '../request.ts';
import type { PolicySet } from './compile.ts';
import type { DecisionWord } from './decide.ts';
import type { DecidingLayer } from './gates.ts';
import type { Formulas } from './owner.ts';

/** The question's field: no context key tells it. */
export const managementField = 'managementAccount';

interface Decided {
  readonly case: Case;
  readonly set: PolicySet;
  readonly decision: DecisionWord;
  readonly layer: DecidingLayer;
}

/**
 * The accounts of which one may be the management account, which nobody named: SCPs spare its principals, RCPs its
 * resources (R606, R607). None where neither of them stands in the way: they limit, and never grant.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function possibleManagement({ case: { request }, set, decision, layer }: Decided): readonly string[] {
  if (request.managementAccount !== undefined || decision === 'allowed') return [];
  if (layer !== 'scp' && layer !== 'rcp') return [];
  const accounts = new Set<string>();
  const add = (account: string | undefined) => {
    if (account !== undefined && isAccountId(account)) accounts.add(account);
  };
  if (set.scp !== undefined) add(callerAccount(request));
  if (set.rcp !== undefined) add(request.resourceAccount);
  return [...accounts];
}

/** The case where the account is the organization's management account. */
export function asManaged(of: Case, account: string): Case {
  const managed = (request: Request): Request => ({
    ...request,
    managementAccount: account,
    ...(request.insteadOf && { insteadOf: managed(request.insteadOf) }),
  });
  return {
    ...of,
    request: managed(of.request),
    companions: of.companions.map(managed),
    again: (keys) => {
      const other = of.again(keys);
      return other && asManaged(other, account);
    },
  };
}

/** One formula of both readings: the first where the account is the management account, else the second. */
export function eitherManagement(account: string, managed: Formulas, member: Formulas): Formulas {
  const isManaged = atom<Unknown>({
    kind: 'management',
    account,
    condition: equalsCondition(managementField, [account]),
  });
  const either = (one: Truth<Unknown>, other: Truth<Unknown>) =>
    one === other ? one : or(and(isManaged, one), and(not(isManaged), other));
  return {
    denied: either(managed.denied, member.denied),
    allowed: either(managed.allowed, member.allowed),
  };
}

/** The look-up of all readings: none of them says which account is the management account. */
export function withoutManagement(lookUp: LookUp): LookUp {
  return (key) => (key === managementKey ? unknown : lookUp(key));
}

const managementKey = foldKey(managementField);
