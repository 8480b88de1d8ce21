import { describe, expect, test } from 'vitest';
import type { ExplainErrorDocument } from '../src/documents/explain-error.ts';
import type { MemoryWorld } from '../src/host/memory.ts';
import { allow, deny, jwt, now, policy, trust } from './checks/support/files.ts';
import { run, type Ran } from './support/run.ts';

/** Errors that people bring: from the text in front of them, and what stands on their machine, to the end of the error. */

const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';
const app = 'arn:aws:iam::111122223333:role/App';
const mika = 'arn:aws:iam::111122223333:user/mika';
const home = '/home/user';
const secret = 'NotASecretKeyButSecretAsOne/abcdefgh1234';
const token = 'IQoJb3JpZ2luX2VjEexampletoken0123456789';

async function explain(error: string, world: MemoryWorld = {}, ...words: readonly string[]) {
  const asked = { now, homeFolder: home, cwd: '/w', ...world, stdin: error };
  const { out, err, status, host } = await run(['explain-error', '--json', ...words, '-'], asked);
  expect(err).toBe('');
  const document = JSON.parse(out) as ExplainErrorDocument;
  const commands = document.matches.flatMap(({ remedies, next }) => [
    ...remedies.flatMap(({ command }) => command ?? []),
    ...(next === undefined ? [] : [next]),
  ]);
  const page = await run(
    ['explain-error', ...words.filter((word) => !/^--(?:save|suggest)|\.json$/.test(word)), '-'],
    asked,
  );
  expect(`${page.out}${out}`).not.toContain(secret);
  return { document, commands, status, host, page: plain(page.out) };
}

const plain = (text: string) => text.replace(/[\s│]+/g, ' ');
const iamx = (
  words: readonly string[],
  files: Readonly<Record<string, object | string>> = {},
): Promise<Ran> =>
  run(words, {
    now,
    cwd: '/w',
    files: Object.fromEntries(
      Object.entries(files).map(([name, value]) => [
        `/w/${name}`,
        typeof value === 'string' ? value : JSON.stringify(value, null, 2),
      ]),
    ),
  });
const chain = async (world: MemoryWorld, ...words: readonly string[]) =>
  (await run(['explain-chain', '--offline', ...words], { now, homeFolder: home, ...world })).out;

const refused = (operation: string, action: string, resource: string, why: string) =>
  `An error occurred (AccessDenied) when calling the ${operation} operation: User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
const noAllow = (action: string) => `because no identity-based policy allows the ${action} action`;
const unknownKey = 'operation: The security token included in the request is invalid';

test('8: IAM alone says InvalidClientTokenId: the session has no MFA, and the long-term keys end it', async () => {
  const error = `An error occurred (InvalidClientTokenId) when calling the ListUsers ${unknownKey}`;
  const of = (id: string, more = '') => ({
    files: {
      [`${home}/.aws/credentials`]: `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n${more}`,
    },
  });
  const asked = await explain(error, of('ASIAJMIKAMIKAMIKA2F3', `aws_session_token = ${token}\n`));
  expect(asked.page).toContain('ListUsers is a call of IAM, and the credentials here are temporary');
  expect(asked.page).toContain(
    'pass an MFA code to GetSessionToken, or use a role or the long-term key itself',
  );
  const after = await explain(error, of('AKIAJMIKAMIKAMIKA2F3'));
  expect(after.page).not.toContain('ListUsers is a call of IAM, and the credentials here');
});

test('11: leftover keys win over a sign-in: what it prints to unset lets the profile in', async () => {
  const error = `An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity ${unknownKey}`;
  const env = {
    AWS_PROFILE: 'dev',
    AWS_ACCESS_KEY_ID: 'AKIAJMIKAMIKAMIKA2F3',
    AWS_SECRET_ACCESS_KEY: secret,
  };
  const files = {
    [`${home}/.aws/config`]:
      '[profile dev]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = eu-west-1\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n',
  };
  const { commands } = await explain(error, { env, files });
  const unset = commands.find((line) => line.startsWith('unset ')) ?? '';
  const names = unset.split(' ').slice(1);
  expect(names).toContain('AWS_ACCESS_KEY_ID');
  const left = Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
  expect(await chain({ env, files })).toMatch(/environment/);
  expect(plain(await chain({ env: left, files }))).toMatch(/acme/);
});

test.each([
  { name: 'zsh’s `%`', value: `${secret}%` },
  { name: 'quotes', value: `"${secret}"` },
  { name: 'a comment', value: `${secret} # mine` },
])('14: the signature does not match, for $name behind the secret: its line is named', async ({ value }) => {
  const error =
    'An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
  const of = (text: string) => ({
    files: {
      [`${home}/.aws/credentials`]: `[default]\naws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = ${text}\n`,
    },
  });
  expect((await explain(error, of(value))).page).toContain('~/.aws/credentials:3');
  expect((await explain(error, of(secret))).page).not.toContain('~/.aws/credentials:3');
});

describe('45: Terraform found no credentials, and speaks of IMDS', () => {
  const error = `╷
│ Error: No valid credential sources found
│ 
│   with provider["registry.terraform.io/hashicorp/aws"],
│   on main.tf line 1, in provider "aws":
│    1: provider "aws" {
│ 
│ Please see https://registry.terraform.io/providers/hashicorp/aws
│ for more information about providing credentials.
│ 
│ Error: failed to refresh cached credentials, no EC2 IMDS role found,
│ operation error ec2imds: GetMetadata, request canceled, context deadline
│ exceeded
│ 
╵
`;
  const files = {
    [`${home}/.aws/config`]: `[profile dev]\nregion = eu-west-1\ncredential_process = /bin/keys\n`,
  };

  test('is told as what it is, with what Go would do here and the blocks of Terraform', async () => {
    const { document, page } = await explain(error, { files }, '--verbose');
    expect(document.matches.map(({ id }) => id)).toEqual(['E29', 'E30']);
    expect(page).toContain('the real reason stands earlier in its chain');
    expect(page).toContain('Go SDK v2 uses instance metadata');
    expect(page).toContain('the `provider` block and the `backend` block have settings of their own');
  });

  test('the profile named, Go finds it', async () => {
    expect(await chain({ files }, '--sdk', 'go')).not.toContain('credential_process');
    expect(await chain({ files, env: { AWS_PROFILE: 'dev' } }, '--sdk', 'go')).toContain(
      'credential_process',
    );
  });
});

describe('51: whose denial it is, the organization’s or mine', () => {
  const scpArn = 'arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd';
  const bucket = 'arn:aws:s3:::acme-data';
  const error = refused(
    'CreateBucket',
    's3:CreateBucket',
    `"${bucket}"`,
    `with an explicit deny in a service control policy: ${scpArn}`,
  );

  test('the owner, the policy and the exception to ask for; no policy is offered', async () => {
    const { document, page } = await explain(error);
    expect(document.fields).toMatchObject({ layer: 'scp', explicit: true, policyArn: scpArn });
    expect(document.policy).toBeUndefined();
    expect(document.matches[0]?.askFor).toMatch(/999988887777/);
    expect(page).toContain('policies in the account: no edit there can fix this');
  });

  test('with the SCP at hand the statement is shown, and the exception lets the call pass', async () => {
    const refusing = deny('s3:CreateBucket', '*');
    const excepted = deny('s3:CreateBucket', '*', { ArnNotLike: { 'aws:PrincipalArn': app } });
    const scp = (statement: object) => policy(allow('*', '*'), statement);
    const ask = async (statement: object) => {
      const files = {
        '/w/scp.json': JSON.stringify(scp(statement), null, 2),
        '/w/mine.json': JSON.stringify(policy(allow('s3:*', '*'))),
      };
      const { document } = await explain(
        error,
        { files },
        '--policy',
        '/w/mine.json',
        '--scp',
        '/w/scp.json',
      );
      return document.steps.find(({ id }) => id === 'simulate');
    };
    expect(await ask(refusing)).toMatchObject({ outcome: 'explicitDeny', because: 'scp' });
    expect(JSON.stringify(await ask(refusing))).toContain('scp.json');
    expect(await ask(excepted)).toMatchObject({ outcome: 'allowed' });
  });
});

describe('52: from CloudTrail to the least that is missing', () => {
  const record = (action: string, resource: string) => ({
    eventSource: 's3.amazonaws.com',
    eventName: action.slice(3),
    awsRegion: 'eu-west-1',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${session} is not authorized to perform: ${action} on resource: "${resource}" ${noAllow(action)}`,
    userIdentity: { type: 'AssumedRole', arn: session, accountId: '111122223333' },
  });
  const asked = [
    ['s3:GetObject', 'arn:aws:s3:::acme/in.csv'],
    ['s3:PutObject', 'arn:aws:s3:::acme/out.csv'],
  ] as const;
  const trail = JSON.stringify({
    Records: [...asked, asked[0]].map(([action, resource]) => record(action, resource)),
  });

  test('the written policy allows each refused call, and nothing else', async () => {
    const { document, host } = await explain(trail, {}, '--suggest', '/w/least.json');
    expect(document.matches.map(({ count }) => count)).toContain(2);
    const [written] = [...host.written.values()];
    const least = JSON.parse(written ?? '') as { Statement: readonly unknown[] };
    expect(least.Statement).toEqual(
      asked.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
    );
    const simulate = (action: string, resource: string) =>
      iamx(
        [
          'simulate',
          '--policy',
          'p.json',
          '--principal',
          session,
          '--action',
          action,
          '--resource',
          resource,
        ],
        { 'p.json': least },
      );
    for (const [action, resource] of asked) expect((await simulate(action, resource)).status).toBe(0);
    expect((await simulate('s3:DeleteObject', 'arn:aws:s3:::acme/in.csv')).status).toBe(1);
    expect((await simulate('s3:GetObject', 'arn:aws:s3:::acme/out.csv')).status).toBe(1);
  });
});

test('53: `*` below StringEquals in the trust of GitHub: the test is named, and StringLike lets the token in', async () => {
  const host = 'token.actions.githubusercontent.com';
  const sub = 'repo:acme/app:ref:refs/heads/main';
  const { commands } = await explain(
    'Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
  );
  expect(commands).toContain('iamx check assume-role ROLE --web-identity-token FILE');
  const ask = (test: string) =>
    iamx(['check', 'assume-role', app, '--trust-policy', 't.json', '--web-identity-token', 'j'], {
      't.json': trust(
        { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
        {
          StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' },
          [test]: {
            [`${host}:sub`]: 'repo:acme/app:*',
            ...(test === 'StringEquals' ? { [`${host}:aud`]: 'sts.amazonaws.com' } : {}),
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
      j: jwt({ iss: `https://${host}`, aud: 'sts.amazonaws.com', sub, exp: now / 1000 + 300 }),
    });
  const before = await ask('StringEquals');
  expect(before.status).toBe(1);
  expect(plain(before.out)).toMatch(/StringLike/);
  expect((await ask('StringLike')).status).toBe(0);
});

test('54: tags at creation: the second action is named beside the call, and with both the call is allowed', async () => {
  const instances = 'arn:aws:ec2:eu-west-1:111122223333:instance/*';
  const { document, page } = await explain(
    refused('RunInstances', 'ec2:CreateTags', instances, noAllow('ec2:CreateTags')),
  );
  expect(document.fields.dependentOf).toBe('ec2:RunInstances');
  expect(page).toContain('needs ec2:CreateTags besides');
  const files = { 'p.json': document.policy?.document as object };
  const ask = ['simulate', '--policy', 'p.json', '--principal', session, '--action', 'ec2:CreateTags'];
  expect((await iamx([...ask, '--resource', instances], files)).status).toBe(0);
});

describe('PassRole', () => {
  const role = 'arn:aws:iam::111122223333:role/team/Lambda';

  test('leads to its check, and the policy without the role’s path is mended by the edit that it names', async () => {
    const { commands, document } = await explain(
      refused('CreateFunction', 'iam:PassRole', role, noAllow('iam:PassRole')),
    );
    expect(commands).toContain(`iamx check pass-role ${role} --service lambda.amazonaws.com`);
    const words = ['check', 'pass-role', role, '--service', 'lambda.amazonaws.com', '--principal', mika];
    const ask = (identity: object) =>
      iamx([...words, '--trust-policy', 't.json', '--policy', 'p.json', '--json'], {
        't.json': trust({ Service: 'lambda.amazonaws.com' }),
        'p.json': identity,
      });
    const create = allow('lambda:*', '*');
    const before = await ask(policy(create, allow('iam:PassRole', 'arn:aws:iam::111122223333:role/Lambda')));
    expect(before.status).toBe(1);
    expect(before.out).toContain(role);
    const [statement] = (document.policy?.document as { Statement: readonly object[] }).Statement;
    expect((await ask(policy(create, statement ?? {}))).status).toBe(0);
  });
});

test('an external id that the profile does not pass: the check names it, and with it the role is assumed', async () => {
  const ops = 'arn:aws:iam::444455556666:role/Ops';
  const { commands } = await explain(
    `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${mika} is not authorized to perform: sts:AssumeRole on resource: ${ops}`,
  );
  expect(commands).toContain(`iamx check assume-role ${ops}`);
  const ask = (...more: readonly string[]) =>
    iamx(
      [
        'check',
        'assume-role',
        ops,
        '--principal',
        mika,
        '--trust-policy',
        't.json',
        '--policy',
        'p.json',
        ...more,
      ],
      {
        't.json': trust({ AWS: mika }, { StringEquals: { 'sts:ExternalId': 'acme-42' } }),
        'p.json': policy(allow('sts:AssumeRole', ops)),
      },
    );
  const before = await ask();
  expect(before.status).toBe(1);
  expect(plain(before.out)).toContain('--external-id');
  expect((await ask('--external-id', 'acme-42')).status).toBe(0);
});
