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

/** Credential-chain.md section 1.5. */
const chain: readonly Row[] = [
  [
    '1.5 row 1: system properties beat env keys',
    { env: { ...envKeys('A'), JAVA_TOOL_OPTIONS: properties('P') } },
    'P',
  ],
  [
    '1.5 row 1: with their token',
    { env: { JAVA_TOOL_OPTIONS: `${properties('P')} -Daws.sessionToken=NotAToken` } },
    'P+token',
  ],
  [
    '1.5 row 1: half a pair',
    { env: { ...envKeys('A'), JAVA_TOOL_OPTIONS: `-Daws.accessKeyId=${keyId('P')}` } },
    'A',
  ],
  [
    '1.5 row 1: _JAVA_OPTIONS is read last and wins',
    { env: { JAVA_TOOL_OPTIONS: properties('P'), _JAVA_OPTIONS: properties('Q') } },
    'Q',
  ],
  [
    '1.5 row 1: the later of two definitions',
    { env: { JAVA_TOOL_OPTIONS: `${properties('P')} ${properties('Q')}` } },
    'Q',
  ],
  [
    '1.5 row 2: env keys beat web identity',
    { env: { ...envKeys('A'), ...identity.env }, files: identity.files },
    'A',
  ],
  [
    '1.5 row 2: AWS_PROFILE does not displace them',
    { env: { ...envKeys('A'), AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') },
    'A',
  ],
  [
    '1.5 row 2: half a pair',
    { env: { AWS_ACCESS_KEY_ID: keyId('A') }, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '1.5 row 2: blanks are nothing',
    {
      env: { AWS_ACCESS_KEY_ID: keyId('A'), AWS_SECRET_ACCESS_KEY: '  ' },
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  ['5 AWS_ACCESS_KEY is not read', { env: { AWS_ACCESS_KEY: keyId('A'), AWS_SECRET_KEY: secret } }, 'imds'],
  ['5 AWS_SECURITY_TOKEN is not read', { env: { ...envKeys('A'), AWS_SECURITY_TOKEN: 'NotAToken' } }, 'A'],
  [
    '1.5 row 3: web identity beats the profile (9, row 29)',
    { env: identity.env, files: identity.files, credentials: credentials('default: keys B') },
    'web-identity > POD',
  ],
  [
    '1.5 row 3: without a role',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile },
      files: identity.files,
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    '1.5 row 3: the role as a property',
    {
      env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, JAVA_TOOL_OPTIONS: `-Daws.roleArn=${role('PROP')}` },
      files: identity.files,
    },
    'web-identity > PROP',
  ],
  [
    '1.5 row 3: a missing file is swallowed',
    { env: identity.env, credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '1.5 row 4: the profile beats the container',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      credentials: credentials('default: keys B'),
    },
    'B',
  ],
  [
    '1.5 row 4: aws.profile beats AWS_PROFILE',
    {
      env: { AWS_PROFILE: 'q', JDK_JAVA_OPTIONS: '-Daws.profile=p' },
      credentials: credentials('p: keys B; q: keys Q'),
    },
    'B',
  ],
  [
    '1.5 row 5: the container beats the instance',
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri }, http: container },
    `container ${fullUri}`,
  ],
  ['1.5 row 6: the instance', {}, 'imds'],
  ['1.5 nothing', { http: noInstance }, 'none'],
];

/** Credential-chain.md sections 2 and 3: every error is swallowed. */
const profiles: readonly Row[] = [
  ['2 AWS_PROFILE', { env: { AWS_PROFILE: 'p' }, credentials: credentials('p: keys B') }, 'B'],
  [
    '2 AWS_DEFAULT_PROFILE is ignored',
    { env: { AWS_DEFAULT_PROFILE: 'p' }, credentials: credentials('p: keys B; default: keys D') },
    'D',
  ],
  [
    '2 unknown profile (9, row 5)',
    { env: { AWS_PROFILE: 'gone' }, credentials: credentials('default: keys B') },
    'imds',
  ],
  ['2 explicit default that is not there', { env: { AWS_PROFILE: 'default' } }, 'imds'],
  ['4.3 a file that cannot be parsed', { credentials: `[default]\n${keys('B')}junk\n` }, 'imds'],
  [
    '3.1 property by property, the credentials file first',
    { config: config('default: keys A'), credentials: credentials('default: keys B') },
    'B',
  ],
  [
    '3.1 a pair put together',
    {
      config: config('default: id A'),
      credentials: credentials('default: secret'),
    },
    'A',
  ],
  [
    '3.1 a token of the other file',
    { config: config('default: token'), credentials: credentials('default: keys B') },
    'B+token',
  ],
  [
    '3.2 web identity first',
    {
      config: config('default: role TOP, web /var/run/token, source s, keys B; s: keys S'),
      files: identity.files,
    },
    'web-identity > TOP',
  ],
  [
    '3.2 role before process and keys',
    {
      config: config('default: role TOP, source s, process /bin/p, keys B; s: keys S'),
    },
    'S > TOP',
  ],
  ['3.2 process before keys', { config: config('default: process /bin/p, keys B') }, 'process /bin/p'],
  ['3.2 role without a source is ignored (9, row 25)', { config: config('default: role TOP, keys B') }, 'B'],
  ['3.2 also without anything else', { config: config('default: role TOP') }, 'imds'],
  [
    '3.2 SSO before the role, its error swallowed',
    {
      config: config('default: sso_start_url = https://s, role TOP, source s; s: keys S'),
    },
    'imds',
  ],
  ['3.2 a token without an id', { config: config('default: token') }, 'imds'],
  ['3.2 an id without a secret', { credentials: credentials('default: id B') }, 'imds'],
  [
    '4.3 keys in capitals are other keys (9, row 40)',
    { credentials: `[default]\nAWS_ACCESS_KEY_ID = ${keyId('B')}\nAWS_SECRET_ACCESS_KEY = ${secret}\n` },
    'imds',
  ],
  ['3.3 source_profile not there', { config: config('default: role TOP, source gone') }, 'imds'],
  [
    '3.3 source without credentials',
    { config: config('default: role TOP, source s; s: region = x') },
    'imds',
  ],
  [
    '3.3 source and credential_source',
    {
      config: config('default: role TOP, source s, from Environment; s: keys S'),
    },
    'imds',
  ],
  [
    '3.3 self reference with keys (9, row 44)',
    { config: config('default: role TOP, source default, keys B') },
    'imds',
  ],
  [
    '3.3 cycle',
    {
      config: config('default: role A, source b; b: role B, source default'),
    },
    'imds',
  ],
  [
    '3.3 cycle, b with keys: the table order counts',
    {
      config: config('default: role A, source b; b: role B, source default, keys K'),
    },
    'imds',
  ],
  [
    '3.2 a source with keys and a role: the role counts',
    {
      config: config('default: role A, source b; b: keys K, role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    '3.3 a -> b -> c',
    {
      config: config('default: role A, source b; b: role B, source c; c: keys C'),
    },
    'C > B > A',
  ],
  [
    '3.3 source of type process',
    {
      config: config('default: role A, source b; b: process /bin/p'),
    },
    'process /bin/p > A',
  ],
  [
    '3.3 credential_source in any case',
    { config: config('default: role A, from ec2instancemetadata') },
    'imds > A',
  ],
  [
    '3.3 credential_source unknown',
    {
      env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri },
      http: container,
      config: `[default]\nrole_arn = ${role('A')}\ncredential_source = junk\n`,
    },
    `container ${fullUri}`,
  ],
  [
    '3.3 credential_source without role_arn is ignored',
    { config: config('default: from EcsContainer, keys B') },
    'B',
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
    '3.3 mfa_serial is not read',
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

test('Java, 9 row 43: the swallowed error is told with its place', async () => {
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
