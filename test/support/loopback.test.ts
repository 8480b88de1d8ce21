import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { fromContainerMetadata, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Scenario } from './loopback/scenario.ts';
import { startLoopback, type Loopback } from './loopback/server.ts';

/** The fake is held against the SDK, which knows what AWS sends. */
let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback();
});
afterAll(() => loopback.close());
afterEach(() => vi.unstubAllEnvs());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const user = {
  arn: 'arn:aws:iam::111122223333:user/alice',
  userId: 'AIDAJQABLZS4A3QDU576Q',
  account: '111122223333',
  secret: 'NotASecret+Alice',
};
const alice: Keys = { accessKeyId: 'AKIAALICEALICEALICE2', secretAccessKey: user.secret };
const identities = { [alice.accessKeyId]: user };

function client(credentials: Keys = alice): STSClient {
  return new STSClient({ region: 'us-east-1', endpoint: loopback.url, credentials, maxAttempts: 1 });
}

function whoIs(credentials?: Keys) {
  return client(credentials).send(new GetCallerIdentityCommand({}));
}

test('STS knows a user by a signature that matches', async () => {
  loopback.play({ sts: { identities } });
  expect(await whoIs()).toMatchObject({ Arn: user.arn, UserId: user.userId, Account: user.account });
});

test.each<[string, string, Scenario, Keys]>([
  ['another secret', 'SignatureDoesNotMatch', {}, { ...alice, secretAccessKey: 'NotASecret+Bob' }],
  ['a token too many', 'InvalidClientTokenId', {}, { ...alice, sessionToken: 'stale' }],
  [
    'an unknown key',
    'InvalidClientTokenId',
    { sts: { unknownKeys: 'reject' } },
    { ...alice, accessKeyId: 'AKIABOBBOBBOBBOBBOB2' },
  ],
  [
    'an expired key',
    'ExpiredToken',
    { sts: { identities: { [alice.accessKeyId]: { ...user, isExpired: true } } } },
    alice,
  ],
  ['an old signature', 'SignatureDoesNotMatch', { clockOffsetMs: 3_600_000 }, alice],
  ['an early signature', 'SignatureDoesNotMatch', { clockOffsetMs: -3_600_000 }, alice],
  [
    'trouble',
    'Throttling',
    {
      sts: {
        trouble: {
          GetCallerIdentity: { kind: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' },
        },
      },
    },
    alice,
  ],
])('STS refuses %s with %s', async (_, name, scenario, keys) => {
  loopback.play({ ...scenario, sts: { identities, ...scenario.sts } });
  await expect(whoIs(keys)).rejects.toMatchObject({ name });
});

test('a role session can be used, and tells how it came about', async () => {
  loopback.play({ sts: { identities } });
  const RoleArn = 'arn:aws:iam::444455556666:role/team/App';
  const assumed = await client().send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {};
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  expect((await whoIs(keys)).Arn).toBe('arn:aws:sts::444455556666:assumed-role/App/me');
  expect(loopback.provenanceOf(AccessKeyId)).toBe(`assume-role(${RoleArn}, static(${alice.accessKeyId}))`);
  await expect(whoIs({ ...keys, sessionToken: 'another' })).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  });
  await expect(client(keys).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  expect(loopback.requests().map(({ action }) => action)).toEqual([
    'AssumeRole',
    'GetCallerIdentity',
    'GetCallerIdentity',
    'GetSessionToken',
  ]);
});

test('web identity, session tokens, key info and decoding', async () => {
  loopback.play({ sts: { identities, decoded: '{"allowed":false}' } });
  const RoleArn = 'arn:aws:iam::444455556666:role/Web';
  const web = await client().send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'web', WebIdentityToken: 'a.b.c' }),
  );
  expect(loopback.provenanceOf(web.Credentials?.AccessKeyId ?? '')).toBe(`web-identity(${RoleArn})`);
  const session = await client().send(new GetSessionTokenCommand({}));
  expect(loopback.provenanceOf(session.Credentials?.AccessKeyId ?? '')).toMatch(/^session-token\(static\(/);
  const info = await client().send(new GetAccessKeyInfoCommand({ AccessKeyId: alice.accessKeyId }));
  expect(info.Account).toBe('111122223333');
  const decoded = await client().send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' }));
  expect(decoded.DecodedMessage).toBe('{"allowed":false}');
  loopback.play({ sts: { denied: [RoleArn] } });
  await expect(
    client().send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' })),
  ).rejects.toMatchObject({ name: 'AccessDenied' });
});

test.each(['v1', 'v2', 'both'] as const)('IMDS %s gives its role to the SDK', async (versions) => {
  loopback.play({ imds: { versions, role: 'node-role' } });
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', loopback.url);
  const { accessKeyId } = await fromInstanceMetadata({ maxRetries: 0 })();
  expect(loopback.provenanceOf(accessKeyId)).toBe('imds(node-role)');
});

test('the container endpoint gives its role to the SDK', async () => {
  loopback.play({ container: { path: '/creds', authorization: 'let-me-in' } });
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${loopback.url}/creds`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'let-me-in');
  const { accessKeyId } = await fromContainerMetadata({ maxRetries: 0 })();
  expect(loopback.provenanceOf(accessKeyId)).toBe('container(/creds)');
});

test('trouble can pass, or be silence', async () => {
  loopback.play({ sts: { identities, trouble: { GetCallerIdentity: { kind: 'reset', times: 1 } } } });
  await expect(whoIs()).rejects.toThrow();
  expect((await whoIs()).Arn).toBe(user.arn);
});

async function post(body: string): Promise<string> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `AWS4-HMAC-SHA256 Credential=${alice.accessKeyId}/20260131/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00`,
    'x-amz-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
  };
  const response = await fetch(loopback.url, { method: 'POST', headers, body });
  return response.text();
}

test('IAM tells aliases, roles and users, or that it may not be asked', async () => {
  const { arn, userId, account } = user;
  const asked = (action: string, more = '') => post(`Action=${action}&Version=2010-05-08${more}`);
  loopback.play({
    sts: { identities: { [alice.accessKeyId]: { arn, userId, account } } },
    iam: { aliases: ['acme'], roles: { App: '/team/' }, users: { alice: '/' } },
  });
  expect(await asked('ListAccountAliases')).toMatch(
    /<AccountAliases>\s*<member>acme<\/member>\s*<\/AccountAliases>/,
  );
  expect(await asked('GetRole', '&RoleName=App')).toContain(
    '<Arn>arn:aws:iam::111122223333:role/team/App</Arn>',
  );
  expect(await asked('GetUser')).toContain('<UserName>alice</UserName>');
  expect(await asked('GetRole', '&RoleName=Gone')).toContain('<Code>NoSuchEntity</Code>');
  loopback.play({});
  expect(await asked('ListAccountAliases')).toContain('<Code>AccessDenied</Code>');
});
