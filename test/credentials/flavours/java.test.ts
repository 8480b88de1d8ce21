import { describe, expect, test } from 'vitest';
import { java } from '../../../src/credentials/flavours/java.ts';
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
  keys,
  outcomeOf,
  resolveIn,
  role,
  secret,
  tokenFile,
  type Row,
} from './outcome.ts';

const noInstance = {
  [`PUT ${imdsUrl}/latest/api/token`]: answered(500),
  [`GET ${imdsUrl}/latest/meta-data/iam/security-credentials/`]: answered(404),
};
const properties = (letter: string) =>
  `-Xmx1g -Daws.accessKeyId=${keyId(letter)} "-Daws.secretAccessKey=${secret}"`;

/** The chain of `DefaultCredentialsProvider`, place by place. */
const chain: readonly Row[] = [
  [
    'system-properties: system properties beat env keys',
    { env: { ...envKeys('A'), JAVA_TOOL_OPTIONS: properties('P') } },
    'P',
  ],
  [
    'system-properties: with their token',
    { env: { JAVA_TOOL_OPTIONS: `${properties('P')} -Daws.sessionToken=NotAToken` } },
    'P+token',
  ],
  [
    'system-properties: half a pair',
    { env: { ...envKeys('A'), JAVA_TOOL_OPTIONS: `-Daws.accessKeyId=${keyId('P')}` } },
    'A',
  ],
  [
    'system-properties: _JAVA_OPTIONS is read last and wins',
    { env: { JAVA_TOOL_OPTIONS: properties('P'), _JAVA_OPTIONS: properties('Q') } },
    'Q',
  ],
  [
    'system-properties: the later of two definitions',
    { env: { JAVA_TOOL_OPTIONS: `${properties('P')} ${properties('Q')}` } },
    'Q',
  ],
  [
    'env: env keys beat web identity',
    { env: { ...envKeys('A'), ...identity.env }, files: identity.files },
    'A',
  ],
  [
    'env: AWS_PROFILE does not displace them',
    { env: { ...envKeys('A'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') },
    'A',
  ],
  [
    'env: half a pair',
    { env: { AWS_ACCESS_KEY_ID: keyId('A') }, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'env: blanks are nothing',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A'), AWS_SECRET_ACCESS_KEY: '  ' },
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'variables: AWS_ACCESS_KEY is not read',
    { env: { AWS_ACCESS_KEY: keyId('A'), AWS_SECRET_KEY: secret } },
    'imds',
  ],
  [
    'variables: AWS_SECURITY_TOKEN is not read',
    { env: { ...envKeys('A'), AWS_SECURITY_TOKEN: 'NotAToken' } },
    'A',
  ],
  [
    'web-identity: web identity beats the profile (gotcha 29)',
    { env: identity.env, files: identity.files, credentials: credentials('default: keys B') },
    'web-identity > POD',
  ],
  [
    'web-identity: without a role',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile },
      files: identity.files,
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'web-identity: the role as a property',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, JAVA_TOOL_OPTIONS: `-Daws.roleArn=${role('PROP')}` },
      files: identity.files,
    },
    'web-identity > PROP',
  ],
  [
    'web-identity: a missing file is swallowed',
    { env: identity.env, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'profile: the profile beats the container',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    'profile: aws.profile beats AWS_PROFILE',
    {
      env: { AWS_PROFILE: 'q', JDK_JAVA_OPTIONS: '-Daws.profile=p' },
      credentials: credentials('p: keys B; q: keys Q'),
    },
    'B',
  ],
  [
    'container: the container beats the instance',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  ['imds: the instance', {}, 'imds'],
  ['nothing anywhere', { http: noInstance }, 'none'],
];

/** Profiles and their styles: every error is swallowed. */
const profiles: readonly Row[] = [
  ['profile: AWS_PROFILE', { env: { AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') }, 'B'],
  [
    'profile: AWS_DEFAULT_PROFILE is ignored',
    { env: { AWS_DEFAULT_PROFILE: 'p' }, credentials: credentials('p: keys B; default: keys D') },
    'D',
  ],
  [
    'profile: unknown profile (gotcha 5)',
    { env: { AWS_PROFILE: 'gone' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  ['profile: explicit default that is not there', { env: { AWS_PROFILE: 'default' } }, 'imds'],
  ['lines: a file that cannot be parsed', { credentials: `[default]\n${keys('B')}junk\n` }, 'imds'],
  [
    'both files: property by property, the credentials file first',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    'both files: a pair put together',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'A',
  ],
  [
    'both files: a token of the other file',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    'styles: web identity first',
    {
      config: config('default: role TOP, web /var/run/token, source s, keys B; s: keys S'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  [
    'styles: role before process and keys',
    {
      config: config('default: role TOP, source s, process /bin/p, keys B; s: keys S'),
    },
    'S > TOP',
  ],
  ['styles: process before keys', { config: config('default: process /bin/p, keys B') }, 'process /bin/p'],
  [
    'styles: role without a source is ignored (gotcha 25)',
    { config: config('default: role TOP, keys B') },
    'B',
  ],
  ['styles: also without anything else', { config: config('default: role TOP') }, 'imds'],
  [
    'styles: SSO before the role, its error swallowed',
    {
      config: config('default: sso_start_url = https://s, role TOP, source s; s: keys S'),
    },
    'imds',
  ],
  ['styles: a token without an id', { config: config('default: token') }, 'imds'],
  ['styles: an id without a secret', { credentials: credentials('default: id B') }, 'imds'],
  [
    'lines: keys in capitals are other keys (gotcha 40)',
    { credentials: `[default]\nAWS_ACCESS_KEY_ID = ${keyId('B')}\nAWS_SECRET_ACCESS_KEY = ${secret}\n` },
    'imds',
  ],
  ['roles: source_profile not there', { config: config('default: role TOP, source gone') }, 'imds'],
  [
    'roles: source without credentials',
    { config: config('default: role TOP, source s; s: region = x') },
    'imds',
  ],
  [
    'roles: source and credential_source',
    {
      config: config('default: role TOP, source s, from Environment; s: keys S'),
    },
    'imds',
  ],
  [
    'roles: self reference with keys (gotcha 44)',
    { config: config('default: role TOP, source default, keys B') },
    'imds',
  ],
  [
    'roles: cycle',
    {
      config: config('default: role A, source b; b: role B, source default'),
    },
    'imds',
  ],
  [
    'roles: cycle, b with keys: the table order counts',
    {
      config: config('default: role A, source b; b: role B, source default, keys K'),
    },
    'imds',
  ],
  [
    'styles: a source with keys and a role: the role counts',
    {
      config: config('default: role A, source b; b: keys K, role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    'roles: a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    'roles: source of type process',
    {
      config: config('default: role A, source b; b: process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    'roles: credential_source in any case',
    { config: config('default: role A, from ec2instancemetadata') },
    'imds > A',
  ],
  [
    'roles: credential_source unknown',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n`,
    },
    `container ${fullUri}`,
  ],
  [
    'roles: credential_source without role_arn is ignored',
    { config: config('default: from EcsContainer, keys B') },
    'B',
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
    'roles: mfa_serial is not read',
    {
      config: config('default: role A, source b, mfa; b: keys B'),
    },
    'B > A',
  ],
];

describe.each([
  ['chain', chain],
  ['profiles', profiles],
])('Java: %s', (_, rows) => {
  test.each(rows)('%s', async (_name, situation, expected) => {
    expect(await outcomeOf(java, situation)).toBe(expected);
  });
});

test('Java, gotcha 43: the swallowed error is told with its place', async () => {
  const { verdict, diagnostics } = await resolveIn(java, {
    config: config('default: role TOP, source gone'),
  });
  expect(verdict).toBe('selected');
  expect(diagnostics).toMatchObject([
    { code: 'error-swallowed', severity: 'warning', span: { file: '~/.aws/config', line: 3 } },
  ]);
});

test('Java: what cannot be seen is told as unknown', async () => {
  const { steps } = await resolveIn(java, { env: envKeys('A') });
  const step = steps.find(({ id }) => id === 'system-properties');
  expect(step?.outcome).toBe('skip');
  expect(step?.because).toMatch(/^unknown: .*not visible from outside$/);
});

test('Java: options that hold secrets are never shown', async () => {
  const resolution = await resolveIn(java, {
    env: { JAVA_TOOL_OPTIONS: `${properties('P')} -Daws.sessionToken=NotAToken -Daws.profile=p` },
  });
  for (const hidden of [secret, 'NotAToken']) expect(JSON.stringify(resolution)).not.toContain(hidden);
  expect(JSON.stringify(resolution.steps)).not.toContain(keyId('P'));
});
