import { numberIn } from '../places/settings.ts';
import { ssoKeys } from '../chain/checks/linked-profiles.ts';
import type { ImdsClientRules } from '../chain/imds-client.ts';
import type { Places } from '../places/profiles.ts';
import { verbatimPath } from '../places/paths.ts';
import { stylesOfProfile } from '../chain/profile-gates.ts';
import { link, oneOf, type Context, type Link } from '../chain/provider.ts';
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
import { systemProperties } from '../providers/system-properties.ts';
import { webIdentity, type WebIdentityRules } from '../providers/web-identity.ts';
import { needing, swallowing } from '../chain/swallow.ts';

/**
 * aws-sdk-java-v2 `DefaultCredentialsProvider`, `ProfileCredentialsUtils`. The rules say `fail` where an exception is thrown; the chain swallows it.
 */

const twoFields = ['AccessKeyId', 'SecretAccessKey'];

/** `EnvironmentVariableCredentialsProvider`; the values come without the blanks around them. */
const envRules: EnvRules = {
  keyIds: ['AWS_ACCESS_KEY_ID'],
  secrets: ['AWS_SECRET_ACCESS_KEY'],
  tokens: ['AWS_SESSION_TOKEN'],
  // UNV: read by newer releases.
  accountIds: ['AWS_ACCOUNT_ID'],
  blanks: 'trimmed',
  loneKeyId: 'pass',
  expiration: 'ignored',
};

/** `WebIdentityTokenFileCredentialsProvider`: `getStringValueOrThrow`. */
const webIdentityRules: WebIdentityRules = {
  from: 'profile',
  emptyVariable: 'hides',
  emptyValue: 'counts',
  missingRole: 'skip',
  missingFile: 'fail',
  sessionNameVariable: 'never',
  region: 'run',
  cache: 'none',
  refused: 'fail',
};

/** `ContainerCredentialsProvider` (OLD): relative before full; a variable without a value is one all the same. */
const containerRules: ContainerRules = {
  uris: ['relative', 'full'],
  emptyUri: 'entered',
  base: ({ env: read }: Context) => read('AWS_CONTAINER_SERVICE_ENDPOINT'),
  badUri: 'fail',
  // UNV: the copy read allows loopback alone; releases for EKS pod identity allow its hosts too.
  isAllowed: isContainerHost,
  badHost: 'fail',
  tokenFile: 'read',
  emptyTokenFile: 'unset',
  missingTokenFile: 'fail',
  badToken: /[\r\n]/,
  problem: 'fail',
  required: twoFields,
  proxies: 'ignored',
  timeoutMs: 1000,
};

/** `SystemSettingUtils.safeStringToBoolean`: what is neither true nor false throws, which switches off too. */
const isNotFalse = (value: string) => value.toLowerCase() !== 'false';

export const javaImds: ImdsClientRules = {
  isDisabled: isNotFalse,
  emptyEndpoint: 'next',
  modeCase: 'any',
  // `credential_source` hands over the profile that names it.
  profile: 'own',
  merge: ['credentials', 'config'],
  v1: 'unless-disabled',
  isV1Disabled: (value) => value.toLowerCase() === 'true',
  emptyV1Disabled: 'next',
  tokenErrors: [400],
  proxies: 'ignored',
  timeoutMs: metadataTimeout,
};

/** Seconds, also with a decimal point; one where nothing is set. */
function metadataTimeout({ env: read, profile }: Places): number {
  const variable = read('AWS_METADATA_SERVICE_TIMEOUT');
  const setting = variable.value === undefined ? profile.get('metadata_service_timeout') : variable;
  const isNumber = setting.value?.fits(/^\d+(\.\d+)?$/) === true;
  return isNumber ? Math.max(1, (numberIn(setting) ?? 0) * 1000) : 1000;
}

/** An instance without an answer is the end of the chain: nothing to warn about. */
const imdsRules: ImdsRules = {
  client: javaImds,
  problems: {},
  otherwise: 'pass',
  required: twoFields,
};

const properties = link('SystemPropertyCredentialsProvider', systemProperties, {
  keyId: 'aws.accessKeyId',
  secret: 'aws.secretAccessKey',
  token: 'aws.sessionToken',
  accountId: 'aws.accountId',
  loneKeyId: 'pass',
});
const environment = link('EnvironmentVariableCredentialsProvider', env, envRules);

/** `credential_source = Environment`: the properties, then the variables. */
const propertiesOrEnvironment: Link = {
  ...environment,
  attempt: async (context) => {
    const given = await properties.attempt(context);
    return given.outcome === 'win' ? given : environment.attempt(context);
  },
};

/** A token makes it a session; either way the pair has to be whole. */
const keyRules: StaticKeyRules = {
  view: 'merged',
  present: 'value',
  loneKeyId: 'fail',
  withoutKeyId: 'fail',
  tokens: ['aws_session_token'],
};

const roleRules: AssumeRoleRules = {
  present: 'key',
  declines: ({ has }) => {
    if (!has('role_arn')) return 'has no role_arn';
    return has('source_profile') || has('credential_source')
      ? undefined
      : 'has role_arn without source_profile or credential_source, so its role is ignored';
  },
  problem: 'fail',
  isCycle: (path, _, name) => path.includes(name),
  sourceLinks: () => oneOf(sdkName, styles()),
  credentialSources: new Map([
    ['Environment', propertiesOrEnvironment],
    ['Ec2InstanceMetadata', link('InstanceProfileCredentialsProvider', imds, imdsRules)],
    ['EcsContainer', link('ContainerCredentialsProvider', container, containerRules)],
  ]),
  credentialSourceCase: 'any',
  sourceWithoutRole: 'declined',
  // `StsProfileCredentialsProviderFactory` reads neither (OLD).
  mfa: 'ignored',
  duration: () => undefined,
  region: 'profile',
  cache: 'none',
};

const sdkName = 'ProfileCredentialsProvider';

/** `ProfileCredentialsUtils.credentialsProvider`: the first whose keys are there. */
function styles(): readonly Link[] {
  return [
    needing('the module `sts`', link(sdkName, webIdentity, webIdentityRules)),
    needing(
      'the module `sso`',
      link(sdkName, sso, {
        enteredBy: ssoKeys,
        present: 'key',
        sessionHolds: 'address',
        inBoth: 'fail-if-different',
        incomplete: 'fail',
        missingSession: 'fail',
        // UNV: as in the other SDKs.
        token: {
          refreshBelowMs: 5 * 60_000,
          refreshFields: ['refreshToken', 'clientId', 'clientSecret'],
          notRefreshable: 'used',
          renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
          expiredLegacy: 'fail',
          times: 'any',
        },
        tokenProblem: 'fail',
        refused: 'fail',
        cache: 'none',
      }),
    ),
    needing('the module `sts`', link(sdkName, assumeRole, roleRules)),
    link(sdkName, login, {
      present: 'key',
      // UNV: whether AWS_LOGIN_CACHE_DIRECTORY is read.
      expandFolder: verbatimPath,
      needsAccountId: false,
      refreshBelowMs: 5 * 60_000,
      // UNV: what becomes of a session that cannot be kept.
      renewal: { writes: 'in-place', ifNotKept: 'goes-on' },
      problem: 'fail',
      needs: 'the module `signin`',
    }),
    link(sdkName, processProvider, {
      runs: 'shell',
      emptyCommand: 'tried',
      problem: 'fail',
      isAtUse: false,
    }),
    link(sdkName, sharedCredentialsFile, keyRules),
    link(sdkName, configFile, keyRules),
  ];
}

export const javaChain: readonly Link[] = [
  link('explicit', explicit, undefined),
  ...swallowing([
    properties,
    environment,
    needing(
      'the module `sts`',
      link('WebIdentityTokenFileCredentialsProvider', webIdentity, {
        ...webIdentityRules,
        from: 'env',
        missingRole: 'fail',
        sessionNameVariable: 'with-env',
      }),
    ),
    ...oneOf(sdkName, stylesOfProfile({ rejectedFile: 'fail' }, styles())),
    link('ContainerCredentialsProvider', container, containerRules),
    link('InstanceProfileCredentialsProvider', imds, imdsRules),
  ]),
];
