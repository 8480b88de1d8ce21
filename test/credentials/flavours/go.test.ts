import { rawText } from '../../support/raw-text.ts';
import { expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import {
  config,
  container,
  credentials,
  envKeys,
  fullUri,
  identity,
  keyId,
  outcomeOf,
  relative,
  resolveIn,
  role,
  type Row,
  secret,
  type Situation,
  tokenFile,
} from './outcome.ts';

/** `resolveCredentialChain`: the first condition that holds picks the provider. */
const picked: readonly Row[] = [
  [
    'profile in code: a profile in code beats env keys',
    { env: envKeys('A'), options: { profile: 'p' }, config: config('p: keys B') },
    'B',
  ],
  [
    'profile in code: it beats env web identity',
    { env: identity.env, files: identity.files, options: { profile: 'p' }, config: config('p: keys B') },
    'B',
  ],
  [
    'profile in code: also `default`',
    { env: envKeys('A'), options: { profile: 'default' }, config: config('default: keys B') },
    'B',
  ],
  [
    'profile in code: without keys it ends in EC2',
    { env: envKeys('A'), options: { profile: 'p' }, config: config('p: region = x') },
    'imds',
  ],
  [
    'profile in code: without keys it ends in the container',
    {
      env: { ...envKeys('A'), AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      options: { profile: 'p' },
      config: config('p: region = x'),
    },
    `container ${fullUri}`,
  ],
  ['env: env keys', { env: envKeys('A'), credentials: credentials('default: keys B') }, 'A'],
  [
    'env: AWS_PROFILE does not displace them',
    { env: { ...envKeys('A'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') },
    'A',
  ],
  [
    'env: nor AWS_DEFAULT_PROFILE',
    { env: { ...envKeys('A'), AWS_DEFAULT_PROFILE: 'p' }, credentials: credentials('p: keys B') },
    'A',
  ],
  [
    'env: a role with credential_source = Environment stays un-assumed',
    {
      env: { ...envKeys('A'), AWS_PROFILE: 'p' },
      config: config('p: role TOP, from Environment'),
    },
    'A',
  ],
  [
    'env: the token with the complete pair',
    { env: { ...envKeys('A'), AWS_SESSION_TOKEN: 'NotAToken' } },
    'A+token',
  ],
  [
    'variables: AWS_SECURITY_TOKEN is not read',
    { env: { ...envKeys('A'), AWS_SECURITY_TOKEN: 'NotAToken' } },
    'A',
  ],
  [
    'env: half a pair is ignored',
    { env: { AWS_ACCESS_KEY_ID: keyId('A') }, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'env: so is the other half',
    { env: { AWS_SECRET_ACCESS_KEY: secret }, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'env: and an empty secret',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A'), AWS_SECRET_ACCESS_KEY: '' },
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  ['env: both alternative names', { env: { AWS_ACCESS_KEY: keyId('A'), AWS_SECRET_KEY: secret } }, 'A'],
  [
    'env: a standard id with an alternative secret',
    { env: { AWS_ACCESS_KEY_ID: keyId('A'), AWS_SECRET_KEY: secret } },
    'A',
  ],
  [
    'env: an empty standard name gives way',
    { env: { AWS_ACCESS_KEY_ID: '', AWS_ACCESS_KEY: keyId('A'), AWS_SECRET_ACCESS_KEY: secret } },
    'A',
  ],
  ['env: the standard name is stronger', { env: { ...envKeys('A'), AWS_ACCESS_KEY: keyId('B') } }, 'A'],
  [
    'web-identity: env web identity beats the profile',
    {
      env: { ...identity.env, AWS_PROFILE: 'p' },
      files: identity.files,
      credentials: credentials('p: keys B'),
    },
    'web-identity > POD',
  ],
  [
    'web-identity: also mounted default keys (gotcha 29)',
    { env: identity.env, files: identity.files, credentials: credentials('default: keys B') },
    'web-identity > POD',
  ],
  [
    'web-identity: without a role no fallback (gotcha 28)',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile },
      files: identity.files,
      credentials: credentials('default: keys B'),
    },
    'fail web-identity-without-role',
  ],
  [
    'variables: an empty token path skips the row',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: '', AWS_ROLE_ARN: role('POD') },
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'web-identity: a missing file fails at use',
    { env: identity.env, credentials: credentials('default: keys B') },
    'fail web-identity-token-file',
  ],
  [
    'web-identity: `~` in the path is not expanded',
    {
      env: { ...identity.env, AWS_WEB_IDENTITY_TOKEN_FILE: '~/token' },
      files: { '/home/user/token': 'NotAToken' },
    },
    'fail web-identity-token-file',
  ],
  [
    'profile and beyond: FULL_URI',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  [
    'profile and beyond: RELATIVE_URI before FULL_URI',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
    },
    'container http://169.254.170.2/v2/task',
  ],
  [
    'profile and beyond: RELATIVE_URI',
    { env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task' }, http: relative },
    'container http://169.254.170.2/v2/task',
  ],
  [
    'web-identity: without a region fails at use',
    { env: { ...identity.env, AWS_REGION: '' }, files: identity.files },
    'fail no-region',
  ],
  ['profile and beyond: EC2', {}, 'imds'],
  [
    'profile and beyond: keys of the profile beat the container',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
];

test.each(picked)('Go, %s', async (_, situation, expected) => {
  expect(await outcomeOf(go, situation)).toBe(expected);
});

/** The region. */
test.each<[string, Situation, string | undefined]>([
  ['code', { options: { region: 'r0' }, env: { AWS_REGION: 'r1' } }, 'r0'],
  ['AWS_REGION', { env: { AWS_REGION: 'r1', AWS_DEFAULT_REGION: 'r2' } }, 'r1'],
  [
    'an empty AWS_REGION falls to AWS_DEFAULT_REGION',
    { env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'r2' } },
    'r2',
  ],
  [
    'the profile, the credentials file preferred',
    { config: config('default: region = r3'), credentials: credentials('default: region = r4') },
    'r4',
  ],
  [
    'not [default] for another profile',
    { env: { AWS_PROFILE: 'p' }, config: config('default: region = r3; p: output = json') },
    undefined,
  ],
  [
    'not the source profile',
    {
      config: config('default: role A, source s; s: region = r3, keys S'),
    },
    undefined,
  ],
  ['nothing, and IMDS is not asked', {}, undefined],
])('Go, 8: region from %s', async (_, situation, expected) => {
  const { region } = await resolveIn(go, situation);
  expect(rawText(region)).toBe(expected);
});

/** What the SDK calls the source of the credentials. */
test.each<[Situation, string]>([
  [{ env: envKeys('A') }, 'EnvConfigCredentials'],
  [{ env: identity.env, files: identity.files }, 'WebIdentityCredentials'],
  [{ credentials: credentials('default: keys B') }, 'SharedConfigCredentials: /home/user/.aws/credentials'],
  [{ config: config('default: keys B') }, 'SharedConfigCredentials: /home/user/.aws/config'],
  [{ config: config('default: role A, keys B') }, 'AssumeRoleProvider'],
  [{ config: config('default: process /bin/p') }, 'ProcessProvider'],
  [{ env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container }, 'CredentialsEndpointProvider'],
  [{}, 'EC2RoleProvider'],
])('Go: the credentials of %o call themselves %s', async (situation, name) => {
  const env = { AWS_REGION: 'us-east-1', ...situation.env };
  const { selected } = await resolveIn(go, { ...situation, env });
  expect(selected?.sdkName).toBe(name);
});
