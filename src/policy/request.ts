import { parseArn, type Arn } from '../identifiers/arn.ts';
import { regions } from '../printers/region.ts';
import type { KeySet } from './key-set.ts';
import type { Principal, RolePrincipal, UserPrincipal } from '../identifiers/principal.ts';

/** One value or several, as the caller gave them. */
export interface GivenKey {
  /** As the user spelled it. */
  readonly name: string;
  readonly value: string | readonly string[];
}

/** How the resource's account came to be known (R682); `another`: it is not the caller's, and nobody says whose. */
export type AccountOrigin = 'given' | 'arn' | 'assumed' | 'another' | 'none';

/** One question: may this principal do this action on this resource? One action, one resource (R206, R220). */
export interface Request {
  readonly principal: Principal;
  /** `AIDA…` or `AROA…` alone, where the caller told it. */
  readonly principalId: string | undefined;
  /** The role behind a session, with its path, or the IAM user behind a federated-user session. */
  readonly sessionIssuer: RolePrincipal | UserPrincipal | undefined;
  readonly action: string;
  /** `action` in lower case, as it is matched (R201). */
  readonly actionKey: string;
  /** An ARN, or `*` for a request that names no resource (R216). */
  readonly resource: string;
  /**
   * What the resource of an Allow must match: `*` where the action is known to name no resource, whatever the request
   * says, for AWS asks about `*` then (R216).
   */
  readonly grantedOn: string;
  /** A Deny counts that matches one of these; undefined: what the request says alone (R905). */
  readonly deniedOn: readonly string[] | undefined;
  /** The ARN that AWS is known to ask about for an action that names no resource (R240). */
  readonly askedOn: string | undefined;
  /** The action is not about such resources: no Allow counts (R904). */
  readonly isUnfitting: boolean;
  /** `arn:aws:kms:eu-west-1:111122223333:key/` where the question names the key by an alias (R664). */
  readonly keyPrefix: string | undefined;
  readonly arn: Arn | undefined;
  readonly resourceAccount: string | undefined;
  readonly resourceAccountOrigin: AccountOrigin;
  readonly managementAccount: string | undefined;
  /** The caller's account is a delegated administrator for the action's service. */
  readonly delegatedAdministrator: boolean;
  /** Where the call is made, if the question says so: the resource's ARN may say it too. */
  readonly region: string | undefined;
  /** By key in lower case. */
  readonly context: ReadonlyMap<string, GivenKey>;
  readonly viaEndpoint: boolean;
  /** Keys that a resource of this type cannot have, whoever gave them (R423). */
  readonly lacking: KeySet | undefined;
  /** The keys that the data lists for the action and the resource's types; undefined where nobody needed to know. */
  readonly listed: KeySet | undefined;
  /** AWS takes this permission in place of the request's own: the call needs one of the two. */
  readonly insteadOf?: Request;
  /** A permission that the call may need besides: the service's documents do not say it (R696). */
  readonly isGuessed?: true;
  /** Keys that the request may carry or not: both readings count (R424). Mostly none. */
  readonly doubtful: readonly KeySet[];
  /** Keys, in lower case, whose values the caller declared unknown; `true`: every key that was not given. */
  readonly unknownKeys: true | ReadonlySet<string>;
  /** What would be assumed is unknown instead (R432). */
  readonly strict: boolean;
  /** The request's instant, milliseconds since the epoch; undefined where nobody said: the time is then not known. */
  readonly now: number | undefined;
}

/** The account whose principal calls; undefined for services, anonymous callers and built-in providers. */
export function callerAccount({ principal }: Request): string | undefined {
  return 'account' in principal ? principal.account : undefined;
}

/** A session of sts:AssumeRoot: its caller says so by the key that AWS gives it (R655). */
export function isAssumedRoot({ principal, context }: Request): boolean {
  return principal.kind === 'root' && String(context.get('aws:assumedroot')?.value).toLowerCase() === 'true';
}

/** In lower case: keys that only temporary credentials have. */
export const temporaryKeys: readonly string[] = [
  'aws:tokenissuetime',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
];

/**
 * Whose credentials a user or a root user calls with, where the question gives a key that only temporary ones have
 * (R426), and whether MFA was used for them. Undefined for long-term credentials and everybody else.
 */
export function temporaryCredentials({
  principal,
  context,
}: Request): 'with-mfa' | 'without-mfa' | undefined {
  if (principal.kind !== 'user' && principal.kind !== 'root') return undefined;
  const present = context.get('aws:multifactorauthpresent')?.value;
  if (present !== undefined) return String(present).toLowerCase() === 'true' ? 'with-mfa' : 'without-mfa';
  if (context.has('aws:multifactorauthage')) return 'with-mfa';
  return context.has('aws:tokenissuetime') ? 'without-mfa' : undefined;
}

/** As `temporaryCredentials`, of users alone: a root user signs in to the console without MFA, too. */
export function temporaryUser(request: Request): 'with-mfa' | 'without-mfa' | undefined {
  return request.principal.kind === 'user' ? temporaryCredentials(request) : undefined;
}

/** What would be assumed of the key is unknown, as the question says (R432). */
export function opensAssumption({ unknownKeys, strict }: Request, key: string): boolean {
  return strict || unknownKeys === true || unknownKeys.has(key);
}

/** `s3` of `s3:GetObject`. */
export function serviceOf({ actionKey }: Request): string {
  return actionKey.slice(0, actionKey.indexOf(':'));
}

/**
 * The role behind a session as an ARN; `assumed` where the session does not tell the role's path and none was
 * given: then the ARN is the one without a path.
 */
export function roleArn(request: Request): { readonly arn: string; readonly assumed: boolean } | undefined {
  const { principal, sessionIssuer } = request;
  if (principal.kind === 'role') return { arn: principal.text, assumed: false };
  if (principal.kind !== 'session') return undefined;
  if (sessionIssuer?.kind === 'role') return { arn: sessionIssuer.text, assumed: false };
  const { partition, account, roleName } = principal;
  const prefix = `arn:${partition}:iam::${account}:role/`;
  const given = request.context.get('aws:principalarn')?.value;
  // A given key may tell the path. It makes no other role of the caller: only the condition key is overridden (R421).
  if (typeof given === 'string' && given.startsWith(prefix) && given.endsWith(`/${roleName}`)) {
    return { arn: given, assumed: false };
  }
  return { arn: prefix + roleName, assumed: true };
}

/** The ARNs that the caller's role may have, where its path was assumed: the same in front and behind it. */
export function roleFamily(request: Request): { readonly prefix: string; readonly name: string } | undefined {
  const { principal } = request;
  if (principal.kind !== 'session' || roleArn(request)?.assumed !== true) return undefined;
  const { partition, account, roleName } = principal;
  const path = isIdentityCenterName(roleName) ? identityCenterPath : '';
  return { prefix: `arn:${partition}:iam::${account}:role/${path}`, name: roleName };
}

const identityCenterPath = 'aws-reserved/sso.amazonaws.com/';

function isIdentityCenterName(roleName: string): boolean {
  return /^AWSReservedSSO_.+_[0-9a-f]{16}$/.test(roleName);
}

/**
 * The ARNs that a role of IAM Identity Center may have where its path is not told: with no region in it where Identity
 * Center lives in us-east-1, else with that region (R429). Undefined for other roles.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function identityCenterArns(request: Request): readonly string[] | undefined {
  const { principal } = request;
  if (principal.kind !== 'session' || !isIdentityCenterName(principal.roleName)) return undefined;
  const family = roleFamily(request);
  if (family === undefined) return undefined;
  // A region that is newer than the list stands at its end.
  const paths = ['', ...[...regions, 'zz-newest-1'].map((region) => `${region}/`)];
  return paths.map((path) => family.prefix + path + family.name);
}

/** R606: by the role's path. A name alone may be anybody's: then SCPs and RCPs count, which grants less. */
export function isServiceLinkedRole(request: Request): boolean {
  const role = roleArn(request);
  if (role === undefined) return false;
  // The whole beginning of the resource part: a path may hold colons and `role/` itself.
  const resource = parseArn(role.arn)?.resource ?? '';
  return resource.startsWith('role/aws-service-role/');
}
