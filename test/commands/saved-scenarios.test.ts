import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import type { SimulateDocument } from '../../src/documents/simulate.ts';
import { run } from '../support/run.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { explainErrorCommand } from '../../src/commands/explain-error.ts';
import { nothingIsSent } from '../support/run.ts';

/** A scenario that a command saved is decided as the command said, and is a test that passes. */

const mika = 'arn:aws:iam::111122223333:user/mika';
const object = 'arn:aws:s3:::acme/q1.csv';
const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);
const allow = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const files = {
  '/w/allow.json': policy(allow),
  '/w/policies/deny.json': policy(allow, {
    Effect: 'Deny',
    Action: 's3:DeleteObject',
    Resource: object,
  }),
  '/w/scp.json': policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
  '/w/bucket.json': policy({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  }),
  '/w/around/here.yaml': [
    'request:',
    '  principal: arn:aws:iam::111122223333:user/zoe',
    '  action: s3:DeleteObject',
    '  resource: arn:aws:s3:::acme/*',
    '  resourceAccount: "111122223333"',
    '  context: { aws:MultiFactorAuthPresent: "true" }',
    'policies:',
    '  identity:',
    '    - { Version: "2012-10-17", Statement: { Effect: Allow, Action: "s3:*", Resource: "*" } }',
    '    - file: ../policies/deny.json',
  ].join('\n'),
};
const refusal = (action: string, ending: string) =>
  `An error occurred (AccessDenied) when calling the X operation: User: ${mika} is not authorized to perform: ${action} on resource: "${object}" ${ending}`;
const byDeny = 'with an explicit deny in an identity-based policy';
const byNobody = (action: string) => `because no identity-based policy allows the ${action} action`;

async function saved(words: readonly string[], name: string, stdin = '') {
  const first = await run([...words, '--save', name], { cwd: '/w', files, stdin });
  const text = first.host.written.get(`/w/${name}`) ?? '';
  const world = { cwd: '/w', files: { ...files, [`/w/${name}`]: text } };
  const tested = await run(['test', name], world);
  const asked = await run(['simulate', '--scenario', name, '--json'], world);
  const decisions = (JSON.parse(asked.out) as SimulateDocument).results.map(({ decision }) => decision);
  return { first, text, tested, decisions };
}

/** JSON by the name of the file, else YAML that is no JSON. */
function expectForm(name: string, text: string): void {
  if (name.endsWith('.json')) expect(() => JSON.parse(text) as unknown).not.toThrow();
  else {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(parseDocument(text).errors).toEqual([]);
  }
}

const names = [
  'denied.iamx.yaml',
  'denied.yml',
  'denied.iamx.json',
  'policies/denied.iamx.yaml',
  'new/sub/denied.iamx.yaml',
];

describe.each(names)('%s', (name) => {
  test.each([
    [
      'a Deny that is given',
      refusal('s3:DeleteObject', byDeny),
      ['--policy', 'policies/deny.json'],
      'explicitDeny',
    ],
    [
      'no Allow is given',
      refusal('sqs:ListQueues', byNobody('sqs:ListQueues')),
      ['--policy', 'allow.json'],
      'implicitDeny',
    ],
    [
      'several layers',
      refusal('s3:GetObject', byDeny),
      [
        ...['--policy', 'allow.json', '--policy', 'policies/deny.json', '--managed', 'ReadOnlyAccess'],
        ...['--scp', 'scp.json', '--resource-policy', 'bucket.json'],
      ],
      'explicitDeny',
    ],
    [
      'a scenario around it',
      refusal('s3:DeleteObject', byDeny),
      ['--scenario', 'around/here.yaml'],
      'explicitDeny',
    ],
    [
      'a scenario and options',
      refusal('s3:DeleteObject', byDeny),
      ['--scenario', 'around/here.yaml', '--resource-policy', 'bucket.json', '--policy', 'allow.json'],
      'explicitDeny',
    ],
    [
      'policies that allow it',
      refusal('s3:GetObject', byNobody('s3:GetObject')),
      ['--policy', 'allow.json'],
      'allowed',
    ],
    [
      'no resource in the text',
      `User: ${mika} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
      ['--policy', 'allow.json'],
      'allowed',
    ],
  ])(
    'explain-error with %s: decided as it was told, and a test that passes',
    async (_, text, words, decision) => {
      const {
        first,
        text: written,
        tested,
        decisions,
      } = await saved(['explain-error', ...words, '-'], name, text);
      expect([first.status, tested.status, decisions]).toEqual([0, 0, [decision]]);
      expectForm(name, written);
      expect(written).toMatch(/file|Statement|managed/);
    },
  );

  test('explain-error with two refusals: each is a test that passes', async () => {
    const both = `${refusal('s3:DeleteObject', byDeny)}\n\n${refusal('sqs:ListQueues', byNobody('sqs:ListQueues'))}\n`;
    const { text, tested, decisions } = await saved(
      ['explain-error', '--policy', 'policies/deny.json', '-'],
      name,
      both,
    );
    expect([tested.status, decisions]).toEqual([0, ['explicitDeny', 'implicitDeny']]);
    expectForm(name, text);
  });

  test('explain-error without policies, where nobody allows it', async () => {
    const text = refusal('s3:GetObject', byNobody('s3:GetObject'));
    const { first, text: written, tested, decisions } = await saved(['explain-error', '-'], name, text);
    expect([tested.status, decisions]).toEqual([0, ['implicitDeny']]);
    expect(first.out.replace(/\s+/g, ' ')).toContain(`\`${name}\` has no policies yet`);
    expectForm(name, written);
  });

  test('simulate', async () => {
    const words = [
      'simulate',
      '--policy',
      'policies/deny.json',
      '--resource-policy',
      'bucket.json',
      '--principal',
      mika,
    ];
    const asking = ['--action', 's3:DeleteObject', '--action', 's3:GetObject', '--resource', object];
    const { text, tested, decisions } = await saved([...words, ...asking], name);
    expect(tested.status).toBe(0);
    expect(new Set(decisions)).toEqual(new Set(['explicitDeny']));
    expectForm(name, text);
  });
});

test('a Deny that nobody gave: what AWS decided is expected, and the test fails until it is written in', async () => {
  const { first, text, tested } = await saved(
    ['explain-error', '-'],
    'd.iamx.yaml',
    refusal('s3:GetObject', byDeny),
  );
  expect(text).toContain('\npolicies: {}\nexpect: explicitDeny\n');
  expect(first.out).toContain('has no policies yet');
  expect(tested.status).toBe(1);
  expect(tested.out.replace(/\s+/g, ' ')).toContain('expected explicit deny, got implicit deny');
});

test.each([
  ['allow it', 's3:GetObject', 'the policies that were given allow it, and AWS refused it'],
  ['have no Deny about it', 'sqs:ListQueues', 'AWS found a Deny, and the policies that were given have none'],
])('policies that %s, where AWS decided otherwise: it is said', async (_, action, says) => {
  const { first } = await saved(
    ['explain-error', '--policy', 'allow.json', '-'],
    'd.iamx.yaml',
    refusal(action, byDeny),
  );
  expect(first.out.replace(/\s+/g, ' ')).toContain(says);
});

/** As AWS decodes it. */
const decodedMessage = (explicitDeny: boolean) =>
  JSON.stringify({
    allowed: false,
    explicitDeny,
    matchedStatements: { items: [] },
    failures: { items: [] },
    context: {
      principal: { id: 'AIDARTX3GSDSY7KQ2ZJ4M', arn: mika, name: 'mika' },
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      conditions: {
        items: [
          { key: 'ec2:InstanceType', values: { items: [{ value: 'm5.large' }] } },
          { key: 'aws:Region', values: { items: [{ value: 'eu-west-1' }] } },
        ],
      },
    },
  });

test('decode of what nobody allows: a test that passes', async () => {
  for (const name of names) {
    const { first, text, tested, decisions } = await saved(['decode', '-'], name, decodedMessage(false));
    expect([first.status, tested.status, decisions]).toEqual([0, 0, ['implicitDeny']]);
    expectForm(name, text);
  }
});

test.each([
  ['m5.large', 'explicitDeny'],
  ['t3.micro', 'implicitDeny'],
])('what AWS decoded is decided with its context: a Deny of %s is %s', async (type, decision) => {
  const condition = { StringEquals: { 'ec2:InstanceType': type } };
  const own = policy({ Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: condition });
  const encoded = 'Ab1_'.repeat(60);
  const host = memoryHost({
    cwd: '/w',
    files: { '/w/own.json': own },
    stdin: `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`,
  });
  const asking = explainErrorCommand(() => () => Promise.resolve(decodedMessage(true)));
  const options = { sdk: 'cli', offline: false, json: true, verbose: false, live: true } as const;
  const answer = await asking.run(
    host,
    ['-'],
    { ...options, policy: ['own.json'], save: 'd.iamx.json' },
    nothingIsSent,
  );
  if (answer.kind !== 'document') throw new Error('one answer');
  expect(answer.document()).toMatchObject({
    steps: expect.arrayContaining([expect.objectContaining({ id: 'simulate', outcome: decision })]) as object,
  });
  const [text = ''] = [...host.written.values()];
  const world = { cwd: '/w', files: { '/w/own.json': own, '/w/d.iamx.json': text } };
  expect((await run(['test', 'd.iamx.json'], world)).status).toBe(0);
  expect(JSON.parse(text)).toMatchObject({
    request: { principalId: 'AIDARTX3GSDSY7KQ2ZJ4M', context: { 'ec2:InstanceType': 'm5.large' } },
    policies: { identity: [{ file: 'own.json' }] },
    expect: decision,
  });
});

test.each([
  ['--policy', '-'],
  ['--scenario', '-'],
])('%s %s: a scenario names files, and standard input is none', async (...words) => {
  const { err, status } = await run(
    ['explain-error', ...words, '--save', 'd.iamx.yaml', refusal('s3:GetObject', byDeny)],
    {
      cwd: '/w',
      files,
      stdin: words[0] === '--policy' ? files['/w/allow.json'] : files['/w/around/here.yaml'],
    },
  );
  expect([status, err]).toEqual([2, expect.stringContaining('`-` is none')]);
});
