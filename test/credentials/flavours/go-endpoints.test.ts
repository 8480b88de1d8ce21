import { describe, expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import {
  answered,
  config,
  container,
  credentials,
  envKeys,
  fullUri,
  imdsUrl,
  outcomeOf,
  type Row,
} from './outcome.ts';

const tokenPath = '/home/user/.aws/sso/cache/d033e22ae348aeb5660fc2140aec35850c4da997.json';
/** Containers and instances. */
const endpoints: readonly Row[] = [
  [
    'container: a host that is not allowed',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'fail container-host',
  ],
  [
    'container: unless env keys win',
    { env: { ...envKeys('A'), AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'A',
  ],
  ['container: a bare path', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '/creds' } }, 'fail container-uri'],
  ['container: an empty FULL_URI is none', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }, 'imds'],
  [
    'container: 404 does not fall to IMDS',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: { [`GET ${fullUri}`]: answered(404) } },
    'fail container-endpoint',
  ],
  [
    'container: no field is needed',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: { [`GET ${fullUri}`]: answered(200, '{}') },
    },
    `container ${fullUri}`,
  ],
  ['imds: disabled', { env: { AWS_EC2_METADATA_DISABLED: 'True' } }, 'fail imds-disabled'],
  ['variables: AWS_EC2_METADATA_DISABLED=1 is ignored', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'imds'],
  [
    'imds: no role',
    { http: { [`GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`]: answered(404) } },
    'fail imds-not-found',
  ],
  [
    'imds: token 400',
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } },
    'fail imds-token-refused',
  ],
  ...[401, 403, 404, 405, 500].map((status): Row => [
    `imds: token ${status}: v1`,
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(status) } },
    'imds',
  ]),
  [
    'imds: v1 disabled',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: 'true' },
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'fail imds-v1-disabled',
  ],
  [
    'variables: an empty endpoint falls to the profile',
    {
      env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: '' },
      config: config('default: ec2_metadata_service_endpoint = http://127.0.0.1:9'),
    },
    'fail imds-unreachable',
  ],
  [
    'imds: the endpoint of a source profile does not count',
    {
      config: config(
        'default: role A, source b; b: role B, from Ec2InstanceMetadata, ec2_metadata_service_endpoint = http://127.0.0.1:9',
      ),
    },
    'imds > B > A',
  ],
  ...(['token', 'token\n'] as const).map((text): Row => [
    `container: the token file beats the variable: ${JSON.stringify(text)}`,
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/auth',
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'variable',
      },
      files: { '/auth': text },
      http: container,
    },
    text === 'token' ? `container ${fullUri}` : 'fail container-token',
  ]),
  [
    'container: a token file that is not there',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/gone',
      },
      http: container,
    },
    'fail container-token-file',
  ],
];

/** IAM Identity Center. */
const ssoRows: readonly Row[] = [
  [
    'sso: legacy needs all four',
    { config: config('default: sso_start_url = https://s') },
    'fail sso-incomplete',
  ],
  [
    'sso: only while the profile is taken',
    { env: envKeys('A'), config: config('default: sso_start_url = https://s') },
    'A',
  ],
  [
    'sso: any key picks SSO, the container is not asked',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: sso_region = x'),
    },
    'fail sso-incomplete',
  ],
  [
    'login: behind SSO, before a process (UNV)',
    { config: config('default: login_session = arn:aws:iam::111122223333:user/me, process /bin/p') },
    'fail login-token-missing',
  ],
  [
    'login: behind SSO',
    { config: config('default: login_session = arn:aws:iam::111122223333:user/me, sso_region = x') },
    'fail sso-incomplete',
  ],
  [
    'sso: another value in the session',
    {
      config: config('default: sso_session = s, sso_region = y, account; sso-session s: portal'),
    },
    'fail sso-inconsistent',
  ],
  [
    "6.1 account and role are the profile's alone, and may be missing",
    {
      config: config('default: sso_session = admin; sso-session admin: portal, account'),
      files: { [tokenPath]: '{"accessToken":"NotAToken","expiresAt":"2026-02-01T00:00:00Z"}' },
    },
    'sso admin',
  ],
  [
    'sso: no cached token',
    {
      config: config('default: sso_session = s, account; sso-session s: portal'),
    },
    'fail sso-token-missing',
  ],
  [
    'headers: a session in the credentials file',
    {
      config: config('default: sso_session = admin, account'),
      credentials: credentials('sso-session admin: portal'),
      files: {
        [tokenPath]: '{"accessToken":"NotAToken","expiresAt":"2026-02-01T00:00:00Z"}',
      },
    },
    'sso admin',
  ],
  [
    'sso: expiresAt ending in UTC',
    {
      config: config('default: sso_session = admin, account; sso-session admin: portal'),
      files: {
        [tokenPath]: '{"accessToken":"NotAToken","expiresAt":"2026-02-01T00:00:00UTC"}',
      },
    },
    'fail sso-token-invalid',
  ],
];

describe.each([
  ['endpoints', endpoints],
  ['SSO', ssoRows],
])('Go: %s', (_, rows) => {
  test.each(rows)('%s', async (_name, situation, expected) => {
    expect(await outcomeOf(go, situation)).toBe(expected);
  });
});
