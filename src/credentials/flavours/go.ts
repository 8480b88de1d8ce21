import { trustInBundle, type RetrievalRules } from '../chain/retrieval-rules.ts';
import { goDialect } from '../../formats/ini-dialects.ts';
import { folderInPlaceOfFile, unknownProfile, unparsableFile } from '../chain/checks/files.ts';
import { readableCaBundle } from '../chain/checks/ca-bundle.ts';
import { linkedProfiles } from '../chain/checks/linked-profiles.ts';
import { variableValues } from '../chain/checks/value-rules.ts';
import { isGoEndpoint } from '../chain/client-rules.ts';
import type { Flavour, Sources } from '../chain/flavour.ts';
import type { FileRules } from '../places/place-rules.ts';
import { plainHome, verbatimPath } from '../places/paths.ts';
import { profileRegion, regionOption, regionVariable } from '../chain/region.ts';
import { prefixedNames, type FileRole } from '../places/section-names.ts';
import type { ProfileSections } from '../places/section.ts';
import { goChain } from './go-chain.ts';
import { goProfileValues, goVariables } from './go-values.ts';

/** Keys that `config/shared_config.go` does not copy from one file's section into the other's (mid-2025). */
const notMerged = new Set(['services', 'endpoint_url', 'ignore_configured_endpoint_urls', 'aws_account_id']);

/**
 * `mergeSections`: what the credentials file has wins, but keys are copied only as a pair, and a token only with
 * one: the config file's token survives a pair without a token.
 */
function mergePairs(key: string, { config, credentials }: ProfileSections): readonly FileRole[] {
  if (config === undefined) return ['credentials'];
  if (notMerged.has(key)) return ['config'];
  const isPair = key === 'aws_access_key_id' || key === 'aws_secret_access_key';
  if (!isPair && key !== 'aws_session_token') return ['credentials', 'config'];
  const has = (name: string) => credentials?.entries.has(name) === true;
  const copies = has('aws_access_key_id') && has('aws_secret_access_key');
  if (!copies) return ['config'];
  return isPair ? ['credentials'] : ['credentials', 'config'];
}

const files: FileRules = {
  dialect: goDialect,
  sectionNames: prefixedNames({ names: /./, sessionsInCredentials: true, capitalDefault: 'profile' }),
  home: plainHome,
  expandPath: verbatimPath,
  emptyPath: 'default',
  notUtf8: 'read',
  twoDefaults: 'prefixed',
  sameName: 'merged',
  emptySection: 'profile',
  sessions: 'config',
  merge: mergePairs,
};

const retrieval: RetrievalRules = {
  sessionName: (now) => `aws-go-sdk-${now}000000`,
  webSessionName: (now) => `${now}000000`,
  renewSsoBefore: 0,
  network: { proxies: 'go', caBundle: ['AWS_CA_BUNDLE', 'ca_bundle'], trust: trustInBundle },
};

const sources: Sources = {
  explicit: 'aws/credentials.go',
  env: 'config/env_config.go NewEnvConfig',
  'assume-role': 'config/resolve_credentials.go credsFromAssumeRole, resolveCredsFromProfile',
  'web-identity': 'config/resolve_credentials.go assumeWebIdentity',
  sso: 'config/resolve_credentials.go resolveSSOCredentials; credentials/ssocreds',
  login: 'config/resolve_credentials.go; credentials/logincreds',
  process: 'config/resolve_credentials.go processCredentials; credentials/processcreds',
  'shared-credentials-file': 'config/shared_config.go mergeSections',
  'config-file': 'config/shared_config.go mergeSections',
  container: 'config/resolve_credentials.go resolveLocalHTTPCredProvider',
  imds: 'config/resolve_credentials.go resolveEC2RoleCredentials; feature/ec2/imds',
  profile: 'config/env_config.go NewEnvConfig; config/shared_config.go',
  files: 'config/shared_config.go; internal/ini',
  checks: 'config/env_config.go NewEnvConfig; config/shared_config.go setFromIniSections; config/config.go',
  region: 'config/resolve.go resolveRegion',
  endpoints: 'config/resolve.go; config/shared_config.go',
  retrieval: 'credentials/stscreds; aws/transport/http',
};

/** aws-sdk-go-v2 `config`. Everything in `checks` happens before any provider. */
export const go: Flavour = {
  id: 'go',
  title: 'Go SDK v2',
  library: 'aws-sdk-go-v2 config 1.29.4',
  profile: { variables: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'], emptyVariable: 'unset' },
  files,
  checks: [
    variableValues(goVariables),
    folderInPlaceOfFile,
    unparsableFile,
    // `resolveConfigLoaders`: only AWS_PROFILE and code insist that the profile exists.
    unknownProfile(['AWS_DEFAULT_PROFILE']),
    linkedProfiles(goProfileValues),
    readableCaBundle,
  ],
  chain: goChain,
  exhausted: 'failed to refresh cached credentials',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    regionVariable('AWS_DEFAULT_REGION', 'next'),
    profileRegion(['credentials', 'config'], 'next'),
  ],
  noRegion: 'the first call fails: an AWS region is required, but was not found',
  // Run in Terraform: quotes, `_` and zones are taken, a blank is not.
  client: {
    brokenSession: 'ignored',
    flatService: 'ignored',
    isEndpoint: isGoEndpoint,
    region: /^\S+$/,
    emptyRegion: 'used',
  },
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
  retrieval,
  sources,
};
