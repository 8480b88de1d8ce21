import { describe, expect, test } from 'vitest';
import { sha1, sha256 } from '../../../src/core/digest.ts';
import { js } from '../../../src/credentials/flavours/js.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import {
  answered,
  config,
  container,
  credentials,
  endpointKeys,
  envKeys,
  fullUri,
  identity,
  imdsUrl,
  keyId,
  keys,
  outcomeOf,
  relative,
  resolveIn,
  secret,
  type Row,
} from './outcome.ts';

const now = memoryHost().now();
const later = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const webToken = { files: identity.files };

/** Credential-chain.md section 1.3, by step. */
const chain: readonly Row[] = [
  ['1 both keys', { env: envKeys('E') }, 'E'],
  ['1 a lone id', { env: { AWS_ACCESS_KEY_ID: keyId('E') } }, 'imds'],
  [
    '1 skipped for AWS_PROFILE',
    { env: { ...envKeys('E'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  [
    '1 skipped for the option',
    { env: envKeys('E'), options: { profile: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  ['1 not for AWS_DEFAULT_PROFILE', { env: { ...envKeys('E'), AWS_DEFAULT_PROFILE: 'p' } }, 'E'],
  ['1 not for an empty AWS_PROFILE', { env: { ...envKeys('E'), AWS_PROFILE: '' } }, 'E'],
  [
    '1 past AWS_CREDENTIAL_EXPIRATION',
    { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: later(-5) } },
    'E',
  ],
  ['1 no AWS_SECURITY_TOKEN', { env: { ...envKeys('E'), AWS_SECURITY_TOKEN: 'T' } }, 'E'],
  ['3 a missing profile', { env: { AWS_PROFILE: 'x', ...envKeys('E') } }, 'imds'],
  ['3 a broken file', { config: '[default\n', credentials: credentials('default: keys A') }, 'A'],
  ['4 a process', { config: config('default: process p') }, 'process p'],
  ['4 a missing program', { config: config('default: process /no/such') }, 'imds'],
  ['4 rescues a broken role', { config: config('default: role R, source x, process p') }, 'process p'],
  ['4 rescues a cycle', { config: config('default: role R, source default, process p') }, 'process p'],
  ['5 env web identity', identity, 'web-identity > POD'],
  ['5 without a role', { ...identity, env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' } }, 'imds'],
  ['5 no token file', { env: identity.env }, 'fail web-identity-token-file'],
  ['5 behind [default]', { ...identity, credentials: credentials('default: keys A') }, 'A'],
  [
    '6a a container',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  [
    '6a relative before full',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
    },
    'container http://169.254.170.2/v2/task',
  ],
  ['6a never IMDS', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri } }, 'none'],
  ['6a empty', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }, 'imds'],
  ['6a no URL', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'creds' } }, 'fail container-uri'],
  ['6b disabled by 1', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'none'],
  ['6b not by false', { env: { AWS_EC2_METADATA_DISABLED: 'false' } }, 'imds'],
  ['6b not by nothing', { env: { AWS_EC2_METADATA_DISABLED: '' } }, 'imds'],
  ['6c the instance', {}, 'imds'],
];

/** Credential-chain.md sections 3.1 to 3.3. */
const profiles: readonly Row[] = [
  [
    '3.1 id+secret, id+secret',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  ['3.1 id, secret', { config: config('default: id A'), credentials: credentials('default: secret') }, 'A'],
  [
    '3.1 id+secret, id',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'B',
  ],
  [
    '3.1 id+secret, token',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A+token',
  ],
  [
    '3.1 token, id+secret',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    '3.1 process, id+secret',
    { config: config('default: process p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 SSO, id+secret',
    { config: config('default: sso'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 role, id+secret',
    { config: config('default: role R, source default'), credentials: credentials('default: keys B') },
    'B > R',
  ],
  [
    '3.2 web identity, static',
    { ...webToken, config: config('default: role R, web /var/run/token, keys A') },
    'A',
  ],
  [
    '3.2 web identity, source_profile',
    { ...webToken, config: config('default: role R, web /var/run/token, source p; p: keys P') },
    'P > R',
  ],
  ['3.2 SSO, process', { config: config('default: sso, process p') }, 'process p'],
  ['3.2 process, static', { config: config('default: process p, keys A') }, 'A'],
  ['3.2 role, static', { config: config('default: role R, keys A') }, 'A'],
  ['3.2 role alone', { config: config('default: role R') }, 'imds'],
  ['3.3 no source', { config: config('default: role R, source x') }, 'imds'],
  ['3.3 an empty source', { config: config('default: role R, source p; p: region = x') }, 'imds'],
  [
    '3.3 both: other styles',
    { config: config('default: role R, source p, from Environment, keys A; p: keys P') },
    'A',
  ],
  [
    '3.3 cycle, a with keys',
    { config: config('default: role R, source b, keys A; b: role S, source default') },
    'A > S > R',
  ],
  ['3.3 cycle', { config: config('default: role R, source b; b: role S, source default') }, 'imds'],
  ['3.3 self, SSO', { config: config('default: role R, source default, sso') }, 'imds'],
  [
    '3.3 a chain',
    { config: config('default: role TOP, source b; b: role MID, source c; c: keys C') },
    'C > MID > TOP',
  ],
  [
    '3.3 a source with keys and a role',
    { config: config('default: role TOP, source b; b: role MID, source c, keys B; c: keys C') },
    'B > TOP',
  ],
  ['3.3 a source with an id only', { config: config('default: role R, source b; b: id B') }, 'imds'],
  [
    '3.3 a source with web identity',
    { ...webToken, config: config('default: role R, source b; b: role S, web /var/run/token') },
    'web-identity > S > R',
  ],
  ['3.3 credential_source in other case', { config: config('default: role R, from environment') }, 'imds'],
  [
    '3.3 Environment',
    { env: { ...envKeys('E'), AWS_PROFILE: 'r' }, config: config('r: role R, from Environment') },
    'E > R',
  ],
  ['3.3 Environment empty', { config: config('default: role R, from Environment') }, 'imds'],
  ['3.3 without role_arn, at the top', { config: config('default: from Environment') }, 'imds'],
  [
    '3.3 without role_arn, as a source',
    { config: config('default: role R, source b; b: from Ec2InstanceMetadata') },
    'imds > R',
  ],
  [
    '3.3 Ec2InstanceMetadata disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role R, from Ec2InstanceMetadata'),
    },
    'imds > R',
  ],
  ['3.3 mfa_serial', { config: config('default: role R, source b, mfa; b: keys B') }, 'fail mfa-required'],
  [
    '3.3 mfa_serial before a missing source',
    { config: config('default: role R, source x, mfa') },
    'fail mfa-required',
  ],
  [
    '3.3 the profile keeps its role',
    { ...identity, config: config('default: role R, web /var/run/token') },
    'web-identity > R',
  ],
];

/** Credential-chain.md sections 4.1, 4.2 and 5. */
const files: readonly Row[] = [
  [
    '4.1 ~/',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '~/k' }, files: { '/home/user/k': `[default]\n${keys('K')}` } },
    'K',
  ],
  [
    '4.1 no $VAR',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '$HOME/k' }, files: { '/home/user/k': `[default]\n${keys('K')}` } },
    'imds',
  ],
  [
    '4.1 empty: the usual one',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '' }, credentials: credentials('default: keys A') },
    'A',
  ],
  ['4.2 [profile.a]', { options: { profile: 'a' }, config: `[profile.a]\n${keys('A')}` }, 'A'],
  ['4.2 two blanks', { options: { profile: 'a' }, config: `[profile  a]\n${keys('A')}` }, 'imds'],
  ['4.3 capital keys', { config: `[default]\n${keys('A').toUpperCase()}` }, 'imds'],
];

function ssoToken(id: string, fields: Readonly<Record<string, string>>): Record<string, string> {
  return {
    [`/home/user/.aws/sso/cache/${sha1(id)}.json`]: JSON.stringify({ accessToken: 'NotAToken', ...fields }),
  };
}

const session = config('default: sso_session = s, account; sso-session s: portal');
const refresh = { refreshToken: 'NotAToken', clientId: 'id', clientSecret: 'NotASecret' };
const login = (fields: object) => ({
  config: config('default: login_session = arn'),
  files: { [`/home/user/.aws/login/cache/${sha256('arn')}.json`]: JSON.stringify(fields) },
});
const wholeToken = {
  accessKeyId: keyId('L'),
  secretAccessKey: secret,
  sessionToken: 'T',
  expiresAt: later(60),
};
const loginRest = { refreshToken: 'NotAToken', clientId: 'id', dpopKey: 'NotAKey' };

/** Credential-chain.md sections 6.1 and 6.2. */
const caches: readonly Row[] = [
  ['6.1 a session', { config: session, files: ssoToken('s', { expiresAt: later(600) }) }, 'sso s'],
  [
    '6.1 session value wins',
    {
      config: config('default: sso_session = s, account, sso_region = y; sso-session s: portal'),
      files: ssoToken('s', { expiresAt: later(600) }),
    },
    'sso s',
  ],
  ['6.1 no section', { config: config('default: sso_session = s, account') }, 'fail sso-session-not-found'],
  [
    '6.1 token-only',
    { config: config('default: sso_session = s; sso-session s: portal') },
    'fail sso-incomplete',
  ],
  [
    '6.1 account in the session only',
    { config: config('default: sso_session = s; sso-session s: sso') },
    'fail sso-incomplete',
  ],
  [
    '4.1 a config path with ~',
    {
      env: { AWS_CONFIG_FILE: '~/c' },
      files: { '/home/user/c': session, ...ssoToken('s', { expiresAt: later(600) }) },
    },
    'fail sso-session-not-found',
  ],
  ['6.1 no token', { config: session }, 'fail sso-token-missing'],
  ['6.1 10 min left', { config: session, files: ssoToken('s', { expiresAt: later(10) }) }, 'sso s'],
  [
    '6.1 4 min left, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(4) }) },
    'fail sso-token-not-refreshable',
  ],
  [
    '6.1 4 min left, registration expired',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(4), ...refresh, registrationExpiresAt: later(-1) }),
    },
    'sso s',
  ],
  [
    '6.1 expired, refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-4), ...refresh }) },
    'sso s',
  ],
  [
    '6.1 expired, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-4) }) },
    'fail sso-token-expired',
  ],
  [
    '6.1 legacy expired',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: later(-1) }) },
    'fail sso-token-expired',
  ],
  ['6.2 no cache', { config: config('default: login_session = arn') }, 'fail login-token-missing'],
  ['6.2 no account', login({ accessToken: wholeToken, ...loginRest }), 'fail login-token-invalid'],
  ['6.2 whole', login({ accessToken: { ...wholeToken, accountId: '111122223333' }, ...loginRest }), 'login'],
];

const auth = { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/auth' };
const list = `GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`;
/** Credential-chain.md section 7. */
const endpoints: readonly Row[] = [
  ['7.1 another host', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } }, 'none'],
  [
    '7.1 a trailing LF: the second fetcher without the token',
    { env: auth, files: { '/auth': 'NotAToken\n' }, http: container },
    `container ${fullUri}`,
  ],
  [
    '7.1 the second fetcher knows localhost only',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://example.com/c' } },
    'fail container-host',
  ],
  ['7.1 no token file', { env: auth, http: container }, 'fail container-token-file'],
  ['7.2 token 400', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } }, 'none'],
  ...[403, 500].map((status): Row => [
    `7.2 token ${status}: v1`,
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(status) } },
    'imds',
  ]),
  [
    '7.2 v1 disabled',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: '1' },
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'none',
  ],
  [
    '5 an empty V1 switch hides the profile',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: '' },
      config: config('default: ec2_metadata_v1_disabled = true'),
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'imds',
  ],
  ['7.2 no role', { http: { [list]: answered(404) } }, 'none'],
  ['7.2 HTML is a SyntaxError', { http: { [`${list}node`]: answered(200, '<html>') } }, 'fail imds-not-json'],
  ['7.2 a field is missing', { http: { [`${list}node`]: answered(200, '{"Code":"x"}') } }, 'none'],
  [
    '7.2 an endpoint of its own',
    {
      env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1338' },
      http: {
        'PUT http://127.0.0.1:1338/latest/api/token': answered(200, 't'),
        'GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/': answered(200, 'r'),
        'GET http://127.0.0.1:1338/latest/meta-data/iam/security-credentials/r': answered(
          200,
          endpointKeys('I'),
        ),
      },
    },
    'imds',
  ],
  [
    '7.2 the mode, exact case',
    { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv6' } },
    'fail imds-invalid-mode',
  ],
];

describe('js', () => {
  test.each([...chain, ...profiles, ...files, ...caches, ...endpoints])(
    '%s',
    async (_, situation, expected) => {
      expect(await outcomeOf(js, situation)).toBe(expected);
    },
  );
});

test('3.3 what is sent with AssumeRole', async () => {
  const recipeOf = async (lines: string) => {
    const { selected } = await resolveIn(js, {
      config: `[default]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b\n${lines}\n[profile b]\n${keys('B')}`,
    });
    return selected?.recipe.kind === 'assume-role' ? selected.recipe : undefined;
  };
  expect((await recipeOf(''))?.durationSeconds?.value).toBe('3600');
  expect((await recipeOf('duration_seconds = 900s'))?.durationSeconds?.value).toBe('900');
  expect((await recipeOf('duration_seconds = x'))?.durationSeconds?.value).toBe('NaN');
  expect((await recipeOf('region = eu-west-1'))?.region?.value).toBe('eu-west-1');
  expect((await recipeOf('external_id = e'))?.externalId?.value).toBe('e');
});
