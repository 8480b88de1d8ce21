import { describe, expect, test } from 'vitest';
import { sha1, sha256 } from '../../../src/core/digest.ts';
import { boto3 } from '../../../src/credentials/flavours/boto3.ts';
import { cliV1 } from '../../../src/credentials/flavours/cli-v1.ts';
import { cli } from '../../../src/credentials/flavours/cli.ts';
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
  role,
  secret,
  type Row,
} from './outcome.ts';

const now = memoryHost().now();
const later = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

/** Credential-chain.md section 1.1, by step. */
const chain: readonly Row[] = [
  ['0 a syntax error', { env: envKeys('E'), config: '[default\n' }, 'fail config-unparsable'],
  [
    '0 not UTF-8',
    { files: { '/home/user/.aws/config': new Uint8Array([91, 233, 93]) } },
    'fail config-unparsable',
  ],
  ['0 an undefined profile', { env: { ...envKeys('E'), AWS_PROFILE: 'x' } }, 'fail profile-not-found'],
  [
    '0 metadata timeout',
    { env: { ...envKeys('E'), AWS_METADATA_SERVICE_TIMEOUT: '1s' } },
    'fail not-a-number',
  ],
  [
    '0 metadata attempts in the profile',
    { config: config('default: metadata_service_num_attempts =') },
    'fail not-a-number',
  ],
  [
    '0 endpoint mode',
    { env: { ...envKeys('E'), AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'v4' } },
    'fail imds-invalid-mode',
  ],
  ['1 both keys', { env: envKeys('E') }, 'E'],
  ['1 without a secret', { env: { AWS_ACCESS_KEY_ID: keyId('E') } }, 'fail partial-credentials'],
  ['1 an empty secret', { env: { ...envKeys('E'), AWS_SECRET_ACCESS_KEY: '' } }, 'fail partial-credentials'],
  ['1 a secret alone', { env: { AWS_SECRET_ACCESS_KEY: secret } }, 'imds'],
  ['1 an empty id', { env: { ...envKeys('E'), AWS_ACCESS_KEY_ID: '' } }, 'imds'],
  ['1 a token', { env: { ...envKeys('E'), AWS_SESSION_TOKEN: 'T' } }, 'E+token'],
  [
    '1 expired',
    { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' } },
    'fail expired-credentials',
  ],
  ['1 not expired', { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: later(60) } }, 'E'],
  [
    '1 removed by the option',
    { env: envKeys('E'), options: { profile: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  [
    '1 kept beside the variable',
    { env: { ...envKeys('E'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys P') },
    'E',
  ],
  ['2 a role', { config: config('default: role TOP, source p; p: keys P') }, 'P > TOP'],
  ['3 env', identity, 'web-identity > POD'],
  [
    '3 no role',
    { ...identity, env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' } },
    'fail web-identity-without-role',
  ],
  ['3 no token file', { env: identity.env }, 'fail web-identity-token-file'],
  ['3 an empty path', { env: { ...identity.env, AWS_WEB_IDENTITY_TOKEN_FILE: '' } }, 'imds'],
  [
    '3 not for an explicit profile',
    { ...identity, options: { profile: 'p' }, config: config('p: keys P') },
    'P',
  ],
  ['4 start URL alone', { config: config('default: portal') }, 'imds'],
  ['4 account alone', { config: config('default: sso_account_id = 1') }, 'fail sso-incomplete'],
  ['5 the credentials file', { credentials: credentials('default: keys A') }, 'A'],
  ['5 an empty id counts', { credentials: '[default]\naws_access_key_id =\n' }, 'fail partial-credentials'],
  ['5 a secret alone', { credentials: credentials('default: secret') }, 'imds'],
  ['7 a process', { config: '[default]\ncredential_process = p --x\n' }, 'process p --x'],
  ['7 an empty process', { config: '[default]\ncredential_process =\n' }, 'fail process-empty'],
  ['7 a missing program', { config: config('default: process /no/such') }, 'fail process-not-found'],
  ['7 an open quote', { config: `[default]\ncredential_process = p "x\n` }, 'fail process-quotes'],
  ['7 no shell', { config: config('default: process ~/bin/p') }, 'fail process-not-found'],
  ['8 the config file', { config: config('default: keys A') }, 'A'],
  ['9 missing', { env: { AWS_CREDENTIAL_FILE: '/no/such' } }, 'fail ec2-credentials-file'],
  [
    '9 there',
    {
      env: { AWS_CREDENTIAL_FILE: '~/k' },
      files: { '/home/user/k': `AWSAccessKeyId=${keyId('K')}\nAWSSecretKey=${secret}\n` },
    },
    'K',
  ],
  [
    '9 half',
    { env: { AWS_CREDENTIAL_FILE: '/k' }, files: { '/k': `AWSAccessKeyId=${keyId('K')}\n` } },
    'fail partial-credentials',
  ],
  ['10 ~/.boto', { files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` } }, 'B'],
  [
    '10 /etc/boto.cfg first',
    {
      files: {
        '/etc/boto.cfg': `[Credentials]\n${keys('C')}`,
        '/home/user/.boto': `[Credentials]\n${keys('B')}`,
      },
    },
    'C',
  ],
  [
    '10 BOTO_CONFIG alone',
    { env: { BOTO_CONFIG: '/b' }, files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` } },
    'imds',
  ],
  [
    '10 under AWS_PROFILE',
    {
      env: { AWS_PROFILE: 'p' },
      config: '[profile p]\n',
      files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` },
    },
    'B',
  ],
  [
    '10 half',
    { files: { '/home/user/.boto': `[Credentials]\naws_access_key_id=${keyId('B')}\n` } },
    'fail partial-credentials',
  ],
  [
    '11 a container',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  [
    '11 relative before full',
    {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/task',
      },
      http: { ...container, ...relative },
    },
    'container http://169.254.170.2/v2/task',
  ],
  ['11 empty', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }, 'fail container-uri'],
  ['11 never IMDS', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri } }, 'fail container-endpoint'],
  ['12 the instance', {}, 'imds'],
  ['12 disabled', { env: { AWS_EC2_METADATA_DISABLED: 'TRUE' } }, 'none'],
  ['12 unreachable', { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' } }, 'none'],
];

/** Credential-chain.md sections 2 to 3.3. */
const profiles: readonly Row[] = [
  ['2 an empty AWS_PROFILE', { env: { ...envKeys('E'), AWS_PROFILE: '' } }, 'fail profile-not-found'],
  ['2 explicit default without a section', { options: { profile: 'default' } }, 'fail profile-not-found'],
  ['2 an explicit profile without keys', { options: { profile: 'p' }, config: '[profile p]\n' }, 'imds'],
  [
    '3.1 id+secret, id+secret',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 id, secret',
    { config: config('default: id A'), credentials: credentials('default: secret') },
    'fail partial-credentials',
  ],
  [
    '3.1 id+secret, id',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'fail partial-credentials',
  ],
  [
    '3.1 id+secret, token',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A',
  ],
  [
    '3.1 token, id+secret',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 process, id+secret',
    { config: config('default: process p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 SSO, id+secret',
    {
      config: config('default: sso'),
      credentials: credentials('default: keys B'),
      files: ssoToken('https://s', { expiresAt: later(600) }),
    },
    'sso https://s',
  ],
  [
    '3.1 role, id+secret',
    { config: config('default: role TOP, source default'), credentials: credentials('default: keys B') },
    'B > TOP',
  ],
  [
    '3.2 web identity, static',
    { ...identity, env: {}, config: config('default: role R, web /var/run/token, keys A') },
    'web-identity > R',
  ],
  [
    '3.2 web identity, source_profile',
    { files: identity.files, config: config('default: role R, web /var/run/token, source p; p: keys P') },
    'web-identity > R',
  ],
  ['3.2 process, static', { config: config('default: process p, keys A') }, 'process p'],
  ['3.2 role alone', { config: config('default: role R') }, 'fail no-role-source'],
  ['3.2 role, static', { config: config('default: role R, keys A') }, 'fail no-role-source'],
  ['3.3 no source', { config: config('default: role R, source x') }, 'fail source-profile-not-found'],
  [
    '3.3 an empty source',
    { config: config('default: role R, source p; p: region = x') },
    'fail source-without-credentials',
  ],
  [
    '3.3 both',
    { config: config('default: role R, source p, from Environment; p: keys P') },
    'fail two-role-sources',
  ],
  [
    '3.3 self, static in the other file',
    { config: config('default: role R, source default'), credentials: credentials('default: keys B') },
    'B > R',
  ],
  [
    '3.3 self, process',
    { config: config('default: role R, source default, process p') },
    'fail source-profile-cycle',
  ],
  [
    '3.3 cycle',
    { config: config('default: role R, source b, keys A; b: role S, source default') },
    'fail source-profile-cycle',
  ],
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
  [
    '3.3 a source with an id only',
    { config: config('default: role R, source b; b: id B') },
    'fail partial-credentials',
  ],
  [
    '3.3 a source with a secret only',
    { config: config('default: role R, source b; b: secret') },
    'fail source-without-credentials',
  ],
  [
    '3.3 a source with a process',
    { config: config('default: role R, source b; b: process p') },
    'process p > R',
  ],
  [
    '3.3 credential_source in other case',
    { env: envKeys('E'), options: { profile: 'r' }, config: config('r: role R, from environment') },
    'fail unknown-credential-source',
  ],
  [
    '3.3 Environment',
    { env: envKeys('E'), options: { profile: 'r' }, config: config('r: role R, from Environment') },
    'E > R',
  ],
  [
    '3.3 Environment empty',
    { config: config('default: role R, from Environment') },
    'fail source-without-credentials',
  ],
  ['3.3 without role_arn', { config: config('default: from Environment, keys A') }, 'A'],
  [
    '3.3 a source without role_arn',
    { config: config('default: role R, source b; b: from Ec2InstanceMetadata') },
    'fail source-without-credentials',
  ],
  ['3.3 Ec2InstanceMetadata', { config: config('default: role R, from Ec2InstanceMetadata') }, 'imds > R'],
  [
    '3.3 Ec2InstanceMetadata disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role R, from Ec2InstanceMetadata'),
    },
    'fail source-without-credentials',
  ],
  [
    '3.3 EcsContainer',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role R, from EcsContainer'),
    },
    `container ${fullUri} > R`,
  ],
  ['3.3 mfa_serial is asked for', { config: config('default: role R, source b, mfa; b: keys B') }, 'B > R'],
  [
    '3.3 the role of AWS_ROLE_ARN',
    { ...identity, config: config('default: role R, web /var/run/token') },
    'web-identity > POD',
  ],
  [
    '3.3 a role beats the env web identity',
    { ...identity, config: config('default: role R, source b; b: keys B') },
    'B > R',
  ],
  [
    '8 an empty region',
    {
      env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
      config: config('default: role R, source b; b: keys B'),
    },
    'fail empty-region',
  ],
];

function ssoToken(id: string, fields: Readonly<Record<string, string>>): Record<string, string> {
  return {
    [`/home/user/.aws/sso/cache/${sha1(id)}.json`]: JSON.stringify({ accessToken: 'NotAToken', ...fields }),
  };
}

const session = config('default: sso_session = s, account; sso-session s: portal');
const refresh = { refreshToken: 'NotAToken', clientId: 'id', clientSecret: 'NotASecret' };
/** Credential-chain.md sections 6.1 and 6.2. */
const caches: readonly Row[] = [
  ['6.1 a session', { config: session, files: ssoToken('s', { expiresAt: later(600) }) }, 'sso s'],
  [
    '6.1 in another file',
    { config: session, files: ssoToken('https://s', { expiresAt: later(600) }) },
    'fail sso-token-missing',
  ],
  [
    '6.1 different values',
    { config: config('default: sso_session = s, account, sso_region = y; sso-session s: portal') },
    'fail sso-inconsistent',
  ],
  ['6.1 no section', { config: config('default: sso_session = s, account') }, 'fail sso-session-not-found'],
  [
    '6.1 in the credentials file',
    {
      config: config('default: sso_session = s, account'),
      credentials: credentials('sso-session s: portal'),
    },
    'fail sso-session-not-found',
  ],
  ['6.1 token-only', { config: config('default: sso_session = s; sso-session s: portal') }, 'imds'],
  [
    '6.1 legacy expired',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: later(-1) }) },
    'fail sso-token-expired',
  ],
  [
    '6.1 written by an old CLI',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: '2026-01-31T18:00:00UTC' }) },
    'sso https://s',
  ],
  [
    '6.1 not refreshable, 10 min left',
    { config: session, files: ssoToken('s', { expiresAt: later(10) }) },
    'sso s',
  ],
  [
    '6.1 expired, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-10) }) },
    'fail sso-token-expired',
  ],
  [
    '6.1 expired, refreshable',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(-10), ...refresh, registrationExpiresAt: later(600) }),
    },
    'sso s',
  ],
  [
    '6.1 registration expired',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(-10), ...refresh, registrationExpiresAt: later(-600) }),
    },
    'fail sso-token-expired',
  ],
  [
    '6.1 no registration time',
    { config: session, files: ssoToken('s', { expiresAt: later(-10), ...refresh }) },
    'fail sso-token-expired',
  ],
  [
    '6.1 no JSON',
    { config: session, files: { [`/home/user/.aws/sso/cache/${sha1('s')}.json`]: '<html>' } },
    'fail sso-token-invalid',
  ],
  ['6.1 no time', { config: session, files: ssoToken('s', {}) }, 'fail sso-token-invalid'],
  ['6.2 no cache', { config: config('default: login_session = arn') }, 'fail login-token-missing'],
  [
    '6.2 incomplete',
    { config: config('default: login_session = arn'), files: loginToken({ accessToken: {} }) },
    'fail login-token-invalid',
  ],
  ['6.2 whole', { config: config('default: login_session = arn'), files: loginToken(wholeLogin()) }, 'login'],
];

function loginToken(fields: object, folder = '/home/user/.aws/login/cache'): Record<string, string> {
  return { [`${folder}/${sha256('arn')}.json`]: JSON.stringify(fields) };
}

function wholeLogin(): object {
  const accessToken = {
    accessKeyId: keyId('L'),
    secretAccessKey: secret,
    sessionToken: 'T',
    accountId: '111122223333',
    expiresAt: later(60),
  };
  return { accessToken, refreshToken: 'NotAToken', clientId: 'id', dpopKey: 'NotAKey' };
}

const auth = '/auth';
const list = `GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`;
/** Credential-chain.md section 7. */
const endpoints: readonly Row[] = [
  [
    '7.1 another host',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'fail container-host',
  ],
  [
    '7.1 https',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://example.com/c' },
      http: { 'GET https://example.com/c': answered(200, endpointKeys('H')) },
    },
    'container https://example.com/c',
  ],
  [
    '7.1 EKS over IPv6',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[fd00:ec2::23]/c' },
      http: { 'GET http://[fd00:ec2::23]/c': answered(200, endpointKeys('H')) },
    },
    'container http://[fd00:ec2::23]/c',
  ],
  [
    '7.1 a line break in the token',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: auth },
      files: { [auth]: 'NotAToken\n' },
      http: container,
    },
    'fail container-token',
  ],
  [
    '7.1 no token file',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: auth },
      http: container,
    },
    'fail container-token-file',
  ],
  [
    '7.1 a field is missing',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: { [`GET ${fullUri}`]: answered(200, '{"AccessKeyId":"x"}') },
    },
    'fail container-endpoint',
  ],
  ['7.2 token 400', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } }, 'none'],
  ...[403, 404, 405, 500].map((status): Row => [
    `7.2 token ${status}: v1`,
    { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(status) } },
    'imds',
  ]),
  [
    '7.2 v1 disabled',
    {
      env: { AWS_EC2_METADATA_V1_DISABLED: 'true' },
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'fail imds-v1-disabled',
  ],
  [
    '7.2 v1 disabled by the profile',
    {
      config: config('default: ec2_metadata_v1_disabled = true'),
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'fail imds-v1-disabled',
  ],
  ['7.2 no role', { http: { [list]: answered(404) } }, 'none'],
  [
    '7.2 an error code',
    { http: { [`${list}node`]: answered(200, '{"Code":"AssumeRoleUnauthorizedAccess"}') } },
    'none',
  ],
  ['7.2 HTML', { http: { [`${list}node`]: answered(200, '<html>') } }, 'none'],
  [
    "7.2 the profile's endpoint",
    { config: config('default: ec2_metadata_service_endpoint = http://127.0.0.1:9') },
    'none',
  ],
  [
    '5 an empty endpoint hides it',
    {
      env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: '' },
      config: config('default: ec2_metadata_service_endpoint = http://127.0.0.1:9'),
    },
    'imds',
  ],
  ['5 AWS_EC2_METADATA_DISABLED=1', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'imds'],
  ['7.2 IPv6', { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPV6' } }, 'none'],
];

describe.each([cli, cliV1, boto3])('$id', (flavour) => {
  test.each([...chain, ...profiles, ...caches, ...endpoints])('%s', async (_, situation, expected) => {
    expect(await outcomeOf(flavour, situation)).toBe(expected);
  });
});

test('1.2 the variables of the profile: AWS_PROFILE first in version 2 only', async () => {
  const situation = {
    env: { AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' },
    credentials: credentials('a: keys A; b: keys B'),
  };
  expect(await outcomeOf(cli, situation)).toBe('A');
  expect(await outcomeOf(cliV1, situation)).toBe('B');
  expect(await outcomeOf(boto3, situation)).toBe('B');
});

test('1.1 AWS_SECURITY_TOKEN is used before AWS_SESSION_TOKEN', async () => {
  const env = { ...envKeys('E'), AWS_SECURITY_TOKEN: 'old', AWS_SESSION_TOKEN: 'new' };
  const { selected } = await resolveIn(boto3, { env });
  const { recipe } = selected ?? {};
  expect(recipe?.kind === 'static' ? recipe.sessionToken?.evidence.name : undefined).toBe(
    'AWS_SECURITY_TOKEN',
  );
});

test('6.2 boto3 and CLI v1 say that a login session needs more than they bring', async () => {
  const situation = { config: config('default: login_session = arn'), files: loginToken(wholeLogin()) };
  const codes = async (flavour: typeof cli) =>
    (await resolveIn(flavour, situation)).diagnostics.map(({ code }) => code);
  expect(await codes(boto3)).toEqual(['login-dependency']);
  expect(await codes(cliV1)).toEqual(['login-dependency']);
  expect(await codes(cli)).toEqual([]);
});

test('6.2 AWS_LOGIN_CACHE_DIRECTORY is expanded', async () => {
  const situation = {
    env: { AWS_LOGIN_CACHE_DIRECTORY: '~/logins' },
    config: config('default: login_session = arn'),
    files: loginToken(wholeLogin(), '/home/user/logins'),
  };
  expect(await outcomeOf(cli, situation)).toBe('login');
});

test.each([
  { minutes: 60, kept: true },
  { minutes: 14, kept: false },
  { minutes: -1, kept: false },
])('6.3 a role session with $minutes min left is used: $kept', async ({ minutes, kept }) => {
  const key = sha1(
    `{"DurationSeconds": 1800, "ExternalId": "x\\u00e9", "RoleArn": "${role('R')}", "RoleSessionName": "me"}`,
  );
  const situation = {
    config: `[default]\nrole_arn=${role('R')}\nsource_profile=b\nexternal_id=xé\nrole_session_name=me\nduration_seconds=1800\n[profile b]\n${keys('B')}`,
    files: {
      [`/home/user/.aws/cli/cache/${key}.json`]: JSON.stringify({
        Credentials: {
          AccessKeyId: keyId('S'),
          SecretAccessKey: secret,
          SessionToken: 'T',
          Expiration: later(minutes),
        },
      }),
    },
  };
  for (const flavour of [cli, cliV1]) {
    const { selected, steps } = await resolveIn(flavour, situation);
    expect(selected?.deferred).toBe(!kept);
    expect(selected?.accessKeyId).toBe(kept ? '****************SSSS' : undefined);
    const evidence = steps.find(({ outcome }) => outcome === 'win')?.evidence ?? [];
    expect(evidence.some(({ kind }) => kind === 'cache')).toBe(kept);
  }
  expect((await resolveIn(boto3, situation)).selected?.deferred).toBe(true);
});

test('6.3 a kept session hides a source that would fail at use, not a wrong configuration', async () => {
  const key = sha1(`{"RoleArn": "${role('R')}"}`);
  const files = {
    [`/home/user/.aws/cli/cache/${key}.json`]: JSON.stringify({
      Credentials: {
        AccessKeyId: keyId('S'),
        SecretAccessKey: secret,
        SessionToken: 'T',
        Expiration: later(60),
      },
    }),
  };
  const expired = { config: config('default: role R, source b; b: sso'), files };
  expect((await resolveIn(cli, expired)).selected?.deferred).toBe(false);
  expect(await outcomeOf(boto3, expired)).toBe('fail sso-token-missing');
  expect(await outcomeOf(cli, { config: config('default: role R, source x'), files })).toBe(
    'fail source-profile-not-found',
  );
});

test('6.3 only CLI v2 keeps the role credentials of SSO', async () => {
  const key = sha1('{"accountId":"111122223333","roleName":"Reader","sessionName":"s"}');
  const situation = {
    config: session,
    files: {
      [`/home/user/.aws/cli/cache/${key}.json`]: JSON.stringify({
        ProviderType: 'sso',
        Credentials: {
          AccessKeyId: keyId('S'),
          SecretAccessKey: secret,
          SessionToken: 'T',
          Expiration: later(60),
        },
      }),
    },
  };
  expect((await resolveIn(cli, situation)).selected).toMatchObject({
    deferred: false,
    accountId: '111122223333',
  });
  expect(await outcomeOf(cliV1, situation)).toBe('fail sso-token-missing');
});

test('5 a redirected STS needs a region to sign for; its own address does not', async () => {
  const situation = { config: config('default: role R, source b; b: keys B') };
  const off = { AWS_EC2_METADATA_DISABLED: 'true' };
  for (const flavour of [cli, boto3]) {
    const env = { ...off, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' };
    expect((await resolveIn(flavour, { ...situation, env })).error?.code).toBe('no-region');
    expect((await resolveIn(flavour, { ...situation, env: off })).verdict).toBe('selected');
  }
});
