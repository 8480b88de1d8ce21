import { verbatimPath } from '../places/paths.ts';
import type { ImdsClientRules } from '../chain/imds-client.ts';
import { link, oneOf, skip, type Gate, type Link } from '../chain/provider.ts';
import { assumeRole, type AssumeRoleRules, type RoleProfile } from '../providers/assume-role.ts';
import { configFile } from '../providers/config-file.ts';
import { container } from '../providers/container.ts';
import { isContainerHost } from '../providers/container-rules.ts';
import type { ContainerRules } from '../providers/container-rules.ts';
import { env, type EnvRules } from '../providers/env.ts';
import { explicit } from '../providers/explicit.ts';
import { imds, type ImdsRules } from '../providers/imds.ts';
import { login } from '../providers/login.ts';
import { processProvider, type ProcessRules } from '../providers/process.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { sso } from '../providers/sso.ts';
import type { StaticKeyRules } from '../providers/static-keys.ts';
import { webIdentity, type WebIdentityRules } from '../providers/web-identity.ts';
import { isSet, settingOf, type Setting } from '../places/settings.ts';

/** @aws-sdk/credential-provider-node 3.972.97 and the packages that it calls. */

const allFields = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];

const envRules: EnvRules = {
  keyIds: ['AWS_ACCESS_KEY_ID'],
  secrets: ['AWS_SECRET_ACCESS_KEY'],
  tokens: ['AWS_SESSION_TOKEN'],
  accountIds: ['AWS_ACCOUNT_ID'],
  blanks: 'kept',
  loneKeyId: 'pass',
  expiration: 'told',
};

/** `defaultProvider`: a profile in the options or in `AWS_PROFILE` takes the environment's keys out of the chain. */
const profileIsNamed: Gate = {
  says: 'not where an option or `AWS_PROFILE` names a profile',
  closes: ({ choice }) =>
    choice.isNamed
      ? skip(`${choice.from.evidence.name} is set, so the environment's keys are skipped`, [
          choice.from.evidence,
        ])
      : undefined,
};

const fileKeys: StaticKeyRules = {
  view: 'merged',
  present: 'key',
  loneKeyId: 'skip',
  tokens: ['aws_session_token'],
};

const containerRules: ContainerRules = {
  uris: ['relative', 'full'],
  emptyUri: 'unset',
  base: 'http://169.254.170.2',
  // `new URL` throws a TypeError, which no next link gets.
  badUri: 'fail',
  isAllowed: isContainerHost,
  badHost: 'pass',
  tokenFile: 'read',
  emptyTokenFile: 'unset',
  missingTokenFile: 'fail',
  badToken: /[\r\n]/,
  problem: 'pass',
  required: allFields,
  proxies: 'ignored',
  timeoutMs: 1000,
  // `fromContainerMetadata` behind `fromHttp`: it knows no token file.
  secondTry: ['localhost', '127.0.0.1'],
};

const isOn = (value: string) => value !== '' && value !== 'false';

const imdsClient: ImdsClientRules = {
  isDisabled: isOn,
  emptyEndpoint: 'hides',
  modeCase: 'exact',
  // `loadConfig` prefers the config file.
  merge: ['config', 'credentials'],
  v1: 'unless-disabled',
  isV1Disabled: isOn,
  emptyV1Disabled: 'hides',
  tokenErrors: [400],
  proxies: 'ignored',
  timeoutMs: () => 1000,
};

/** `getInstanceMetadataRegion`: the variables only, no request without a token, disabled by any value. */
export const jsRegionClient: ImdsClientRules = {
  ...imdsClient,
  isDisabled: (value) => value !== '',
  merge: [],
  v1: 'never',
};

const imdsRules: ImdsRules = {
  client: imdsClient,
  // A SyntaxError, a TypeError, an Error: none of them is a CredentialsProviderError.
  problems: { 'not-json': 'fail', 'invalid-endpoint': 'fail', 'invalid-mode': 'fail' },
  otherwise: 'pass',
  required: allFields,
};

/** `remoteProvider`: a container's variable alone keeps the instance metadata out. */
const isContainer: Gate = {
  says: 'not where one of the container variables is set',
  closes: ({ env }) => {
    const variable = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI']
      .map(env)
      .find(isSet);
    return variable === undefined
      ? undefined
      : skip(`${variable.evidence.name} is set, so the instance metadata is not asked`, [variable.evidence]);
  },
};

const webIdentityRules: WebIdentityRules = {
  from: 'profile',
  emptyVariable: 'unset',
  missingRole: 'skip',
  missingFile: 'fail',
  sessionNameVariable: 'always',
  region: 'run',
  cache: 'none',
  refused: 'fail',
};

const processRules: ProcessRules = {
  runs: 'shell',
  emptyCommand: 'absent',
  problem: 'pass',
  isAtUse: false,
};

const otherStyles: readonly Link[] = [
  link('fromIni', webIdentity, webIdentityRules),
  link('fromIni', processProvider, processRules),
  link('fromIni', sso, {
    enteredBy: ['sso_start_url', 'sso_account_id', 'sso_session', 'sso_region', 'sso_role_name'],
    present: 'value',
    inBoth: 'session-wins',
    sessionHolds: 'address',
    incomplete: 'fail',
    missingSession: 'fail',
    token: {
      refreshBelowMs: 5 * 60_000,
      refreshFields: ['clientId', 'clientSecret', 'refreshToken'],
      notRefreshable: 'fail',
      renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
      expiredLegacy: 'fail',
      times: 'any',
    },
    tokenProblem: 'fail',
    refused: 'fail',
    cache: 'none',
  }),
  link('fromIni', login, {
    present: 'value',
    expandFolder: verbatimPath,
    needsAccountId: true,
    refreshBelowMs: 5 * 60_000,
    // `LoginCredentialsFetcher` of `@aws-sdk/credential-provider-login`.
    renewal: 'in-place-while-good',
    problem: 'fail',
  }),
];

const staticStyles: readonly Link[] = [
  link('fromIni', sharedCredentialsFile, fileKeys),
  link('fromIni', configFile, fileKeys),
];

/** `isAssumeRoleProfile`: exactly one of the two sources. */
function declines({ has }: RoleProfile): string | undefined {
  if (!has('role_arn')) return 'has no role_arn';
  if (has('source_profile') === has('credential_source')) {
    return has('source_profile')
      ? 'has both source_profile and credential_source, so its role is ignored'
      : 'has role_arn without source_profile or credential_source, so its role is ignored';
  }
  return undefined;
}

const roleRules: AssumeRoleRules = {
  present: 'value',
  declines,
  problem: 'pass',
  // `visitedProfiles` holds the sources, not the profile at the top.
  isCycle: (path, _, name) => path.slice(1).includes(name),
  sourceLinks: () => oneOf('fromIni', [...staticStyles, role, ...otherStyles]),
  credentialSources: new Map([
    ['Environment', link('fromEnv', env, envRules)],
    ['EcsContainer', link('fromHttp', container, containerRules)],
    // `AWS_EC2_METADATA_DISABLED` is looked at by `remoteProvider` only.
    ['Ec2InstanceMetadata', link('fromInstanceMetadata', imds, { ...imdsRules, ignoresSwitch: true })],
  ]),
  credentialSourceCase: 'exact',
  sourceWithoutRole: 'used',
  mfa: 'fail',
  duration: sentDuration,
  region: 'profile',
  cache: 'none',
};

const role: Link = link('fromIni', assumeRole, roleRules);

/** `parseInt(duration_seconds || "3600", 10)`. */
function sentDuration({ value, evidence }: Setting): Setting {
  if (value === undefined || value.isEmpty) return settingOf('default', 'duration_seconds', '3600');
  return settingOf(
    evidence.kind,
    evidence.name,
    value.map((text) => String(Number.parseInt(text, 10))),
    evidence.span,
  );
}

export const jsChain: readonly Link[] = [
  link('explicit', explicit, undefined),
  link('fromEnv', env, envRules, profileIsNamed),
  ...oneOf('fromIni', [role, ...staticStyles, ...otherStyles]),
  link('fromProcess', processProvider, processRules),
  link('fromTokenFile', webIdentity, {
    ...webIdentityRules,
    from: 'env',
    missingRole: 'pass',
    sessionNameVariable: 'with-env',
  }),
  link('fromHttp', container, containerRules),
  link('fromInstanceMetadata', imds, imdsRules, isContainer),
];
