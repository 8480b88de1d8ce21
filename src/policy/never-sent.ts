import type { Request } from './request.ts';

/** Keys of services that call for a resource, which no identity of an account has: it has them in its own call. */
const onBehalf: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

/** What is known of an identity: services and anonymous callers are none. */
const ofIdentity = /^aws:principal(?:org(?:id|paths)|tag\/.*)$/;

const ofEndpoint: readonly string[] = [
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
];

/** A claim of an identity provider: `oidc.eks.eu-west-1.amazonaws.com/id/ABC` and `sub`. */
const claim = /^([^:.]*\.[^:]*):([^:]+)$/;

/** Claims that AWS makes condition keys of; of other providers those that they list. */
const notTaken: ReadonlySet<string> = new Set(['iss', 'exp', 'iat', 'nbf', 'jti']);

/**
 * Whether no request like this one has the key, in lower case: this kind of caller never has it, or another key that
 * was given excludes it (R724, R809).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function neverSent(request: Request, key: string): boolean {
  const { kind } = request.principal;
  if (key.startsWith('aws:')) {
    if (key === 'aws:sourceip') return isThroughEndpoint(request);
    if (ofEndpoint.includes(key)) return request.context.has('aws:sourceip') && !request.viaEndpoint;
    if (kind === 'service' || kind === 'anonymous' || kind === 'provider') return ofIdentity.test(key);
    return onBehalf.has(key);
  }
  const { principal } = request;
  return principal.kind === 'provider' && principal.protocol !== 'saml' && isOtherClaim(principal.name, key);
}

function isThroughEndpoint({ viaEndpoint, context }: Request): boolean {
  return viaEndpoint || (context.size > 0 && ofEndpoint.some((key) => context.has(key)));
}

/** A claim that this provider's token does not become a key by. */
function isOtherClaim(provider: string, key: string): boolean {
  const [, host, name = ''] = claim.exec(key) ?? [];
  return host !== undefined && (notTaken.has(name) || provider.toLowerCase() !== host);
}

/** Why no request like this one has the key, in words; undefined where it may have it. */
export function whyNeverSent(request: Request, key: string): string | undefined {
  const { principal } = request;
  if (request.lacking?.has(key) === true) return 'AWS gives it for another kind of resource';
  if (key === 'aws:username' && principal.kind !== 'user') return 'only an IAM user has it';
  if (key === 'aws:principalarn' && principal.kind === 'service')
    return 'a service is no identity with an ARN';
  if (!neverSent(request, key)) return undefined;
  if (key === 'aws:sourceip') return 'a request through a VPC endpoint has none';
  if (ofEndpoint.includes(key))
    return 'only a request through a VPC endpoint has it, and aws:SourceIp is given';
  if (onBehalf.has(key)) return 'only a service that calls for a resource has it';
  if (!ofIdentity.test(key)) return 'the token of this provider gives no such key';
  return principal.kind === 'service'
    ? 'a service is of no organization and has no tags'
    : 'the caller is no identity of an account';
}
