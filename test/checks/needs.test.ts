import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckDocument } from '../../src/documents/check.ts';
import { run } from '../support/run.ts';
import { account, user } from './support/account.ts';
import { allow, askFiles, jwt, now, policy, trust } from './support/files.ts';
import { follow } from './support/follow.ts';
import { startFakeAws, type FakeAws } from './support/server.ts';

/** What people bring, from the error in front of them to the command that follows it, and on to what mends it. */

const role = 'arn:aws:iam::111122223333:role/App';
const host = 'token.actions.githubusercontent.com';
const byGithub = (subject: string, operator = 'StringEquals') =>
  trust(
    { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
    { [operator]: { [`${host}:sub`]: subject }, StringLike: { [`${host}:aud`]: 'sts.amazonaws.com' } },
    'sts:AssumeRoleWithWebIdentity',
  );
const token = (sub: string) =>
  jwt({ iss: `https://${host}`, aud: 'sts.amazonaws.com', sub, exp: now / 1000 + 300 });

async function leadsTo(error: string): Promise<string> {
  return (await run(['explain-error', '-'], { stdin: error })).out;
}

const github = (trustPolicy: object, sub: string) =>
  askFiles(['assume-role', role, '--trust-policy', 't.json', '--web-identity-token', 'j'], {
    't.json': trustPolicy,
    j: token(sub),
  });

describe('Not authorized to perform sts:AssumeRoleWithWebIdentity', () => {
  test('leads to the check of the token', async () => {
    const text = await leadsTo('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    expect(text).toContain('iamx check assume-role ROLE --web-identity-token FILE');
  });

  test.each([
    ['letter case', 'repo:Acme/App:ref:refs/heads/main', 'repo:acme/app:ref:refs/heads/main'],
    ['a job with an environment', 'repo:acme/app:ref:refs/heads/main', 'repo:acme/app:environment:prod'],
    [
      'a new repository, which sends ids',
      'repo:acme/app:ref:refs/heads/main',
      'repo:acme@1/app@2:ref:refs/heads/main',
    ],
    ['a star under StringEquals', 'repo:acme/*', 'repo:acme/app:ref:refs/heads/main'],
  ])('%s: what the hint says mends it', async (_, wanted, sent) => {
    const before = await github(byGithub(wanted), sent);
    expect(before.status).toBe(1);
    const hints = before.document.diagnostics.map(({ hint }) => JSON.stringify(hint)).join('\n');
    const mended = hints.includes('StringLike') ? byGithub(wanted, 'StringLike') : byGithub(sent);
    expect(hints).toMatch(hints.includes('StringLike') ? /StringLike/ : new RegExp(sent));
    expect((await github(mended, sent)).status).toBe(0);
  });
});

describe('AssumeRole denied, and no hint which side', () => {
  const vendor = 'arn:aws:iam::999988887777:user/mika';
  const words = [
    'assume-role',
    role,
    '--trust-policy',
    't.json',
    '--policy',
    'p.json',
    '--principal',
    vendor,
  ];
  const wanting = trust({ AWS: vendor }, { StringEquals: { 'sts:ExternalId': 'abc-123' } });
  const may = policy(allow('sts:AssumeRole', role));

  test('leads to the check', async () => {
    const text = await leadsTo(
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${vendor} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    );
    expect(text).toContain(`iamx check assume-role ${role}`);
  });

  test('each side is named by itself', async () => {
    const without = await askFiles(words, { 't.json': wanting, 'p.json': may });
    expect(without.outcomes).toMatchObject({ trust: 'no', identity: 'yes' });
    const files = { 't.json': wanting, 'p.json': policy(allow('s3:*', '*')) };
    const other = await askFiles([...words, '--external-id', 'abc-123'], files);
    expect(other.outcomes).toMatchObject({ trust: 'yes', identity: 'no' });
    const both = await askFiles([...words, '--external-id', 'abc-123'], { 't.json': wanting, 'p.json': may });
    expect(both.status).toBe(0);
  });

  test('the hour of chaining is told before AWS tells it', async () => {
    const chained = trust({ AWS: 'arn:aws:iam::111122223333:role/Dev' });
    const asked = [
      '--principal',
      'arn:aws:sts::111122223333:assumed-role/Dev/me',
      '--max-session-duration',
      '43200',
    ];
    const ask = (seconds: string) =>
      askFiles(['assume-role', role, '--trust-policy', 't.json', ...asked, '--duration', seconds], {
        't.json': chained,
      });
    expect((await ask('7200')).outcomes['duration']).toBe('no');
    expect((await ask('3600')).status).toBe(0);
  });
});

describe('Cannot delete entity, must remove referenced objects first', () => {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => aws.close());

  test('which? and what removes it', async () => {
    const of = account({ users: new Map([['mika', user({ ssh: new Set(['APKAEIBAERJR2EXAMPLE']) })]]) });
    const error = 'Cannot delete entity, must remove referenced objects first.';
    expect(() => follow(of, 'aws iam delete-user --user-name mika')).toThrow(error);
    expect(
      await leadsTo(`An error occurred (DeleteConflict) when calling the DeleteUser operation: ${error}`),
    ).toContain('iamx check delete-user NAME');
    aws.play({ account: of });
    const { out } = await aws.check(['delete-user', 'mika', '--json']);
    const { remedies, steps } = JSON.parse(out) as Pick<CheckDocument, 'steps'> & {
      readonly remedies: readonly { readonly command: string }[];
    };
    expect(steps.filter(({ outcome }) => outcome === 'no').map(({ id }) => id)).toEqual(['ssh-public-keys']);
    for (const { command } of remedies) follow(of, command);
    expect(of.users.size).toBe(0);
  });
});

test('not authorized to perform iam:PassRole leads to its check', async () => {
  const text = await leadsTo(
    `An error occurred (AccessDenied) when calling the CreateFunction operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
  );
  expect(text).toContain(`iamx check pass-role ${role} --service lambda.amazonaws.com`);
});

describe('for people', () => {
  const vendor = 'arn:aws:iam::999988887777:user/mika';
  const page = async (words: readonly string[], files: Readonly<Record<string, object | string>>) => {
    const texts = Object.entries(files).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return (
      await run(['check', ...words], {
        now,
        files: Object.fromEntries(texts) as Readonly<Record<string, string>>,
      })
    ).out;
  };
  const wanting = trust({ AWS: vendor }, { StringEquals: { 'sts:ExternalId': 'abc-123' } });
  const ofVendor = [
    'assume-role',
    role,
    '--trust-policy',
    't.json',
    '--principal',
    vendor,
    '--policy',
    'p.json',
  ];
  const may = policy(allow('sts:AssumeRole', role));

  test.each([
    ['assume-role-yes', [...ofVendor, '--external-id', 'abc-123'], { 't.json': wanting, 'p.json': may }],
    ['assume-role-no', ofVendor, { 't.json': wanting, 'p.json': policy(allow('s3:*', '*')) }],
    [
      'assume-role-github',
      ['assume-role', role, '--trust-policy', 't.json', '--web-identity-token', 'j'],
      { 't.json': byGithub('repo:acme/app:ref:refs/heads/main'), j: token('repo:acme/app:environment:prod') },
    ],
    [
      'pass-role-no',
      [
        ...['pass-role', role, '--service', 'ecs-tasks', '--trust-policy', 't.json', '--policy', 'p.json'],
        ...['--principal', 'arn:aws:iam::111122223333:user/mika'],
      ],
      { 't.json': trust({ Service: 'ecs.amazonaws.com' }), 'p.json': policy(allow('iam:PassRole', role)) },
    ],
  ])('%s', async (name, words, files) => {
    await expect(await page(words, files)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
