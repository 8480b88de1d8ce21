import {
  boundaryMustAllow,
  boundaryOrDirect,
  closed,
  guards,
  identityMustAllow,
  identityOrNamed,
  resourceAllows,
  sessionMustAllow,
  sessionOrDirect,
  type Regime,
} from './gates.ts';
import { callerAccount, serviceOf, type Request } from '../request.ts';
import { passRoleRegime } from './services/iam.ts';
import { kmsRegime } from './services/kms.ts';
import { bucketOwnerRegime } from './services/s3.ts';
import { stsRegime } from './services/sts.ts';
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
  gates: guards,
  grantor: 'root',
};

const rootCrossAccount: Regime = {
  id: 'root-cross-account',
  because: because('the root user of another account: the resource policy must allow', 'R640'),
  ignores: [],
  gates: [...guards, resourceAllows],
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

/**
 * Services that take requests without a signature, where a resource policy lets everyone in (R641). AWS has no list
 * [U]: an anonymous request to any other is refused, since elsewhere `*` is everyone with credentials.
 */
const unsigned = new Set(
  's3 s3-object-lambda sqs sns lambda execute-api es aoss cloudsearch mediastore vpc-lattice-svcs'.split(' '),
);

const needsSignature: Regime = {
  id: 'anonymous',
  because: because('the service is not known to take requests without credentials', 'R641'),
  ignores: [],
  gates: [...guards, closed],
  grantor: 'special',
};

const otherPartition: Regime = {
  ...needsSignature,
  id: 'partition',
  because: because('credentials of one partition do not work in another, whatever the policies say'),
};

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function impossible(request: Request): Regime | undefined {
  const { principal, arn } = request;
  if (principal.kind === 'anonymous' && !unsigned.has(serviceOf(request))) return needsSignature;
  if (!('partition' in principal) || arn === undefined || arn.partition === principal.partition)
    return undefined;
  return otherPartition;
}

/** Where a service, or AWS itself, departs from the common rules: the first that knows the request decides it. */
const exceptions: readonly ((request: Request) => Regime | undefined)[] = [
  stsRegime,
  impossible,
  passRoleRegime,
  bucketOwnerRegime,
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
  const same = resourceAccount === undefined || account === resourceAccount;
  if (principal.kind === 'root') return same ? rootSameAccount : rootCrossAccount;
  return same ? sameAccount : crossAccount;
}
