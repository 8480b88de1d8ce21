import { rawText } from '../../support/raw-text.ts';
import { expect, test } from 'vitest';
import { rust } from '../../../src/credentials/flavours/rust.ts';
import {
  answered,
  config,
  container,
  credentials,
  envKeys,
  fullUri,
  identity,
  imdsUrl,
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

/** The chain of `default_provider/credentials.rs`, place by place. */
const chain: readonly Row[] = [
  ['env: env keys', { env: envKeys('A'), credentials: credentials('default: keys B') }, 'A'],
  [
    'env: even with a profile in code',
    { env: envKeys('A'), options: { profile: 'p' }, credentials: credentials('p: keys B') },
    'A',
  ],
  ['env: even with a file that cannot be parsed', { env: envKeys('A'), credentials: 'junk\n' }, 'A'],
  ['env: SECRET_ACCESS_KEY', { env: { AWS_ACCESS_KEY_ID: keyId('A'), SECRET_ACCESS_KEY: secret } }, 'A'],
  [
    'env: a blank secret is unset',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A'), AWS_SECRET_ACCESS_KEY: ' ' },
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'env: half a pair',
    { env: { AWS_ACCESS_KEY_ID: keyId('A') }, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'profile: the profile beats web identity (gotcha 29)',
    { env: identity.env, files: identity.files, credentials: credentials('default: keys B') },
    'B',
  ],
  ['profile: no profiles at all', { env: identity.env, files: identity.files }, 'web-identity > POD'],
  [
    'profile: default absent',
    { env: identity.env, files: identity.files, credentials: credentials('p: keys B') },
    'web-identity > POD',
  ],
  [
    'profile: a profile without credential keys',
    { env: identity.env, files: identity.files, config: config('default: region = x') },
    'web-identity > POD',
  ],
  [
    'profile: a named profile that is not there',
    {
      env: { ...identity.env, AWS_PROFILE: 'gone' },
      files: identity.files,
      credentials: credentials('default: keys B'),
    },
    'web-identity > POD',
  ],
  [
    'profile: sso_region missing',
    {
      env: identity.env,
      files: identity.files,
      config: config('default: sso_start_url = https://s, account'),
    },
    'web-identity > POD',
  ],
  ['profile: sso_start_url missing', { config: config('default: sso_region = x, account') }, 'imds'],
  ['profile: a file that cannot be parsed', { credentials: 'junk\n' }, 'fail config-unparsable'],
  [
    'web-identity: one variable only',
    { env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile }, files: identity.files },
    'imds',
  ],
  [
    'web-identity: empty counts as set',
    { env: { AWS_WEB_IDENTITY_TOKEN_FILE: '', AWS_ROLE_ARN: role('POD') } },
    'fail web-identity-token-file',
  ],
  ['web-identity: a missing file', { env: identity.env }, 'fail web-identity-token-file'],
  [
    'container: the container',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  [
    'container: an error',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri } },
    'fail container-endpoint',
  ],
  [
    'container: a host that is not allowed',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'fail container-host',
  ],
  [
    'container: relative before full',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
    },
    'container http://169.254.170.2/v2/task',
  ],
  ['imds: the instance', {}, 'imds'],
  ['imds: disabled', { env: { AWS_EC2_METADATA_DISABLED: 'TRUE' } }, 'none'],
  ['variables: only `true` disables', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'imds'],
  [
    'imds: 404 on the list',
    { http: { [`GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`]: answered(404) } },
    'none',
  ],
  [
    'imds: no connection',
    {
      http: { [`PUT ${imdsUrl}/latest/api/token`]: { kind: 'failed', phase: 'connect', message: 'refused' } },
    },
    'none',
  ],
  [
    'imds: token 403: never v1',
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) } },
    'fail imds-error-status',
  ],
  [
    'imds: token 400',
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } },
    'fail imds-token-refused',
  ],
  [
    'container: a token file with a line break',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/auth' },
      files: { '/auth': 'token\n' },
      http: container,
    },
    'fail container-token',
  ],
  [
    'imds: an error Code in the answer',
    {
      http: {
        [`GET ${imdsUrl}/latest/meta-data/iam/security-credentials/node`]: answered(
          200,
          '{"Code":"AssumeRoleUnauthorizedAccess"}',
        ),
      },
    },
    'fail imds-malformed',
  ],
];

test.each(chain)('Rust, %s', async (_, situation, expected) => {
  expect(await outcomeOf(rust, situation)).toBe(expected);
});

/** The region. */
test.each<[string, Situation, string | undefined]>([
  ['AWS_REGION', { env: { AWS_REGION: 'r1', AWS_DEFAULT_REGION: 'r2' } }, 'r1'],
  ['AWS_DEFAULT_REGION', { env: { AWS_DEFAULT_REGION: 'r2' }, config: config('default: region = r3') }, 'r2'],
  ['the profile', { config: config('default: region = r3') }, 'r3'],
  ['the source profile', { config: config('default: source b; b: source c; c: region = r5') }, 'r5'],
  ['nothing in a cycle', { config: config('default: source b; b: source default') }, undefined],
  ['IMDS', { http: { [`GET ${imdsUrl}/latest/meta-data/placement/region`]: answered(200, 'r4') } }, 'r4'],
])('Rust, 8: region from %s', async (_, situation, expected) => {
  const { region } = await resolveIn(rust, situation);
  expect(rawText(region)).toBe(expected);
});
