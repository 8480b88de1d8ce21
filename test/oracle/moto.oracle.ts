import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import {
  IAMClient,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateRoleCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendHttp } from '../../src/host/http.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { run } from '../support/run.ts';

/** moto_server stands for AWS: somebody else's idea of STS and IAM. */
const isThere = spawnSync('moto_server', ['--help']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(!isThere)('whoami against moto', () => {
  let moto: ChildProcess;
  let endpoint: string;
  let keys: { readonly id: string; readonly secret: string };
  let federated: Readonly<Record<string, string | undefined>>;

  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    for (let waited = 0; waited < 300; waited++) {
      const answer = await sendHttp({ method: 'GET', url: `${endpoint}/moto-api/`, timeoutMs: 1000 });
      if (answer.kind === 'answered') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const settings = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAI', secretAccessKey: 'x' },
    };
    const iam = new IAMClient(settings);
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme-moto' }));
    await iam.send(new CreateUserCommand({ UserName: 'mika', Path: '/team/' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'mika' }));
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    await iam.send(new CreateRoleCommand({ RoleName: 'App', Path: '/apps/', AssumeRolePolicyDocument }));
    keys = { id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' };
    const { Credentials } = await new STSClient(settings).send(
      new GetFederationTokenCommand({ Name: 'bob', Policy: '{"Version":"2012-10-17","Statement":[]}' }),
    );
    federated = {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    };
  }, 60_000);
  afterAll(() => {
    moto.kill();
  });

  const ask = (world: MemoryWorld, ...words: readonly string[]) =>
    run(['whoami', '--json', ...words], {
      now: Date.now(),
      ...world,
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...world.env,
      },
    });
  const files = () => ({
    '/home/user/.aws/credentials': `[default]\naws_access_key_id = ${keys.id}\naws_secret_access_key = ${keys.secret}\n`,
    '/home/user/.aws/config':
      '[profile app]\nrole_arn = arn:aws:iam::123456789012:role/apps/App\nsource_profile = default\n',
    '/token': 'header.e30.signature',
  });

  test('a user', async () => {
    const { status, out } = await ask({ files: files() });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      account: '123456789012',
      alias: 'acme-moto',
      principal: { type: 'user', name: 'mika', path: '/team/' },
    });
  });

  test('a role', async () => {
    const { status, out } = await ask({ files: files() }, '--profile', 'app');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      principal: {
        type: 'assumed-role',
        roleName: 'App',
        roleArn: 'arn:aws:iam::123456789012:role/apps/App',
      },
    });
  });

  test('a web identity', async () => {
    const env = {
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/apps/App',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    };
    const { status, out } = await ask({ files: { '/token': files()['/token'] }, env });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      credentials: { provider: 'web-identity' },
      principal: { roleName: 'App' },
    });
  });

  test('a federated user', async () => {
    const { status, out } = await ask({ env: federated });
    expect(status).toBe(0);
    // moto answers with the account's own user for such keys; what matters is that the answer is read.
    expect(JSON.parse(out)).toMatchObject({ account: '123456789012', credentials: { provider: 'env' } });
  });
});
