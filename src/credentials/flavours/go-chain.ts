import type { ImdsClientRules } from '../chain/imds-client.ts';
import { ssoKeys } from '../chain/checks/linked-profiles.ts';
import { namedSources } from '../chain/named-source.ts';
import { verbatimPath } from '../places/paths.ts';
import { link, skip, type Gate, type Link } from '../chain/provider.ts';
import { assumeRole, type AssumeRoleRules, type RoleProfile } from '../providers/assume-role.ts';
import { configFile } from '../providers/config-file.ts';
import { container } from '../providers/container.ts';
import { isContainerHost } from '../providers/container-rules.ts';
import type { ContainerRules } from '../providers/container-rules.ts';
import { env, type EnvRules } from '../providers/env.ts';
import { explicit } from '../providers/explicit.ts';
import { imds, type ImdsRules } from '../providers/imds.ts';
import { login } from '../providers/login.ts';
import { processProvider } from '../providers/process.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import type { StaticKeyRules } from '../providers/static-keys.ts';
import { sso, type SsoRules } from '../providers/sso.ts';
import { webIdentity, type WebIdentityRules } from '../providers/web-identity.ts';
import type { StsClientRules } from '../chain/sts-client-problem.ts';
import { numberIn, settingOf, type Setting } from '../places/settings.ts';

/**
 * aws-sdk-go-v2 `config/resolve_credentials.go`. One provider is picked while the
 * configuration is loaded; whatever it then says is final.
 */

/** `resolveCredentialChain`: a profile named in code goes straight to `resolveCredsFromProfile`. */
const profileInCode: Gate = {
  says: 'not where the profile is given as an option, as in code',
  closes: ({ choice }) =>
    choice.isExplicit
      ? skip('a profile named in code is looked at instead of the environment', [choice.from.evidence])
      : undefined,
};

/** `NewEnvConfig`: half a pair is as good as none. */
const envRules: EnvRules = {
  keyIds: ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'],
  secrets: ['AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY'],
  tokens: ['AWS_SESSION_TOKEN'],
  accountIds: ['AWS_ACCOUNT_ID'],
  blanks: 'kept',
  loneKeyId: 'pass',
  expiration: 'ignored',
};

/** `SharedConfig.Credentials`; the source's name ends with the file that gave the id. */
const keyRules: StaticKeyRules = {
  view: 'merged',
  present: 'value',
  loneKeyId: 'skip',
  tokens: ['aws_session_token'],
  sdkName: (file) => `SharedConfigCredentials: ${file}`,
};

/** One region for every call of a chain of roles; without one the first call fails, as 1.17.10 was seen to do. */
const stsClient: StsClientRules = {
  empty: 'used',
  missing: 'fail',
  missingWithEndpoint: 'fail',
  brokenSession: 'ignored',
};

/** `assumeWebIdentity`: the path and the token as they are. */
const webIdentityRules: WebIdentityRules = {
  from: 'profile',
  emptyVariable: 'unset',
  missingRole: 'fail',
  missingFile: 'fail',
  sessionNameVariable: 'never',
  region: 'run',
  stsClient,
  cache: 'none',
  refused: 'fail',
};

/** `resolveSSOCredentials`: any of the keys makes it SSO; a session is enough without account and role. */
const ssoRules: SsoRules = {
  enteredBy: ssoKeys,
  present: 'value',
  sessionHolds: 'address',
  inBoth: 'fail-if-different',
  incomplete: 'fail',
  sessionAlone: 'enough',
  missingSession: 'fail',
  token: {
    refreshBelowMs: 0,
    refreshFields: ['refreshToken', 'clientId', 'clientSecret'],
    notRefreshable: 'used',
    renewal: { writes: 'anew', ifNotKept: 'stops' },
    expiredLegacy: 'fail',
    times: 'rfc3339',
  },
  tokenProblem: 'fail',
  refused: 'fail',
  cache: 'none',
};

/** `resolveLocalHTTPCredProvider`; 1.17 looked at the full URI first, and allowed loopback hosts alone. */
const containerRules: ContainerRules = {
  uris: ['relative', 'full'],
  emptyUri: 'unset',
  base: 'http://169.254.170.2',
  badUri: 'fail',
  isAllowed: isContainerHost,
  badHost: 'fail',
  tokenFile: 'read',
  emptyTokenFile: 'unset',
  missingTokenFile: 'fail',
  badToken: /[\r\n]/,
  problem: 'fail',
  // An answer `{}` is taken: missing fields become empty.
  required: [],
  proxies: 'go',
  timeoutMs: 5000,
};

const imdsClient: ImdsClientRules = {
  isDisabled: (value) => value.toLowerCase() === 'true',
  emptyEndpoint: 'next',
  modeCase: 'any',
  merge: ['credentials', 'config'],
  v1: 'unless-disabled',
  isV1Disabled: (value) => value.toLowerCase() === 'true',
  emptyV1Disabled: 'next',
  tokenErrors: [400],
  proxies: 'go',
  timeoutMs: () => 5000,
};

const imdsRules: ImdsRules = {
  client: imdsClient,
  problems: { disabled: 'fail' },
  otherwise: 'fail',
  required: ['AccessKeyId', 'SecretAccessKey'],
};

const instance = link('EC2RoleProvider', imds, imdsRules);

/** `resolveCredsFromSource`: exact names; the environment's pair, whole or not at all; the relative URI only. */
const named = namedSources(
  new Map([
    [
      'EcsContainer',
      link('CredentialsEndpointProvider', container, { ...containerRules, uris: ['relative'] }),
    ],
    ['Ec2InstanceMetadata', instance],
    ['Environment', link('EnvConfigCredentials', env, envRules)],
  ]),
  { valueCase: 'exact' },
);

/** `resolveCredsFromProfile` without the source profile: the first style that is there. */
const styles: readonly Link[] = [
  link('SharedConfigCredentials', sharedCredentialsFile, keyRules),
  link('SharedConfigCredentials', configFile, keyRules),
  ...named,
  link('WebIdentityCredentials', webIdentity, webIdentityRules),
  link('SSOProvider', sso, ssoRules),
  // UNV: its place; supported by current releases (`credentials/logincreds`).
  link('LoginProvider', login, {
    present: 'value',
    expandFolder: verbatimPath,
    needsAccountId: true,
    refreshBelowMs: 0,
    // UNV: what becomes of a session that cannot be kept.
    renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
    problem: 'fail',
  }),
  link('ProcessProvider', processProvider, {
    runs: 'shell',
    emptyCommand: 'absent',
    problem: 'fail',
    isAtUse: true,
  }),
  link('CredentialsEndpointProvider', container, containerRules),
  instance,
];

function hasKeys({ has }: RoleProfile): boolean {
  return has('aws_access_key_id') && has('aws_secret_access_key');
}

/** `SharedConfig.Source`: keys below the top end the way, and a profile met again gives its own credentials. */
function followsSource(profile: RoleProfile): boolean {
  return profile.has('source_profile') && !profile.isAgain && !(profile.isSource && hasKeys(profile));
}

const roleRules: AssumeRoleRules = {
  present: 'value',
  declines: (profile) => {
    if (!profile.has('role_arn')) return 'has no role_arn';
    if (profile.isAgain) return 'was met before: its role counts only once';
    const isWebIdentity = profile.has('web_identity_token_file') && !hasKeys(profile);
    return isWebIdentity ? 'gives its role to the web identity token' : undefined;
  },
  problem: 'fail',
  isCycle: () => false,
  ownLinks: (profile) => (followsSource(profile) ? undefined : styles),
  sourceLinks: () => [role, ...styles],
  credentialSources: new Map(),
  credentialSourceCase: 'exact',
  sourceWithoutRole: 'declined',
  mfa: 'fail',
  duration: sentDuration,
  region: 'run',
  stsClient,
  cache: 'none',
};

const role: Link = link('AssumeRoleProvider', assumeRole, roleRules);

/** Always sent: 900 seconds, or the profile's where it is 16 minutes or more. */
function sentDuration(setting: Setting): Setting {
  const { value, evidence } = setting;
  const seconds = value?.fits(/^[+-]?\d+$/) === true ? (numberIn(setting) ?? 0) : 0;
  return seconds >= 960
    ? settingOf(evidence.kind, evidence.name, String(seconds), evidence.span)
    : settingOf('default', 'duration_seconds', '900');
}

export const goChain: readonly Link[] = [
  link('explicit', explicit, undefined),
  link('EnvConfigCredentials', env, envRules, profileInCode),
  link(
    'WebIdentityCredentials',
    webIdentity,
    { ...webIdentityRules, from: 'env', sessionNameVariable: 'with-env' },
    profileInCode,
  ),
  role,
  ...styles,
];
