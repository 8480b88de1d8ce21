import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendHttp } from '../../src/host/http.ts';
import { describeWith, program, runShell, startProcess, ownEnvironment } from '../support/process.ts';
import { run } from '../support/run.ts';

/**
 * The printed commands, pasted into a shell one after the other, end in the deletion: the AWS CLI reads them, and
 * moto_server, somebody else's idea of IAM, carries them out. It refuses less than IAM does; what IAM refuses is tested
 * with a fake of its own (test/checks).
 */
describeWith([program('moto_server'), program('aws')], 'check against moto', () => {
  let moto: ChildProcess;
  let iam: IAMClient;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    moto = startProcess('moto_server', ['-H', '127.0.0.1', '-p', String(port)]);
    for (let waited = 0; waited < 300; waited++) {
      const answer = await sendHttp({ method: 'GET', url: `${endpoint}/moto-api/`, timeoutMs: 1000 });
      if (answer.kind === 'answered') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    env = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'AKIAJMIKAMIKAMIKA2F3',
      AWS_SECRET_ACCESS_KEY: 'NotASecretKeyButSecretAsOne/abcdefgh1234',
    };
    iam = new IAMClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAI', secretAccessKey: 'x' },
    });
    await fill(iam);
  }, 60_000);
  afterAll(() => {
    moto.kill();
  });

  const check = async (...words: readonly string[]) => {
    const { out, status } = await run(['check', ...words, '--json'], {
      now: Date.now(),
      http: sendHttp,
      env,
    });
    const document = JSON.parse(out) as {
      readonly verdict: string;
      readonly steps: readonly { readonly id: string; readonly outcome: string }[];
      readonly remedies: readonly { readonly command: string }[];
    };
    return { ...document, status };
  };

  const blocked = {
    'delete-user mika': [
      ...['login-profile', 'access-keys', 'mfa-devices', 'signing-certificates', 'ssh-public-keys'],
      ...['groups', 'inline-policies', 'attached-policies'],
    ],
    'delete-role App': ['instance-profiles', 'inline-policies', 'attached-policies'],
    'delete-group devs': ['members', 'inline-policies', 'attached-policies'],
    'delete-instance-profile other': ['roles'],
    'delete-policy shared': ['attachments', 'versions'],
  };
  const gone: Readonly<Record<string, () => Promise<unknown>>> = {
    'delete-user mika': () => iam.send(new GetUserCommand({ UserName: 'mika' })),
    'delete-role App': () => iam.send(new GetRoleCommand({ RoleName: 'App' })),
    'delete-group devs': () => iam.send(new GetGroupCommand({ GroupName: 'devs' })),
    'delete-instance-profile other': () =>
      iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'other' })),
    'delete-policy shared': () => iam.send(new GetPolicyCommand({ PolicyArn: sharedArn })),
  };

  test.each(Object.entries(blocked))('%s', async (line, kinds) => {
    const { verdict, steps, remedies, status } = await check(...line.split(' '));
    expect(verdict).toBe('no');
    expect(status).toBe(1);
    const found = steps.filter(({ outcome }) => outcome === 'no').map(({ id }) => id);
    // moto takes a policy that somebody has for his boundary, too.
    expect(found.filter((id) => id !== 'boundaries')).toEqual(kinds);
    for (const { command } of remedies.filter((each) => !each.command.includes('permissions-boundary'))) {
      const { status: ended, stderr } = runShell(command, { env: { ...ownEnvironment, ...env } });
      expect(stderr, command).toBe('');
      expect(ended, command).toBe(0);
    }
    await expect(gone[line]?.()).rejects.toThrow();
    expect((await check(...line.split(' '))).verdict).toBe('no');
  });
});

const sharedArn = 'arn:aws:iam::123456789012:policy/team/shared';

async function fill(iam: IAMClient): Promise<void> {
  const PolicyDocument =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
  const AssumeRolePolicyDocument =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
  const [UserName, GroupName, RoleName] = ['mika', 'devs', 'App'];
  await iam.send(new CreatePolicyCommand({ PolicyName: 'shared', Path: '/team/', PolicyDocument }));
  for (let version = 0; version < 3; version++)
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: sharedArn, PolicyDocument, SetAsDefault: version === 1 }),
    );
  await iam.send(new CreateUserCommand({ UserName, Path: '/team/' }));
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'NotAPassword-1' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(
    new UpdateAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId, Status: 'Inactive' }),
  );
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mika' }),
  );
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  await iam.send(
    new EnableMFADeviceCommand({ UserName, SerialNumber: VirtualMFADevice?.SerialNumber, ...codes }),
  );
  await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: certificate }));
  await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAA mika' }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own,a=b+c@d', PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: sharedArn }));
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  await iam.send(new CreateUserCommand({ UserName: 'rene' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'rene', GroupName }));
  await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'own', PolicyDocument }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: sharedArn }));
  await iam.send(new CreateRoleCommand({ RoleName, Path: '/apps/', AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: sharedArn }));
  for (const InstanceProfileName of ['App', 'other']) {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  }
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'App', RoleName }));
  await iam.send(new CreateRoleCommand({ RoleName: 'Other', AssumeRolePolicyDocument }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'other', RoleName: 'Other' }));
  // What is left when the others are gone.
  await iam.send(new AttachUserPolicyCommand({ UserName: 'rene', PolicyArn: sharedArn }));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Signed by itself, for nobody. */
const certificate = `-----BEGIN CERTIFICATE-----
MIICADCCAWmgAwIBAgIUNmyfnMpjpB/9OhIqyZph9jdlfWcwDQYJKoZIhvcNAQEL
BQAwETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEyODE2MjcyNFoYDzIxMjYxMTA0
MTYyNzI0WjARMQ8wDQYDVQQDDAZub2JvZHkwgZ8wDQYJKoZIhvcNAQEBBQADgY0A
MIGJAoGBAO2JR9rnWnmOdAJd95XwUEfP48QIz/9s31wzheNyqcJr8xQMrAgSyHCl
WsQ80MdDEjOMtryYOuY8EmC8MVUTjUKGqags1Wy2uwJoQn8H+WZJ6oS21jftOV4B
CvHl9q84ewSLjtd+mc+KMu3PX/VRUJC/PS6a8Y0USRflWLn+ag2VAgMBAAGjUzBR
MB0GA1UdDgQWBBQQURWRkdPlxP3WZLpHK1j7LMux2TAfBgNVHSMEGDAWgBQQURWR
kdPlxP3WZLpHK1j7LMux2TAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUA
A4GBAIlAWMMs62LF5DjNlJltYuppzfGUs7AmYlcWDXVl2rbj4DgK135Gozsq2Vt7
9plQUtcNwVLKK2puwR6axSiz2XhNXTcbSSNks6CMX9VKBr4q2+z7XD9EeNoYa22S
qlB3aKJALfhf2+9bB9vfEdlvTuA9ubaVU0GKFdPtB5vI2IMP
-----END CERTIFICATE-----
`;
