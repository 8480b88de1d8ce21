import { setVariable, word } from '../../core/command.ts';
import type { RetrievalRules } from '../chain/retrieval-rules.ts';
import { jsDialect } from '../../formats/ini-dialects.ts';
import { defaultsMode, isWebEndpoint } from '../chain/client-rules.ts';
import type { Flavour, Sources } from '../chain/flavour.ts';
import type { FileRules } from '../places/place-rules.ts';
import { expandTilde, jsHome } from '../places/paths.ts';
import { imdsRegion, profileRegion, regionOption, regionVariable } from '../chain/region.ts';
import { dottedNames } from '../places/section-names.ts';
import { jsChain, jsRegionClient } from './js-chain.ts';

/** @smithy/core 3.41 `parseKnownFiles`. */
const jsFiles: FileRules = {
  dialect: jsDialect,
  sectionNames: dottedNames,
  home: jsHome,
  expandPath: expandTilde,
  emptyPath: 'default',
  notUtf8: 'read',
  twoDefaults: 'prefixed',
  sameName: 'merged',
  emptySection: 'nothing',
  // `loadSsoSessionData` opens the path of AWS_CONFIG_FILE as it is.
  sessions: 'config-unexpanded',
  merge: () => ['credentials', 'config'],
};

const retrieval: RetrievalRules = {
  sessionName: (now) => `aws-sdk-js-${now}`,
  webSessionName: (now) => `aws-sdk-js-session-${now}`,
  renewSsoBefore: 5 * 60_000,
  // UNV: proxies. AWS_CA_BUNDLE is not read.
  network: {
    proxies: 'ignored',
    caBundle: [],
    trust: setVariable('NODE_EXTRA_CA_CERTS', word`/path/to/ca.pem`) ?? '',
  },
};

const sources: Sources = {
  explicit: '@aws-sdk/core resolveAwsSdkSigV4Config',
  env: '@aws-sdk/credential-provider-env fromEnv',
  'assume-role': '@aws-sdk/credential-provider-ini resolveAssumeRoleCredentials, resolveCredentialSource',
  'web-identity':
    '@aws-sdk/credential-provider-web-identity fromTokenFile; -ini resolveWebIdentityCredentials',
  sso: '@aws-sdk/credential-provider-sso resolveSSOCredentials; @aws-sdk/token-providers fromSso',
  login: '@aws-sdk/credential-provider-login LoginCredentialsFetcher',
  process: '@aws-sdk/credential-provider-process resolveProcessCredentials',
  'shared-credentials-file': '@aws-sdk/credential-provider-ini resolveStaticCredentials',
  'config-file': '@aws-sdk/credential-provider-ini resolveStaticCredentials',
  container: '@aws-sdk/credential-provider-http fromHttp, checkUrl',
  imds: '@smithy/credential-provider-imds fromInstanceMetadata; -node remoteProvider',
  profile: '@aws-sdk/credential-provider-node defaultProvider',
  files: '@smithy/core config: parseIni, getConfigData',
  region: '@smithy/core config: regionConfig, getInstanceMetadataRegion',
  endpoints: '@smithy/core endpoints: getEndpointUrlConfig',
  retrieval: '@aws-sdk/credential-provider-ini, @aws-sdk/token-providers constants',
};

/** @aws-sdk/credential-provider-node 3.972.97 `defaultProvider`. */
export const js: Flavour = {
  id: 'js',
  title: 'JavaScript SDK v3',
  library: '@aws-sdk/credential-provider-node 3.972.97',
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'unset' },
  files: jsFiles,
  checks: [],
  chain: jsChain,
  exhausted: 'CredentialsProviderError: Could not load credentials from any providers',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'blocks'),
    profileRegion(['credentials', 'config'], 'blocks'),
    imdsRegion({
      client: jsRegionClient,
      path: '/latest/meta-data/placement/region',
      read: (region) => region.trim(),
    }),
  ],
  noRegion: 'Error: Region is missing',
  // `isValidHostLabel`; `new URL`.
  client: {
    brokenSession: 'ignored',
    flatService: 'ignored',
    isEndpoint: isWebEndpoint,
    region: /^(?!-)[A-Za-z\d-]{1,63}(?<!-)$/,
    emptyRegion: 'fail',
    values: [defaultsMode],
  },
  endpoints: { missingServices: 'hides-endpoint', merge: () => ['config', 'credentials'], variables: 'read' },
  retrieval,
  sources,
};
