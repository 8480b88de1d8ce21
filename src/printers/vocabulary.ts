import { serviceIds } from './service-ids.ts';

/**
 * The words that may be repeated wherever they were read: names of settings, never values. A key of a file is shown
 * only if it is one of these, as it is spelled here.
 */

/** Keys of the shared files: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const profileKeys = `
  account_id_endpoint_mode auth_scheme_preference aws_access_key_id aws_account_id aws_secret_access_key
  aws_session_token credential_process credential_source defaults_mode disable_host_prefix_injection
  disable_request_compression duration_seconds ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode
  ec2_metadata_v1_disabled endpoint_discovery_enabled endpoint_url external_id ignore_configured_endpoint_urls
  imds_use_ipv6 login_session max_attempts metadata_service_num_attempts metadata_service_timeout mfa_serial output
  region request_checksum_calculation request_min_compression_size_bytes response_checksum_validation retry_mode
  role_arn role_session_name s3_disable_express_session_auth s3_disable_multiregion_access_points
  s3_us_east_1_regional_endpoint s3_use_arn_region sdk_ua_app_id services sigv4a_signing_region_set source_profile
  sso_account_id sso_auto_populated sso_region sso_registration_scopes sso_role_name sso_session sso_start_url
  sts_regional_endpoints use_dualstack_endpoint use_fips_endpoint user_agent_appid web_identity_token_file`;

/** Of the AWS CLI alone: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html */
const cliKeys = `
  addressing_style api_versions ca_bundle cli_auto_prompt cli_binary_format cli_error_format cli_follow_urlparam
  cli_help_output cli_history cli_pager cli_timestamp_format max_bandwidth max_concurrent_requests max_queue_size
  multipart_chunksize multipart_threshold parameter_validation payload_signing_enabled plugins
  preferred_transfer_client signature_version sso_role_session_name target_bandwidth tcp_keepalive
  use_accelerate_endpoint cli_legacy_plugin_path`;

/** Keys that stand in these files though they are another tool's. */
const foreignKeys = `
  access_key access_key_id aws_access_key aws_secret_access_key_id aws_secret_key aws_security_token
  AWSAccessKeyId AWSSecretKey secret_access_key secret_key session_token token allowed_account_ids
  forbidden_account_ids profile shared_config_files shared_credentials_files skip_credentials_validation
  skip_region_validation use_path_style role_name`;

const variables = `
  ALL_PROXY ASSUME_ROLE_ARN AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_ACCOUNT_ID AWS_BEARER_TOKEN_BEDROCK AWS_CA_BUNDLE
  AWS_CONFIG_FILE AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
  AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_SERVICE_ENDPOINT
  AWS_CREDENTIAL_EXPIRATION AWS_CREDENTIAL_FILE AWS_CREDENTIAL_SCOPE AWS_DEFAULT_OUTPUT AWS_DEFAULT_PROFILE
  AWS_DEFAULT_REGION AWS_EC2_METADATA_DISABLED AWS_EC2_METADATA_SERVICE_ENDPOINT
  AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE AWS_EC2_METADATA_V1_DISABLED AWS_ENDPOINT_URL AWS_ENDPOINT_URL_IAM
  AWS_ENDPOINT_URL_SIGNIN AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SSO_OIDC AWS_ENDPOINT_URL_STS
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_IMDS_USE_IPV6 AWS_LOGIN_CACHE_DIRECTORY AWS_MAX_ATTEMPTS
  AWS_METADATA_SERVICE_NUM_ATTEMPTS AWS_METADATA_SERVICE_TIMEOUT AWS_PAGER AWS_PROFILE AWS_REGION AWS_RETRY_MODE
  AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_SDK_LOAD_CONFIG AWS_SECRET_ACCESS_KEY AWS_SECRET_KEY AWS_SECURITY_TOKEN
  AWS_SESSION_TOKEN AWS_SHARED_CREDENTIALS_FILE AWS_STS_REGIONAL_ENDPOINTS AWS_USE_DUALSTACK_ENDPOINT
  AWS_USE_FIPS_ENDPOINT AWS_WEB_IDENTITY_TOKEN_FILE BOTO_CONFIG HTTPS_PROXY HTTP_PROXY JAVA_TOOL_OPTIONS
  JDK_JAVA_OPTIONS NO_PROXY SECRET_ACCESS_KEY _JAVA_OPTIONS http_proxy https_proxy no_proxy`;

const sectionWords = 'profile default DEFAULT sso-session services';

/** What stands before a name that was meant for a shell. */
const shellPrefixes = ['export ', 'set ', '$env:'] as const;

function wordsOf(...lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.trim().split(/\s+/));
}

/** Keys that a tool reads in the shared files, each spelled as it reads them. */
export const knownKeys: readonly string[] = wordsOf(profileKeys, cliKeys);

/** Variables that a tool reads. */
export const knownVariables: readonly string[] = wordsOf(variables);

/** Everything that may be repeated, each word once; made when it is asked for, as the common keys come first. */
export function vocabulary(): readonly string[] {
  return [...new Set([...usualWords(), ...serviceIds()])];
}

const usualWords = () => [...knownKeys, ...wordsOf(foreignKeys, variables, sectionWords)];

/** Words by their spelling, and by their letters in any case; of words that differ in case alone the first is meant. */
interface Words {
  readonly exact: ReadonlySet<string>;
  readonly byFold: ReadonlyMap<string, string>;
}

const keys: ReadonlySet<string> = new Set(knownKeys);
let usual: Words | undefined;
/** Few texts name a service, and the list of them is long. */
let services: Words | undefined;

/** The word as the vocabulary spells it, with what a shell would read before it; undefined for any other text. */
export function knownWord(text: string): string | undefined {
  if (text === '') return undefined;
  if (keys.has(text)) return text;
  usual ??= searched(usualWords());
  const known = wordIn(usual, text);
  if (known !== undefined) return known;
  services ??= searched(serviceIds());
  return wordIn(services, text);
}

function searched(words: readonly string[]): Words {
  return {
    exact: new Set(words),
    byFold: new Map(words.toReversed().map((word) => [word.toLowerCase(), word])),
  };
}

function wordIn({ exact, byFold }: Words, text: string): string | undefined {
  if (exact.has(text)) return text;
  const prefix = shellPrefixes.find((one) => text.toLowerCase().startsWith(one.toLowerCase())) ?? '';
  const rest = text.slice(prefix.length);
  if (exact.has(rest)) return prefix + rest;
  const word = byFold.get(rest.toLowerCase());
  return word === undefined ? undefined : prefix + word;
}
