import { describe, expect, test } from 'vitest';
import { rust } from '../../../src/credentials/flavours/rust.ts';
import { config, container, credentials, fullUri, identity, outcomeOf, role, type Row } from './outcome.ts';

/** Which profile, and its styles. */
const profiles: readonly Row[] = [
  ['profile: AWS_PROFILE', { env: { AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') }, 'B'],
  [
    'profile: AWS_DEFAULT_PROFILE is ignored',
    { env: { AWS_DEFAULT_PROFILE: 'p' }, credentials: credentials('p: keys B; default: keys D') },
    'D',
  ],
  [
    'profile: an empty variable names the profile ""',
    { env: { AWS_PROFILE: '' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  [
    'profile: explicit default that is not there',
    { env: { AWS_PROFILE: 'default' }, credentials: credentials('p: keys B') },
    'imds',
  ],
  [
    'region: a role without a region',
    { env: { AWS_REGION: '' }, config: config('default: role A, source b; b: keys B') },
    'fail no-region',
  ],
  [
    'both files: property by property',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'A',
  ],
  [
    'both files: the credentials file wins',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: a token of the other file',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    'styles: the role first',
    {
      config: config('default: role TOP, source s, process /bin/p, keys B; s: keys S'),
    },
    'S > TOP',
  ],
  [
    'styles: web identity before source_profile',
    {
      config: config('default: role TOP, source s, web /var/run/token; s: keys S'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  [
    'styles: web identity before keys',
    {
      config: config('default: role TOP, web /var/run/token, keys B'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  ['styles: process before keys', { config: config('default: process /bin/p, keys B') }, 'process /bin/p'],
  [
    'styles: role without a source (gotcha 25)',
    { config: config('default: role TOP, keys B') },
    'fail no-role-source',
  ],
  [
    'styles: token file without role',
    { config: config('default: web /var/run/token, keys B'), files: identity.files },
    'fail web-identity-without-role',
  ],
  [
    'profile: an id without a secret',
    { credentials: credentials('default: id B') },
    'fail partial-credentials',
  ],
  [
    'profile: a secret without an id',
    { credentials: credentials('default: secret') },
    'fail partial-credentials',
  ],
  ['profile: a token alone', { credentials: credentials('default: token') }, 'fail partial-credentials'],
  ['roles: source_profile not there', { config: config('default: role TOP, source gone') }, 'imds'],
  [
    'roles: source without credentials',
    { config: config('default: role TOP, source s; s: region = x') },
    'fail source-without-credentials',
  ],
  [
    'roles: source and credential_source',
    {
      config: config('default: role TOP, source s, from Environment; s: keys S'),
    },
    'fail two-role-sources',
  ],
  ['roles: self reference without keys', { config: config('default: role TOP, source default') }, 'imds'],
  [
    'roles: self reference with keys',
    {
      config: config('default: role TOP, source default'),
      credentials: credentials('default: keys B'),
    },
    'B > TOP',
  ],
  [
    'roles: self reference with a process',
    { config: config('default: role TOP, source default, process /bin/p') },
    'process /bin/p > TOP',
  ],
  [
    'roles: cycle, even with keys',
    {
      config: config('default: role A, source b, keys K; b: role B, source default'),
    },
    'fail source-profile-cycle',
  ],
  [
    'styles: a source with keys and a role: the keys',
    {
      config: config('default: role A, source b; b: keys K, role B, source c; c: keys C'),
    },
    'K > A',
  ],
  [
    'roles: a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    'roles: a source with one half falls to other styles',
    {
      config: config('default: role A, source b; b: id K, process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    'roles: else it fails',
    {
      config: config('default: role A, source b; b: id K'),
    },
    'fail partial-credentials',
  ],
  [
    'roles: credential_source in any case',
    { config: config('default: role A, from ec2instancemetadata') },
    'imds > A',
  ],
  [
    'roles: credential_source unknown',
    { config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n` },
    'fail unknown-credential-source',
  ],
  [
    'roles: credential_source without role_arn is used',
    { config: config('default: from Ec2InstanceMetadata') },
    'imds',
  ],
  [
    'roles: also as a source',
    {
      config: config('default: role A, source b; b: from Ec2InstanceMetadata'),
    },
    'imds > A',
  ],
  [
    'roles: source Environment, empty',
    { config: config('default: role A, from Environment') },
    'fail source-without-credentials',
  ],
  [
    'roles: source Ec2InstanceMetadata, disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role A, from Ec2InstanceMetadata'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: source EcsContainer takes both URIs',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role A, from EcsContainer'),
    },
    `container ${fullUri} > A`,
  ],
  [
    'roles: mfa_serial is ignored (gotcha 39)',
    {
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'B > A',
  ],
];

/** IAM Identity Center. */
const sso: readonly Row[] = [
  [
    'sso: the session is not there',
    { config: config('default: sso_session = gone, account') },
    'fail sso-session-not-found',
  ],
  [
    'sso: a key of the session in the profile too',
    {
      config: config('default: sso_session = s, sso_region = y, account; sso-session s: portal'),
    },
    'fail sso-inconsistent',
  ],
  [
    'sso: account and role of the session do not count',
    { config: config('default: sso_session = s; sso-session s: portal, account') },
    'imds',
  ],
  ['sso: token-only passes', { config: config('default: sso_session = s; sso-session s: portal') }, 'imds'],
  [
    'sso: account without role',
    {
      config: config('default: sso_session = s, sso_account_id = 1; sso-session s: portal'),
    },
    'fail sso-incomplete',
  ],
  [
    'sso: no cached token',
    {
      config: config('default: sso_session = s, account; sso-session s: portal'),
    },
    'fail sso-token-missing',
  ],
  [
    'headers: a session in the credentials file is none',
    {
      config: config('default: sso_session = s, account'),
      credentials: credentials('sso-session s: portal'),
    },
    'fail sso-session-not-found',
  ],
];

describe.each([
  ['profiles', profiles],
  ['SSO', sso],
])('Rust: %s', (_, rows) => {
  test.each(rows)('%s', async (_name, situation, expected) => {
    expect(await outcomeOf(rust, situation)).toBe(expected);
  });
});
