import { isAccountId, parseArn, splitPath, type Arn } from './arn.ts';
import { describePrincipalProblem } from './principal-problem.ts';

/** Who makes a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html. `text` is what the user wrote. */
export type Principal =
  | RootPrincipal
  | UserPrincipal
  | RolePrincipal
  | SessionPrincipal
  | FederatedUserPrincipal
  | ProviderPrincipal
  | ServicePrincipal
  | AnonymousPrincipal;

interface AccountPrincipal {
  readonly text: string;
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
}

export interface RootPrincipal extends AccountPrincipal {
  readonly kind: 'root';
}

export interface UserPrincipal extends AccountPrincipal {
  readonly kind: 'user';
  /** With leading and trailing slash. */
  readonly path: string;
  readonly name: string;
}

export interface RolePrincipal extends AccountPrincipal {
  readonly kind: 'role';
  /** With leading and trailing slash. */
  readonly path: string;
  readonly roleName: string;
}

/** A role session. Its ARN never holds the role's path: STS drops it. */
export interface SessionPrincipal extends AccountPrincipal {
  readonly kind: 'session';
  readonly roleName: string;
  readonly sessionName: string;
}

export interface FederatedUserPrincipal extends AccountPrincipal {
  readonly kind: 'federated-user';
  readonly name: string;
}

/** An identity provider, as the caller of AssumeRoleWithWebIdentity and AssumeRoleWithSAML. */
export type ProviderPrincipal =
  | (AccountPrincipal & {
      readonly kind: 'provider';
      readonly protocol: 'saml' | 'oidc';
      /** The SAML provider's name, or the issuer's URL without `https://`. */
      readonly name: string;
    })
  | {
      readonly kind: 'provider';
      readonly protocol: 'built-in';
      readonly name: string;
      readonly text: string;
    };

/** A service's own principal; regional forms are other strings (R231). */
export interface ServicePrincipal {
  readonly kind: 'service';
  readonly name: string;
  readonly text: string;
}

export interface AnonymousPrincipal {
  readonly kind: 'anonymous';
  readonly text: string;
}

export interface InvalidPrincipal {
  readonly kind: 'invalid';
  readonly message: string;
  readonly hint: string;
}

const partitionForm = /^aws(-[a-z]+)*$/;
const nameForm = /^[\w+=,.@-]+$/;
const pathForm = /^\/([!-)+->@-~]+\/)?$/;
const samlNameForm = /^[\w.-]+$/;
const issuerForm = /^[a-z0-9.-]+(:\d+)?(\/[!-)+->@-~]*)?$/i;
// The role of an EC2 instance's own identity is not a role of the account: `aws:ec2-instance`.
const sessionForm = /^assumed-role\/((?:aws:)?[\w+=,.@-]+)\/([\w+=,.@-]+)$/;
const serviceForm =
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazonaws\.eu|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** Alexa calls functions under a domain of its own: https://docs.aws.amazon.com/lambda/latest/dg/services-alexa.html */
const alexaForm = /^alexa-[a-z]+\.amazon\.com$/;

/** Identity providers that need no provider in the account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
export const builtInProviders: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/** Reads the `principal` of a request: one caller, never a pattern. */
export function parsePrincipal(text: string): Principal | InvalidPrincipal {
  return parseCaller(text) ?? { kind: 'invalid', ...describePrincipalProblem(text) };
}

function parseCaller(text: string): Principal | undefined {
  const arn = parseArn(text);
  if (arn !== undefined) {
    if (arn.region !== '' || !isAccountId(arn.account) || !partitionForm.test(arn.partition))
      return undefined;
    if (arn.service === 'sts') return parseSts(arn);
    return arn.service === 'iam' ? parseIam(arn) : undefined;
  }
  if (text === 'anonymous' || text === '*') return { kind: 'anonymous', text };
  if (isAccountId(text)) return { kind: 'root', text, partition: 'aws', account: text };
  if (builtInProviders.has(text)) return { kind: 'provider', protocol: 'built-in', name: text, text };
  return serviceForm.test(text) || alexaForm.test(text) ? { kind: 'service', name: text, text } : undefined;
}

function parseSts({ text, partition, account, resource }: Arn): Principal | undefined {
  const session = sessionForm.exec(resource);
  if (session?.[1] !== undefined && session[2] !== undefined) {
    return { kind: 'session', text, partition, account, roleName: session[1], sessionName: session[2] };
  }
  if (!resource.startsWith('federated-user/')) return undefined;
  const name = resource.slice('federated-user/'.length);
  return nameForm.test(name) ? { kind: 'federated-user', text, partition, account, name } : undefined;
}

function parseIam({ text, partition, account, resource }: Arn): Principal | undefined {
  const base = { text, partition, account };
  if (resource === 'root') return { kind: 'root', ...base };
  const slash = resource.indexOf('/');
  const rest = resource.slice(slash + 1);
  switch (resource.slice(0, slash)) {
    case 'user': {
      const { path, name } = splitPath(rest);
      return isName(path, name) ? { kind: 'user', ...base, path, name } : undefined;
    }
    case 'role': {
      const { path, name } = splitPath(rest);
      return isName(path, name) ? { kind: 'role', ...base, path, roleName: name } : undefined;
    }
    case 'saml-provider':
      return samlNameForm.test(rest)
        ? { kind: 'provider', protocol: 'saml', ...base, name: rest }
        : undefined;
    case 'oidc-provider':
      return issuerForm.test(rest) ? { kind: 'provider', protocol: 'oidc', ...base, name: rest } : undefined;
    default:
      return undefined;
  }
}

function isName(path: string, name: string): boolean {
  return nameForm.test(name) && pathForm.test(path);
}
