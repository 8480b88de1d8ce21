import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import {
  credentialsFile,
  envKeys,
  identities,
  inMinutes,
  jsonOf,
  keyId,
  mika,
  ssoTokenPath,
  whoami,
} from './support.ts';

let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(() => loopback.close());

const files = { '/home/user/.aws/credentials': credentialsFile };
const iam = { aliases: ['acme-prod'], roles: { App: '/team/' } };
const actions = () => loopback.requests().map(({ action, path }) => action ?? path);
const formOf = (action: string) =>
  new URLSearchParams(loopback.requests().find((request) => request.action === action)?.body ?? '');

describe('a user with keys of their own', () => {
  test('is answered with every field of docs/output.md', async () => {
    const ran = await whoami(
      loopback,
      { sts: { identities }, iam },
      { files, env: { AWS_REGION: 'eu-west-1' } },
      '--json',
    );
    expect(ran).toMatchObject({ status: 0, err: '' });
    const document = jsonOf(ran);
    expect(document).toMatchObject({
      schema: 'iamx.whoami/1',
      account: '111122223333',
      arn: mika.arn,
      userId: mika.userId,
      principal: { type: 'user', name: 'mika', path: '/team/' },
      credentials: {
        provider: 'shared-credentials-file',
        sdkName: 'shared-credentials-file',
        accessKeyId: '****************A2F3',
        profile: 'default',
      },
      region: 'eu-west-1',
      partition: 'aws',
      clockSkewSeconds: expect.any(Number) as number,
      alias: 'acme-prod',
    });
    expect(document).not.toHaveProperty('mfa');
    expect(document['credentials']).not.toHaveProperty('expiresAt');
    expect(Object.keys(document).sort()).toEqual(
      [
        'account',
        'alias',
        'arn',
        'clockSkewSeconds',
        'credentials',
        'diagnostics',
        'partition',
        'principal',
        'region',
      ]
        .concat(['schema', 'steps', 'summary', 'userId', 'verdict'])
        .sort(),
    );
  });

  test('reads who, where, with which key and from which line', async () => {
    const { out, status } = await whoami(loopback, { sts: { identities }, iam }, { files });
    expect(status).toBe(0);
    expect(out).toMatch(/^user mika {2}in acme-prod \(111122223333\) +never expires\n/);
    expect(out).toContain('IAM user  /team/mika');
    expect(out).toContain('credentials file  ~/.aws/credentials:2');
    expect(out).toContain('key ****************A2F3');
    expect(out).not.toContain(keyId);
    expect(out).toMatch(/endpoint +http:\/\/127\.0\.0\.1:\d+ +from AWS_ENDPOINT_URL/);
    expect(out.trimEnd().split('\n').at(-1)).toContain('iamx whoami --all-profiles');
  });

  test('is answered without what IAM does not tell', async () => {
    const ran = await whoami(loopback, { sts: { identities } }, { files }, '--json');
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).not.toHaveProperty('alias');
  });

  test('does not wait for an IAM that never answers', async () => {
    const trouble = { ListAccountAliases: { kind: 'hang' } } as const;
    const ran = await whoami(loopback, { sts: { identities }, iam: { trouble } }, { files }, '--json');
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).toMatchObject({ account: '111122223333' });
  });

  test('is not told that the instance would be asked last: it would be on nearly every machine', async () => {
    const world = {
      files,
      env: { AWS_EC2_METADATA_DISABLED: undefined },
      http: () => {
        throw new Error('nobody may be asked');
      },
    };
    const { out } = await whoami(loopback, { sts: { identities } }, world);
    // The endpoint of the test is something to note, where anything is looked for.
    expect(out).toContain('Why these credentials: iamx explain-chain\n');
    const verbose = await whoami(loopback, { sts: { identities } }, world, '--json');
    expect(JSON.stringify(jsonOf(verbose)['diagnostics'])).toContain('AWS_ENDPOINT_URL');
  });

  test('is told where a region is missing, and asked in a standard one', async () => {
    const env = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    const ran = await whoami(loopback, { sts: { identities } }, { files, env }, '--json');
    expect(jsonOf(ran)['region']).toBeNull();
    expect(loopback.requests()[0]?.headers['authorization']).toContain('/us-east-1/sts/');
  });
});

describe('a role', () => {
  const config = `[profile app]
role_arn = arn:aws:iam::111122223333:role/team/App
source_profile = default
role_session_name = botocore-session-1764000000
`;
  const roleFiles = { ...files, '/home/user/.aws/config': config };

  test('of a profile is known by its ARN with path, and nobody asks IAM for it', async () => {
    const ran = await whoami(
      loopback,
      { sts: { identities }, iam },
      { files: roleFiles },
      '--profile',
      'app',
      '--json',
    );
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).toMatchObject({
      principal: {
        type: 'assumed-role',
        name: 'App',
        path: '/team/',
        roleName: 'App',
        roleArn: 'arn:aws:iam::111122223333:role/team/App',
        sessionName: 'botocore-session-1764000000',
      },
      credentials: { provider: 'assume-role', profile: 'app' },
    });
    expect(actions().filter((action) => action === 'GetRole')).toEqual([]);
    const { credentials } = jsonOf(ran);
    expect(credentials).toMatchObject({ expiresAt: expect.stringMatching(/^20\d\d-.*Z$/) as string });
  });

  test('says what its session name looks like and what it cannot do', async () => {
    const { out } = await whoami(
      loopback,
      { sts: { identities }, iam },
      { files: roleFiles },
      '--profile',
      'app',
    );
    expect(out).toMatch(/^role App {2}in acme-prod \(111122223333\) +expires in \d+ min \(\d\d:\d\d\)\n/);
    expect(out).toMatch(/looks like: profile with role_arn in the AWS CLI or boto3,\s+started /);
    expect(out).toContain('cannot call sts:GetSessionToken or sts:GetFederationToken');
    expect(out).toContain('lasts an hour at most');
  });

  test('of keys in the environment has its path from IAM, where the caller may ask', async () => {
    const session = {
      arn: 'arn:aws:sts::111122223333:assumed-role/App/ci',
      userId: 'AROAJAPPAPPAPPAPP2F3Q:ci',
      account: '111122223333',
    };
    const env = { ...envKeys, AWS_ACCESS_KEY_ID: 'ASIAJMIKAMIKAMIKA2F3', AWS_SESSION_TOKEN: 'NotAToken' };
    const scenario = { sts: { identities: { ASIAJMIKAMIKAMIKA2F3: session } } };
    const known = await whoami(loopback, { ...scenario, iam }, { env }, '--json');
    expect(jsonOf(known)).toMatchObject({
      principal: { roleArn: 'arn:aws:iam::111122223333:role/team/App', path: '/team/' },
      credentials: { provider: 'env' },
    });
    expect(jsonOf(known)['credentials']).not.toHaveProperty('profile');
    const unknown = await whoami(loopback, scenario, { env }, '--json');
    expect(jsonOf(unknown)['principal']).toEqual({
      type: 'assumed-role',
      name: 'App',
      roleName: 'App',
      sessionName: 'ci',
    });
  });

  test.each([
    ['cli', /^botocore-session-\d{10}$/],
    ['boto3', /^botocore-session-\d{10}$/],
    ['js', /^aws-sdk-js-\d{13}$/],
    ['go', /^aws-go-sdk-\d{19}$/],
    ['rust', /^assume-role-from-profile-\d{13}$/],
  ])('without a session name gets that of %s', async (sdk, name) => {
    const plain = { ...files, '/home/user/.aws/config': config.replace(/role_session_name.*\n/, '') };
    const env = { AWS_REGION: 'eu-west-1' };
    const ran = await whoami(
      loopback,
      { sts: { identities } },
      { files: plain, env: { ...env, AWS_PROFILE: 'app' } },
      '--json',
      '--sdk',
      sdk,
    );
    expect(ran.status).toBe(0);
    expect(formOf('AssumeRole').get('RoleSessionName')).toMatch(name);
  });

  test('that another role assumes is said to last an hour', async () => {
    const chain = `${config}[profile far]\nrole_arn = arn:aws:iam::444455556666:role/Far\nsource_profile = app\nexternal_id = ext-1\n`;
    const world = { files: { ...files, '/home/user/.aws/config': chain } };
    const ran = await whoami(loopback, { sts: { identities } }, world, '--profile', 'far', '--json');
    expect(jsonOf(ran)).toMatchObject({ account: '444455556666' });
    expect(JSON.stringify(jsonOf(ran)['diagnostics'])).toContain('limits/chained');
    expect(actions().filter((action) => action === 'AssumeRole')).toHaveLength(2);
    expect(
      loopback
        .requests()
        .map(({ body }) => body)
        .join(),
    ).toContain('ExternalId=ext-1');
  });

  test('that AWS does not let one assume is status 3 and names both sides', async () => {
    const denied = { identities, denied: ['arn:aws:iam::111122223333:role/team/App'] };
    const ran = await whoami(loopback, { sts: denied }, { files: roleFiles }, '--profile', 'app');
    expect(ran).toMatchObject({ status: 3, out: '' });
    expect(ran.err.replace(/\s+/g, ' ')).toContain('sts:AssumeRole failed: User: ');
    expect(ran.err).toContain('trust policy');
  });
});

describe('MFA', () => {
  const config = `[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/mika
`;
  const world = { files: { ...files, '/home/user/.aws/config': config } };
  const scenario = { sts: { identities } };

  test('takes the code of the command line', async () => {
    const ran = await whoami(loopback, scenario, world, '--profile', 'admin', '--mfa-code', '123456');
    expect(ran.status).toBe(0);
    expect(formOf('AssumeRole').get('TokenCode')).toBe('123456');
    expect(formOf('AssumeRole').get('SerialNumber')).toBe('arn:aws:iam::111122223333:mfa/mika');
  });

  test('asks on a terminal, hidden', async () => {
    const ran = await whoami(
      loopback,
      scenario,
      { ...world, isTerminal: true, typed: ['654321'] },
      '--profile',
      'admin',
    );
    expect(ran.status).toBe(0);
    expect(ran.host.questions).toEqual(['MFA code of arn:aws:iam::111122223333:mfa/mika: ']);
    expect(formOf('AssumeRole').get('TokenCode')).toBe('654321');
    expect(ran.out + ran.err).not.toContain('654321');
  });

  test('is never asked for in a pipe', async () => {
    const ran = await whoami(loopback, scenario, world, '--profile', 'admin');
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.err).toContain('--mfa-code 123456');
    expect(loopback.requests()).toEqual([]);
  });

  test('is not needed where the CLI keeps a session of the role', async () => {
    const stored = {
      Credentials: {
        AccessKeyId: 'ASIAJSTOREDSTORED2F3',
        SecretAccessKey: 'NotASecret',
        SessionToken: 'NotAToken',
        Expiration: inMinutes(40),
      },
    };
    const { createHash } = await import('node:crypto');
    const key =
      '{"RoleArn": "arn:aws:iam::111122223333:role/Admin", "SerialNumber": "arn:aws:iam::111122223333:mfa/mika"}';
    const path = `/home/user/.aws/cli/cache/${createHash('sha1').update(key).digest('hex')}.json`;
    const cached = { files: { ...world.files, [path]: JSON.stringify(stored) } };
    const ran = await whoami(loopback, {}, cached, '--profile', 'admin', '--json');
    expect(jsonOf(ran)).toMatchObject({ credentials: { accessKeyId: '****************D2F3' } });
    expect(actions()).not.toContain('AssumeRole');
  });
});

describe('IAM Identity Center', () => {
  const config = `[profile prod]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = eu-west-1

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1
`;
  const token = (minutes: number) => ({
    accessToken: 'NotAPortalToken',
    expiresAt: inMinutes(minutes),
    clientId: 'client',
    clientSecret: 'NotAClientSecret',
    refreshToken: 'NotARefreshToken',
    registrationExpiresAt: inMinutes(60 * 24),
  });
  const world = (minutes: number) => ({
    files: { '/home/user/.aws/config': config, [ssoTokenPath('acme')]: JSON.stringify(token(minutes)) },
    env: { AWS_PROFILE: 'prod' },
  });

  test('is asked for keys with the token of the cache', async () => {
    const ran = await whoami(loopback, { sso: { tokens: ['NotAPortalToken'] } }, world(120), '--json');
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).toMatchObject({
      account: '111122223333',
      principal: { type: 'assumed-role' },
      credentials: { provider: 'sso', profile: 'prod' },
    });
    expect(actions()[0]).toBe('/federation/credentials');
  });

  test('renews a token that is about to end, and keeps the new one', async () => {
    const ran = await whoami(loopback, { oidc: { refreshTokens: ['NotARefreshToken'] } }, world(5), '--json');
    expect(ran.status).toBe(0);
    expect(actions().slice(0, 2)).toEqual(['/token', '/federation/credentials']);
    const saved: unknown = JSON.parse(ran.host.written.get(ssoTokenPath('acme')) ?? '{}');
    expect(saved).toMatchObject({ clientId: 'client', registrationExpiresAt: expect.any(String) as string });
    expect(saved).not.toMatchObject({ accessToken: 'NotAPortalToken' });
  });

  test('goes on with a token that is still good where it cannot be renewed', async () => {
    const ran = await whoami(loopback, { oidc: { refreshTokens: [] } }, world(5), '--json');
    expect(ran.status).toBe(0);
    expect(ran.host.written.size).toBe(0);
  });

  test('that does not accept the token is status 3 and says to sign in', async () => {
    const ran = await whoami(loopback, { sso: { tokens: [] } }, world(120));
    expect(ran.status).toBe(3);
    expect(ran.err).toContain('aws sso login');
    expect(ran.out + ran.err).not.toMatch(/NotA/);
  });

  test('with an expired token is status 3', async () => {
    const expired = world(-60);
    const ran = await whoami(loopback, { oidc: { refreshTokens: [] } }, expired);
    expect(ran.status).toBe(3);
    expect(ran.err).toMatch(/sso login/);
  });

  test.each(['soon', -1e300])('does not say when keys expire whose end is %j', async (expiration) => {
    const keys = {
      accessKeyId: 'ASIAY24FZKAOABCDEFGH',
      secretAccessKey: 'NotASecret',
      sessionToken: 'NotAToken',
    };
    const body = JSON.stringify({ roleCredentials: { ...keys, expiration } });
    const sso = { trouble: { kind: 'raw' as const, status: 200, body } };
    const ran = await whoami(loopback, { sso }, world(120), '--json');
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).not.toHaveProperty('credentials.expiresAt');
  });

  test('whose new token has no end keeps the one that is still good', async () => {
    const body = JSON.stringify({ accessToken: 'NotAFreshToken', expiresIn: 1e300 });
    const oidc = { trouble: { kind: 'raw' as const, status: 200, body } };
    const ran = await whoami(loopback, { oidc }, world(5), '--json');
    expect([ran.status, ran.host.written.size]).toEqual([0, 0]);
  });

  test.each(['hunter2pass', '{"roleCredentials": hunter2pass}'])(
    'that answers %j, which is no JSON, is told by that',
    async (body) => {
      const sso = { trouble: { kind: 'raw' as const, status: 200, body } };
      const ran = await whoami(loopback, { sso }, world(120));
      expect(ran.err.replace(/\s+/g, ' ')).toContain('it answered with something that AWS never answers');
      expect(ran.out + ran.err).not.toMatch(/hunter/);
    },
  );

  test('that refuses a token says so in the words of OAuth alone', async () => {
    const oidc = (error: string) => ({
      trouble: { kind: 'raw' as const, status: 400, body: JSON.stringify({ error }) },
    });
    expect((await whoami(loopback, { oidc: oidc('invalid_grant') }, world(-60))).err).toContain(
      'invalid_grant',
    );
    expect((await whoami(loopback, { oidc: oidc('hunter2 pass') }, world(-60))).err).not.toContain('hunter2');
  });
});
