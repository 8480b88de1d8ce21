import {
  boundaryMustAllow,
  boundaryOrDirect,
  guards,
  identityMustAllow,
  identityOrNamed,
  refusal,
  resourceAllows,
  rootSessionAllows,
  sessionMustAllow,
  sessionOrDirect,
  type Regime,
} from './gates.ts';
import { callerAccount, type Request } from '../request.ts';
import { awsOwnRefusal } from './services/aws-own.ts';
import { organizationRefusal } from './services/organizations.ts';
import { crossAccountRefusal } from './services/cross-account.ts';
import { iamRefusal, passRoleRegime } from './services/iam.ts';
import { kmsRegime } from './services/kms.ts';
import { latticeRegime } from './services/lattice.ts';
import { policyMenderRegime } from './services/policy-menders.ts';
import { isSharedByItself } from './services/resource-policies.ts';
import { stsRegime } from './services/sts.ts';
import { unsignedRefusal } from './services/unsigned.ts';
import { because } from './rules.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const sameAccount: Regime = {
  id: 'same-account',
  because: because('caller and resource are of the same account: an identity or a resource policy grants'),
  ignores: [],
  gates: [...guards, identityOrNamed, boundaryOrDirect, sessionOrDirect],
  grantor: 'either',
};

const crossAccount: Regime = {
  id: 'cross-account',
  because: because(
    'caller and resource are of different accounts: identity policy and resource policy must both allow',
    'R638',
  ),
  ignores: [],
  gates: [...guards, identityMustAllow, boundaryMustAllow, sessionMustAllow, resourceAllows],
  grantor: 'resource',
};

const rootSameAccount: Regime = {
  id: 'root',
  because: because(
    'the root user of the resource’s account is allowed unless an SCP, RCP or resource policy denies',
    'R640',
  ),
  ignores: [],
  gates: [...guards, rootSessionAllows],
  grantor: 'root',
};

const rootCrossAccount: Regime = {
  id: 'root-cross-account',
  because: because('the root user of another account: the resource policy must allow', 'R640'),
  ignores: [],
  gates: [...guards, rootSessionAllows, resourceAllows],
  grantor: 'resource',
};

const resourceOnly: Regime = {
  id: 'resource-only',
  because: because(
    'the caller is not an identity of an account: the resource policy alone grants',
    'R641',
    'R642',
  ),
  ignores: [],
  gates: [...guards, resourceAllows],
  grantor: 'resource',
};

const otherPartition = refusal(
  'partition',
  because('credentials of one partition do not work in another, whatever the policies say', 'R914'),
  'use credentials of the resource’s partition',
);

const unfitting = refusal(
  'unfitting',
  because('the action is not about this kind of resource: AWS asks it about others', 'R904'),
  'ask about a resource of the kind that the action is about',
);

/** R904: no Allow counts, and a Deny does. */
function unfittingRefusal({ isUnfitting }: Request): Regime | undefined {
  return isUnfitting ? unfitting : undefined;
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function partitionRefusal({ principal, arn }: Request): Regime | undefined {
  if (!('partition' in principal) || arn === undefined || arn.partition === principal.partition)
    return undefined;
  return otherPartition;
}

/** Where a service, or AWS itself, departs from the common rules: the first that knows the request decides it. */
const exceptions: readonly ((request: Request) => Regime | undefined)[] = [
  unfittingRefusal,
  stsRegime,
  iamRefusal,
  unsignedRefusal,
  partitionRefusal,
  awsOwnRefusal,
  organizationRefusal,
  passRoleRegime,
  policyMenderRegime,
  crossAccountRefusal,
  latticeRegime,
  kmsRegime,
];

/** Which rules decide this request. */
export function regimeOf(request: Request): Regime {
  for (const exception of exceptions) {
    const regime = exception(request);
    if (regime !== undefined) return regime;
  }
  return commonRegime(request);
}

function commonRegime(request: Request): Regime {
  const { principal, resourceAccount } = request;
  const account = callerAccount(request);
  if (account === undefined || principal.kind === 'provider') return resourceOnly;
  const same = resourceAccount === undefined || account === resourceAccount || isSharedByItself(request);
  if (principal.kind === 'root') return same ? rootSameAccount : rootCrossAccount;
  return same ? sameAccount : crossAccount;
}
