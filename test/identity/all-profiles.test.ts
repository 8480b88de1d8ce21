import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import { credentialsFile, identities, jsonOf, whoami } from './support.ts';

let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(() => loopback.close());

const config = `[profile app]
role_arn = arn:aws:iam::111122223333:role/team/App
source_profile = default

[profile audit]
role_arn = arn:aws:iam::777788889999:role/Auditor
source_profile = default

[profile old]
sso_session = gone
sso_account_id = 111122223333
sso_role_name = ReadOnly

[sso-session gone]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1

[profile ci]
credential_process = /bin/vend

[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/mika
`;
const files = {
  '/home/user/.aws/config': config,
  '/home/user/.aws/credentials': credentialsFile,
  '/bin/vend': { content: '', mode: 0o755 },
};
const scenario = {
  sts: { identities, denied: ['arn:aws:iam::777788889999:role/Auditor'] },
  iam: { aliases: ['acme-prod'] },
};
const world = { files, env: { AWS_PROFILE: 'app' } };

test('every profile has a line of its own', async () => {
  const wide = { ...world, columns: 100, isTerminal: true, env: { ...world.env, NO_COLOR: '1' } };
  const ran = await whoami(loopback, scenario, wide, '--all-profiles');
  expect(ran.status).toBe(1);
  const lines = ran.out.split('\n');
  expect(lines[0]).toMatch(/^ {4}PROFILE +ACCOUNT +IDENTITY +VIA +EXPIRES$/);
  expect(ran.out).toMatch(/✓ app \* +111122223333 {2}acme-prod {2}role App +assume +(1 h|\d+ min)/);
  expect(ran.out).toMatch(/✓ default +111122223333 {2}acme-prod {2}user mika +keys +never/);
  expect(ran.out).toMatch(/✗ audit +777788889999 +role Auditor +assume +\S/);
  expect(ran.out).toMatch(/✗ old /);
  expect(ran.out).toMatch(/· ci .* process +not run/);
  expect(ran.out).toMatch(/· admin .* MFA not asked/);
  expect(ran.out).toContain('2 of 6 cannot be used.');
  expect(ran.host.started).toEqual([]);
  expect(ran.host.questions).toEqual([]);
});

test('the document holds every profile with its answer or its error', async () => {
  const ran = await whoami(loopback, scenario, world, '--all-profiles', '--json');
  const { profiles, schema } = jsonOf(ran);
  expect(schema).toBe('iamx.whoami/1');
  expect(profiles).toMatchObject([
    {
      profile: 'app',
      current: true,
      account: '111122223333',
      principal: { name: 'App' },
      alias: 'acme-prod',
    },
    {
      profile: 'audit',
      current: false,
      verdict: 'error',
      provider: 'assume-role',
      error: { code: 'aws-failed' },
    },
    { profile: 'old', verdict: 'error' },
    { profile: 'ci', verdict: 'not-run', provider: 'process' },
    { profile: 'admin', verdict: 'not-run', provider: 'assume-role' },
    { profile: 'default', account: '111122223333', credentials: { profile: 'default' } },
  ]);
});

test('--live runs processes and asks for codes, one after the other', async () => {
  const second = config.replace(
    '[profile admin]',
    `[profile boss]
role_arn = arn:aws:iam::111122223333:role/Boss
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/mika

[profile admin]`,
  );
  const stdout = JSON.stringify({
    Version: 1,
    AccessKeyId: 'AKIAJMIKAMIKAMIKA2F3',
    SecretAccessKey: 'NotASecret',
  });
  const live = {
    ...world,
    files: { ...files, '/home/user/.aws/config': second },
    isTerminal: true,
    typed: ['111111', '222222'],
    processes: { '/bin/vend': { kind: 'exited', status: 1, stdout, stderr: '', truncated: false } as const },
  };
  const ran = await whoami(loopback, scenario, live, '--all-profiles', '--live', '--json');
  expect(ran.host.started.length).toBeGreaterThan(0);
  expect(ran.host.questions).toHaveLength(2);
  expect(ran.out).not.toContain('"not-run"');
  expect(ran.out).toContain('ended with status 1');
});

test('progress is shown on a terminal only, and cleared', async () => {
  const onTerminal = await whoami(loopback, scenario, { ...world, isTerminal: true }, '--all-profiles');
  // What is announced meanwhile clears the line for itself.
  const counts = onTerminal.host.progress.filter((text) => text !== '');
  expect(counts).toHaveLength(6);
  expect(counts.at(-1)).toBe('6 of 6 profiles asked');
  expect(onTerminal.host.progress.at(-1)).toBe('');
  expect((await whoami(loopback, scenario, world, '--all-profiles')).host.progress).toEqual([]);
});

test('without any profile the answer is no', async () => {
  const ran = await whoami(loopback, {}, {}, '--all-profiles');
  expect(ran.status).toBe(1);
  expect(ran.out).toContain('finds no profile');
});

test('where AWS refuses all of them the status is 3', async () => {
  const ran = await whoami(
    loopback,
    { sts: { unknownKeys: 'reject' } },
    { files: { '/home/user/.aws/credentials': credentialsFile } },
    '--all-profiles',
  );
  expect(ran.status).toBe(3);
});

test('a hundred profiles are asked a few at a time, not one by one', async () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    credentialsFile.replace('default', `p${index}`),
  ).join('');
  // One by one would never be answered.
  const crowd = { sts: { identities }, gather: 20 };
  const ran = await whoami(
    loopback,
    crowd,
    { files: { '/home/user/.aws/credentials': many } },
    '--all-profiles',
  );
  expect(ran.status).toBe(0);
  expect(ran.out.match(/✓/g)).toHaveLength(100);
  expect(loopback.mostAtOnce()).toBeLessThanOrEqual(50);
});

test('what is asked next is asked of the tool that was', async () => {
  const ran = await whoami(loopback, scenario, world, '--all-profiles', '--sdk', 'go');
  expect(ran.out).toContain('iamx explain-chain --sdk go --profile ');
  const plain = await whoami(loopback, scenario, world, '--all-profiles');
  expect(plain.out).toContain('iamx explain-chain --profile ');
});
