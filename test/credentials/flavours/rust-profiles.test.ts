import { describe, expect, test } from 'vitest';
import { rust } from '../../../src/credentials/flavours/rust.ts';
import { config, container, credentials, fullUri, identity, outcomeOf, role, type Row } from './outcome.ts';

/** Credential-chain.md sections 2 and 3. */
const profiles: readonly Row[] = [
  ['2 AWS_PROFILE', { env: { AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') }, 'B'],
  [
    '2 AWS_DEFAULT_PROFILE is ignored',
    { env: { AWS_DEFAULT_PROFILE: 'p' }, credentials: credentials('p: keys B; default: keys D') },
    'D',
  ],
  [
    '2 an empty variable names the profile ""',
    { env: { AWS_PROFILE: '' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  [
    '2 explicit default that is not there',
    { env: { AWS_PROFILE: 'default' }, credentials: credentials('p: keys B') },
    'imds',
  ],
  [
    '8 a role without a region',
    { env: { AWS_REGION: '' }, config: config('default: role A, source b; b: keys B') },
    'fail no-region',
  ],
  [
    '3.1 property by property',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'A',
  ],
  [
    '3.1 the credentials file wins',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 a token of the other file',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    '3.2 the role first',
    {
      config: config('default: role TOP, source s, process /bin/p, keys B; s: keys S'),
    },
    'S > TOP',
  ],
  [
    '3.2 web identity before source_profile',
    {
      config: config('default: role TOP, source s, web /var/run/token; s: keys S'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  [
    '3.2 web identity before keys',
    {
      config: config('default: role TOP, web /var/run/token, keys B'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  ['3.2 process before keys', { config: config('default: process /bin/p, keys B') }, 'process /bin/p'],
  [
    '3.2 role without a source (9, row 25)',
    { config: config('default: role TOP, keys B') },
    'fail no-role-source',
  ],
  [
    '3.2 token file without role',
    { config: config('default: web /var/run/token, keys B'), files: identity.files },
    'fail web-identity-without-role',
  ],
  ['1.6 an id without a secret', { credentials: credentials('default: id B') }, 'fail partial-credentials'],
  ['1.6 a secret without an id', { credentials: credentials('default: secret') }, 'fail partial-credentials'],
  ['1.6 a token alone', { credentials: credentials('default: token') }, 'fail partial-credentials'],
  ['3.3 source_profile not there', { config: config('default: role TOP, source gone') }, 'imds'],
  [
    '3.3 source without credentials',
    { config: config('default: role TOP, source s; s: region = x') },
    'fail source-without-credentials',
  ],
  [
    '3.3 source and credential_source',
    {
      config: config('default: role TOP, source s, from Environment; s: keys S'),
    },
    'fail two-role-sources',
  ],
  ['3.3 self reference without keys', { config: config('default: role TOP, source default') }, 'imds'],
  [
    '3.3 self reference with keys',
    {
      config: config('default: role TOP, source default'),
      credentials: credentials('default: keys B'),
    },
    'B > TOP',
  ],
  [
    '3.3 self reference with a process',
    { config: config('default: role TOP, source default, process /bin/p') },
    'process /bin/p > TOP',
  ],
  [
    '3.3 cycle, even with keys',
    {
      config: config('default: role A, source b, keys K; b: role B, source default'),
    },
    'fail source-profile-cycle',
  ],
  [
    '3.2 a source with keys and a role: the keys',
    {
      config: config('default: role A, source b; b: keys K, role B, source c; c: keys C'),
    },
    'K > A',
  ],
  [
    '3.3 a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    '3.3 a source with one half falls to other styles',
    {
      config: config('default: role A, source b; b: id K, process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    '3.3 else it fails',
    {
      config: config('default: role A, source b; b: id K'),
    },
    'fail partial-credentials',
  ],
  [
    '3.3 credential_source in any case',
    { config: config('default: role A, from ec2instancemetadata') },
    'imds > A',
  ],
  [
    '3.3 credential_source unknown',
    { config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n` },
    'fail unknown-credential-source',
  ],
  [
    '3.3 credential_source without role_arn is used',
    { config: config('default: from Ec2InstanceMetadata') },
    'imds',
  ],
  [
    '3.3 also as a source',
    {
      config: config('default: role A, source b; b: from Ec2InstanceMetadata'),
    },
    'imds > A',
  ],
  [
    '3.3 source Environment, empty',
    { config: config('default: role A, from Environment') },
    'fail source-without-credentials',
  ],
  [
    '3.3 source Ec2InstanceMetadata, disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role A, from Ec2InstanceMetadata'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 source EcsContainer takes both URIs',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role A, from EcsContainer'),
    },
    `container ${fullUri} > A`,
  ],
  [
    '3.3 mfa_serial is ignored (9, row 39)',
    {
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'B > A',
  ],
];

/** Credential-chain.md section 6.1. */
const sso: readonly Row[] = [
  [
    '6.1 the session is not there',
    { config: config('default: sso_session = gone, account') },
    'fail sso-session-not-found',
  ],
  [
    '6.1 a key of the session in the profile too',
    {
      config: config('default: sso_session = s, sso_region = y, account; sso-session s: portal'),
    },
    'fail sso-inconsistent',
  ],
  [
    '6.1 account and role of the session do not count',
    { config: config('default: sso_session = s; sso-session s: portal, account') },
    'imds',
  ],
  ['6.1 token-only passes', { config: config('default: sso_session = s; sso-session s: portal') }, 'imds'],
  [
    '6.1 account without role',
    {
      config: config('default: sso_session = s, sso_account_id = 1; sso-session s: portal'),
    },
    'fail sso-incomplete',
  ],
  [
    '6.1 no cached token',
    {
      config: config('default: sso_session = s, account; sso-session s: portal'),
    },
    'fail sso-token-missing',
  ],
  [
    '4.2 a session in the credentials file is none',
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
