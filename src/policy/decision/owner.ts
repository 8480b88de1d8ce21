import { and, atom, not, or, type Truth } from '../../core/truth.ts';
import { equalsCondition } from '../condition/resolved.ts';
import { deriveKey, openContext } from '../context.ts';
import type { LookUp } from '../context-value.ts';
import { unknown } from '../context-value.ts';
import { keysOf, type Unknown } from '../match/unknown.ts';
import { remember } from '../../core/remember.ts';
import type { Case } from '../question.ts';
import { opensAssumption, type Request } from '../request.ts';
import { isAboutAccount } from './services/cross-account.ts';
import { isForOwnerOfImage, isSharedByItself, resourcePolicyGrants } from './services/resource-policies.ts';

/** No account has this id: it stands for whatever account is not the caller's. */
const anotherAccount = 'another account';

/**
 * The case as it is where the resource is another account's. The ARN of a bucket names no account, and the caller's
 * is assumed (R682). Undefined where nothing was assumed, or where the resource can be nobody else's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
export function asAnothers(of: Case): Case | undefined {
  if (!isAssumed(of.request)) return undefined;
  return {
    ...of,
    request: elsewhere(of.request),
    companions: of.companions.map(elsewhere),
    again: (keys) => {
      const other = of.again(keys);
      return other && (asAnothers(other) ?? other);
    },
  };
}

function isAssumed(request: Request): boolean {
  const { resourceAccountOrigin, arn, principal, actionKey } = request;
  return (
    resourceAccountOrigin === 'assumed' &&
    arn?.account === '' &&
    principal.kind !== 'provider' &&
    // A bucket that is only being made, and what is about the caller's account.
    actionKey !== 's3:createbucket' &&
    !isAboutAccount(request) &&
    !isSharedByItself(request) &&
    (resourcePolicyGrants(request) || isForOwnerOfImage(request))
  );
}

function elsewhere(request: Request): Request {
  if (request.resourceAccountOrigin !== 'assumed') return request;
  const { insteadOf } = request;
  return {
    ...request,
    resourceAccount: anotherAccount,
    resourceAccountOrigin: 'another',
    ...(insteadOf && { insteadOf: elsewhere(insteadOf) }),
  };
}

export interface Formulas {
  readonly denied: Truth<Unknown>;
  readonly allowed: Truth<Unknown>;
}

/** One formula of both readings: the first where the resource is the caller's account's, else the second. */
export function eitherOwner({ request }: Case, own: Formulas, others: Formulas): Formulas {
  const account = request.resourceAccount ?? '';
  const isOwn = atom<Unknown>({
    kind: 'owner',
    account,
    of: request.arn?.service === 's3' ? 'bucket' : 'resource',
    condition: isAccounts(account),
  });
  const either = (mine: Truth<Unknown>, theirs: Truth<Unknown>) =>
    mine === theirs ? mine : or(and(isOwn, mine), and(not(isOwn), theirs));
  return {
    denied: either(own.denied, others.denied),
    allowed: either(own.allowed, others.allowed),
  };
}

/** A stream asks for the same few accounts. */
const isAccounts = remember(1024, (account) => equalsCondition('aws:ResourceAccount', [account]));

/** The look-up of both readings: none of them says whose the resource is. */
export function withoutOwner(lookUp: LookUp): LookUp {
  return (key) => (ownerKeys.has(key) ? unknown : lookUp(key));
}

/** The open contexts of a case: where its resource can be nobody else's, the keys that say whose it is are known. */
export function openOwned(of: Case): (request: Request) => LookUp {
  if (of.request.resourceAccountOrigin !== 'assumed' || asAnothers(of) !== undefined) return openContext;
  return (request) => {
    const lookUp = openContext(request);
    if (opensAssumption(request, 'aws:resourceaccount')) return lookUp;
    return (key) => {
      const known = ownerKeys.has(key) && !request.context.has(key) ? deriveKey(request, key) : undefined;
      return known?.kind === 'value' ? known.value : lookUp(key);
    };
  };
}

/** A test of whose the resource is, under whatever name. */
export function isOfOwner(of: Unknown): boolean {
  return keysOf(of).some((key) => ownerKeys.has(key));
}

const ownerKeys: ReadonlySet<string> = new Set([
  'aws:resourceaccount',
  's3:resourceaccount',
  's3express:resourceaccount',
]);
