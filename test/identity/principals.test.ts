import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aboutKeys } from '../../src/identity/explain-failure.ts';
import { clockSkew } from '../../src/identity/identity.ts';
import { gotchas } from '../../src/credentials/gotchas.ts';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import type { Scenario } from '../support/loopback/scenario.ts';
import { credentialsFile, envKeys, identities, inMinutes, jsonOf, mika, secret, whoami } from './support.ts';

let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(() => loopback.close());

const temporary = 'ASIAJMIKAMIKAMIKA2F3';
const env = { ...envKeys, AWS_ACCESS_KEY_ID: temporary, AWS_SESSION_TOKEN: 'NotAToken' };
const files = { '/home/user/.aws/credentials': credentialsFile };
const caller = (arn: string, userId: string) => ({
  sts: { identities: { [temporary]: { arn, userId, account: '111122223333' } } },
});
const codes = (document: Readonly<Record<string, unknown>>) => JSON.stringify(document['diagnostics']);

describe('what these credentials cannot do (identifiers.md 4.1)', () => {
  const refusal = {
    kind: 'error',
    status: 403,
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid',
  } as const;

  test.each<[string, Scenario, boolean | undefined, string]>([
    ['IAM refuses', { iam: { trouble: { ListAccountAliases: refusal } } }, false, 'limits/iam-needs-mfa'],
    ['IAM denies', {}, true, 'limits/sts-of-user-session'],
    ['IAM answers', { iam: { aliases: ['acme'] } }, true, 'limits/sts-of-user-session'],
    [
      'IAM is silent',
      { iam: { trouble: { ListAccountAliases: { kind: 'reset' } } } },
      undefined,
      'limits/iam-may-need-mfa',
    ],
  ])('a GetSessionToken session, where %s', async (_, scenario, mfa, code) => {
    const ran = await whoami(loopback, { ...caller(mika.arn, mika.userId), ...scenario }, { env }, '--json');
    const document = jsonOf(ran);
    expect(document).toMatchObject({ principal: { type: 'user', name: 'mika' } });
    expect(document['mfa']).toBe(mfa);
    expect(codes(document)).toContain(code);
  });

  test.each([
    [
      'arn:aws:sts::111122223333:federated-user/bob',
      '111122223333:bob',
      'federated-user',
      'bob',
      'limits/federated-user',
    ],
    ['arn:aws:iam::111122223333:root', '111122223333', 'root', 'root', ''],
    ['arn:aws:sts::111122223333:assumed-root/x', '111122223333', 'root', 'root', 'limits/assume-root'],
    [
      'arn:aws:sts::111122223333:assumed-role/App/ci',
      'AROAJAPPAPPAPPAPP2F3Q:ci',
      'assumed-role',
      'App',
      'limits/role-session',
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_8d1c0f5a6b7e9d23/mika@example.com',
      'AROAJAPPAPPAPPAPP2F3Q:mika@example.com',
      'assumed-role',
      'Admin',
      'limits/role-chaining',
    ],
  ])('%s', async (arn, userId, type, name, code) => {
    const ran = await whoami(loopback, caller(arn, userId), { env }, '--json');
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).toMatchObject({ principal: { type, name } });
    expect(codes(jsonOf(ran))).toContain(code);
  });

  test('long-term keys of a user have no such limits; those of the root user are told to go', async () => {
    const user = await whoami(loopback, { sts: { identities } }, { env: envKeys }, '--json');
    expect(codes(jsonOf(user))).not.toContain('limits/');
    const root = { arn: 'arn:aws:iam::111122223333:root', userId: '111122223333', account: '111122223333' };
    const ran = await whoami(
      loopback,
      { sts: { identities: { [envKeys.AWS_ACCESS_KEY_ID]: root } } },
      { env: envKeys },
    );
    expect(ran.out).toMatch(/^root user {2}in account 111122223333/);
    expect(ran.out.replace(/\s+/g, ' ')).toContain('they cannot assume a role');
  });
});

describe('what does not fit together', () => {
  test('a profile of another account points at explain-chain', async () => {
    const config = '[profile prod]\nsso_account_id = 444455556666\n';
    const world = { env: { ...envKeys, AWS_PROFILE: 'prod' }, files: { '/home/user/.aws/config': config } };
    const ran = await whoami(loopback, { sts: { identities } }, world, '--sdk', 'rust');
    expect(ran.out.replace(/\s+/g, ' ')).toContain(
      'the profile names account 444455556666, the caller is in 111122223333',
    );
  });

  test('a region of another partition', async () => {
    const ran = await whoami(
      loopback,
      { sts: { identities } },
      { files },
      '--region',
      'cn-north-1',
      '--json',
    );
    expect(codes(jsonOf(ran))).toContain('identity/partition-mismatch');
  });

  test.each([
    [-20, /clock of this machine is 20 min slow/],
    [20, /clock of this machine is 20 min fast/],
  ])('a clock that is %i minutes off', async (minutes, text) => {
    const now = Date.now() + minutes * 60_000;
    const ran = await whoami(loopback, { sts: { identities } }, { files, now });
    expect(ran.out.replace(/\s+/g, ' ')).toMatch(text);
    const { clockSkewSeconds } = jsonOf(
      await whoami(loopback, { sts: { identities } }, { files, now }, '--json'),
    );
    expect(Math.abs(Number(clockSkewSeconds) - minutes * 60)).toBeLessThan(10);
  });

  test.each([
    // [sent, received, Date], seconds after 12:00:00: AWS's clock lies anywhere in its second.
    [0.4, 0.6, 0, 0],
    [0, 3, 2, 0],
    [0.9, 1.1, 1, 0],
    [10, 10.2, 0, 10],
    [0, 0.2, 10, -10],
  ])('sent at %d, received at %d, AWS says %d: %d', (sent, received, aws, skew) => {
    const noon = Date.UTC(2026, 0, 31, 12);
    const time = { sentAt: noon + sent * 1000, receivedAt: noon + received * 1000 };
    expect(clockSkew({ ...time, date: new Date(noon + aws * 1000).toUTCString() })).toBe(skew);
  });

  test('an answer without a time is no answer about the clock', () => {
    expect(clockSkew({ sentAt: 0, receivedAt: 0, date: undefined })).toBe(0);
  });
});

describe('where credentials come from', () => {
  const webIdentity = {
    AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/eks/Pod',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
  };

  test('a web identity token', async () => {
    const world = { env: webIdentity, files: { '/token': 'NotAnIdentityToken' } };
    const ran = await whoami(loopback, {}, world, '--json');
    expect(jsonOf(ran)).toMatchObject({
      principal: { roleArn: 'arn:aws:iam::111122223333:role/eks/Pod', path: '/eks/' },
      credentials: { provider: 'web-identity' },
    });
    expect(jsonOf(ran)['credentials']).not.toHaveProperty('profile');
  });

  test('a container', async () => {
    const container = { authorization: 'NotAContainerToken', path: '/role' };
    const world = {
      env: {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${loopback.url}/role`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'NotAContainerToken',
      },
    };
    const ran = await whoami(loopback, { container }, world, '--json');
    expect(jsonOf(ran)).toMatchObject({
      credentials: { provider: 'container' },
      principal: { name: 'TaskRole' },
    });
    expect(loopback.requests().filter(({ service }) => service === 'container')).toHaveLength(1);
  });

  test.each([['cli'], ['js'], ['go']])('an instance, asked once by the rules of %s', async (sdk) => {
    const world = {
      env: { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: loopback.url },
    };
    const ran = await whoami(loopback, { imds: { role: 'Node' } }, world, '--json', '--sdk', sdk);
    expect(jsonOf(ran)).toMatchObject({
      credentials: { provider: 'imds' },
      principal: { roleName: 'Node', sessionName: 'i-0abcdef1234567890' },
    });
    const asked = loopback.requests().filter(({ path }) => path.endsWith('/security-credentials/Node'));
    expect(asked).toHaveLength(1);
  });

  test('an aws login session', async () => {
    const session = 'arn:aws:iam::111122223333:user/mika';
    const { createHash } = await import('node:crypto');
    const path = `/home/user/.aws/login/cache/${createHash('sha256').update(session).digest('hex')}.json`;
    const token = {
      accessToken: {
        accessKeyId: temporary,
        secretAccessKey: secret,
        sessionToken: 'NotAToken',
        accountId: '111122223333',
        expiresAt: inMinutes(12),
      },
      refreshToken: 'NotARefreshToken',
      clientId: 'arn:aws:signin:::devtools/same-device',
      dpopKey: '-----BEGIN EC PRIVATE KEY-----',
    };
    const world = {
      files: {
        '/home/user/.aws/config': `[default]\nlogin_session = ${session}\n`,
        [path]: JSON.stringify(token),
      },
    };
    const ran = await whoami(loopback, caller(mika.arn, mika.userId), world, '--json');
    expect(jsonOf(ran)).toMatchObject({
      credentials: { provider: 'login', accessKeyId: '****************A2F3' },
    });
  });

  test('a process', async () => {
    const stdout = JSON.stringify({
      Version: 1,
      AccessKeyId: temporary,
      SecretAccessKey: secret,
      SessionToken: 'NotAToken',
      Expiration: inMinutes(30),
    });
    const world = {
      files: {
        '/home/user/.aws/config': '[default]\ncredential_process = /bin/vend --role x\n',
        '/bin/vend': { content: '', mode: 0o755 },
      },
      processes: {
        '/bin/vend --role x': {
          kind: 'exited',
          status: 0,
          stdout,
          stderr: 'NotAWordOfIt',
          truncated: false,
        } as const,
      },
    };
    const ran = await whoami(loopback, caller(mika.arn, mika.userId), world, '--json');
    expect(jsonOf(ran)).toMatchObject({ credentials: { provider: 'process', profile: 'default' } });
    expect(ran.out).not.toMatch(/NotA/);
  });
});

describe('nobody', () => {
  test('without credentials is status 1, and says how to see why', async () => {
    const ran = await whoami(loopback, {}, {});
    expect(ran).toMatchObject({ status: 1, err: '' });
    expect(ran.out).toMatch(/^nobody {2}no credentials: AWS CLI v2 looked in every place\n/);
    expect(ran.out).toContain('iamx explain-chain');
    const document = jsonOf(await whoami(loopback, {}, {}, '--json'));
    expect(document).toMatchObject({
      schema: 'iamx.whoami/1',
      verdict: 'none',
      account: null,
      credentials: null,
    });
  });

  test('with a profile of the command line that is not there is status 2', async () => {
    const ran = await whoami(loopback, {}, { files }, '--profile', 'defualt');
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.err).toContain('Did you mean `default`?');
  });

  test('with a profile of AWS_PROFILE that is not there is status 1', async () => {
    const ran = await whoami(loopback, {}, { files, env: { AWS_PROFILE: 'defualt' } }, '--json');
    expect(ran.status).toBe(1);
    expect(jsonOf(ran)).toMatchObject({ verdict: 'error', error: { code: 'profile-not-found' } });
  });
});

describe('AWS refuses', () => {
  test('a key that it does not know: status 3', async () => {
    const ran = await whoami(loopback, { sts: { unknownKeys: 'reject' } }, { files }, '--json');
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(jsonOf(ran)).toMatchObject({ schema: 'iamx.error/1', code: 'aws-failed' });
    expect(String(jsonOf(ran)['message'])).toContain('InvalidClientTokenId');
  });

  test('keys without their token, and the hint says that it is missing', async () => {
    const scenario = { sts: { identities: { [temporary]: { ...mika, token: 'NotAToken' } } } };
    const ran = await whoami(loopback, scenario, { env: { ...env, AWS_SESSION_TOKEN: undefined } }, '--json');
    expect(ran.status).toBe(3);
    expect(String(jsonOf(ran)['hint'])).toMatch(/token/);
  });

  test.each([[], ['--json']])('the command that repairs it is whole (%s)', async (...form) => {
    const scenario = { sts: { identities: { [temporary]: { ...mika, token: 'NotAToken' } } } };
    const ran = await whoami(loopback, scenario, { env: { ...env, AWS_SESSION_TOKEN: undefined } }, ...form);
    const shown = ran.err.replace(/\s+/g, ' ');
    expect(shown).toContain('looked for AWS_SESSION_TOKEN');
    expect(shown).toContain('unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY');
    expect(shown).not.toContain('[hidden]');
    if (form.length === 0)
      expect(ran.err).toMatch(/\nfix: +unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n$/);
  });

  test('an expired session: status 3', async () => {
    const scenario = { sts: { identities: { [temporary]: { ...mika, isExpired: true } } } };
    const ran = await whoami(loopback, scenario, { env });
    expect(ran.status).toBe(3);
    expect(ran.err).toContain('ExpiredToken');
  });

  test('a secret with a blank too many, sent as it was read', async () => {
    const ran = await whoami(
      loopback,
      { sts: { identities } },
      { env: { ...envKeys, AWS_SECRET_ACCESS_KEY: `${secret} ` } },
      '--json',
    );
    expect(ran.status).toBe(3);
    expect(jsonOf(ran)['message']).toMatch(/SignatureDoesNotMatch/);
    expect(ran.err).not.toContain(secret);
  });

  test('nothing of a key that no request can hold: it is not sent', async () => {
    const ran = await whoami(loopback, {}, { env: { ...envKeys, AWS_SESSION_TOKEN: 'NotA\nToken' } });
    expect(ran.status).toBe(1);
    expect(ran.out.replace(/\s+/g, ' ')).toContain('AWS_SESSION_TOKEN holds a line break');
    expect(loopback.requests()).toEqual([]);
  });
});

test.each([
  [['x'], '`whoami` takes options alone'],
  [['--offline'], '--offline'],
  [['--all-profiles', '--profile', 'x'], '--all-profiles'],
  [['--mfa-code', '12345'], 'six digits'],
  [['--timeout', '0'], '--timeout'],
  [['--timeout', 'soon'], '--timeout'],
  [['--timeout', '601'], '600'],
])('whoami %j is a question that cannot be read', async (words, text) => {
  const ran = await whoami(loopback, {}, {}, ...words);
  expect(ran).toMatchObject({ status: 2, out: '' });
  expect(ran.err).toContain(text);
});

test('every gotcha that may explain a refusal is one', () => {
  const codes = gotchas.map(({ code }) => code);
  expect([...aboutKeys].filter((code) => !codes.includes(code))).toEqual([]);
});
