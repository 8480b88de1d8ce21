import {
  boundaryMustAllow,
  boundaryOrDirect,
  guards,
  identityMustAllow,
  identityOrNamed,
  resourceAllows,
  sessionMustAllow,
  sessionOrDirect,
  type Regime,
} from './gates.ts';
import { callerAccount, type Request } from './request.ts';
import { passRoleRegime } from './services/iam.ts';
import { kmsRegime } from './services/kms.ts';
import { bucketOwnerRegime } from './services/s3.ts';
import { stsRegime } from './services/sts.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (section 5.3) */
const sameAccount: Regime = {
  id: 'same-account',
  because: 'caller and resource are of the same account: an identity or a resource policy grants',
  ignores: [],
  gates: [...guards, identityOrNamed, boundaryOrDirect, sessionOrDirect],
  grantor: 'either',
};

const crossAccount: Regime = {
  id: 'cross-account',
  because:
    'caller and resource are of different accounts: identity policy and resource policy must both allow (R638)',
  ignores: [],
  gates: [...guards, identityMustAllow, boundaryMustAllow, sessionMustAllow, resourceAllows],
  grantor: 'resource',
};

const rootSameAccount: Regime = {
  id: 'root',
  because:
    'the root user of the resource’s account is allowed unless an SCP, RCP or resource policy denies (R640)',
  ignores: [],
  gates: guards,
  grantor: 'root',
};

const rootCrossAccount: Regime = {
  id: 'root-cross-account',
  because: 'the root user of another account: the resource policy must allow (R640)',
  ignores: [],
  gates: [...guards, resourceAllows],
  grantor: 'resource',
};

const resourceOnly: Regime = {
  id: 'resource-only',
  because: 'the caller is not an identity of an account: the resource policy alone grants (R641, R642)',
  ignores: [],
  gates: [...guards, resourceAllows],
  grantor: 'resource',
};

/** Which rules decide this request. */
export function regimeOf(request: Request): Regime {
  const account = callerAccount(request);
  return (
    stsRegime(request) ??
    passRoleRegime(request) ??
    bucketOwnerRegime(request) ??
    kmsRegime(request, account) ??
    commonRegime(request, account)
  );
}

function commonRegime({ principal, resourceAccount }: Request, account: string | undefined): Regime {
  if (account === undefined || principal.kind === 'provider') return resourceOnly;
  const same = resourceAccount === undefined || account === resourceAccount;
  if (principal.kind === 'root') return same ? rootSameAccount : rootCrossAccount;
  return same ? sameAccount : crossAccount;
}
