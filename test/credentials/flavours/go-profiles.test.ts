import { describe, expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import { config, container, credentials, fullUri, identity, outcomeOf, type Row } from './outcome.ts';

/** Credential-chain.md section 2. */
const selection: readonly Row[] = [
  [
    '2 AWS_PROFILE before AWS_DEFAULT_PROFILE',
    {
      env: { AWS_PROFILE: 'p', AWS_DEFAULT_PROFILE: 'q' },
      credentials: credentials('p: keys P; q: keys Q'),
    },
    'P',
  ],
  [
    '2 an empty variable gives way to the next',
    { env: { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'q' }, credentials: credentials('q: keys Q') },
    'Q',
  ],
  [
    '2 AWS_DEFAULT_PROFILE of no profile: none at all',
    { env: { AWS_DEFAULT_PROFILE: 'gone' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  [
    '2 an option of no profile',
    { options: { profile: 'gone' }, credentials: credentials('default: keys B') },
    'fail profile-not-found',
  ],
  [
    '5 AWS_PROFILE is not trimmed',
    { env: { AWS_PROFILE: ' p' }, credentials: credentials('p: keys P') },
    'fail profile-not-found',
  ],
];

/** Credential-chain.md section 3.1. */
const merged: readonly Row[] = [
  [
    '3.1 pair A, pair B',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 id only, secret only',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'fail partial-credentials',
  ],
  [
    '3.1 pair A, id only B',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'fail partial-credentials',
  ],
  [
    '3.1 pair A, token only',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A',
  ],
  [
    '3.1 token only, pair B (9, row 47)',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    '3.1 A with token, pair B',
    {
      config: config('default: keys A, token'),
      credentials: credentials('default: keys B'),
    },
    'B+token',
  ],
  [
    '3.1 process, pair B',
    { config: config('default: process /bin/p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 SSO keys, pair B',
    {
      config: config('default: sso_start_url = https://s, sso_region = x, account'),
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    '3.1 role with source, own pair',
    {
      config: config('default: role TOP, source s; s: keys S'),
      credentials: credentials('default: keys B'),
    },
    'S > TOP',
  ],
  [
    '3.1 half a pair in config is forgiven by a full one',
    { config: config('default: id A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 and dropped by a section without keys',
    {
      config: config('default: id A, process /bin/p'),
      credentials: credentials('default: region = x'),
    },
    'process /bin/p',
  ],
  [
    '3.1 aws_security_token is not read',
    { credentials: credentials('default: keys B, aws_security_token = NotAToken') },
    'B',
  ],
  [
    '3.1 an empty pair overrides (OLD)',
    {
      config: config('default: keys A'),
      credentials: credentials('default: aws_access_key_id =, aws_secret_access_key ='),
    },
    'imds',
  ],
];

/** Credential-chain.md section 3.2. */
const styles: readonly Row[] = [
  [
    '3.2 web identity + static: plain AssumeRole',
    {
      config: config('default: role TOP, web /var/run/token, keys B'),
      files: identity.files,
    },
    'B > TOP',
  ],
  [
    '3.2 web identity + SSO: web identity',
    { config: config('default: role TOP, web /var/run/token, sso'), files: identity.files },
    'web-identity > TOP',
  ],
  [
    '3.2 credential_source + static: the static keys sign',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role TOP, from Ec2InstanceMetadata, keys B'),
    },
    'B > TOP',
  ],
  [
    '3.2 credential_source + SSO: credential_source',
    { config: config('default: role TOP, from Ec2InstanceMetadata, sso') },
    'imds > TOP',
  ],
  [
    '3.2 source_profile + own SSO: the source signs',
    { config: config('default: role TOP, source s, sso; s: keys S') },
    'S > TOP',
  ],
  ['3.2 static + SSO: static', { config: config('default: keys B, sso') }, 'B'],
  ['3.2 static + process: static', { config: config('default: keys B, process /bin/p') }, 'B'],
  ['3.2 role_arn + static', { config: config('default: role TOP, keys B') }, 'B > TOP'],
  [
    '3.2 role_arn alone: the container',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role TOP'),
    },
    `container ${fullUri} > TOP`,
  ],
  ['3.2 role_arn alone: the instance', { config: config('default: role TOP') }, 'imds > TOP'],
  ['3.2 role_arn + process', { config: config('default: role TOP, process /bin/p') }, 'process /bin/p > TOP'],
  [
    '3.2 empty values are unset',
    { config: config('default: role_arn =, source_profile =, credential_process =, keys B') },
    'B',
  ],
  [
    '3.2 a source with keys, role and source (9, row 48)',
    {
      config: config('default: role TOP, source b; b: keys B, role MID, source c; c: keys C'),
    },
    'B > MID > TOP',
  ],
  [
    '3.2 such a source ignores its SSO keys',
    { config: config('default: role TOP, source b; b: keys B, sso') },
    'B > TOP',
  ],
];

describe.each([
  ['profiles', selection],
  ['merging', merged],
  ['styles', styles],
])('Go: %s', (_, rows) => {
  test.each(rows)('%s', async (_name, situation, expected) => {
    expect(await outcomeOf(go, situation)).toBe(expected);
  });
});
