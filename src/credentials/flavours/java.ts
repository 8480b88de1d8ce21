import type { RetrievalRules } from '../chain/retrieval-rules.ts';
import { javaDialect } from '../../formats/ini-dialects.ts';
import { parseFields } from '../places/endpoint-answer.ts';
import type { Flavour, Sources } from '../chain/flavour.ts';
import type { FileRules } from '../places/place-rules.ts';
import { environmentWithProperties } from '../places/jvm-properties.ts';
import { expandTilde, plainHome } from '../places/paths.ts';
import { imdsRegion, profileRegion, regionOption, regionVariable } from '../chain/region.ts';
import { prefixedNames } from '../places/section-names.ts';
import { settingOf } from '../places/settings.ts';
import type { World } from '../places/world.ts';
import { javaChain, javaImds } from './java-chain.ts';

/** `SdkSystemSetting`, `ProfileFileSystemSetting`: a system property stands in front of its variable. */
const properties: Readonly<Record<string, string>> = {
  AWS_PROFILE: 'aws.profile',
  AWS_REGION: 'aws.region',
  AWS_CONFIG_FILE: 'aws.configFile',
  AWS_SHARED_CREDENTIALS_FILE: 'aws.sharedCredentialsFile',
  AWS_ROLE_ARN: 'aws.roleArn',
  AWS_WEB_IDENTITY_TOKEN_FILE: 'aws.webIdentityTokenFile',
  AWS_ROLE_SESSION_NAME: 'aws.roleSessionName',
  AWS_CONTAINER_SERVICE_ENDPOINT: 'aws.containerServiceEndpoint',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: 'aws.containerCredentialsPath',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'aws.containerCredentialsFullUri',
  AWS_EC2_METADATA_DISABLED: 'aws.disableEc2Metadata',
  AWS_EC2_METADATA_V1_DISABLED: 'aws.disableEc2MetadataV1',
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'aws.ec2MetadataServiceEndpoint',
  AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'aws.ec2MetadataServiceEndpointMode',
};

/** `SystemSettingUtils.resolveSetting`: properties first, and the blanks around every value are cut off. */
function environment(world: World): World['env'] {
  const trimmed: World['env'] = (name) => settingOf('env', name, world.host.env[name]?.trim());
  return environmentWithProperties({ ...world, env: trimmed }, properties);
}

const files: FileRules = {
  dialect: javaDialect,
  // OLD reader: `+` and `:` are not allowed in names.
  sectionNames: prefixedNames({
    names: /^[A-Za-z0-9_\-/.%@]+$/,
    sessionsInCredentials: false,
    capitalDefault: 'dropped',
  }),
  home: plainHome,
  expandPath: expandTilde,
  // UNV: a path of no name, which is no file.
  emptyPath: 'absent',
  notUtf8: 'read',
  twoDefaults: 'prefixed',
  sameName: 'merged',
  emptySection: 'profile',
  sessions: 'config',
  merge: () => ['credentials', 'config'],
};

/** `EC2MetadataUtils.getEC2InstanceRegion`. */
function regionOfDocument(body: string): string {
  const region = parseFields(body)?.get('region');
  return typeof region === 'string' ? region : '';
}

/** UNV, but for the truststore. */
const retrieval: RetrievalRules = {
  sessionName: (now) => `aws-sdk-java-${now}`,
  webSessionName: (now) => `aws-sdk-java-${now}`,
  renewSsoBefore: 5 * 60_000,
  // Newer releases read the variables, as curl does.
  network: {
    proxies: 'java',
    caBundle: [],
    trust: 'keytool -importcert, into the truststore of the JVM',
  },
};

const sources: Sources = {
  explicit: 'StaticCredentialsProvider.java',
  'system-properties': 'SystemPropertyCredentialsProvider.java, SystemSettingsCredentialsProvider.java',
  env: 'EnvironmentVariableCredentialsProvider.java, SystemSettingsCredentialsProvider.java',
  'assume-role': 'ProfileCredentialsUtils.java, StsProfileCredentialsProviderFactory.java',
  'web-identity': 'WebIdentityTokenFileCredentialsProvider.java, ProfileCredentialsUtils.java',
  sso: 'ProfileCredentialsUtils.java, SsoProfileCredentialsProviderFactory.java',
  login: 'ProfileCredentialsUtils.java',
  process: 'ProcessCredentialsProvider.java',
  'shared-credentials-file': 'ProfileCredentialsUtils.java',
  'config-file': 'ProfileCredentialsUtils.java',
  container: 'ContainerCredentialsProvider.java',
  imds: 'InstanceProfileCredentialsProvider.java, Ec2MetadataConfigProvider.java',
  profile: 'ProfileFileSystemSetting.java',
  files: 'ProfileFileReader.java, ProfileFileLocation.java',
  region: 'DefaultAwsRegionProviderChain.java',
  endpoints: 'ProfileProperty.java',
  retrieval: 'StsProfileCredentialsProviderFactory.java',
};

/** aws-sdk-java-v2 `DefaultCredentialsProvider`. */
export const java: Flavour = {
  id: 'java',
  title: 'Java SDK v2',
  library: 'aws-sdk-java-v2, late 2025',
  environment,
  // UNV: an empty AWS_PROFILE names the profile "", which is not there.
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'name' },
  files,
  checks: [],
  chain: javaChain,
  exhausted: 'SdkClientException: Unable to load credentials from any of the providers in the chain',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    profileRegion(['credentials', 'config'], 'next'),
    imdsRegion({
      client: javaImds,
      path: '/latest/dynamic/instance-identity/document',
      read: regionOfDocument,
    }),
  ],
  noRegion: 'SdkClientException: Unable to load region from any of the providers in the chain',
  // UNV.
  client: { brokenSession: 'ignored', flatService: 'ignored', emptyRegion: 'used' },
  // UNV: read by newer releases.
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
  retrieval,
  sources,
};
