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

function variable(name: string, rule: Pick<ValueRule, 'accepts' | 'takes'>): ValueRule {
  return { name, ...rule, emptyValue: 'unset' };
}

function key(name: string, rule: Pick<ValueRule, 'accepts' | 'takes'>): ValueRule {
  return { name, ...rule, emptyValue: 'value' };
}

/** In the order of `NewEnvConfig`. */
export const goVariables: readonly ValueRule[] = [
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
  // Mid-2025; 1.17 does not read it.
  variable('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', bool),
];

/** In the order of `setFromIniSection`. */
export const goProfileValues: readonly ValueRule[] = [
  key('ec2_metadata_service_endpoint_mode', endpointMode),
  key('defaults_mode', defaultsMode),
  key('max_attempts', number),
  key('retry_mode', retryMode),
];
