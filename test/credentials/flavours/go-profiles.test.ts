import { describe, expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import { config, container, credentials, fullUri, identity, outcomeOf, type Row } from './outcome.ts';

/** Which profile. */
const selection: readonly Row[] = [
  [
    'profile: AWS_PROFILE before AWS_DEFAULT_PROFILE',
    {
      env: { AWS_PROFILE: 'p', AWS_DEFAULT_PROFILE: 'q' },
      credentials: credentials('p: keys P; q: keys Q'),
    },
    'P',
  ],
  [
    'profile: an empty variable gives way to the next',
    { env: { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'q' }, credentials: credentials('q: keys Q') },
    'Q',
  ],
  [
    'profile: AWS_DEFAULT_PROFILE of no profile: none at all',
    { env: { AWS_DEFAULT_PROFILE: 'gone' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  [
    'profile: an option of no profile',
    { options: { profile: 'gone' }, credentials: credentials('default: keys B') },
    'fail profile-not-found',
  ],
  [
    'variables: AWS_PROFILE is not trimmed',
    { env: { AWS_PROFILE: ' p' }, credentials: credentials('p: keys P') },
    'fail profile-not-found',
  ],
];

/** One profile in both files. */
const merged: readonly Row[] = [
  [
    'both files: pair A, pair B',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: id only, secret only',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'fail partial-credentials',
  ],
  [
    'both files: pair A, id only B',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'fail partial-credentials',
  ],
  [
    'both files: pair A, token only',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A',
  ],
  [
    'both files: token only, pair B (gotcha 47)',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    'both files: A with token, pair B',
    {
      config: config('default: keys A, token'),
      credentials: credentials('default: keys B'),
    },
    'B+token',
  ],
  [
    'both files: process, pair B',
    { config: config('default: process /bin/p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: SSO keys, pair B',
    {
      config: config('default: sso_start_url = https://s, sso_region = x, account'),
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'both files: role with source, own pair',
    {
      config: config('default: role TOP, source s; s: keys S'),
      credentials: credentials('default: keys B'),
    },
    'S > TOP',
  ],
  [
    'both files: half a pair in config is forgiven by a full one',
    { config: config('default: id A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: and dropped by a section without keys',
    {
      config: config('default: id A, process /bin/p'),
      credentials: credentials('default: region = x'),
    },
    'process /bin/p',
  ],
  [
    'both files: aws_security_token is not read',
    { credentials: credentials('default: keys B, aws_security_token = NotAToken') },
    'B',
  ],
  [
    'both files: an empty pair overrides (OLD)',
    {
      config: config('default: keys A'),
      credentials: credentials('default: aws_access_key_id =, aws_secret_access_key ='),
    },
    'imds',
  ],
];

/** Profiles with several styles of credentials. */
const styles: readonly Row[] = [
  [
    'styles: web identity + static: plain AssumeRole',
    {
      config: config('default: role TOP, web /var/run/token, keys B'),
      files: identity.files,
    },
    'B > TOP',
  ],
  [
    'styles: web identity + SSO: web identity',
    { config: config('default: role TOP, web /var/run/token, sso'), files: identity.files },
    'web-identity > TOP',
  ],
  [
    'styles: credential_source + static: the static keys sign',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role TOP, from Ec2InstanceMetadata, keys B'),
    },
    'B > TOP',
  ],
  [
    'styles: credential_source + SSO: credential_source',
    { config: config('default: role TOP, from Ec2InstanceMetadata, sso') },
    'imds > TOP',
  ],
  [
    'styles: source_profile + own SSO: the source signs',
    { config: config('default: role TOP, source s, sso; s: keys S') },
    'S > TOP',
  ],
  ['styles: static + SSO: static', { config: config('default: keys B, sso') }, 'B'],
  ['styles: static + process: static', { config: config('default: keys B, process /bin/p') }, 'B'],
  ['styles: role_arn + static', { config: config('default: role TOP, keys B') }, 'B > TOP'],
  [
    'styles: role_arn alone: the container',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role TOP'),
    },
    `container ${fullUri} > TOP`,
  ],
  ['styles: role_arn alone: the instance', { config: config('default: role TOP') }, 'imds > TOP'],
  [
    'styles: role_arn + process',
    { config: config('default: role TOP, process /bin/p') },
    'process /bin/p > TOP',
  ],
  [
    'styles: empty values are unset',
    { config: config('default: role_arn =, source_profile =, credential_process =, keys B') },
    'B',
  ],
  [
    'styles: a source with keys, role and source (gotcha 48)',
    {
      config: config('default: role TOP, source b; b: keys B, role MID, source c; c: keys C'),
    },
    'B > MID > TOP',
  ],
  [
    'styles: such a source ignores its SSO keys',
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
