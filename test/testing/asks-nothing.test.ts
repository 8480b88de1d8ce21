import { describe, expect, test } from 'vitest';
import type { TestDocument } from '../../src/documents/test.ts';
import { run } from '../support/run.ts';

/** Tests that would pass whatever the policies say: each fails, or says so. */

const policy = {
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
};
const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const identity = [{ file: 'policy.json' }];
const request = {
  principal: 'arn:aws:iam::111122223333:user/mika',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme/reports/a',
  resourceAccount: '111122223333',
};
const reads = { name: 'reads', request, policies: { identity }, expect: 'allowed' };

async function runItems(items: unknown, words: readonly string[] = [], more: Record<string, string> = {}) {
  const files = {
    '/work/policy.json': JSON.stringify(policy),
    '/work/a.iamx.json': JSON.stringify(items),
    ...more,
  };
  const { out, err, status } = await run(['test', ...words, '--json'], { files, cwd: '/work' });
  expect(err).toBe('');
  return { status, document: JSON.parse(out) as TestDocument };
}

describe('what says nothing is no test', () => {
  test.each<[string, object, string]>([
    ['dependsOn with no key', { ...reads, expect: { dependsOn: [] } }, '`dependsOn` says nothing'],
    ['notDependsOn with no key', { ...reads, expect: { notDependsOn: [] } }, '`notDependsOn` says nothing'],
    ['a message of no letter', { ...reads, expect: { message: '' } }, '`message` says nothing'],
    [
      'a row of a matrix for nobody',
      {
        name: 'reads',
        request,
        policies: { identity },
        matrix: [
          { principals: [], actions: ['s3:GetObject'], expect: 'implicitDeny' },
          { actions: ['s3:GetObject'], expect: 'allowed' },
        ],
      },
      '`principals` names nobody',
    ],
  ])('%s', async (_, item, message) => {
    const { status, document } = await runItems([reads, item]);
    expect(status).toBe(1);
    expect(document.tests.map(({ outcome, because }) => [outcome, because])).toEqual([
      ['passed', 'identity, Allow "Read"'],
      ['error', message],
    ]);
  });

  test.each([
    ['json', '[]'],
    ['json', '{ "scenarios": [] }'],
    ['yaml', 'scenarios: []\n'],
    ['jsonl', '[]\n'],
  ])('a file of %s that holds %j', async (form, text) => {
    const { status, document } = await runItems([reads], [], { [`/work/b.iamx.${form}`]: text });
    expect([status, document.passed, document.tests.at(-1)?.because]).toEqual([
      1,
      1,
      'there is no scenario in it',
    ]);
  });
});

describe('what holds of no request is not proved', () => {
  const never = (of: object, policies: object = { identity }) => ({ never: of, policies });
  test.each<[string, object, string]>([
    [
      'an action with a slip',
      never({ action: 's3:GetObjekt' }),
      '`s3:GetObjekt` is not a known action (data of 2026-09-26)',
    ],
    [
      'an operation that is no action',
      never({ action: 's3:ListObjectsV2' }),
      '`s3:ListObjectsV2` is no action: AWS asks the operation as `s3:ListBucket`, and that was decided',
    ],
    ['a pattern of no action', never({ action: 's3:Gett*' }), 'no action matches `s3:Gett*`'],
    ['no action', never({ action: [] }), '`action` names nothing'],
    [
      'a resource of another service',
      never({ action: 's3:GetObject', resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }),
      '`s3:GetObject` is not about resources like `arn:aws:sqs:eu-west-1:111122223333:jobs`',
    ],
    [
      'a resource that is no ARN',
      never({ action: 's3:GetObject', resource: 'acme/*' }),
      '`acme/*` is not an ARN',
    ],
    [
      'a resource that no action of the pattern is about',
      never({ action: 's3:Get*', resource: 'arn:aws:sns:*:*:*' }),
      'none of the actions is about resources like `arn:aws:sns:*:*:*`',
    ],
    [
      'one action of two',
      never({ action: ['s3:GetObject', 'sqs:SendMessage'], resource: 'arn:aws:s3:::acme/*' }),
      '`sqs:SendMessage` is about none of the resources',
    ],
    [
      'an account id as the caller',
      never({ principal: '111122223333', action: 's3:GetObject' }),
      'no caller has an ARN like `111122223333`',
    ],
    [
      'an account of eleven digits',
      never({ principal: 'arn:aws:iam::11112222333:user/mika', action: 's3:GetObject' }),
      'no caller has an ARN like `arn:aws:iam::11112222333:user/mika`',
    ],
    [
      'a session, which asks as its role',
      never({ principal: 'arn:aws:sts::111122223333:assumed-role/App/ci', action: 's3:GetObject' }),
      'no caller has an ARN like `arn:aws:sts::111122223333:assumed-role/App/ci`',
    ],
    [
      'everybody is an exception',
      never({ action: 's3:GetObject', except: '*' }),
      '`except` leaves nobody of whom it is to hold',
    ],
    [
      'a key without a value',
      { always: { action: 's3:GetObject', when: { 'aws:SecureTransport': [] } }, policies: { identity } },
      '`aws:SecureTransport` has no value',
    ],
    [
      'always, of an action with a slip',
      { always: { action: 's3:GetObjekt' }, policies: { identity: [everything] } },
      '`s3:GetObjekt` is not a known action (data of 2026-09-26)',
    ],
  ])('%s', async (_, item, because) => {
    const { status, document } = await runItems([item]);
    expect([status, document.tests[0]?.outcome, document.tests[0]?.because]).toEqual([1, 'error', because]);
    expect(document.tests[0]?.diagnostics[0]?.span?.file).toBe('a.iamx.json');
  });

  test.each<[string, object]>([
    ['every action', { action: '*', resource: 'arn:aws:s3:::other/*' }],
    ['every action of a service', { action: 's3:*', resource: 'arn:aws:s3:::other' }],
    ['callers by wildcards', { action: 's3:PutObject', principal: ['arn:aws:iam::*:role/App*', '*'] }],
    ['everybody of an account', { action: 's3:PutObject', principal: 'arn:aws:iam::111122223333:*' }],
    ['an action of tomorrow', { action: 'newservice:DoIt', asWritten: true }],
  ])('%s is asked', async (_, of) => {
    const { document } = await runItems([never(of)]);
    expect(document.tests[0]?.outcome).toBe('passed');
  });
});

describe('a test that passes says what makes it pass', () => {
  const codes = ({ tests }: TestDocument) =>
    tests.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  const scp = [[{ managed: 'FullAWSAccess' }]];
  test.each<[string, object, readonly string[]]>([
    [
      'an SCP alone lets nobody do anything',
      { ...reads, policies: { scp }, expect: 'implicitDeny' },
      ['test/no-identity-policy'],
    ],
    [
      'nor beside an empty list',
      { ...reads, policies: { identity: [], scp }, expect: 'implicitDeny' },
      ['test/no-identity-policy'],
    ],
    ['no policy at all', { ...reads, policies: {}, expect: 'implicitDeny' }, ['test/no-statement']],
    [
      'a resource that the action is not about',
      {
        ...reads,
        request: {
          ...request,
          resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs',
          resourceAccount: undefined,
        },
        expect: 'implicitDeny',
      },
      ['request/resource-unfitting'],
    ],
    [
      'a condition key with a slip',
      { ...reads, request: { ...request, context: { 'aws:SecureTranport': 'false' } } },
      ['request/unknown-key'],
    ],
    [
      'a key with a slip on which nothing depends',
      { ...reads, expect: { notDependsOn: ['aws:SourceIpp'] } },
      ['test/unknown-key'],
    ],
    ['a question without a slip', reads, []],
    [
      'a policy of the resource was asked',
      {
        ...reads,
        policies: {
          resource: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:PutObject',
              Resource: 'arn:aws:s3:::acme/*',
            },
          },
        },
        expect: 'implicitDeny',
      },
      [],
    ],
  ])('%s', async (_, item, told) => {
    const { status, document } = await runItems([item]);
    expect([status, codes(document)]).toEqual([0, told]);
  });

  test('a folder without a test is told beside those with one', async () => {
    const more = {
      '/work/empty/readme.txt': 'no test',
      '/work/tests/b.iamx.json': JSON.stringify([{ ...reads, policies: { identity: [policy] } }]),
    };
    const { status, document } = await runItems([reads], ['a.iamx.json', 'empty', 'tests/'], more);
    expect([status, document.passed, document.diagnostics.map(({ message }) => message)]).toEqual([
      0,
      2,
      ['there is no test in `empty`'],
    ]);
  });

  test('many warnings are counted, and each is told once', async () => {
    const items = Array.from({ length: 30 }, (_, at) => ({
      ...reads,
      request: { ...request, context: { [`aws:SecureTransporta${at % 25}`]: 'x' } },
    }));
    const files = { '/work/policy.json': JSON.stringify(policy), '/work/a.iamx.json': JSON.stringify(items) };
    const { out, status } = await run(['test'], { files, cwd: '/work' });
    expect(status).toBe(0);
    expect(out).toMatch(/\d+ more warnings: add --verbose/);
  });
});

describe('a value that a condition key never has', () => {
  test.each([
    [{ 'aws:MultiFactorAuthPresent': 'yes' }, '`yes` of `aws:MultiFactorAuthPresent` is not true or false'],
    [{ 'aws:SourceIp': '10.0.0.300' }, '`10.0.0.300` of `aws:SourceIp` is not an IP address'],
    [{ 'aws:CurrentTime': 'tomorrow' }, '`tomorrow` of `aws:CurrentTime` is not a date'],
  ])('is told of a test that passes: %j', async (context, message) => {
    const { status, document } = await runItems([{ ...reads, request: { ...request, context } }]);
    expect(status).toBe(0);
    const told = document.tests.flatMap(({ diagnostics = [] }) => diagnostics);
    expect(told.map(({ code, message: text }) => [code, text])).toEqual([
      ['request/unreadable-value', message],
    ]);
  });

  test.each([
    ['never', { 'aws:SecureTransport': 'no' }, '`no` of `aws:SecureTransport` is not true or false'],
    ['always', { 'aws:SourceIp': ['10.0.0.1', 'home'] }, '`home` of `aws:SourceIp` is not an IP address'],
    ['always', { 'aws:SecureTransprt': 'true' }, '`aws:SecureTransprt` is not a known condition key'],
  ] as const)('is an error of `when`: %s %j', async (kind, when, message) => {
    const item = { name: 'all', [kind]: { action: 's3:GetObject', when }, policies: { identity } };
    const { status, document } = await runItems([item]);
    expect(status).toBe(1);
    const [first] = document.tests;
    expect(first?.outcome).toBe('error');
    expect(first?.diagnostics.map((one) => [one.message, one.span?.file])).toEqual([
      [message, 'a.iamx.json'],
    ]);
  });
});
