import { ssoKeys } from '../chain/checks/linked-profiles.ts';
import type { ImdsClientRules } from '../chain/imds-client.ts';
import { namedSources } from '../chain/named-source.ts';
import { verbatimPath } from '../places/paths.ts';
import { stylesOfProfile } from '../chain/profile-gates.ts';
import { link, oneOf, type Link } from '../chain/provider.ts';
import { assumeRole, type AssumeRoleRules } from '../providers/assume-role.ts';
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
import { sso } from '../providers/sso.ts';
import type { StaticKeyRules } from '../providers/static-keys.ts';
import type { StsClientRules } from '../chain/sts-client-problem.ts';
import { webIdentity, type WebIdentityRules } from '../providers/web-identity.ts';

/**
 * smithy-rs `aws-config` 1.11.0, `default_provider/credentials.rs`, `profile/credentials/repr.rs`. Only what the source
 * calls "not loaded" passes; everything else stops the chain.
 */

const allFields = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];

const envRules: EnvRules = {
  keyIds: ['AWS_ACCESS_KEY_ID'],
  secrets: ['AWS_SECRET_ACCESS_KEY', 'SECRET_ACCESS_KEY'],
  tokens: ['AWS_SESSION_TOKEN'],
  accountIds: ['AWS_ACCOUNT_ID'],
  blanks: 'trimmed',
  loneKeyId: 'pass',
  expiration: 'ignored',
};

/** UNV: the rules for endpoints of STS know no region-less address. */
const stsClient: StsClientRules = {
  empty: 'used',
  missing: 'fail',
  missingWithEndpoint: 'fail',
  brokenSession: 'ignored',
};

/** A variable without a value counts as one that is set. */
const webIdentityRules: WebIdentityRules = {
  from: 'profile',
  emptyVariable: 'hides',
  emptyValue: 'counts',
  missingRole: 'fail',
  missingFile: 'fail',
  sessionNameVariable: 'never',
  region: 'run',
  stsClient,
  cache: 'none',
  refused: 'fail',
};

const containerRules: ContainerRules = {
  uris: ['relative', 'full'],
  emptyUri: 'entered',
  base: 'http://169.254.170.2',
  badUri: 'fail',
  isAllowed: isContainerHost,
  badHost: 'fail',
  tokenFile: 'read',
  emptyTokenFile: 'entered',
  missingTokenFile: 'fail',
  badToken: /[\r\n]/,
  problem: 'fail',
  required: allFields,
  proxies: 'rust',
  timeoutMs: 5000,
};

export const rustImds: ImdsClientRules = {
  isDisabled: (value) => value.toLowerCase() === 'true',
  // UNV: what a variable without a value does.
  emptyEndpoint: 'hides',
  modeCase: 'any',
  merge: ['credentials', 'config'],
  v1: 'never',
  isV1Disabled: () => false,
  emptyV1Disabled: 'next',
  tokenErrors: [400],
  proxies: 'rust',
  timeoutMs: () => 1000,
};

const imdsRules: ImdsRules = {
  client: rustImds,
  problems: { 'not-found': 'pass', unreachable: 'pass' },
  otherwise: 'fail',
  required: allFields,
};

/** `NamedProviderFactory`: the names in any case. */
const sources: ReadonlyMap<string, Link> = new Map([
  ['Environment', link('Environment', env, envRules)],
  ['Ec2InstanceMetadata', link('Ec2InstanceMetadata', imds, imdsRules)],
  ['EcsContainer', link('EcsContainer', container, containerRules)],
]);

/** `static_creds_from_profile`: any of the three keys makes it one of static keys, and the pair has to be whole. */
const keyRules: StaticKeyRules = {
  view: 'merged',
  present: 'key',
  loneKeyId: 'fail',
  withoutKeyId: 'fail',
  tokens: ['aws_session_token'],
};

function keysIn(rules: StaticKeyRules): readonly Link[] {
  return [link('Profile', sharedCredentialsFile, rules), link('Profile', configFile, rules)];
}

/** In a source profile a whole pair comes first; half a pair does not count there. */
const wholePairs = keysIn({
  view: 'merged',
  present: 'key',
  loneKeyId: 'skip',
  tokens: ['aws_session_token'],
});

/** `base_provider`. */
const baseStyles: readonly Link[] = [
  ...namedSources(sources, { valueCase: 'any' }).map((one) => ({ ...one, sdkName: 'Profile' })),
  link('Profile', webIdentity, webIdentityRules),
  link('Profile', sso, {
    enteredBy: ssoKeys,
    present: 'key',
    sessionHolds: 'address',
    inBoth: 'fail',
    incomplete: ssoIncomplete,
    missingSession: 'fail',
    token: {
      refreshBelowMs: 5 * 60_000,
      refreshFields: ['refreshToken', 'clientId', 'clientSecret'],
      notRefreshable: 'used',
      renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
      expiredLegacy: 'sent',
      // UNV: a time that ends in `UTC`.
      times: 'any',
    },
    tokenProblem: 'fail',
    refused: 'fail',
    cache: 'none',
  }),
  link('Profile', login, {
    present: 'key',
    expandFolder: verbatimPath,
    needsAccountId: false,
    refreshBelowMs: 5 * 60_000,
    // UNV: what becomes of a session that cannot be kept.
    renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
    problem: 'fail',
    needs: 'the feature `login` of aws-config',
  }),
  link('Profile', processProvider, {
    runs: 'shell',
    emptyCommand: 'tried',
    problem: 'fail',
    isAtUse: false,
  }),
  ...keysIn(keyRules),
];

/** One of account and role without the other stops; a start URL, a region or both of the former missing pass. */
function ssoIncomplete(missing: readonly string[]): 'fail' | 'pass' {
  const isHalf = missing.includes('sso_account_id') !== missing.includes('sso_role_name');
  return isHalf || missing.length === 0 ? 'fail' : 'pass';
}

/** `resolve_chain`, `chain_provider`. */
const roleRules: AssumeRoleRules = {
  present: 'key',
  declines: ({ has, isAgain }) => {
    if (!has('role_arn')) return 'has no role_arn';
    if (has('web_identity_token_file')) return 'gives its role to the web identity token';
    return isAgain ? 'names itself as its source: its own credentials count' : undefined;
  },
  problem: 'fail',
  // `ProfileFileError::MissingProfile`, `ProfileDidNotContainCredentials`: "not loaded".
  passing: ['source-profile-not-found', 'self-without-credentials'],
  isCycle: (path, _, name) => path.includes(name) && path.at(-1) !== name,
  sourceLinks: ({ isAgain }) => (isAgain ? baseStyles : [...wholePairs, role, ...baseStyles]),
  credentialSources: sources,
  credentialSourceCase: 'any',
  sourceWithoutRole: 'declined',
  mfa: 'ignored',
  duration: () => undefined,
  region: 'run',
  stsClient,
  cache: 'none',
};

const role: Link = link('Profile', assumeRole, roleRules);

export const rustChain: readonly Link[] = [
  link('explicit', explicit, undefined),
  link('Environment', env, envRules),
  ...oneOf('Profile', stylesOfProfile({ rejectedFile: 'fail' }, [role, ...baseStyles])),
  link('WebIdentityToken', webIdentity, {
    ...webIdentityRules,
    from: 'env',
    missingRole: 'pass',
    sessionNameVariable: 'with-env',
  }),
  link('EcsContainer', container, containerRules),
  link('Ec2InstanceMetadata', imds, imdsRules),
];
