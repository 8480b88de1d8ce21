import { rawText } from '../../support/raw-text.ts';
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

/** The chain of `defaultProvider`, place by place. */
const chain: readonly Row[] = [
  ['env: both keys', { env: envKeys('E') }, 'E'],
  ['env: a lone id', { env: { AWS_ACCESS_KEY_ID: keyId('E') } }, 'imds'],
  [
    'env: skipped for AWS_PROFILE',
    { env: { ...envKeys('E'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  [
    'env: skipped for the option',
    { env: envKeys('E'), options: { profile: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  ['env: not for AWS_DEFAULT_PROFILE', { env: { ...envKeys('E'), AWS_DEFAULT_PROFILE: 'p' } }, 'E'],
  ['env: not for an empty AWS_PROFILE', { env: { ...envKeys('E'), AWS_PROFILE: '' } }, 'E'],
  [
    'env: past AWS_CREDENTIAL_EXPIRATION',
    { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: later(-5) } },
    'E',
  ],
  ['env: no AWS_SECURITY_TOKEN', { env: { ...envKeys('E'), AWS_SECURITY_TOKEN: 'T' } }, 'E'],
  ['profile: a missing profile', { env: { AWS_PROFILE: 'x', ...envKeys('E') } }, 'imds'],
  ['profile: a broken file', { config: '[default\n', credentials: credentials('default: keys A') }, 'A'],
  ['process: a process', { config: config('default: process p') }, 'process p'],
  ['process: a missing program', { config: config('default: process /no/such') }, 'imds'],
  ['process: rescues a broken role', { config: config('default: role R, source x, process p') }, 'process p'],
  ['process: rescues a cycle', { config: config('default: role R, source default, process p') }, 'process p'],
  ['web-identity: env web identity', identity, 'web-identity > POD'],
  [
    'web-identity: without a role',
    { ...identity, env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' } },
    'imds',
  ],
  ['web-identity: no token file', { env: identity.env }, 'fail web-identity-token-file'],
  ['web-identity: behind [default]', { ...identity, credentials: credentials('default: keys A') }, 'A'],
  [
    'container: a container',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
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
  ['container: never IMDS', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri } }, 'none'],
  ['container: empty', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }, 'imds'],
  ['container: no URL', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'creds' } }, 'fail container-uri'],
  ['imds: disabled by 1', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'none'],
  ['imds: not by false', { env: { AWS_EC2_METADATA_DISABLED: 'false' } }, 'imds'],
  ['imds: not by nothing', { env: { AWS_EC2_METADATA_DISABLED: '' } }, 'imds'],
  ['imds: the instance', {}, 'imds'],
];

/** Profiles, their styles and roles. */
const profiles: readonly Row[] = [
  [
    'both files: id+secret, id+secret',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: id, secret',
    { config: config('default: id A'), credentials: credentials('default: secret') },
    'A',
  ],
  [
    'both files: id+secret, id',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'B',
  ],
  [
    'both files: id+secret, token',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A+token',
  ],
  [
    'both files: token, id+secret',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    'both files: process, id+secret',
    { config: config('default: process p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: SSO, id+secret',
    { config: config('default: sso'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: role, id+secret',
    { config: config('default: role R, source default'), credentials: credentials('default: keys B') },
    'B > R',
  ],
  [
    'styles: web identity, static',
    { ...webToken, config: config('default: role R, web /var/run/token, keys A') },
    'A',
  ],
  [
    'styles: web identity, source_profile',
    { ...webToken, config: config('default: role R, web /var/run/token, source p; p: keys P') },
    'P > R',
  ],
  ['styles: SSO, process', { config: config('default: sso, process p') }, 'process p'],
  ['styles: process, static', { config: config('default: process p, keys A') }, 'A'],
  ['styles: role, static', { config: config('default: role R, keys A') }, 'A'],
  ['styles: role alone', { config: config('default: role R') }, 'imds'],
  ['roles: no source', { config: config('default: role R, source x') }, 'imds'],
  ['roles: an empty source', { config: config('default: role R, source p; p: region = x') }, 'imds'],
  [
    'roles: both: other styles',
    { config: config('default: role R, source p, from Environment, keys A; p: keys P') },
    'A',
  ],
  [
    'roles: cycle, a with keys',
    { config: config('default: role R, source b, keys A; b: role S, source default') },
    'A > S > R',
  ],
  ['roles: cycle', { config: config('default: role R, source b; b: role S, source default') }, 'imds'],
  ['roles: self, SSO', { config: config('default: role R, source default, sso') }, 'imds'],
  [
    'roles: a chain',
    { config: config('default: role TOP, source b; b: role MID, source c; c: keys C') },
    'C > MID > TOP',
  ],
  [
    'roles: a source with keys and a role',
    { config: config('default: role TOP, source b; b: role MID, source c, keys B; c: keys C') },
    'B > TOP',
  ],
  ['roles: a source with an id only', { config: config('default: role R, source b; b: id B') }, 'imds'],
  [
    'roles: a source with web identity',
    { ...webToken, config: config('default: role R, source b; b: role S, web /var/run/token') },
    'web-identity > S > R',
  ],
  ['roles: credential_source in other case', { config: config('default: role R, from environment') }, 'imds'],
  [
    'roles: Environment',
    { env: { ...envKeys('E'), AWS_PROFILE: 'r' }, config: config('r: role R, from Environment') },
    'E > R',
  ],
  ['roles: Environment empty', { config: config('default: role R, from Environment') }, 'imds'],
  ['roles: without role_arn, at the top', { config: config('default: from Environment') }, 'imds'],
  [
    'roles: without role_arn, as a source',
    { config: config('default: role R, source b; b: from Ec2InstanceMetadata') },
    'imds > R',
  ],
  [
    'roles: Ec2InstanceMetadata disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role R, from Ec2InstanceMetadata'),
    },
    'imds > R',
  ],
  ['roles: mfa_serial', { config: config('default: role R, source b, mfa; b: keys B') }, 'fail mfa-required'],
  [
    'roles: mfa_serial before a missing source',
    { config: config('default: role R, source x, mfa') },
    'fail mfa-required',
  ],
  [
    'roles: the profile keeps its role',
    { ...identity, config: config('default: role R, web /var/run/token') },
    'web-identity > R',
  ],
];

/** Files, headers and variables. */
const files: readonly Row[] = [
  [
    'files: ~/',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '~/k' }, files: { '/home/user/k': `[default]\n${keys('K')}` } },
    'K',
  ],
  [
    'files: no $VAR',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '$HOME/k' }, files: { '/home/user/k': `[default]\n${keys('K')}` } },
    'imds',
  ],
  [
    'files: empty: the usual one',
    { env: { AWS_SHARED_CREDENTIALS_FILE: '' }, credentials: credentials('default: keys A') },
    'A',
  ],
  ['headers: [profile.a]', { options: { profile: 'a' }, config: `[profile.a]\n${keys('A')}` }, 'A'],
  ['headers: two blanks', { options: { profile: 'a' }, config: `[profile  a]\n${keys('A')}` }, 'imds'],
  ['lines: capital keys', { config: `[default]\n${keys('A').toUpperCase()}` }, 'imds'],
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

/** IAM Identity Center and `aws login`. */
const caches: readonly Row[] = [
  ['sso: a session', { config: session, files: ssoToken('s', { expiresAt: later(600) }) }, 'sso s'],
  [
    'sso: session value wins',
    {
      config: config('default: sso_session = s, account, sso_region = y; sso-session s: portal'),
      files: ssoToken('s', { expiresAt: later(600) }),
    },
    'sso s',
  ],
  ['sso: no section', { config: config('default: sso_session = s, account') }, 'fail sso-session-not-found'],
  [
    'sso: token-only',
    { config: config('default: sso_session = s; sso-session s: portal') },
    'fail sso-incomplete',
  ],
  [
    'sso: account in the session only',
    { config: config('default: sso_session = s; sso-session s: sso') },
    'fail sso-incomplete',
  ],
  [
    'files: a config path with ~',
    {
      env: { AWS_CONFIG_FILE: '~/c' },
      files: { '/home/user/c': session, ...ssoToken('s', { expiresAt: later(600) }) },
    },
    'fail sso-session-not-found',
  ],
  ['sso: no token', { config: session }, 'fail sso-token-missing'],
  ['sso: 10 min left', { config: session, files: ssoToken('s', { expiresAt: later(10) }) }, 'sso s'],
  [
    'sso: 4 min left, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(4) }) },
    'fail sso-token-not-refreshable',
  ],
  [
    'sso: 4 min left, registration expired',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(4), ...refresh, registrationExpiresAt: later(-1) }),
    },
    'sso s',
  ],
  [
    'sso: expired, refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-4), ...refresh }) },
    'sso s',
  ],
  [
    'sso: expired, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-4) }) },
    'fail sso-token-expired',
  ],
  [
    'sso: legacy expired',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: later(-1) }) },
    'fail sso-token-expired',
  ],
  ['login: no cache', { config: config('default: login_session = arn') }, 'fail login-token-missing'],
  ['login: no account', login({ accessToken: wholeToken, ...loginRest }), 'fail login-token-invalid'],
  [
    'login: whole',
    login({ accessToken: { ...wholeToken, accountId: '111122223333' }, ...loginRest }),
    'login',
  ],
];

const auth = { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/auth' };
const list = `GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`;
/** Containers and instances. */
const endpoints: readonly Row[] = [
  ['container: another host', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } }, 'none'],
  [
    'container: a trailing LF: the second fetcher without the token',
    { env: auth, files: { '/auth': 'NotAToken\n' }, http: container },
    `container ${fullUri}`,
  ],
  [
    'container: the second fetcher knows localhost only',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://example.com/c' } },
    'fail container-host',
  ],
  ['container: no token file', { env: auth, http: container }, 'fail container-token-file'],
  ['imds: token 400', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } }, 'none'],
  ...[403, 500].map((status): Row => [
    `imds: token ${status}: v1`,
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(status) } },
    'imds',
  ]),
  [
    'imds: v1 disabled',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: '1' },
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'none',
  ],
  [
    'variables: an empty V1 switch hides the profile',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: '' },
      config: config('default: ec2_metadata_v1_disabled = true'),
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'imds',
  ],
  ['imds: no role', { http: { [list]: answered(404) } }, 'none'],
  [
    'imds: HTML is a SyntaxError',
    { http: { [`${list}node`]: answered(200, '<html>') } },
    'fail imds-not-json',
  ],
  ['imds: a field is missing', { http: { [`${list}node`]: answered(200, '{"Code":"x"}') } }, 'none'],
  [
    'imds: an endpoint of its own',
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
    'imds: the mode, exact case',
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

test('roles: what is sent with AssumeRole', async () => {
  const recipeOf = async (lines: string) => {
    const { selected } = await resolveIn(js, {
      config: `[default]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b\n${lines}\n[profile b]\n${keys('B')}`,
    });
    return selected?.recipe.kind === 'assume-role' ? selected.recipe : undefined;
  };
  expect(rawText((await recipeOf(''))?.durationSeconds)).toBe('3600');
  expect(rawText((await recipeOf('duration_seconds = 900s'))?.durationSeconds)).toBe('900');
  expect(rawText((await recipeOf('duration_seconds = x'))?.durationSeconds)).toBe('NaN');
  expect(rawText((await recipeOf('region = eu-west-1'))?.region)).toBe('eu-west-1');
  expect(rawText((await recipeOf('external_id = e'))?.externalId)).toBe('e');
});
