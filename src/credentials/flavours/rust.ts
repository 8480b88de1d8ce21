import type { RetrievalRules } from '../chain/retrieval-rules.ts';
import { rustDialect } from '../../formats/ini-dialects.ts';
import type { Flavour, Sources } from '../chain/flavour.ts';
import type { FileRules } from '../places/place-rules.ts';
import { expandTildePart, plainHome } from '../places/paths.ts';
import { imdsRegion, linkedProfileRegion, regionOption, regionVariable } from '../chain/region.ts';
import { prefixedNames } from '../places/section-names.ts';
import { settingOf } from '../places/settings.ts';
import type { World } from '../places/world.ts';
import { rustChain, rustImds } from './rust-chain.ts';

/** `environment/credentials.rs`: blanks around the token and the account id are cut off, others are kept. */
const trimmed = new Set(['AWS_SESSION_TOKEN', 'AWS_ACCOUNT_ID']);

function environment({ env, host }: World): World['env'] {
  return (name) => (trimmed.has(name) ? settingOf('env', name, host.env[name]?.trim()) : env(name));
}

/** smithy-rs `aws-runtime/env_config`. */
const files: FileRules = {
  dialect: rustDialect,
  sectionNames: prefixedNames({
    names: /^[A-Za-z0-9_\-/.%@:+]+$/,
    sessionsInCredentials: false,
    capitalDefault: 'dropped',
  }),
  home: plainHome,
  expandPath: expandTildePart,
  emptyPath: 'absent',
  notUtf8: 'empty',
  twoDefaults: 'prefixed',
  sameName: 'merged',
  emptySection: 'profile',
  sessions: 'config',
  merge: () => ['credentials', 'config'],
};

const retrieval: RetrievalRules = {
  sessionName: (now) => `assume-role-from-profile-${now}`,
  // UNV.
  webSessionName: (now) => `web-identity-token-${now}`,
  renewSsoBefore: 5 * 60_000,
  // UNV: the variables are read by newer releases.
  network: { proxies: 'rust', caBundle: [], trust: 'add it to the authorities of the system' },
};

const sources: Sources = {
  explicit: 'aws-config/src/lib.rs',
  env: 'aws-config/src/environment/credentials.rs',
  'assume-role': 'aws-config/src/profile/credentials/repr.rs resolve_chain, exec.rs',
  'web-identity': 'aws-config/src/web_identity_token.rs',
  sso: 'aws-config/src/sso/credentials.rs, sso/token.rs, sso/cache.rs',
  login: 'aws-config/src/login.rs, login/cache.rs',
  process: 'aws-config/src/credential_process.rs',
  'shared-credentials-file': 'aws-config/src/profile/credentials/repr.rs static_creds_from_profile',
  'config-file': 'aws-config/src/profile/credentials/repr.rs static_creds_from_profile',
  container: 'aws-config/src/ecs.rs, http_credential_provider.rs',
  imds: 'aws-config/src/imds/credentials.rs, imds/client.rs',
  profile: 'aws-config/src/profile/credentials.rs; aws-runtime/src/env_config',
  files: 'aws-runtime/src/env_config/parse.rs, normalize.rs',
  region: 'aws-config/src/default_provider/region.rs, profile/region.rs, imds/region.rs',
  endpoints: 'aws-config/src/env_service_config.rs, default_provider/endpoint_url.rs',
  retrieval: 'aws-config/src/profile/credentials/exec.rs',
};

/** smithy-rs `aws-config` 1.11.0. */
export const rust: Flavour = {
  id: 'rust',
  title: 'Rust SDK',
  library: 'aws-config 1.11.0',
  environment,
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'name' },
  files,
  checks: [],
  chain: rustChain,
  exhausted: 'the credentials provider was not enabled: no providers in chain provided credentials',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    regionVariable('AWS_DEFAULT_REGION', 'next'),
    linkedProfileRegion(['credentials', 'config']),
    imdsRegion({
      client: rustImds,
      path: '/latest/meta-data/placement/region',
      read: (region) => region.trim(),
    }),
  ],
  noRegion: 'the first call fails: a region must be set when sending requests',
  // UNV.
  client: { brokenSession: 'ignored', flatService: 'ignored', emptyRegion: 'used' },
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
  retrieval,
  sources,
};
