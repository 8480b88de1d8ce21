import { describe, expect, test } from 'vitest';
import type { TestDocument } from '../../src/documents/test.ts';
import { run } from '../support/run.ts';

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/reports/*' },
    {
      Sid: 'NoHttp',
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

const statement = (value: object) => ({ Version: '2012-10-17', Statement: value });
const exceptAdmin = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin' } };
const guard = { Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*', Condition: exceptAdmin };
const scp = [[{ managed: 'FullAWSAccess' }, statement(guard)]];
const identity = [{ file: 'policy.json' }];
const bucket = (principal: object | string) =>
  statement({
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::acme/*',
  });
const stranger = { AWS: 'arn:aws:iam::444455556666:user/kim' };
const inOrganization = (value: object) => ({
  ...value,
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
});

async function ask(item: object, words: readonly string[] = []) {
  const files = { '/work/policy.json': policy, '/work/a.iamx.json': JSON.stringify([item]) };
  const { out, err, status, host } = await run(['test', ...words, '--json'], { files, cwd: '/work' });
  expect(err).toBe('');
  const document = JSON.parse(out) as TestDocument;
  return { status, host, document, only: document.invariants[0] };
}

describe('never', () => {
  test.each<[string, object, string, boolean]>([
    [
      'an action that nothing allows',
      { never: { action: 's3:PutObject' }, policies: { identity } },
      'holds',
      true,
    ],
    [
      'a resource that nothing allows',
      { never: { action: 's3:Get*', resource: 'arn:aws:s3:::other/*' }, policies: { identity } },
      'holds',
      true,
    ],
    [
      'an action that is allowed',
      { never: { action: 's3:GetObject' }, policies: { identity } },
      'fails',
      false,
    ],
    [
      'a pattern of which a part is allowed',
      { never: { action: 's3:*' }, policies: { identity } },
      'fails',
      false,
    ],
    [
      'what a Deny takes back',
      { never: { action: 's3:GetObject', when: { 'aws:SecureTransport': 'false' } }, policies: { identity } },
      'holds',
      true,
    ],
    [
      'a guardrail with its exception',
      {
        never: { principal: 'any', action: 'cloudtrail:StopLogging', except: ['arn:aws:iam::*:role/Admin'] },
        policies: { scp },
      },
      'holds',
      true,
    ],
    [
      'a guardrail without it',
      { never: { action: 'cloudtrail:StopLogging' }, policies: { scp } },
      'fails',
      false,
    ],
    [
      'a guardrail for one role',
      {
        never: { principal: 'arn:aws:iam::111122223333:role/Dev', action: 'cloudtrail:StopLogging' },
        policies: { scp },
      },
      'holds',
      true,
    ],
    [
      'what the guardrail does not name',
      { never: { action: 'ec2:TerminateInstances' }, policies: { scp } },
      'fails',
      false,
    ],
    [
      'a bucket that is open',
      { never: { action: 's3:GetObject' }, policies: { resource: bucket('*') } },
      'fails',
      false,
    ],
    [
      'a bucket for another account, except it',
      {
        never: { action: 's3:GetObject', except: ['arn:aws:iam::444455556666:user/kim'] },
        policies: { resource: bucket(stranger) },
      },
      'cannot-tell',
      false,
    ],
    [
      'a boundary that lacks it',
      {
        never: { action: 's3:GetObject' },
        policies: {
          identity,
          boundary: [statement({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' })],
        },
      },
      'holds',
      true,
    ],
    [
      'a bucket policy that denies all',
      {
        never: { action: 's3:GetObject' },
        policies: {
          identity,
          resource: statement({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
        },
      },
      'holds',
      true,
    ],
  ])('%s', async (_, item, outcome, proved) => {
    const { only, status } = await ask(item);
    expect(only).toMatchObject({ kind: 'never', outcome, proved });
    expect(status).toBe(outcome === 'fails' ? 1 : 0);
  });

  test('what another layer may stop cannot be told, and fails under --strict', async () => {
    const boundary = [statement({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' })];
    const item = { never: { action: 's3:GetObject' }, policies: { identity, boundary } };
    const { only, status, document } = await ask(item);
    expect(only).toMatchObject({ outcome: 'cannot-tell', proved: false });
    expect([status, document.verdict]).toEqual([0, 'passed']);
    expect(document.diagnostics.map(({ code }) => code)).toContain('test/cannot-tell');
    expect((await ask(item, ['--strict'])).status).toBe(1);
  });

  test('a condition that the test says nothing of is no excuse', async () => {
    const resource = statement(
      inOrganization({
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::acme/*',
      }),
    );
    const { only } = await ask({ never: { action: 's3:GetObject' }, policies: { resource } });
    expect(only?.outcome).toBe('fails');
  });
});

describe('always', () => {
  test.each<[string, object, string]>([
    [
      'an action that a Deny may take back',
      { always: { action: 's3:GetObject', resource: 'arn:aws:s3:::acme/reports/*' }, policies: { identity } },
      'fails',
    ],
    [
      'the same over TLS',
      {
        always: {
          action: 's3:GetObject',
          resource: 'arn:aws:s3:::acme/reports/*',
          when: { 'aws:SecureTransport': 'true' },
        },
        policies: { identity },
      },
      'holds',
    ],
    [
      'more than is allowed',
      {
        always: {
          action: 's3:GetObject',
          resource: 'arn:aws:s3:::acme/*',
          when: { 'aws:SecureTransport': 'true' },
        },
        policies: { identity },
      },
      'fails',
    ],
    [
      'what a boundary leaves out',
      {
        always: {
          action: 's3:GetObject',
          resource: 'arn:aws:s3:::acme/reports/*',
          when: { 'aws:SecureTransport': 'true' },
        },
        policies: { identity, boundary: [statement({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' })] },
      },
      'fails',
    ],
    ['what nobody is given', { always: { action: 's3:GetObject' }, policies: { scp } }, 'cannot-tell'],
  ])('%s', async (_, item, outcome) => {
    expect((await ask(item)).only).toMatchObject({ kind: 'always', outcome });
  });
});

test('a witness is a scenario, which fails as soon as the policy is right', async () => {
  const item = { never: { action: 's3:GetObject' }, policies: { identity } };
  const { host, only } = await ask(item, ['--save', 'tests/found.iamx.yaml']);
  expect(only?.witness).toMatchObject({
    policies: { identity: [{ file: 'policy.json' }] },
    expect: 'implicitDeny',
  });
  const text = new TextDecoder().decode(await host.readFile('/work/tests/found.iamx.yaml'));
  expect(text).toContain('file: "../policy.json"');
  const files = { '/work/policy.json': policy, '/work/tests/found.iamx.yaml': text };
  const again = await run(['test', 'tests', '--json'], { files, cwd: '/work' });
  expect((JSON.parse(again.out) as TestDocument).tests[0]).toMatchObject({
    outcome: 'failed',
    actual: 'allowed',
  });
  const closed = { ...files, '/work/policy.json': policy.replaceAll('acme/reports', 'other') };
  expect((await run(['test', 'tests'], { files: closed, cwd: '/work' })).status).toBe(0);
});

test.each([
  [{ never: { action: 's3:GetObject' }, always: { action: 's3:GetObject' } }, 'stand in one item'],
  [{ never: {} }, 'names no action'],
  [{ never: 1 }, 'is a number, not a map'],
  [{ never: { action: 's3:GetObject', resorce: '*' } }, 'is not a field of `never`'],
  [{ never: { action: 's3:GetObject' }, expect: 'allowed' }, 'is not a field of what `never` holds for'],
])('%j is no invariant', async (item, message) => {
  const { document } = await ask({ ...item, policies: { identity } });
  expect(document.tests[0]?.because).toContain(message);
});

const read = {
  name: 'reads',
  request: {
    principal: 'arn:aws:iam::111122223333:user/mika',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/reports/a',
    resourceAccount: '111122223333',
  },
  policies: { identity },
  expect: 'allowed',
};

async function mutated(items: readonly object[]) {
  const files = { '/work/policy.json': policy, '/work/a.iamx.json': JSON.stringify(items) };
  const { out, host } = await run(['test', '--mutate', '--save', 'more.iamx.yaml', '--json'], {
    files,
    cwd: '/work',
  });
  const { mutants } = JSON.parse(out) as TestDocument;
  if (mutants === undefined) throw new Error('nothing was changed');
  const saved =
    (await host.inspect('/work/more.iamx.yaml')) &&
    new TextDecoder().decode(await host.readFile('/work/more.iamx.yaml'));
  return { mutants, saved };
}

describe('--mutate', () => {
  test('a change that no test notices is told, with the test that would', async () => {
    const { mutants } = await mutated([read]);
    const kinds = mutants.survived.map(({ kind, name }) => `${kind} ${name}`);
    expect(kinds).toEqual([
      'widen-action "Read" Action',
      'widen-resource "Read" Resource',
      'drop-statement "NoHttp"',
      'swap-effect "NoHttp" Effect',
      'negate-action "NoHttp" Action',
    ]);
    expect(
      mutants.survived.every(({ file, scenario }) => file === 'policy.json' && scenario !== undefined),
    ).toBe(true);
    expect(mutants.killed).toBe(6);
  });

  test('the tests that it prints pass, and notice what was told', async () => {
    const { saved = '', mutants } = await mutated([read]);
    const files = {
      '/work/policy.json': policy,
      '/work/more.iamx.yaml': saved,
      '/work/a.iamx.json': JSON.stringify([read]),
    };
    const { out, status } = await run(['test', '--mutate', '--json'], { files, cwd: '/work' });
    const again = JSON.parse(out) as TestDocument;
    expect(status).toBe(0);
    expect(again.mutants?.killed).toBe(mutants.killed + mutants.survived.length);
    expect(again.mutants?.survived).toEqual([]);
  });

  test('whose requests a statement is about, and what it leaves out, are changed too', async () => {
    const shared = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Two',
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::222222222222:user/a', 'arn:aws:iam::222222222222:user/b'] },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::acme/*',
        },
        {
          Sid: 'Others',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:user/mika' },
          NotAction: 's3:GetObject',
          NotResource: 'arn:aws:s3:::acme/open/*',
        },
      ],
    };
    const item = {
      name: 'a reads',
      request: { ...read.request, principal: 'arn:aws:iam::111122223333:user/mika' },
      policies: { resource: { file: 'policy.json' } },
      expect: 'implicitDeny',
    };
    const files = { '/work/policy.json': JSON.stringify(shared), '/work/a.iamx.json': JSON.stringify(item) };
    const { out } = await run(['test', '--mutate', '--json'], { files, cwd: '/work' });
    const { mutants } = JSON.parse(out) as TestDocument;
    const told = mutants?.survived.map(({ kind, name }) => `${kind} ${name}`) ?? [];
    expect(told.filter((each) => each === 'drop-principal "Two" Principal')).toHaveLength(2);
    expect(told).toContain('negate-resource "Others" NotResource');
    expect(told).toContain('widen-resource "Others" NotResource');
    // Mika, whom the statement does not name, reads then.
    expect(told).not.toContain('widen-principal "Two" Principal');
    expect(told).not.toContain('negate-principal "Two" Principal');
    expect(told).not.toContain('negate-action "Others" NotAction');
  });

  test('a change that changes nothing is none', async () => {
    const double = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:*', Resource: '*' },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      ],
    };
    const files = {
      '/work/policy.json': JSON.stringify(double),
      '/work/a.iamx.json': JSON.stringify([read]),
    };
    const { out } = await run(['test', '--mutate', '--json'], { files, cwd: '/work' });
    const { mutants } = JSON.parse(out) as TestDocument;
    expect(mutants?.equal).toBeGreaterThan(0);
    expect(mutants?.survived.map(({ kind, span }) => `${kind} ${span.column}`)).not.toContain(
      'drop-statement 80',
    );
  });
});
