import { trustInBundle, type RetrievalRules } from '../chain/retrieval-rules.ts';
import { pythonDialect } from '../../formats/ini-dialects.ts';
import { unknownProfile, unparsableFile } from '../chain/checks/files.ts';
import { imdsAddress, wholeNumbers } from '../chain/checks/metadata-settings.ts';
import { defaultsMode, isPythonEndpoint, type ClientRules, type ClientValue } from '../chain/client-rules.ts';
import type { Check, Sources } from '../chain/flavour.ts';
import type { EndpointRules } from '../chain/flavour-rules.ts';
import type { FileRules } from '../places/place-rules.ts';
import type { ImdsClientRules } from '../chain/imds-client.ts';
import type { Places } from '../places/profiles.ts';
import { expandPython, pythonHome } from '../places/paths.ts';
import { numberIn, settingOf, type Setting } from '../places/settings.ts';
import { link, skip, type Gate, type Link } from '../chain/provider.ts';
import { assumeRole, type AssumeRoleRules, type RoleProfile } from '../providers/assume-role.ts';
import { botoConfig } from '../providers/boto-config.ts';
import { configFile } from '../providers/config-file.ts';
import { container } from '../providers/container.ts';
import { isContainerHost } from '../providers/container-rules.ts';
import type { ContainerRules } from '../providers/container-rules.ts';
import { ec2CredentialsFile } from '../providers/ec2-credentials-file.ts';
import { env, type EnvRules } from '../providers/env.ts';
import { explicit } from '../providers/explicit.ts';
import { imds, type ImdsRules } from '../providers/imds.ts';
import { login } from '../providers/login.ts';
import { processProvider } from '../providers/process.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { sso } from '../providers/sso.ts';
import type { StaticKeyRules } from '../providers/static-keys.ts';
import { webIdentity } from '../providers/web-identity.ts';
import { shellWordNames } from '../places/section-names.ts';

/** What boto3 and both CLIs share: botocore 1.43 `credentials.py`, `configloader.py`. */

export const botocoreFiles: FileRules = {
  dialect: pythonDialect,
  sectionNames: shellWordNames,
  home: pythonHome,
  expandPath: expandPython,
  emptyPath: 'absent',
  notUtf8: 'rejected',
  twoDefaults: 'later',
  sameName: 'later',
  emptySection: 'profile',
  sessions: 'config',
  merge: () => ['credentials', 'config'],
};

export const botocoreEndpoints: EndpointRules = {
  missingServices: 'fail',
  merge: () => ['credentials', 'config'],
  variables: 'read',
};

/** Python's `int()`; with its sign and `_` between digits. */
const pythonWhole = /^\s*[+-]?\d+(?:_\d+)*\s*$/;

/** `validate_region_name`, `is_valid_endpoint_url`, `SSOTokenProvider`, `ConfiguredEndpointProvider`. */
export const botocoreClient: ClientRules = {
  brokenSession: 'fail',
  flatService: 'fail',
  isEndpoint: isPythonEndpoint,
  region: /^(?!\d+$)(?!-)[A-Za-z\d-]{1,63}(?<!-)$/,
  emptyRegion: 'fail',
  values: [
    {
      variable: 'AWS_MAX_ATTEMPTS',
      key: 'max_attempts',
      accepts: pythonWhole,
      range: [1, Infinity],
      takes: 'a whole number from 1 on',
      usual: '3',
    },
    {
      variable: 'AWS_RETRY_MODE',
      key: 'retry_mode',
      accepts: /^(?:legacy|standard|adaptive)$/,
      takes: 'legacy, standard or adaptive',
      usual: 'standard',
    },
    defaultsMode,
    {
      variable: 'AWS_REQUEST_CHECKSUM_CALCULATION',
      key: 'request_checksum_calculation',
      accepts: /^when_(?:supported|required)$/i,
      takes: 'when_supported or when_required',
      usual: 'when_supported',
    },
    {
      variable: 'AWS_RESPONSE_CHECKSUM_VALIDATION',
      key: 'response_checksum_validation',
      accepts: /^when_(?:supported|required)$/i,
      takes: 'when_supported or when_required',
      usual: 'when_supported',
    },
    {
      variable: 'AWS_ACCOUNT_ID_ENDPOINT_MODE',
      key: 'account_id_endpoint_mode',
      accepts: /^(?:preferred|disabled|required)$/i,
      takes: 'preferred, disabled or required',
      usual: 'preferred',
    },
    {
      variable: 'AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES',
      key: 'request_min_compression_size_bytes',
      accepts: pythonWhole,
      range: [1, 1_048_576],
      takes: 'a whole number from 1 to 1048576',
      usual: '10240',
    },
    {
      variable: 'AWS_S3_DISABLE_EXPRESS_SESSION_AUTH',
      key: 's3_disable_express_session_auth',
      accepts: /^(?:true|false)$/i,
      takes: 'true or false, for clients of every service',
      usual: 'false',
    },
    {
      variable: 'AWS_AUTH_SCHEME_PREFERENCE',
      key: 'auth_scheme_preference',
      accepts: /(?:)/,
      takes: 'names of schemes',
      usual: 'sigv4',
    },
  ],
};

/** What version 2 of the CLI no longer reads. */
const regionalEndpoints: ClientValue = {
  variable: 'AWS_STS_REGIONAL_ENDPOINTS',
  key: 'sts_regional_endpoints',
  accepts: /^(?:legacy|regional|)$/,
  takes: 'legacy or regional',
  usual: 'regional',
};

/** boto3 and version 1 of the CLI. */
export const pythonClient: ClientRules = {
  ...botocoreClient,
  values: [...(botocoreClient.values ?? []), regionalEndpoints],
};

export const botocoreRetrieval: RetrievalRules = {
  sessionName: (now) => `botocore-session-${Math.trunc(now / 1000)}`,
  webSessionName: (now) => `botocore-session-${Math.trunc(now / 1000)}`,
  renewSsoBefore: 15 * 60_000,
  // botocore 1.43 `session.create_client`, then `endpoint.py` `_get_verify_value`.
  network: {
    proxies: 'python',
    caBundle: ['AWS_CA_BUNDLE', 'ca_bundle', 'REQUESTS_CA_BUNDLE'],
    trust: trustInBundle,
  },
};

export const botocoreSources: Sources = {
  explicit: 'botocore/session.py create_client',
  env: 'botocore/credentials.py EnvProvider',
  'assume-role': 'botocore/credentials.py AssumeRoleProvider',
  'web-identity': 'botocore/credentials.py AssumeRoleWithWebIdentityProvider',
  sso: 'botocore/credentials.py SSOProvider, botocore/utils.py SSOTokenLoader',
  login: 'botocore/credentials.py LoginProvider',
  process: 'botocore/credentials.py ProcessProvider',
  'shared-credentials-file': 'botocore/credentials.py SharedCredentialProvider',
  'config-file': 'botocore/credentials.py ConfigProvider',
  'ec2-credentials-file': 'botocore/credentials.py OriginalEC2Provider',
  'boto-config': 'botocore/credentials.py BotoProvider',
  container: 'botocore/credentials.py ContainerProvider, botocore/utils.py ContainerMetadataFetcher',
  imds: 'botocore/credentials.py InstanceMetadataProvider, botocore/utils.py InstanceMetadataFetcher',
  profile: 'botocore/session.py profile',
  files: 'botocore/configloader.py',
  checks: 'botocore/session.py full_config, botocore/credentials.py create_credential_resolver',
  region: 'botocore/configprovider.py',
  endpoints: 'botocore/configprovider.py ConfiguredEndpointProvider',
  retrieval: 'botocore/credentials.py AssumeRoleCredentialFetcher, botocore/httpsession.py',
};

const timeouts = [
  { variable: 'AWS_METADATA_SERVICE_TIMEOUT', key: 'metadata_service_timeout' },
  { variable: 'AWS_METADATA_SERVICE_NUM_ATTEMPTS', key: 'metadata_service_num_attempts' },
] as const;

/** Seconds that the variable or the profile gives; 1 if none. Longer than ten is not waited for here. */
function metadataTimeout({ env, profile }: Places): number {
  const [{ variable, key }] = timeouts;
  const setting = env(variable).value === undefined ? profile.get(key) : env(variable);
  const seconds = numberIn(pythonInteger(setting)) ?? 1;
  return Math.min(10, Math.max(1, seconds)) * 1000;
}

/** Python's `int()`; anything else is not sent. */
function pythonInteger(setting: Setting): Setting | undefined {
  const { value, evidence } = setting;
  if (value?.fits(pythonWhole) !== true) return undefined;
  const number = value.map((text) => String(Number(text.replaceAll('_', ''))));
  return settingOf(evidence.kind, evidence.name, number, evidence.span);
}

const isTrue = (value: string) => value.toLowerCase() === 'true';

export const botocoreImds: ImdsClientRules = {
  isDisabled: isTrue,
  emptyEndpoint: 'hides',
  modeCase: 'any',
  ipv6Switch: { variable: 'AWS_IMDS_USE_IPV6', key: 'imds_use_ipv6' },
  merge: ['credentials', 'config'],
  v1: 'unless-disabled',
  isV1Disabled: isTrue,
  emptyV1Disabled: 'hides',
  tokenErrors: [400],
  proxies: 'python',
  timeoutMs: metadataTimeout,
};

/** `Session.get_component('credential_provider')` reads all of these before it asks the first provider. */
export const botocoreChecks: readonly Check[] = [
  unparsableFile,
  unknownProfile(),
  wholeNumbers(timeouts),
  imdsAddress(botocoreImds),
];

const allFields = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];

/** `create_credential_resolver`: `providers.remove(env_provider)`. */
const profileIsExplicit: Gate = {
  says: 'not where the profile is given as an option',
  closes: ({ choice }) =>
    choice.isExplicit
      ? skip('a profile given as an option takes the environment out of the chain', [choice.from.evidence])
      : undefined,
};

const envRules: EnvRules = {
  keyIds: ['AWS_ACCESS_KEY_ID'],
  secrets: ['AWS_SECRET_ACCESS_KEY'],
  tokens: ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'],
  accountIds: ['AWS_ACCOUNT_ID'],
  blanks: 'kept',
  loneKeyId: 'fail',
  expiration: 'enforced',
};

const fileKeys: StaticKeyRules = {
  view: 'one-file',
  present: 'key',
  loneKeyId: 'fail',
  tokens: ['aws_security_token', 'aws_session_token'],
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
  proxies: 'ignored',
  timeoutMs: 2000,
};

const imdsRules: ImdsRules = {
  client: botocoreImds,
  problems: { 'v1-disabled': 'fail' },
  otherwise: 'pass',
  required: allFields,
};

/** Where the three tools on botocore differ. */
export interface BotocoreRules {
  /** Sessions of roles on disk: `awscli/customizations/assumerole.py`. */
  readonly roleCache: 'cli' | 'none';
  /** Role credentials of SSO on disk: `awscli/customizations/sso`, version 2 only. */
  readonly ssoCache: 'cli' | 'none';
  /** What `login_session` needs beside the tool. */
  readonly loginNeeds?: string;
}

/** `ProfileProviderBuilder.providers`: the profile's styles but for `role_arn` with a source. */
function profileLinks({ roleCache, ssoCache, loginNeeds }: BotocoreRules): readonly Link[] {
  return [
    link('assume-role-with-web-identity', webIdentity, {
      from: 'env-then-profile',
      emptyVariable: 'hides',
      missingRole: 'fail',
      missingFile: 'fail',
      sessionNameVariable: 'with-env',
      region: 'run',
      // The call is not signed, so an address alone is enough.
      stsClient: { empty: 'fail', missingWithEndpoint: 'used', brokenSession: 'fail' },
      cache: roleCache,
      refused: 'fail',
    }),
    link('sso', sso, {
      enteredBy: ['sso_role_name', 'sso_account_id'],
      present: 'key',
      inBoth: 'fail-if-different',
      incomplete: 'fail',
      missingSession: 'fail',
      token: {
        refreshBelowMs: 15 * 60_000,
        refreshFields: ['refreshToken', 'clientId', 'clientSecret', 'registrationExpiresAt'],
        notRefreshable: 'used',
        renewal: { writes: 'anew', ifNotKept: 'stops' },
        expiredLegacy: 'fail',
        times: 'any',
      },
      tokenProblem: 'fail',
      refused: 'fail',
      cache: ssoCache,
    }),
    link('shared-credentials-file', sharedCredentialsFile, fileKeys),
    link('login', login, {
      present: 'key',
      expandFolder: expandPython,
      needsAccountId: true,
      refreshBelowMs: 5 * 60_000,
      renewal: { writes: 'anew', ifNotKept: 'stops' },
      problem: 'fail',
      ...(loginNeeds === undefined ? {} : { needs: loginNeeds }),
    }),
    link('custom-process', processProvider, {
      runs: 'words',
      emptyCommand: 'tried',
      problem: 'fail',
      isAtUse: false,
    }),
    link('config-file', configFile, fileKeys),
  ];
}

/** `AssumeRoleProvider._has_static_credentials`: one of the two is enough. */
function hasStaticKey({ has }: RoleProfile): boolean {
  return has('aws_access_key_id') || has('aws_secret_access_key');
}

function declines({ has }: RoleProfile): string | undefined {
  if (!has('role_arn')) return 'has no role_arn';
  return has('web_identity_token_file')
    ? 'has web_identity_token_file, which the next step takes'
    : undefined;
}

/** `AssumeRoleProvider`: the same object resolves the roles of source profiles, so these are kept on disk too. */
function roleLink(rules: BotocoreRules, styles: readonly Link[]): Link {
  const roleRules: AssumeRoleRules = {
    present: 'key',
    declines,
    problem: 'fail',
    isCycle: (path, source, name) => path.includes(name) && (name !== path.at(-1) || !hasStaticKey(source)),
    sourceLinks: (source) =>
      hasStaticKey(source) || declines(source) !== undefined
        ? styles
        : [link('assume-role', assumeRole, roleRules)],
    credentialSources: new Map([
      ['Environment', link('env', env, envRules)],
      ['EcsContainer', link('container-role', container, containerRules)],
      ['Ec2InstanceMetadata', link('iam-role', imds, imdsRules)],
    ]),
    credentialSourceCase: 'exact',
    sourceWithoutRole: 'declined',
    mfa: 'prompt',
    duration: pythonInteger,
    region: 'run',
    stsClient: { empty: 'fail', missingWithEndpoint: 'fail', brokenSession: 'fail' },
    cache: rules.roleCache,
  };
  return link('assume-role', assumeRole, roleRules);
}

export function botocoreChain(rules: BotocoreRules): readonly Link[] {
  const styles = profileLinks(rules);
  return [
    link('explicit', explicit, undefined),
    link('env', env, envRules, profileIsExplicit),
    roleLink(rules, styles),
    ...styles,
    link('ec2-credentials-file', ec2CredentialsFile, undefined),
    link('boto-config', botoConfig, undefined),
    link('container-role', container, containerRules),
    link('iam-role', imds, imdsRules),
  ];
}
