import { late } from '../core/late.ts';
import { simpleLowerCase } from '../core/simple-case.ts';

/**
 * The condition keys that AWS sets for every service, and those of the sign-in calls
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */

export type KeyType = 'string' | 'numeric' | 'bool' | 'arn' | 'date' | 'ip';

/** When a key is in the request. */
export type KeyPresence =
  | 'always'
  /** Every request but an anonymous one. */
  | 'signed'
  /** It depends on the kind of principal: `derivations` in `context.ts`. */
  | 'principal-kind'
  /** The principal has this tag, belongs to an organization, came through an identity provider … */
  | 'principal-property'
  | 'temporary-credentials'
  | 'mfa'
  /** Not through a VPC endpoint. */
  | 'no-endpoint'
  /** Only through a VPC endpoint. */
  | 'endpoint'
  /** A service principal calls. */
  | 'service-call'
  /** A service calls for a resource: the confused-deputy keys. */
  | 'service-on-behalf'
  /** A service passes on the caller's identity: forward access sessions. */
  | 'forward-access'
  | 'ec2-role'
  /** The resource has it, and its service says so. */
  | 'resource-property'
  /** The caller passes it. */
  | 'request-parameter'
  /** The assume-role call with a token of an identity provider. */
  | 'federation'
  | 'sometimes';

export interface KeyFacts {
  /** AWS's own spelling; behind a prefix such as `aws:PrincipalTag/` as it was asked for. */
  readonly name: string;
  readonly type: KeyType;
  readonly multivalued: boolean;
  readonly presence: KeyPresence;
  /** True where the request itself gives the value, so that the user need not. */
  readonly derivable: boolean;
}

type Row = readonly [
  name: string,
  type: KeyType,
  presence: KeyPresence,
  marks?: 'multi' | 'derived' | 'multi derived',
];

/** In AWS’s order. A name that ends with `/` stands for every key that begins with it. */
const rows: readonly Row[] = [
  ['aws:PrincipalArn', 'arn', 'signed', 'derived'],
  ['aws:PrincipalAccount', 'string', 'always', 'derived'],
  ['aws:PrincipalType', 'string', 'principal-kind', 'derived'],
  ['aws:userid', 'string', 'principal-kind', 'derived'],
  ['aws:username', 'string', 'principal-kind', 'derived'],
  ['aws:PrincipalTag/', 'string', 'principal-property'],
  ['aws:PrincipalOrgID', 'string', 'principal-property'],
  ['aws:PrincipalOrgPaths', 'string', 'principal-property', 'multi'],
  ['aws:PrincipalIsAWSService', 'bool', 'signed', 'derived'],
  ['aws:PrincipalServiceName', 'string', 'service-call', 'derived'],
  ['aws:PrincipalServiceNamesList', 'string', 'service-call', 'multi derived'],
  ['aws:FederatedProvider', 'string', 'principal-property'],
  ['aws:SourceIdentity', 'string', 'principal-property'],
  ['aws:AssumedRoot', 'string', 'sometimes'],
  ['aws:IsMcpServiceAction', 'string', 'sometimes'],
  ['aws:CurrentTime', 'date', 'always', 'derived'],
  ['aws:EpochTime', 'date', 'always', 'derived'],
  ['aws:TokenIssueTime', 'date', 'temporary-credentials'],
  ['aws:MultiFactorAuthPresent', 'bool', 'temporary-credentials', 'derived'],
  ['aws:MultiFactorAuthAge', 'numeric', 'mfa'],
  ['aws:SecureTransport', 'bool', 'always', 'derived'],
  ['aws:SourceIp', 'ip', 'no-endpoint'],
  ['aws:VpcSourceIp', 'ip', 'endpoint'],
  ['aws:SourceVpc', 'string', 'endpoint'],
  ['aws:SourceVpce', 'string', 'endpoint'],
  ['aws:VpceAccount', 'string', 'endpoint'],
  ['aws:VpceOrgID', 'string', 'endpoint'],
  ['aws:VpceOrgPaths', 'string', 'endpoint', 'multi'],
  ['aws:UserAgent', 'string', 'always'],
  ['aws:referer', 'string', 'sometimes'],
  ['aws:RequestedRegion', 'string', 'always', 'derived'],
  ['aws:RequestTag/', 'string', 'request-parameter', 'derived'],
  ['aws:TagKeys', 'string', 'request-parameter', 'multi derived'],
  ['aws:ResourceTag/', 'string', 'resource-property', 'derived'],
  ['aws:ResourceAccount', 'string', 'resource-property', 'derived'],
  ['aws:ResourceOrgID', 'string', 'resource-property'],
  ['aws:ResourceOrgPaths', 'string', 'resource-property', 'multi'],
  ['aws:ViaAWSService', 'bool', 'always', 'derived'],
  ['aws:CalledVia', 'string', 'forward-access', 'multi derived'],
  ['aws:CalledViaFirst', 'string', 'forward-access', 'derived'],
  ['aws:CalledViaLast', 'string', 'forward-access', 'derived'],
  ['aws:SourceArn', 'arn', 'service-on-behalf'],
  ['aws:SourceAccount', 'string', 'service-on-behalf'],
  ['aws:SourceOrgID', 'string', 'service-on-behalf'],
  ['aws:SourceOrgPaths', 'string', 'service-on-behalf', 'multi'],
  ['aws:Ec2InstanceSourceVpc', 'string', 'ec2-role'],
  ['aws:Ec2InstanceSourcePrivateIPv4', 'ip', 'ec2-role'],
  ['ec2:SourceInstanceARN', 'arn', 'ec2-role'],
  ['iam:PassedToService', 'string', 'request-parameter'],
  ['iam:AssociatedResourceArn', 'arn', 'request-parameter'],
  ['iam:PermissionsBoundary', 'arn', 'request-parameter'],
  ['iam:PolicyARN', 'arn', 'request-parameter'],
  ['sts:ExternalId', 'string', 'request-parameter', 'derived'],
  ['sts:RoleSessionName', 'string', 'request-parameter', 'derived'],
  ['sts:SourceIdentity', 'string', 'request-parameter', 'derived'],
  ['sts:TransitiveTagKeys', 'string', 'request-parameter', 'multi derived'],
  ['sts:DurationSeconds', 'numeric', 'request-parameter', 'derived'],
];

const byName = late(
  (): ReadonlyMap<string, KeyFacts> => new Map(rows.map((row) => [row[0].toLowerCase(), factsOf(row)])),
);

function factsOf([name, type, presence, marks]: Row): KeyFacts {
  const has = (mark: string) => marks?.includes(mark) ?? false;
  return { name, type, presence, multivalued: has('multi'), derivable: has('derived') };
}

/** Claims of an identity provider: `token.actions.githubusercontent.com:sub`, `oidc.eks…/id/ABC:aud`. */
const claim = /^[^:.]*\.[^:]*:(aud|sub|amr|oaud)$/i;

/**
 * A condition key as it is looked up: case does not count, behind the slash of a tag neither (R302). Tags are written
 * in every language, so that more than ASCII is folded.
 */
export function foldKey(name: string): string {
  return simpleLowerCase(name);
}

/** What is known about a condition key, in whatever case; undefined for keys of single services and new ones. */
export function keyFacts(key: string): KeyFacts | undefined {
  const known = byName().get(key);
  if (known && !known.name.endsWith('/')) return known;
  const lower = foldKey(key);
  const slash = lower.indexOf('/');
  if (slash > 0 && slash < lower.length - 1) {
    const family = byName().get(lower.slice(0, slash + 1));
    if (family) return { ...family, name: family.name + key.slice(slash + 1) };
  } else {
    const facts = byName().get(lower);
    if (facts && !facts.name.endsWith('/')) return facts;
  }
  const claimed = claim.exec(key)?.[1]?.toLowerCase();
  if (claimed !== undefined) return federationKey(key, claimed === 'amr');
  return lower.startsWith('saml:') ? federationKey(key, lower.endsWith('[]')) : undefined;
}

function federationKey(name: string, multivalued: boolean): KeyFacts {
  return { name, type: 'string', multivalued, presence: 'federation', derivable: true };
}

/** Every key of the catalogue with its facts; a name that ends with `/` is a prefix. */
export function catalogue(): readonly KeyFacts[] {
  return [...byName().values()];
}
