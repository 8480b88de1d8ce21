import { presentUnknown, unknown, type ContextValue, type LookUp } from './context-value.ts';
import { keyFacts } from './keys.ts';
import { neverSent } from './never-sent.ts';
import {
  callerAccount,
  isAssumedRoot,
  identityCenterArns,
  roleArn,
  serviceOf,
  temporaryKeys,
  temporaryUser,
  type Request,
} from './request.ts';
import { assumptionOf } from './assumptions.ts';
import { requestTagKeys, sameTag } from './tag-families.ts';

/**
 * Condition keys that follow from the request itself (docs/rules.md, "Request context";
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export type Derived =
  | {
      readonly kind: 'value';
      readonly value: string | readonly string[];
      /** The value stands on an assumption: said beside the answer, and open to change in `dependsOn`. */
      readonly assumed: boolean;
    }
  /** No request of this principal has the key. */
  | { readonly kind: 'absent' }
  /** The request does not tell. */
  | { readonly kind: 'open' }
  /** Every request has the key, and nobody said what it is in this one. */
  | { readonly kind: 'unsaid' };

const open: Derived = { kind: 'open' };
const absent: Derived = { kind: 'absent' };
const unsaid: Derived = { kind: 'unsaid' };

function value(known: string | readonly string[] | undefined, assumed = false): Derived {
  return known === undefined ? open : { kind: 'value', value: known, assumed };
}

/** Of a key that AWS always sends: where nobody said its value it is not absent (R431). */
function sent(known: string | undefined): Derived {
  return known === undefined ? unsaid : value(known);
}

type Derive = (request: Request) => Derived;

/** Services that have one endpoint and report us-east-1 [U]: the list is AWS's usual exceptions to region denies. */
const globalServices: ReadonlySet<string> = new Set([
  'iam',
  'organizations',
  'cloudfront',
  'route53',
  'account',
]);

/** Other partitions have their global services elsewhere. */
function isCommercial({ arn, principal }: Request): boolean {
  const partition = arn?.partition ?? ('partition' in principal ? principal.partition : 'aws');
  return partition === 'aws';
}

function accountOfResource({ resourceAccount, resourceAccountOrigin }: Request): Derived {
  if (resourceAccountOrigin === 'another') return unsaid;
  return value(resourceAccount, resourceAccountOrigin === 'assumed');
}

function isTrue(given: string | readonly string[] | undefined): boolean {
  return String(given).toLowerCase() === 'true';
}

function isFalse(given: string | readonly string[] | undefined): boolean {
  return String(given).toLowerCase() === 'false';
}

/** The credentials are temporary, so that aws:TokenIssueTime and aws:MultiFactorAuthPresent are there (R426). */
function isTemporary(request: Request): boolean {
  const { kind } = request.principal;
  if (kind === 'session' || kind === 'role' || kind === 'federated-user') return true;
  if (kind !== 'root') return temporaryUser(request) !== undefined;
  return isAssumedRoot(request) || temporaryKeys.some((key) => request.context.has(key));
}

const derivations: Readonly<Record<string, Derive>> = {
  'aws:principalarn': (request) => {
    const { principal } = request;
    // What a service has there AWS does not say: it is not what a policy's author could name.
    if (['anonymous', 'provider', 'service'].includes(principal.kind)) return absent;
    const role = roleArn(request);
    if (role?.assumed === true && identityCenterArns(request) !== undefined) return unsaid;
    return role === undefined ? value(principalText(request)) : value(role.arn, role.assumed);
  },
  'aws:principalaccount': (request) => value(callerAccount(request)),
  'aws:principaltype': ({ principal }) => value(principalTypes[principal.kind]),
  'aws:userid': userId,
  'aws:username': ({ principal }) => (principal.kind === 'user' ? value(principal.name) : absent),
  'aws:principalisawsservice': ({ principal }) => {
    if (principal.kind === 'anonymous' || principal.kind === 'provider') return absent;
    return value(principal.kind === 'service' ? 'true' : 'false');
  },
  'aws:principalservicename': ({ principal }) =>
    principal.kind === 'service' ? value(principal.name) : absent,
  'aws:principalservicenameslist': ({ principal }) =>
    principal.kind === 'service' ? value([principal.name]) : absent,
  'aws:currenttime': ({ now }) => (now === undefined ? unsaid : value(new Date(now).toISOString())),
  'aws:epochtime': ({ now }) => (now === undefined ? unsaid : value(String(Math.floor(now / 1000)))),
  'aws:useragent': () => unsaid,
  'aws:securetransport': () => value('true', true),
  'aws:multifactorauthpresent': (request) => {
    if (request.context.has('aws:multifactorauthage')) return value('true');
    if (isTemporary(request)) return value('false', true);
    const { principal, context } = request;
    if (!('account' in principal) || principal.kind === 'provider') return absent;
    // A call that a service forwards for a user carries the key too.
    return isTrue(context.get('aws:viaawsservice')?.value) || context.has('aws:calledvia')
      ? value('false', true)
      : open;
  },
  'aws:multifactorauthage': ({ context }) =>
    isFalse(context.get('aws:multifactorauthpresent')?.value) ? absent : open,
  'aws:requestedregion': (request) => {
    if (globalServices.has(serviceOf(request)) && isCommercial(request)) {
      // iam:PassRole is asked within a call of another service, in whatever region that is made.
      return request.actionKey === 'iam:passrole' ? sent(request.region) : value('us-east-1');
    }
    const region = request.arn?.region ?? '';
    return sent(region === '' ? request.region : region);
  },
  'aws:resourceaccount': accountOfResource,
  'aws:viaawsservice': ({ context }) =>
    ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'].some((key) => context.has(key))
      ? value('true')
      : value('false', true),
  'aws:calledvia': ({ context }) => (isFalse(context.get('aws:viaawsservice')?.value) ? absent : open),
  'aws:calledviafirst': (request) => endOfCalledVia(request, 0),
  'aws:calledvialast': (request) => endOfCalledVia(request, -1),
  'aws:tagkeys': (request) => {
    const keys = requestTagKeys(request);
    return keys.length > 0 ? value(keys) : open;
  },
  's3:requestobjecttagkeys': (request) => {
    const keys = request.actionKey.startsWith('s3:put') ? requestTagKeys(request) : [];
    return keys.length > 0 ? value(keys) : open;
  },
  'aws:tokenissuetime': (request) => {
    const { principal, now } = request;
    if (principal.kind === 'service' || principal.kind === 'anonymous') return absent;
    if (!isTemporary(request)) return open;
    return now === undefined ? unsaid : value(new Date(now).toISOString(), true);
  },
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
  'kms:calleraccount': (request) =>
    serviceOf(request) === 'kms' && request.principal.kind !== 'service'
      ? value(callerAccount(request))
      : open,
  'kms:requestalias': ({ arn, keyPrefix }) => (keyPrefix === undefined ? open : value(arn?.resource)),
  // The key may have other aliases too.
  'kms:resourcealiases': ({ arn, keyPrefix }) =>
    keyPrefix === undefined || arn === undefined ? open : value([arn.resource], true),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
  's3:resourceaccount': (request) => (/^s3[-:]/.test(request.actionKey) ? accountOfResource(request) : open),
  's3express:resourceaccount': (request) =>
    serviceOf(request) === 's3express' ? accountOfResource(request) : open,
  'ec2:region': (request) => {
    if (serviceOf(request) !== 'ec2') return open;
    const region = request.arn?.region ?? '';
    return sent(region === '' ? request.region : region);
  },
  'ec2:sourceinstancearn': ({ principal }) =>
    principal.kind === 'session' || principal.kind === 'role' ? open : absent,
  'sts:rolesessionname': ({ context }) => value(context.get('sts:rolesessionname')?.value),
};

/** A service's own type and an identity provider's are not documented [U]: open. */
const principalTypes: Readonly<Partial<Record<Request['principal']['kind'], string>>> = {
  root: 'Account',
  user: 'User',
  session: 'AssumedRole',
  role: 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
};

/** Root as its ARN, however the account was named. */
function principalText({ principal }: Request): string {
  return principal.kind === 'root'
    ? `arn:${principal.partition}:iam::${principal.account}:root`
    : principal.text;
}

function userId({ principal, principalId }: Request): Derived {
  switch (principal.kind) {
    case 'root':
      return value(principal.account);
    case 'federated-user':
      return value(`${principal.account}:${principal.name}`);
    case 'anonymous':
      return value('anonymous');
    case 'user':
      return value(principalId);
    case 'session':
      return value(principalId && `${principalId}:${principal.sessionName}`);
    case 'role':
      // `ID:` and the name of whatever session it is (R430).
      return principalId === undefined ? open : unsaid;
    case 'service':
    case 'provider':
      return open;
  }
}

/** R427: the ends of the list; without one it was no forwarded call, as far as the question tells. */
function endOfCalledVia({ context }: Request, index: 0 | -1): Derived {
  const list = context.get('aws:calledvia')?.value;
  if (list !== undefined) return value(typeof list === 'string' ? list : list.at(index));
  return isFalse(context.get('aws:viaawsservice')?.value) ? absent : open;
}

/** What the request says about a key, lower case, beside what the caller gave. */
export function deriveKey(request: Request, key: string): Derived {
  const derived = derivations[key]?.(request);
  if (derived !== undefined) return derived;
  return neverSent(request, key) ? absent : value(sameTag(request, key));
}

/**
 * The context as AWS would see it: what was given, what follows, else absent; unknown where the caller said so
 * (R801).
 */
export function concreteContext(request: Request): LookUp {
  const { context, unknownKeys, lacking, strict } = request;
  const named = unknownKeys === true ? undefined : unknownKeys;
  const opens = unknownKeys === true || strict;
  return (key) => {
    if (lacking?.has(key) === true) return undefined;
    const given = context.get(key);
    if (given !== undefined) return given.value;
    if (named?.has(key) === true) return unknownValue(request, key);
    const derived = deriveKey(request, key);
    if (derived.kind === 'value') {
      return derived.assumed && opens ? unknownValue(request, key) : derived.value;
    }
    if (derived.kind === 'unsaid') return unknownValue(request, key);
    if (derived.kind === 'absent' || !opens) return undefined;
    return unknownKeys === true || assumptionOf(key) !== undefined ? unknownValue(request, key) : undefined;
  };
}

/**
 * The context for `dependsOn`: a key that was neither given nor follows surely from the request is unknown
 * (R801, R808). Where the decision took it to be absent it may be that, though every such request has the key:
 * what the decision rests on must stay among the possibilities.
 */
export function openContext(request: Request): LookUp {
  const { context, unknownKeys, lacking } = request;
  const named = unknownKeys === true ? undefined : unknownKeys;
  return (key) => {
    if (lacking?.has(key) === true) return undefined;
    const given = context.get(key);
    if (given !== undefined) return given.value;
    if (named?.has(key) === true) return unknownValue(request, key);
    const derived = deriveKey(request, key);
    if (derived.kind === 'absent') return undefined;
    if (derived.kind === 'unsaid') return unknownValue(request, key);
    if (derived.kind === 'open') return unknownKeys === true ? unknownValue(request, key) : unknown;
    return derived.assumed ? unknownValue(request, key) : derived.value;
  };
}

/** Unknown, but surely there where every request of this kind has the key. */
function unknownValue(request: Request, key: string): ContextValue {
  const { principal, viaEndpoint } = request;
  const presence = keyFacts(key)?.presence;
  const present =
    presence === 'always' ||
    key === 'kms:calleraccount' ||
    key === 'ec2:region' ||
    (key === 'aws:userid' && principal.kind === 'role') ||
    (presence === 'temporary-credentials' && isTemporary(request)) ||
    (presence === 'signed' && principal.kind !== 'anonymous') ||
    (presence === 'no-endpoint' && !viaEndpoint);
  return present ? presentUnknown : unknown;
}
