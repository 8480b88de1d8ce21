import { describe, expect, test } from 'vitest';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { documentOf, report, session, simulate } from './support/simulate.ts';

/** The answers to scenario files, as `name: decision by layer`. */
async function answers(files: Readonly<Record<string, string>>, more: MemoryWorld = {}) {
  const words = Object.keys(files).flatMap((name) => ['--scenario', name]);
  const ran = await simulate([...words, '--json'], { ...more, files: { ...more.files, ...files } });
  if (ran.out === '') throw new Error(ran.err);
  return documentOf(ran).results.map(
    ({ name, decision, decidedBy }) => `${name ?? '-'}: ${decision} by ${decidedBy.layer}`,
  );
}

const yaml = `
name: analysts may read reports
request:
  principal: ${session}
  action: s3:GetObject
  resource: ${report}
  resourceAccount: "111122223333"
policies:
  identity: [ { file: app.json } ]
expect: allowed
`;

const asJson = {
  name: 'analysts may read reports',
  request: { principal: session, action: 's3:GetObject', resource: report, resourceAccount: '111122223333' },
  policies: { identity: [{ file: 'app.json' }] },
  expect: 'allowed',
};
const answer = 'analysts may read reports: allowed by identity';

describe('forms', () => {
  test.each([
    { form: 'YAML', files: { 'q.yaml': yaml }, expected: [answer] },
    {
      form: 'YML, CRLF, BOM',
      files: { 'q.yml': `\ufeff${yaml.replaceAll('\n', '\r\n')}` },
      expected: [answer],
    },
    { form: 'JSON', files: { 'q.json': JSON.stringify(asJson, undefined, 2) }, expected: [answer] },
    {
      form: 'JSONL',
      files: { 'q.jsonl': `${JSON.stringify(asJson)}\n\n${JSON.stringify({ ...asJson, name: 'again' })}\n` },
      expected: [answer, 'again: allowed by identity'],
    },
    {
      form: 'a list',
      files: { 'q.json': JSON.stringify([asJson, { ...asJson, name: 'again' }]) },
      expected: [answer, 'again: allowed by identity'],
    },
    {
      form: 'several files, in their order',
      files: { 'b.yaml': yaml, 'a.json': JSON.stringify({ ...asJson, name: 'again' }) },
      expected: [answer, 'again: allowed by identity'],
    },
  ])('$form', async ({ files, expected }) => {
    expect(await answers(files)).toEqual(expected);
  });

  test.each([
    { form: 'YAML', stdin: yaml },
    { form: 'JSON', stdin: JSON.stringify(asJson, undefined, 2) },
    { form: 'JSON lines', stdin: `${JSON.stringify(asJson)}\n${JSON.stringify(asJson)}\n` },
  ])('$form from standard input', async ({ form, stdin }) => {
    const ran = await simulate(['--scenario', '-', '--json'], { stdin });
    expect(documentOf(ran).results.map(({ decision }) => decision)).toEqual(
      form === 'JSON lines' ? ['allowed', 'allowed'] : ['allowed'],
    );
  });

  test('defaults: a scenario’s own fields win, maps of the request are joined, null takes a default away', async () => {
    const text = `
defaults:
  request:
    principal: ${session}
    action: s3:GetObject
    resource: ${report}
    resourceAccount: "111122223333"
    context: { "aws:SourceVpce": vpce-0a1b2c3d, "aws:SecureTransport": true }
  policies:
    identity: [ { file: app.json } ]
    resource: { file: bucket.json }
scenarios:
  - name: as the defaults
  - name: another key joins
    request: { context: { "aws:SourceIp": 203.0.113.10 } }
  - name: the same key in another case replaces
    request: { context: { "AWS:sourcevpce": vpce-other } }
  - name: without the context
    request: { context: null }
  - name: without the bucket policy
    request: { context: null }
    policies: { resource: null }
  - name: another action
    request: { action: s3:PutObject }
`;
    expect(await answers({ 'q.yaml': text })).toEqual([
      'as the defaults: allowed by identity',
      'another key joins: allowed by identity',
      'the same key in another case replaces: explicitDeny by resource',
      'without the context: explicitDeny by resource',
      'without the bucket policy: allowed by identity',
      'another action: implicitDeny by identity',
    ]);
  });

  test('policies stand in the scenario, in a file beside it, or in AWS’s list', async () => {
    const scenario = (identity: unknown) => JSON.stringify({ ...asJson, policies: { identity: [identity] } });
    const files = {
      'cases/inline.json': scenario({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
      }),
      'cases/beside.json': scenario({ file: 'own.json' }),
      'cases/above.json': scenario({ file: '../app.json' }),
      'cases/absolute.json': scenario({ file: '/home/user/work/app.json' }),
      'cases/managed.json': scenario({ managed: 'AmazonS3ReadOnlyAccess' }),
    };
    const own = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    expect(await answers(files, { files: { 'cases/own.json': own } })).toEqual(Array(5).fill(answer));
  });

  test('every field of a request and every kind of policy is read', async () => {
    const all = '{ Version: "2012-10-17", Statement: [ { Effect: Allow, Action: "*", Resource: "*" } ] }';
    const resource = all.replace('Action', 'Principal: "*", Action');
    const text = `
- name: everything
  request:
    principal: ${session}
    principalId: AROAJ2UCCR6DPCEXAMPLE:ci
    sessionIssuer: arn:aws:iam::111122223333:role/team/App
    action: [ s3:GetObject, s3:PutObject ]
    resource: [ ${report} ]
    resourceAccount: 111122223333
    managementAccount: "999988887777"
    context: { "aws:SourceIp": 203.0.113.10, "aws:TagKeys": [ env, team ] }
    principalTags: { team: red }
    resourceTags: { team: red }
    requestTags: { team: red }
    viaEndpoint: true
    unknown: [ "aws:SourceVpc" ]
    now: 2026-01-31T00:00:00Z
  policies:
    identity: [ ${all} ]
    boundary: [ ${all} ]
    session: [ ${all} ]
    resource: ${resource}
    endpoint: [ ${resource} ]
    scp: [ [ ${all} ], [ ${all} ] ]
    rcp: [ [ ] ]
  expect: { decision: allowed, decidedBy: identity }
- name: a session of a role
  request:
    principal: arn:aws:iam::111122223333:user/mika
    action: sts:AssumeRole
    resource: arn:aws:iam::111122223333:role/App
    sessionTags: { project: x }
    sourceIdentity: mika
  policies:
    identity: { file: all.json }
    resource: { file: trust.json }
`;
    expect(await answers({ 'q.yaml': text })).toEqual([
      'everything: allowed by identity',
      'everything: allowed by identity',
      'a session of a role: implicitDeny by resource',
    ]);
  });

  test.each([
    { viaEndpoint: undefined, decision: 'implicitDeny by endpoint' },
    { viaEndpoint: true, decision: 'implicitDeny by endpoint' },
    { viaEndpoint: false, decision: 'allowed by identity' },
  ])('viaEndpoint $viaEndpoint beside an endpoint policy: $decision', async ({ viaEndpoint, decision }) => {
    const endpoint = [
      {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' },
      },
    ];
    const scenario = {
      request: { ...asJson.request, viaEndpoint },
      policies: { ...asJson.policies, endpoint },
    };
    expect(await answers({ 'q.json': JSON.stringify(scenario) })).toEqual([`-: ${decision}`]);
  });

  test('--now is the instant of scenarios that name none', async () => {
    const until = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
      },
    };
    const scenario = { ...asJson, policies: { identity: [until] } };
    const files = {
      'q.json': JSON.stringify([
        { ...scenario, name: 'none' },
        { ...scenario, name: 'own', request: { ...asJson.request, now: '2026-01-01T00:00:00Z' } },
      ]),
    };
    const words = ['--scenario', 'q.json', '--json'];
    const decisions = async (more: readonly string[]) =>
      documentOf(await simulate([...words, ...more], { files })).results.map(({ decision }) => decision);
    expect(await decisions([])).toEqual(['allowed', 'allowed']);
    expect(await decisions(['--now', '2027-01-01T00:00:00Z'])).toEqual(['implicitDeny', 'allowed']);
  });
});

describe('what is wrong is told with its place and the nearest right form', () => {
  const start = `request:\n  principal: ${session}\n  action: s3:GetObject\n  resource: ${report}\n`;
  test.each([
    { text: `${start}polices: {}\n`, at: 5, message: '`polices` is not a field', hint: '`policies`' },
    { text: `${start}  actoin: x\n`, at: 5, message: '`actoin` is not a field', hint: '`action`' },
    { text: `${start}policies: { identiy: [] }\n`, at: 5, message: '`identiy`', hint: '`identity`' },
    { text: `${start}principal: x\n`, at: 5, message: '`principal`', hint: 'under `request`' },
    { text: `${start}identity: []\n`, at: 5, message: '`identity`', hint: 'under `policies`' },
    {
      text: `${start}policies: { identity: [ app.json ] }\n`,
      at: 5,
      message: 'is a text',
      hint: '{ file: app.json }',
    },
    {
      text: `${start}policies: { identity: [ ReadOnlyAccess ] }\n`,
      at: 5,
      message: 'is a text',
      hint: '{ managed: ReadOnlyAccess }',
    },
    {
      text: `${start}policies: { scp: [ { file: all.json } ] }\n`,
      at: 5,
      message: 'scp',
      hint: 'one list for each level',
    },
    { text: `${start}policies: { identity: [ { fil: x } ] }\n`, at: 5, message: 'fil', hint: '' },
    { text: `${start}expect: denied\n`, at: 5, message: 'which kind of denial', hint: '`implicitDeny`' },
    { text: `${start}expect: allow\n`, at: 5, message: '`allow`', hint: '`allowed`' },
    { text: `${start}expect: { by: identity }\n`, at: 5, message: '`by`', hint: 'decidedBy' },
    { text: `${start}  viaEndpoint: "yes"\n`, at: 5, message: 'viaEndpoint', hint: '`true` or `false`' },
    { text: `${start}  principalTags: [ a ]\n`, at: 5, message: 'principalTags', hint: 'KEY: VALUE' },
    { text: `${start}  context: { a: { b: c } }\n`, at: 5, message: '`a` is a map', hint: '' },
    {
      text: `${start}  resourceAccount: 11122223333\n`,
      at: 5,
      message: 'resourceAccount',
      hint: '"011122223333"',
    },
    { text: `${start}  now: soon\n`, at: 5, message: '`now` is not a date', hint: '2026-01-31' },
    {
      text: 'request: { principal: anonymous }\n',
      at: 1,
      message: 'no `action`',
      hint: 'action: s3:GetObject',
    },
    { text: 'policies: {}\n', at: 1, message: 'no `request`', hint: '`principal`' },
    { text: '[]\n', at: 1, message: 'no scenario', hint: '`request`' },
    { text: 'defaults: {}\n', at: 1, message: 'no `scenarios`', hint: 'scenarios:' },
    { text: `defaults: {}\nscenarios: []\nname: x\n`, at: 3, message: '`name`', hint: 'under `defaults`' },
    {
      text: `${start}policies: { identity: [ { file: nope.json } ] }\n`,
      at: 5,
      message: 'no such file',
      hint: '',
    },
    {
      text: `${start}policies: { identity: [ { managed: ReadOnlyAcess } ] }\n`,
      at: 5,
      message: 'ReadOnlyAcess',
      hint: '`ReadOnlyAccess`',
    },
  ])('$text', async ({ text, at, message, hint }) => {
    const ran = await simulate(['--scenario', 'q.yaml', '--json'], { files: { 'q.yaml': text } });
    expect({ status: ran.status, out: ran.out }).toEqual({ status: 2, out: '' });
    const error = JSON.parse(ran.err) as {
      message: string;
      hint?: string;
      span?: { file: string; line: number };
    };
    expect(error.message).toContain(message);
    expect(error.hint ?? '').toContain(hint);
    expect(error.span).toMatchObject({ file: 'q.yaml', line: at });
  });

  test('all problems at once', async () => {
    const text = `- request: { principal: anonymous, actoin: s3:GetObject }\n- polices: {}\n`;
    const { err } = await simulate(['--scenario', 'q.yaml'], { files: { 'q.yaml': text } });
    for (const word of ['actoin', 'polices', 'no `request`']) expect(err).toContain(word);
  });

  test.each([
    ['a field of a request', '{ request: { principl: anonymous, action: s3:GetObject } }', 'principal'],
    ['a request', '{ reqest: { principal: anonymous, action: s3:GetObject } }', 'request'],
    ['the action of an invariant', '{ never: { acton: s3:GetObject, principal: any } }', 'action'],
    [
      'what a row expects',
      '{ request: { principal: anonymous, action: s3:GetObject }, matrix: [{ actions: s3:GetObject, expct: allowed }] }',
      'expect',
    ],
    ['the list of scenarios', '{ defaults: {}, scenaros: [] }', 'scenarios'],
  ])('a slip in a name is one problem: %s', async (_, text, meant) => {
    const { err } = await simulate(['--scenario', 'q.yaml'], { files: { 'q.yaml': `- ${text}\n` } });
    expect(err).toMatch(/^error: `/);
    expect(err).not.toContain(' has no ');
    expect(err.split('q.yaml:')).toHaveLength(2);
    expect(err).toContain(`Did you mean \`${meant}\`?`);
  });

  test('a bad scenario among many: the others are answered, and the status is 2', async () => {
    const text = [
      `- name: good\n  ${start.replaceAll('\n', '\n  ')}`,
      `- name: bad\n  ${start.replace('s3:GetObject', 'GetObject').replaceAll('\n', '\n  ')}`,
    ].join('\n');
    const world = { files: { 'q.yaml': text } };
    const ran = await simulate(['--scenario', 'q.yaml', '--scenario', 'missing.yaml', '--json'], world);
    expect(ran.status).toBe(2);
    const { results, diagnostics } = documentOf(ran);
    expect(results.map(({ name }) => name)).toEqual(['good']);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({
      code: expect.stringContaining('request/') as string,
      span: { file: 'q.yaml' },
    });
    expect(errors[1]).toMatchObject({ code: 'file-missing' });
    expect(ran.err).toContain('GetObject');
    expect(ran.err).toContain('missing.yaml');
  });
});

test('`*` in a request’s resource is that character, and it is said', async () => {
  const scenario = {
    ...asJson,
    request: { ...asJson.request, resource: 'arn:aws:s3:::acme-data/reports/*' },
  };
  const files = { 'q.json': JSON.stringify(scenario) };
  const ran = await simulate(['--scenario', 'q.json', '--json'], { files });
  expect(documentOf(ran).results[0]).toMatchObject({ decision: 'allowed' });
  expect(documentOf(ran).diagnostics.map(({ code }) => code)).toContain('request/wildcard-is-literal');
});

test('a role as principal stands for any session of it', async () => {
  const scenario = {
    ...asJson,
    request: { ...asJson.request, principal: 'arn:aws:iam::111122223333:role/App' },
  };
  expect(await answers({ 'q.json': JSON.stringify(scenario) })).toEqual([answer]);
});

test('each policy file is read once, for however many scenarios name it', async () => {
  const files = { 'q.json': JSON.stringify(Array(5).fill(asJson)) };
  const { host } = await simulate(['--scenario', 'q.json', '--json'], { files });
  expect(host.read.filter((path) => path.endsWith('app.json'))).toHaveLength(1);
});
