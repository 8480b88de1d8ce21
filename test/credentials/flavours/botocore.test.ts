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

/** The chain of `create_credential_resolver`, place by place. */
const chain: readonly Row[] = [
  ['load: a syntax error', { env: envKeys('E'), config: '[default\n' }, 'fail config-unparsable'],
  [
    'load: not UTF-8',
    { files: { '/home/user/.aws/config': new Uint8Array([91, 233, 93]) } },
    'fail config-unparsable',
  ],
  ['load: an undefined profile', { env: { ...envKeys('E'), AWS_PROFILE: 'x' } }, 'fail profile-not-found'],
  [
    'load: metadata timeout',
    { env: { ...envKeys('E'), AWS_METADATA_SERVICE_TIMEOUT: '1s' } },
    'fail not-a-number',
  ],
  [
    'load: metadata attempts in the profile',
    { config: config('default: metadata_service_num_attempts =') },
    'fail not-a-number',
  ],
  [
    'load: endpoint mode',
    { env: { ...envKeys('E'), AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'v4' } },
    'fail imds-invalid-mode',
  ],
  ['env: both keys', { env: envKeys('E') }, 'E'],
  ['env: without a secret', { env: { AWS_ACCESS_KEY_ID: keyId('E') } }, 'fail partial-credentials'],
  [
    'env: an empty secret',
    { env: { ...envKeys('E'), AWS_SECRET_ACCESS_KEY: '' } },
    'fail partial-credentials',
  ],
  ['env: a secret alone', { env: { AWS_SECRET_ACCESS_KEY: secret } }, 'imds'],
  ['env: an empty id', { env: { ...envKeys('E'), AWS_ACCESS_KEY_ID: '' } }, 'imds'],
  ['env: a token', { env: { ...envKeys('E'), AWS_SESSION_TOKEN: 'T' } }, 'E+token'],
  [
    'env: expired',
    { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' } },
    'fail expired-credentials',
  ],
  ['env: not expired', { env: { ...envKeys('E'), AWS_CREDENTIAL_EXPIRATION: later(60) } }, 'E'],
  [
    'env: removed by the option',
    { env: envKeys('E'), options: { profile: 'p' }, credentials: credentials('p: keys P') },
    'P',
  ],
  [
    'env: kept beside the variable',
    { env: { ...envKeys('E'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys P') },
    'E',
  ],
  ['assume-role: a role', { config: config('default: role TOP, source p; p: keys P') }, 'P > TOP'],
  ['web-identity: env', identity, 'web-identity > POD'],
  [
    'web-identity: no role',
    { ...identity, env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' } },
    'fail web-identity-without-role',
  ],
  ['web-identity: no token file', { env: identity.env }, 'fail web-identity-token-file'],
  ['web-identity: an empty path', { env: { ...identity.env, AWS_WEB_IDENTITY_TOKEN_FILE: '' } }, 'imds'],
  [
    'web-identity: not for an explicit profile',
    { ...identity, options: { profile: 'p' }, config: config('p: keys P') },
    'P',
  ],
  ['sso: start URL alone', { config: config('default: portal') }, 'imds'],
  ['sso: account alone', { config: config('default: sso_account_id = 1') }, 'fail sso-incomplete'],
  ['shared-credentials-file: the credentials file', { credentials: credentials('default: keys A') }, 'A'],
  [
    'shared-credentials-file: an empty id counts',
    { credentials: '[default]\naws_access_key_id =\n' },
    'fail partial-credentials',
  ],
  ['shared-credentials-file: a secret alone', { credentials: credentials('default: secret') }, 'imds'],
  ['process: a process', { config: '[default]\ncredential_process = p --x\n' }, 'process p --x'],
  ['process: an empty process', { config: '[default]\ncredential_process =\n' }, 'fail process-empty'],
  ['process: a missing program', { config: config('default: process /no/such') }, 'fail process-not-found'],
  ['process: an open quote', { config: `[default]\ncredential_process = p "x\n` }, 'fail process-quotes'],
  ['process: no shell', { config: config('default: process ~/bin/p') }, 'fail process-not-found'],
  ['config-file: the config file', { config: config('default: keys A') }, 'A'],
  [
    'ec2-credentials-file: missing',
    { env: { AWS_CREDENTIAL_FILE: '/no/such' } },
    'fail ec2-credentials-file',
  ],
  [
    'ec2-credentials-file: there',
    {
      env: { AWS_CREDENTIAL_FILE: '~/k' },
      files: { '/home/user/k': `AWSAccessKeyId=${keyId('K')}\nAWSSecretKey=${secret}\n` },
    },
    'K',
  ],
  [
    'ec2-credentials-file: half',
    { env: { AWS_CREDENTIAL_FILE: '/k' }, files: { '/k': `AWSAccessKeyId=${keyId('K')}\n` } },
    'fail partial-credentials',
  ],
  ['boto-config: ~/.boto', { files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` } }, 'B'],
  [
    'boto-config: /etc/boto.cfg first',
    {
      files: {
        '/etc/boto.cfg': `[Credentials]\n${keys('C')}`,
        '/home/user/.boto': `[Credentials]\n${keys('B')}`,
      },
    },
    'C',
  ],
  [
    'boto-config: BOTO_CONFIG alone',
    { env: { BOTO_CONFIG: '/b' }, files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` } },
    'imds',
  ],
  [
    'boto-config: under AWS_PROFILE',
    {
      env: { AWS_PROFILE: 'p' },
      config: '[profile p]\n',
      files: { '/home/user/.boto': `[Credentials]\n${keys('B')}` },
    },
    'B',
  ],
  [
    'boto-config: half',
    { files: { '/home/user/.boto': `[Credentials]\naws_access_key_id=${keyId('B')}\n` } },
    'fail partial-credentials',
  ],
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
  ['container: empty', { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: '' } }, 'fail container-uri'],
  [
    'container: never IMDS',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri } },
    'fail container-endpoint',
  ],
  ['imds: the instance', {}, 'imds'],
  ['imds: disabled', { env: { AWS_EC2_METADATA_DISABLED: 'TRUE' } }, 'none'],
  ['imds: unreachable', { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' } }, 'none'],
];

/** Which profile, its styles and roles. */
const profiles: readonly Row[] = [
  ['profile: an empty AWS_PROFILE', { env: { ...envKeys('E'), AWS_PROFILE: '' } }, 'fail profile-not-found'],
  [
    'profile: explicit default without a section',
    { options: { profile: 'default' } },
    'fail profile-not-found',
  ],
  [
    'profile: an explicit profile without keys',
    { options: { profile: 'p' }, config: '[profile p]\n' },
    'imds',
  ],
  [
    'both files: id+secret, id+secret',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: id, secret',
    { config: config('default: id A'), credentials: credentials('default: secret') },
    'fail partial-credentials',
  ],
  [
    'both files: id+secret, id',
    { config: config('default: keys A'), credentials: credentials('default: id B') },
    'fail partial-credentials',
  ],
  [
    'both files: id+secret, token',
    { config: config('default: keys A'), credentials: credentials('default: token') },
    'A',
  ],
  [
    'both files: token, id+secret',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: process, id+secret',
    { config: config('default: process p'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: SSO, id+secret',
    {
      config: config('default: sso'),
      credentials: credentials('default: keys B'),
      files: ssoToken('https://s', { expiresAt: later(600) }),
    },
    'sso https://s',
  ],
  [
    'both files: role, id+secret',
    { config: config('default: role TOP, source default'), credentials: credentials('default: keys B') },
    'B > TOP',
  ],
  [
    'styles: web identity, static',
    { ...identity, env: {}, config: config('default: role R, web /var/run/token, keys A') },
    'web-identity > R',
  ],
  [
    'styles: web identity, source_profile',
    { files: identity.files, config: config('default: role R, web /var/run/token, source p; p: keys P') },
    'web-identity > R',
  ],
  ['styles: process, static', { config: config('default: process p, keys A') }, 'process p'],
  ['styles: role alone', { config: config('default: role R') }, 'fail no-role-source'],
  ['styles: role, static', { config: config('default: role R, keys A') }, 'fail no-role-source'],
  ['roles: no source', { config: config('default: role R, source x') }, 'fail source-profile-not-found'],
  [
    'roles: an empty source',
    { config: config('default: role R, source p; p: region = x') },
    'fail source-without-credentials',
  ],
  [
    'roles: both',
    { config: config('default: role R, source p, from Environment; p: keys P') },
    'fail two-role-sources',
  ],
  [
    'roles: self, static in the other file',
    { config: config('default: role R, source default'), credentials: credentials('default: keys B') },
    'B > R',
  ],
  [
    'roles: self, process',
    { config: config('default: role R, source default, process p') },
    'fail source-profile-cycle',
  ],
  [
    'roles: cycle',
    { config: config('default: role R, source b, keys A; b: role S, source default') },
    'fail source-profile-cycle',
  ],
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
  [
    'roles: a source with an id only',
    { config: config('default: role R, source b; b: id B') },
    'fail partial-credentials',
  ],
  [
    'roles: a source with a secret only',
    { config: config('default: role R, source b; b: secret') },
    'fail source-without-credentials',
  ],
  [
    'roles: a source with a process',
    { config: config('default: role R, source b; b: process p') },
    'process p > R',
  ],
  [
    'roles: credential_source in other case',
    { env: envKeys('E'), options: { profile: 'r' }, config: config('r: role R, from environment') },
    'fail unknown-credential-source',
  ],
  [
    'roles: Environment',
    { env: envKeys('E'), options: { profile: 'r' }, config: config('r: role R, from Environment') },
    'E > R',
  ],
  [
    'roles: Environment empty',
    { config: config('default: role R, from Environment') },
    'fail source-without-credentials',
  ],
  ['roles: without role_arn', { config: config('default: from Environment, keys A') }, 'A'],
  [
    'roles: a source without role_arn',
    { config: config('default: role R, source b; b: from Ec2InstanceMetadata') },
    'fail source-without-credentials',
  ],
  ['roles: Ec2InstanceMetadata', { config: config('default: role R, from Ec2InstanceMetadata') }, 'imds > R'],
  [
    'roles: Ec2InstanceMetadata disabled',
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      config: config('default: role R, from Ec2InstanceMetadata'),
    },
    'fail source-without-credentials',
  ],
  [
    'roles: EcsContainer',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: config('default: role R, from EcsContainer'),
    },
    `container ${fullUri} > R`,
  ],
  [
    'roles: mfa_serial is asked for',
    { config: config('default: role R, source b, mfa; b: keys B') },
    'B > R',
  ],
  [
    'roles: the role of AWS_ROLE_ARN',
    { ...identity, config: config('default: role R, web /var/run/token') },
    'web-identity > POD',
  ],
  [
    'roles: a role beats the env web identity',
    { ...identity, config: config('default: role R, source b; b: keys B') },
    'B > R',
  ],
  [
    'region: an empty region',
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
/** IAM Identity Center and `aws login`. */
const caches: readonly Row[] = [
  ['sso: a session', { config: session, files: ssoToken('s', { expiresAt: later(600) }) }, 'sso s'],
  [
    'sso: in another file',
    { config: session, files: ssoToken('https://s', { expiresAt: later(600) }) },
    'fail sso-token-missing',
  ],
  [
    'sso: different values',
    { config: config('default: sso_session = s, account, sso_region = y; sso-session s: portal') },
    'fail sso-inconsistent',
  ],
  ['sso: no section', { config: config('default: sso_session = s, account') }, 'fail sso-session-not-found'],
  [
    'sso: in the credentials file',
    {
      config: config('default: sso_session = s, account'),
      credentials: credentials('sso-session s: portal'),
    },
    'fail sso-session-not-found',
  ],
  ['sso: token-only', { config: config('default: sso_session = s; sso-session s: portal') }, 'imds'],
  [
    'sso: legacy expired',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: later(-1) }) },
    'fail sso-token-expired',
  ],
  [
    'sso: written by an old CLI',
    { config: config('default: sso'), files: ssoToken('https://s', { expiresAt: '2026-01-31T18:00:00UTC' }) },
    'sso https://s',
  ],
  [
    'sso: not refreshable, 10 min left',
    { config: session, files: ssoToken('s', { expiresAt: later(10) }) },
    'sso s',
  ],
  [
    'sso: expired, not refreshable',
    { config: session, files: ssoToken('s', { expiresAt: later(-10) }) },
    'fail sso-token-expired',
  ],
  [
    'sso: expired, refreshable',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(-10), ...refresh, registrationExpiresAt: later(600) }),
    },
    'sso s',
  ],
  [
    'sso: registration expired',
    {
      config: session,
      files: ssoToken('s', { expiresAt: later(-10), ...refresh, registrationExpiresAt: later(-600) }),
    },
    'fail sso-token-expired',
  ],
  [
    'sso: no registration time',
    { config: session, files: ssoToken('s', { expiresAt: later(-10), ...refresh }) },
    'fail sso-token-expired',
  ],
  [
    'sso: no JSON',
    { config: session, files: { [`/home/user/.aws/sso/cache/${sha1('s')}.json`]: '<html>' } },
    'fail sso-token-invalid',
  ],
  ['sso: no time', { config: session, files: ssoToken('s', {}) }, 'fail sso-token-invalid'],
  ['login: no cache', { config: config('default: login_session = arn') }, 'fail login-token-missing'],
  [
    'login: incomplete',
    { config: config('default: login_session = arn'), files: loginToken({ accessToken: {} }) },
    'fail login-token-invalid',
  ],
  [
    'login: whole',
    { config: config('default: login_session = arn'), files: loginToken(wholeLogin()) },
    'login',
  ],
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
/** Containers and instances. */
const endpoints: readonly Row[] = [
  [
    'container: another host',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://10.0.0.1/c' } },
    'fail container-host',
  ],
  [
    'container: https',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://example.com/c' },
      http: { 'GET https://example.com/c': answered(200, endpointKeys('H')) },
    },
    'container https://example.com/c',
  ],
  [
    'container: EKS over IPv6',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[fd00:ec2::23]/c' },
      http: { 'GET http://[fd00:ec2::23]/c': answered(200, endpointKeys('H')) },
    },
    'container http://[fd00:ec2::23]/c',
  ],
  [
    'container: a line break in the token',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: auth },
      files: { [auth]: 'NotAToken\n' },
      http: container,
    },
    'fail container-token',
  ],
  [
    'container: no token file',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: auth },
      http: container,
    },
    'fail container-token-file',
  ],
  [
    'container: a field is missing',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: { [`GET ${fullUri}`]: answered(200, '{"AccessKeyId":"x"}') },
    },
    'fail container-endpoint',
  ],
  ['imds: token 400', { http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(400) } }, 'none'],
  ...[403, 404, 405, 500].map((status): Row => [
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
    'imds: v1 disabled by the profile',
    {
      config: config('default: ec2_metadata_v1_disabled = true'),
      http: { [`PUT ${imdsUrl}/latest/api/token`]: answered(403) },
    },
    'fail imds-v1-disabled',
  ],
  ['imds: no role', { http: { [list]: answered(404) } }, 'none'],
  [
    'imds: an error code',
    { http: { [`${list}node`]: answered(200, '{"Code":"AssumeRoleUnauthorizedAccess"}') } },
    'none',
  ],
  ['imds: HTML', { http: { [`${list}node`]: answered(200, '<html>') } }, 'none'],
  [
    "7.2 the profile's endpoint",
    { config: config('default: ec2_metadata_service_endpoint = http://127.0.0.1:9') },
    'none',
  ],
  [
    'variables: an empty endpoint hides it',
    {
      env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: '' },
      config: config('default: ec2_metadata_service_endpoint = http://127.0.0.1:9'),
    },
    'imds',
  ],
  ['variables: AWS_EC2_METADATA_DISABLED=1', { env: { AWS_EC2_METADATA_DISABLED: '1' } }, 'imds'],
  ['imds: IPv6', { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPV6' } }, 'none'],
];

describe.each([cli, cliV1, boto3])('$id', (flavour) => {
  test.each([...chain, ...profiles, ...caches, ...endpoints])('%s', async (_, situation, expected) => {
    expect(await outcomeOf(flavour, situation)).toBe(expected);
  });
});

test('the variables of the profile: AWS_PROFILE first in version 2 only', async () => {
  const situation = {
    env: { AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' },
    credentials: credentials('a: keys A; b: keys B'),
  };
  expect(await outcomeOf(cli, situation)).toBe('A');
  expect(await outcomeOf(cliV1, situation)).toBe('B');
  expect(await outcomeOf(boto3, situation)).toBe('B');
});

test('AWS_SECURITY_TOKEN is used before AWS_SESSION_TOKEN', async () => {
  const env = { ...envKeys('E'), AWS_SECURITY_TOKEN: 'old', AWS_SESSION_TOKEN: 'new' };
  const { selected } = await resolveIn(boto3, { env });
  const { recipe } = selected ?? {};
  expect(recipe?.kind === 'static' ? recipe.sessionToken?.evidence.name : undefined).toBe(
    'AWS_SECURITY_TOKEN',
  );
});

test('login: boto3 and CLI v1 say that a login session needs more than they bring', async () => {
  const situation = { config: config('default: login_session = arn'), files: loginToken(wholeLogin()) };
  const codes = async (flavour: typeof cli) =>
    (await resolveIn(flavour, situation)).diagnostics.map(({ code }) => code);
  expect(await codes(boto3)).toEqual(['login-dependency']);
  expect(await codes(cliV1)).toEqual(['login-dependency']);
  expect(await codes(cli)).toEqual([]);
});

test('login: AWS_LOGIN_CACHE_DIRECTORY is expanded', async () => {
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
])('a role session with $minutes min left is used: $kept', async ({ minutes, kept }) => {
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

test('caches: a kept session hides a source that would fail at use, not a wrong configuration', async () => {
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

test('caches: only CLI v2 keeps the role credentials of SSO', async () => {
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

test('variables: a redirected STS needs a region to sign for; its own address does not', async () => {
  const situation = { config: config('default: role R, source b; b: keys B') };
  const off = { AWS_EC2_METADATA_DISABLED: 'true' };
  for (const flavour of [cli, boto3]) {
    const env = { ...off, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' };
    expect((await resolveIn(flavour, { ...situation, env })).error?.code).toBe('no-region');
    expect((await resolveIn(flavour, { ...situation, env: off })).verdict).toBe('selected');
  }
});
