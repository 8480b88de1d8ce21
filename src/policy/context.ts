import { presentUnknown, unknown, type ContextValue, type LookUp } from './context-value.ts';
import { keyFacts } from './keys.ts';
import { neverSent } from './never-sent.ts';
import { callerAccount, roleArn, serviceOf, type Request } from './request.ts';

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

const derivations: Readonly<Record<string, Derive>> = {
  'aws:principalarn': (request) => {
    const { principal } = request;
    // What a service has there AWS does not say: it is not what a policy's author could name.
    if (['anonymous', 'provider', 'service'].includes(principal.kind)) return absent;
    const role = roleArn(request);
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
  'aws:securetransport': () => value('true'),
  'aws:requestedregion': (request) => {
    if (globalServices.has(serviceOf(request)) && isCommercial(request)) {
      // iam:PassRole is asked within a call of another service, in whatever region that is made.
      return request.actionKey === 'iam:passrole' ? sent(request.region) : value('us-east-1');
    }
    const region = request.arn?.region ?? '';
    return sent(region === '' ? request.region : region);
  },
  'aws:resourceaccount': ({ resourceAccount, resourceAccountOrigin }) =>
    value(resourceAccount, resourceAccountOrigin === 'assumed'),
  'aws:viaawsservice': ({ context }) => value(context.has('aws:calledvia') ? 'true' : 'false'),
  'aws:calledviafirst': ({ context }) => ends(context.get('aws:calledvia')?.value, 0),
  'aws:calledvialast': ({ context }) => ends(context.get('aws:calledvia')?.value, -1),
  'aws:tagkeys': ({ context }) => {
    const keys: string[] = [];
    for (const [key, { name }] of context) {
      if (key.startsWith('aws:requesttag/')) keys.push(name.slice('aws:requesttag/'.length));
    }
    return keys.length > 0 ? value(keys) : open;
  },
  'aws:tokenissuetime': ({ principal }) =>
    principal.kind === 'service' || principal.kind === 'anonymous' ? absent : open,
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
    case 'service':
    case 'provider':
      return open;
  }
}

function ends(list: string | readonly string[] | undefined, index: 0 | -1): Derived {
  if (list === undefined) return absent;
  return value(typeof list === 'string' ? list : list.at(index));
}

/** What the request says about a key, lower case, beside what the caller gave. */
export function deriveKey(request: Request, key: string): Derived {
  return derivations[key]?.(request) ?? (neverSent(request, key) ? absent : open);
}

/**
 * The context as AWS would see it: what was given, what follows, else absent; unknown where the caller said so
 * (R801).
 */
export function concreteContext(request: Request): LookUp {
  const { context, unknownKeys } = request;
  const named = unknownKeys === true ? undefined : unknownKeys;
  return (key) => {
    const given = context.get(key);
    if (given !== undefined) return given.value;
    if (named?.has(key) === true) return unknownValue(request, key);
    const derived = deriveKey(request, key);
    if (derived.kind === 'value') return derived.value;
    if (derived.kind === 'unsaid') return unknownValue(request, key);
    return unknownKeys === true && derived.kind === 'open' ? unknownValue(request, key) : undefined;
  };
}

/**
 * The context for `dependsOn`: a key that was neither given nor follows surely from the request is unknown
 * (R801, R808). Where the decision took it to be absent it may be that, though every such request has the key:
 * what the decision rests on must stay among the possibilities.
 */
export function openContext(request: Request): LookUp {
  const { context, unknownKeys } = request;
  const named = unknownKeys === true ? undefined : unknownKeys;
  return (key) => {
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
function unknownValue({ principal, viaEndpoint }: Request, key: string): ContextValue {
  const presence = keyFacts(key)?.presence;
  const present =
    presence === 'always' ||
    (presence === 'signed' && principal.kind !== 'anonymous') ||
    (presence === 'no-endpoint' && !viaEndpoint);
  return present ? presentUnknown : unknown;
}
