import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { findGotchas } from '../../../src/credentials/gotchas.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { recipeText } from '../../support/recipe-text.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const keys = {
  aws_access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  aws_secret_access_key: 'NotASecret',
  region: 'eu-west-1',
};
const role = { role_arn: 'arn:aws:iam::111122223333:role/App', source_profile: 'base', region: 'eu-west-1' };
const identity = { role_arn: role.role_arn, web_identity_token_file: '/token', region: 'eu-west-1' };
const address = { sso_start_url: 'https://acme.awsapps.com/start', sso_region: 'us-east-1' };
const permission = { sso_account_id: '111122223333', sso_role_name: 'Dev' };

type Keys = Readonly<Record<string, string>>;

/** `key` has nothing behind its `=`, and its value below, as the value of another key. */
function section(header: string, values: Keys, key?: string): string {
  const lines = Object.entries(values).map(([name, value]) =>
    name === key ? `${name} =\n  inner = ${value}\n` : `${name} = ${value}\n`,
  );
  return `[${header}]\n${lines.join('')}`;
}

async function answer(config: string, id: FlavourId = 'boto3', env: Keys = {}) {
  const cached = (name: string) =>
    `/home/user/.aws/sso/cache/${createHash('sha1').update(name).digest('hex')}.json`;
  const token = JSON.stringify({ accessToken: 'a-token', expiresAt: '2026-11-28T20:00:00Z' });
  const world = openWorld(
    memoryHost({
      now,
      env: { AWS_EC2_METADATA_DISABLED: 'true', ...env },
      files: {
        '/home/user/.aws/config': { content: config, mode: 0o600 },
        '/token': 'a.b.c',
        [cached('s')]: token,
        [cached(address.sso_start_url)]: token,
      },
    }),
    'offline',
  );
  const resolution = await resolveChain(world, flavours[id]);
  const { verdict, error, selected } = resolution;
  const findings = await findGotchas(world, resolution);
  return {
    told: `${verdict} ${error?.code ?? (selected === undefined ? '' : recipeText(selected.recipe))}`,
    error,
    codes: findings.map(({ diagnostic }) => diagnostic.code),
  };
}

const stopped = 'error map-for-text';
const base = section('profile base', keys);
const session = section('sso-session s', address);

/** botocore 1.43.11, run with each of these: an exception of Python, or the credentials. */
test.each<readonly [string, string, Keys, string, string]>([
  ['the key id', 'aws_access_key_id', keys, '', stopped],
  ['the token', 'aws_session_token', { ...keys, aws_session_token: 'x' }, '', stopped],
  ['the old token', 'aws_security_token', { ...keys, aws_security_token: 'x' }, '', stopped],
  [
    'the secret, whose spelling signs',
    'aws_secret_access_key',
    keys,
    '',
    'selected static(AKIAIOSFODNN7EXAMPLE)',
  ],
  ['the region', 'region', keys, '', stopped],
  ['an address', 'endpoint_url', { ...keys, endpoint_url: 'http://127.0.0.1:1' }, '', stopped],
  ['services', 'services', { ...keys, services: 'x' }, '', stopped],
  ['the retry mode', 'retry_mode', { ...keys, retry_mode: 'standard' }, '', stopped],
  ['schemes', 'auth_scheme_preference', { ...keys, auth_scheme_preference: 'sigv4' }, '', stopped],
  [
    'an account',
    'aws_account_id',
    { ...keys, aws_account_id: '111122223333' },
    '',
    'selected static(AKIAIOSFODNN7EXAMPLE)',
  ],
  ['the output', 'output', { ...keys, output: 'json' }, '', 'selected static(AKIAIOSFODNN7EXAMPLE)'],
  ['S3, which is one', 's3', { ...keys, s3: 'x' }, '', 'selected static(AKIAIOSFODNN7EXAMPLE)'],
  ['a role', 'role_arn', role, base, stopped],
  ['its source', 'source_profile', role, base, stopped],
  ['its session', 'role_session_name', { ...role, role_session_name: 'me' }, base, stopped],
  ['its external id', 'external_id', { ...role, external_id: 'x' }, base, stopped],
  ['its duration', 'duration_seconds', { ...role, duration_seconds: '1800' }, base, stopped],
  ['its device', 'mfa_serial', { ...role, mfa_serial: 'arn:aws:iam::111122223333:mfa/me' }, base, stopped],
  ['the region of its call', 'region', role, base, stopped],
  ['the key id of its source', '', role, section('profile base', keys, 'aws_access_key_id'), stopped],
  [
    'the secret of its source',
    '',
    role,
    section('profile base', keys, 'aws_secret_access_key'),
    `selected assume-role(${role.role_arn}, static(AKIAIOSFODNN7EXAMPLE))`,
  ],
  [
    'a source that is named',
    'credential_source',
    { role_arn: role.role_arn, credential_source: 'Environment' },
    '',
    stopped,
  ],
  ['the role of a token', 'role_arn', identity, '', stopped],
  ['the file of a token', 'web_identity_token_file', identity, '', stopped],
  ['the session of a token', 'role_session_name', { ...identity, role_session_name: 'me' }, '', stopped],
  ['a process', 'credential_process', { credential_process: '/opt/helper --x' }, '', stopped],
  ['a login', 'login_session', { login_session: 'arn:aws:iam::111122223333:user/mika' }, '', stopped],
  ['the name of an sso-session', 'sso_session', { ...permission, sso_session: 's' }, session, stopped],
  ['an account of SSO', 'sso_account_id', { ...permission, sso_session: 's' }, session, stopped],
  ['a permission set', 'sso_role_name', { ...permission, sso_session: 's' }, session, stopped],
  [
    'the region of an sso-session',
    '',
    { ...permission, sso_session: 's' },
    section('sso-session s', address, 'sso_region'),
    stopped,
  ],
  [
    'the address of an sso-session',
    '',
    { ...permission, sso_session: 's' },
    section('sso-session s', address, 'sso_start_url'),
    'selected sso(111122223333, Dev)',
  ],
  ['the address of the old form', 'sso_start_url', { ...address, ...permission }, '', stopped],
  ['the region of the old form', 'sso_region', { ...address, ...permission }, '', stopped],
])('a map for %s', async (_, key, values, more, expected) => {
  const { told, error } = await answer(`${section('default', values, key)}${more}`);
  expect(told).toBe(expected);
  if (key !== '' && error !== undefined)
    expect(error.message).toMatch(new RegExp(`^${key} has nothing behind`));
});

test('keys of the environment win before a role that is a map is looked at', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'NotASecret' };
  const { told } = await answer(section('default', role, 'role_arn') + base, 'boto3', env);
  expect(told).toBe('selected static(AKIAIOSFODNN7EXAMPLE)');
});

test('a token in the environment goes with its role, whatever the profile holds', async () => {
  const env = { AWS_ROLE_ARN: role.role_arn, AWS_WEB_IDENTITY_TOKEN_FILE: '/token' };
  const { told } = await answer(section('default', identity, 'role_arn'), 'boto3', env);
  expect(told).toBe(`selected web-identity(${role.role_arn})`);
});

test.each<readonly [FlavourId, string]>([
  ['boto3', stopped],
  ['cli-v1', stopped],
  ['cli', stopped],
  // A key of its own, `role_arn.inner`.
  ['js', 'selected static(AKIAIOSFODNN7EXAMPLE)'],
  // Nothing behind the sign, and a map that nobody asks for.
  ['go', 'selected static(AKIAIOSFODNN7EXAMPLE)'],
])('only Python takes a map for what a text is asked of: %s', async (id, expected) => {
  const { told } = await answer(section('default', { ...keys, role_arn: role.role_arn }, 'role_arn'), id);
  expect(told).toBe(expected);
});

test('nothing else is said of the line of a map', async () => {
  const config = section('default', { ...keys, region: 'eu-west-1a', aws_session_token: 'x' }, 'region');
  expect((await answer(config)).codes).not.toContain('region-none');
  expect((await answer(section('default', { ...keys, region: 'eu-west-1a' }))).codes).toContain(
    'region-none',
  );
});

test('a secret that is a map is told, and that AWS refuses it', async () => {
  const { codes } = await answer(section('default', keys, 'aws_secret_access_key'));
  expect(codes).toContain('key-flawed');
});

test('a program below `credential_process =` is not what runs', async () => {
  const { error } = await answer('[default]\ncredential_process =\n\n  /opt/helper --mode=x\n');
  expect(error).toMatchObject({ code: 'map-for-text', span: { line: 2 } });
});
