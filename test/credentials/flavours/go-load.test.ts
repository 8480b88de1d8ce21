import { expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import { config, credentials, envKeys, outcomeOf, type Row } from './outcome.ts';

/** What Go refuses to load, with good keys in the environment: docs/gotchas.md, 46. */
const atLoad: readonly Row[] = [
  ['a line in the config file that it cannot read', { config: '[default\n' }, 'A'],
  ['a line in the credentials file that it cannot read', { credentials: '[p]\njunk\n' }, 'A'],
  ['half a key pair', { credentials: credentials('default: id B') }, 'fail partial-credentials'],
  ['the other half', { config: config('default: secret') }, 'fail partial-credentials'],
  [
    'half a key pair in a source',
    {
      config: config('default: role TOP, source s'),
      credentials: credentials('s: id B'),
    },
    'fail partial-credentials',
  ],
  [
    'source_profile and credential_source',
    {
      config: config('default: role TOP, source s, from Environment; s: keys B'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'source_profile and web_identity_token_file',
    {
      config: config('default: role TOP, source s, web /t; s: keys B'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'source_profile and credential_process',
    {
      config: config('default: role TOP, source s, process /bin/p; s: keys B'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'credential_source and credential_process',
    {
      config: config('default: role TOP, from Environment, process /bin/p'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'web identity and credential_source',
    {
      config: config('default: role TOP, from Environment, web /t'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'web identity and credential_process',
    {
      config: config('default: role TOP, process /bin/p, web /t'),
    },
    'fail conflicting-credential-styles',
  ],
  [
    'source_profile without role_arn, even with keys',
    { config: config('default: source s, keys B; s: keys C') },
    'fail role-arn-missing',
  ],
  [
    'credential_source without role_arn',
    { config: config('default: from Environment, keys B') },
    'fail role-arn-missing',
  ],
  [
    'web_identity_token_file without role_arn',
    { config: config('default: web /t, keys B') },
    'fail role-arn-missing',
  ],
  ['credential_process needs no role_arn', { config: config('default: process /bin/p') }, 'A'],
  [
    'the source does not exist',
    { config: config('default: role TOP, source gone') },
    'fail source-profile-not-found',
  ],
  [
    'the source has no credentials',
    { config: config('default: role TOP, source s; s: region = x') },
    'fail source-without-credentials',
  ],
  [
    'a bare role_arn is no credentials',
    {
      config: config('default: role TOP, source s; s: role MID'),
    },
    'fail source-without-credentials',
  ],
  [
    'credential_source without role_arn in a source',
    {
      config: config('default: role TOP, source s; s: from Environment'),
    },
    'fail role-arn-missing',
  ],
  [
    'the sso-session does not exist',
    { config: config('default: sso_session = gone, keys B') },
    'fail sso-session-not-found',
  ],
  ['AWS_PROFILE names no profile', { env: { AWS_PROFILE: 'gone' } }, 'fail profile-not-found'],
  [
    'AWS_PROFILE = default, and no such profile',
    { env: { AWS_PROFILE: 'default' } },
    'fail profile-not-found',
  ],
  ['AWS_DEFAULT_PROFILE names no profile', { env: { AWS_DEFAULT_PROFILE: 'gone' } }, 'A'],
  ['an empty AWS_PROFILE is none', { env: { AWS_PROFILE: '' } }, 'A'],
  [
    'junk in AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE',
    { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv5' } },
    'fail invalid-value',
  ],
  ['any case of that mode', { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipV6' } }, 'A'],
  ['junk in AWS_MAX_ATTEMPTS', { env: { AWS_MAX_ATTEMPTS: 'many' } }, 'fail invalid-value'],
  ['an empty AWS_MAX_ATTEMPTS is none', { env: { AWS_MAX_ATTEMPTS: '' } }, 'A'],
  ['retry mode legacy', { env: { AWS_RETRY_MODE: 'legacy' } }, 'fail invalid-value'],
  ['retry mode adaptive', { env: { AWS_RETRY_MODE: 'adaptive' } }, 'A'],
  ['junk in AWS_USE_FIPS_ENDPOINT', { env: { AWS_USE_FIPS_ENDPOINT: '1' } }, 'fail invalid-value'],
  [
    'junk in AWS_USE_DUALSTACK_ENDPOINT',
    { env: { AWS_USE_DUALSTACK_ENDPOINT: 'yes' } },
    'fail invalid-value',
  ],
  [
    'junk in AWS_EC2_METADATA_V1_DISABLED',
    { env: { AWS_EC2_METADATA_V1_DISABLED: '1' } },
    'fail invalid-value',
  ],
  [
    'junk in AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1' } },
    'fail invalid-value',
  ],
  [
    'junk in AWS_ACCOUNT_ID_ENDPOINT_MODE',
    { env: { AWS_ACCOUNT_ID_ENDPOINT_MODE: 'Preferred' } },
    'fail invalid-value',
  ],
  ['that mode without a value', { env: { AWS_ACCOUNT_ID_ENDPOINT_MODE: '' } }, 'A'],
  [
    'in a profile without a value',
    { config: '[default]\naccount_id_endpoint_mode =\n' },
    'fail invalid-value',
  ],
  ['checksums never', { env: { AWS_REQUEST_CHECKSUM_CALCULATION: 'never' } }, 'fail invalid-value'],
  ['checksums of answers in capitals', { env: { AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED' } }, 'A'],
  [
    'checksums never, in a profile',
    { config: '[default]\nresponse_checksum_validation = never\n' },
    'fail invalid-value',
  ],
  ['compression maybe', { env: { AWS_DISABLE_REQUEST_COMPRESSION: 'maybe' } }, 'fail invalid-value'],
  ['compression in capitals', { env: { AWS_DISABLE_REQUEST_COMPRESSION: 'TRUE' } }, 'A'],
  [
    'compression in capitals, in a profile',
    { config: '[default]\ndisable_request_compression = TRUE\n' },
    'fail invalid-value',
  ],
  ['the most bytes', { env: { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '10485760' } }, 'A'],
  ['more bytes', { env: { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '10485761' } }, 'fail invalid-value'],
  [
    'bytes in a variable, as in a source',
    { env: { AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES: '1_0' } },
    'fail invalid-value',
  ],
  [
    'bytes in a profile, as in a source',
    { config: '[default]\nrequest_min_compression_size_bytes = 0x10\n' },
    'A',
  ],
  ['attempts in a profile, as in a source', { config: '[default]\nmax_attempts = 1_0\n' }, 'A'],
  ['S3 Express maybe', { env: { AWS_S3_DISABLE_EXPRESS_SESSION_AUTH: 'maybe' } }, 'fail invalid-value'],
  ['S3 Express maybe, in a profile', { config: '[default]\ns3_disable_express_session_auth = maybe\n' }, 'A'],
  ['junk in AWS_EC2_METADATA_DISABLED is only ignored', { env: { AWS_EC2_METADATA_DISABLED: 'yes' } }, 'A'],
  ['AWS_CA_BUNDLE does not exist', { env: { AWS_CA_BUNDLE: '/gone.pem' } }, 'fail ca-bundle-unreadable'],
  [
    'AWS_CA_BUNDLE holds a certificate',
    {
      env: { AWS_CA_BUNDLE: '/ca.pem' },
      files: { '/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIB\n-----END CERTIFICATE-----\n' },
    },
    'A',
  ],
  // Seen of Terraform 1.11.4, which then says "failed to load custom CA bundle PEM file".
  [
    'AWS_CA_BUNDLE is an empty file',
    { env: { AWS_CA_BUNDLE: '/ca.pem' }, files: { '/ca.pem': '' } },
    'fail ca-bundle-without-certificate',
  ],
  [
    'AWS_CA_BUNDLE holds something else',
    { env: { AWS_CA_BUNDLE: '/ca.pem' }, files: { '/ca.pem': 'hello\n' } },
    'fail ca-bundle-without-certificate',
  ],
  ['an empty AWS_CA_BUNDLE is none', { env: { AWS_CA_BUNDLE: '' } }, 'A'],
  [
    'profiles that are not reached may be broken',
    {
      credentials: credentials('other: id B'),
      config: config('third: source gone, sso_session = gone'),
    },
    'A',
  ],
  [
    'what a source with keys holds beside them is not checked',
    {
      config: config('default: role TOP, source s; s: keys B, sso_session = gone'),
    },
    'A',
  ],
];

test.each(atLoad)('Go loads first, 1.4: %s', async (_, situation, expected) => {
  const withKeys = { ...situation, env: { ...envKeys('A'), ...situation.env } };
  expect(await outcomeOf(go, withKeys)).toBe(expected);
});
