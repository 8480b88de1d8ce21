import type { ValueRule } from '../chain/checks/value-rules.ts';

/** What Go refuses to load: aws-sdk-go-v2 `config/env_config.go`, `NewEnvConfig`; `config/shared_config.go`. */

const bool = { accepts: /^(true|false)$/i, takes: 'true or false' } as const;
const endpointMode = { accepts: /^\s*(?:(?:ipv4|ipv6)\s*)?$/i, takes: 'IPv4 or IPv6' } as const;
const retryMode = { accepts: /^(standard|adaptive)$/, takes: 'standard or adaptive' } as const;
const number = { accepts: /^[+-]?\d+$/, takes: 'a whole number' } as const;
const defaultsMode = {
  accepts: /^(auto|cross-region|in-region|legacy|mobile|standard)?$/i,
  takes: 'auto, cross-region, in-region, legacy, mobile or standard',
} as const;

/** Of a file: a number as Go's own sources have them, `0x10` and `1_000` too (`strconv.ParseInt` without a base). */
const literal = /^[+-]?(?:\d[\d_]*|0[xbo][\da-f_]+)$/i;
const bytes = {
  accepts: /^[+-]?\d+$/,
  range: [0, 10_485_760],
  takes: 'a whole number from 0 to 10485760',
} as const;
const accountMode = {
  accepts: /^(?:preferred|required|disabled)$/,
  takes: 'preferred, required or disabled',
} as const;
const checksums = {
  accepts: /^when_(?:supported|required)$/i,
  takes: 'when_supported or when_required',
} as const;

type Values = Pick<ValueRule, 'accepts' | 'range' | 'takes'>;

function variable(name: string, rule: Values): ValueRule {
  return { name, ...rule, emptyValue: 'unset' };
}

function key(name: string, rule: Values): ValueRule {
  return { name, ...rule, emptyValue: 'value' };
}

/** In the order of `NewEnvConfig`; what is newer than 1.17 was run inside Terraform 1.11.4. */
export const goVariables: readonly ValueRule[] = [
  variable('AWS_DISABLE_REQUEST_COMPRESSION', bool),
  variable('AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES', bytes),
  variable('AWS_ENABLE_ENDPOINT_DISCOVERY', {
    accepts: /^(true|false|auto)$/i,
    takes: 'true, false or auto',
  }),
  variable('AWS_S3_USE_ARN_REGION', bool),
  variable('AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', endpointMode),
  // Mid-2025; 1.17 does not read it.
  variable('AWS_EC2_METADATA_V1_DISABLED', bool),
  variable('AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS', bool),
  variable('AWS_USE_DUALSTACK_ENDPOINT', bool),
  variable('AWS_USE_FIPS_ENDPOINT', bool),
  variable('AWS_DEFAULTS_MODE', defaultsMode),
  variable('AWS_MAX_ATTEMPTS', number),
  variable('AWS_RETRY_MODE', retryMode),
  variable('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', bool),
  variable('AWS_S3_DISABLE_EXPRESS_SESSION_AUTH', bool),
  variable('AWS_ACCOUNT_ID_ENDPOINT_MODE', accountMode),
  variable('AWS_REQUEST_CHECKSUM_CALCULATION', checksums),
  variable('AWS_RESPONSE_CHECKSUM_VALIDATION', checksums),
];

/** In the order of `setFromIniSection`. */
export const goProfileValues: readonly ValueRule[] = [
  key('ec2_metadata_service_endpoint_mode', endpointMode),
  key('defaults_mode', defaultsMode),
  key('max_attempts', { ...number, accepts: literal }),
  key('retry_mode', retryMode),
  key('disable_request_compression', { ...bool, accepts: /^(true|false)$/ }),
  key('request_min_compression_size_bytes', { ...bytes, accepts: literal }),
  key('account_id_endpoint_mode', accountMode),
  key('request_checksum_calculation', checksums),
  key('response_checksum_validation', checksums),
];
