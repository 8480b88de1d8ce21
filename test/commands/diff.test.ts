import { describe, expect, test } from 'vitest';
import type { MemoryWorld } from '../../src/host/memory.ts';
import type { DiffDocument, DiffEntry } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
const allow = (
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  more = {},
) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const deny = (action: string | readonly string[], resource: string | readonly string[] = '*', more = {}) => ({
  ...allow(action, resource, more),
  Effect: 'Deny',
});

async function diff(old: string, next: string, ...more: readonly string[]) {
  const files = { 'old.json': old, 'new.json': next };
  const { out, err, status } = await run(['diff', '--json', ...more, 'old.json', 'new.json'], { files });
  expect(err).toBe('');
  return { status, document: JSON.parse(out) as DiffDocument };
}

/** What `iamx simulate` says of an entry's witness under a version. */
async function simulated({ witness, policies }: DiffEntry, layer: string, text: string): Promise<unknown> {
  const own: unknown = JSON.parse(text);
  const wrapped = layer === 'resource' ? own : layer === 'scp' || layer === 'rcp' ? [[own]] : [own];
  const beside = policies?.[layer];
  const all =
    Array.isArray(beside) && Array.isArray(wrapped)
      ? [...(beside as unknown[]), ...(wrapped as unknown[])]
      : wrapped;
  const scenario = { request: witness, policies: { ...policies, [layer]: all } };
  const { out, err } = await run(['simulate', '--json', '--scenario', 'witness.json'], {
    files: { 'witness.json': JSON.stringify(scenario) },
  });
  expect(err).toBe('');
  const { results } = JSON.parse(out) as { results: readonly { decision: string }[] };
  return results[0]?.decision;
}

const s3 = 'arn:aws:s3:::acme/*';
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const everyone = { Principal: '*' };
const own = { Principal: { AWS: 'arn:aws:iam::111122223333:role/App' } };
const red = when('StringEquals', 'aws:PrincipalTag/team', 'red');

describe('the verdict, and requests that are decided as said', () => {
  const rows: readonly (readonly [
    title: string,
    verdict: string,
    old: string,
    next: string,
    type?: string,
  ])[] = [
    [
      'the same in another order',
      'same',
      policy(allow('s3:GetObject', s3), allow('sqs:*')),
      policy(allow(['SQS:*']), allow(['s3:getobject'], [s3])),
    ],
    [
      'an action more',
      'wider',
      policy(allow('s3:GetObject', s3)),
      policy(allow(['s3:GetObject', 's3:PutObject'], s3)),
    ],
    [
      'an action less',
      'narrower',
      policy(allow(['s3:GetObject', 's3:PutObject'], s3)),
      policy(allow('s3:GetObject', s3)),
    ],
    ['one instead of another', 'mixed', policy(allow('s3:GetObject', s3)), policy(allow('s3:PutObject', s3))],
    [
      'a pattern for all that it is now',
      'wider',
      policy(allow(['sqs:AddPermission', 'sqs:RemovePermission'])),
      policy(allow('sqs:*Permission')),
    ],
    [
      'a wider pattern of resources',
      'wider',
      policy(allow('s3:GetObject', s3)),
      policy(allow('s3:GetObject', 'arn:aws:s3:::acm?/*')),
    ],
    ['a Deny more', 'narrower', policy(allow('s3:*')), policy(allow('s3:*'), deny('s3:Delete*'))],
    ['a Deny less', 'wider', policy(allow('s3:*'), deny('s3:Delete*')), policy(allow('s3:*'))],
    [
      'a Deny that spares one caller',
      'wider',
      policy(allow('s3:*'), deny('s3:*')),
      policy(allow('s3:*'), deny('s3:*', '*', when('StringNotEquals', 'aws:username', 'mika'))),
    ],
    ['a condition less', 'wider', policy(allow('s3:GetObject', s3, red)), policy(allow('s3:GetObject', s3))],
    [
      'a value more',
      'wider',
      policy(allow('s3:GetObject', s3, red)),
      policy(allow('s3:GetObject', s3, when('StringEquals', 'aws:PrincipalTag/team', ['blue', 'red']))),
    ],
    [
      'IfExists',
      'wider',
      policy(allow('s3:GetObject', s3, red)),
      policy(allow('s3:GetObject', s3, when('StringEqualsIfExists', 'aws:PrincipalTag/team', 'red'))),
    ],
    [
      'any value of a set for all of them',
      'mixed',
      policy(allow('ec2:CreateTags', '*', when('ForAllValues:StringEquals', 'aws:TagKeys', ['a']))),
      policy(allow('ec2:CreateTags', '*', when('ForAnyValue:StringEquals', 'aws:TagKeys', ['a']))),
    ],
    [
      'other case',
      'wider',
      policy(allow('s3:GetObject', s3, red)),
      policy(allow('s3:GetObject', s3, when('StringEqualsIgnoreCase', 'aws:PrincipalTag/team', 'red'))),
    ],
    [
      'a range of addresses',
      'narrower',
      policy(allow('s3:GetObject', s3, when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))),
      policy(allow('s3:GetObject', s3, when('IpAddress', 'aws:SourceIp', '203.0.113.0/25'))),
    ],
    [
      'NotAction',
      'wider',
      policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }),
      policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
    ],
    [
      'what NotResource leaves out, and that',
      'same',
      policy(allow('s3:GetObject', '*')),
      policy(allow('s3:GetObject', 'arn:aws:s3:::a*'), {
        Effect: 'Allow',
        Action: 's3:GetObject',
        NotResource: 'arn:aws:s3:::a*',
      }),
    ],
    [
      'a variable for a name',
      'mixed',
      policy(allow('s3:GetObject', 'arn:aws:s3:::home/mika/*')),
      policy(allow('s3:GetObject', 'arn:aws:s3:::home/${aws:username}/*')),
    ],
    [
      'the same variable',
      'same',
      policy(allow('s3:GetObject', 'arn:aws:s3:::home/${aws:username}/*')),
      policy(allow(['s3:GetObject'], 'arn:aws:s3:::home/${aws:username}/*')),
    ],
    [
      'a role to assume',
      'wider',
      policy(allow('s3:GetObject', s3)),
      policy(allow('s3:GetObject', s3), allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Deploy')),
    ],
    [
      'a key',
      'wider',
      policy(allow('s3:GetObject', s3)),
      policy(allow('s3:GetObject', s3), allow('kms:Decrypt', 'arn:aws:kms:eu-west-1:444455556666:key/*')),
    ],
    [
      'a bucket that is opened',
      'wider',
      policy(allow('s3:GetObject', s3, own)),
      policy(allow('s3:GetObject', s3, everyone)),
    ],
    [
      'an account for its role',
      'wider',
      policy(allow('s3:GetObject', s3, { Principal: { AWS: 'arn:aws:iam::444455556666:role/App' } })),
      policy(allow('s3:GetObject', s3, { Principal: { AWS: '444455556666' } })),
    ],
    [
      'a Deny that spares a principal',
      'wider',
      policy(allow('s3:GetObject', s3, everyone), deny('s3:*', s3, everyone)),
      policy(allow('s3:GetObject', s3, everyone), {
        ...deny('s3:*', s3),
        NotPrincipal: { AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::444455556666:user/example'] },
      }),
    ],
    [
      'a trust policy for an account more',
      'wider',
      policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
      policy({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com', AWS: '444455556666' },
        Action: 'sts:AssumeRole',
      }),
    ],
    [
      'an SCP with a Deny less',
      'wider',
      policy(allow('*'), deny(['ec2:*', 's3:*'])),
      policy(allow('*'), deny('ec2:*')),
      'scp',
    ],
    [
      'an RCP with a Deny more',
      'narrower',
      policy({ ...deny('s3:*'), ...everyone }),
      policy({ ...deny('s3:*'), ...everyone }, { ...deny('sqs:*'), ...everyone }),
      'rcp',
    ],
    ['a boundary', 'narrower', policy(allow(['s3:*', 'ec2:*'])), policy(allow('s3:*')), 'boundary'],
    [
      'an endpoint policy',
      'wider',
      policy(allow('s3:GetObject', s3, everyone)),
      policy(allow('s3:*', '*', everyone)),
      'endpoint',
    ],
    [
      'Deny statements alone',
      'wider',
      policy(deny(['s3:DeleteBucket', 's3:DeleteObject'])),
      policy(deny('s3:DeleteBucket')),
    ],
  ];

  const cases = rows.map(([title, verdict, old, next, type]) => ({ title, verdict, old, next, type }));

  test.each(cases)('$title: $verdict', async ({ verdict, old, next, type }) => {
    const { document } = await diff(old, next, ...(type === undefined ? [] : ['--type', type]));
    expect([document.verdict, document.unproven]).toEqual([verdict, []]);
    const detected =
      old.includes('sts:AssumeRole"') && old.includes('Principal')
        ? 'trust'
        : old.includes('rincipal":')
          ? 'resource'
          : 'identity';
    const told = type ?? detected;
    const layer = told === 'trust' ? 'resource' : told;
    for (const entry of document.newlyAllowed) {
      expect(await simulated(entry, layer, next)).toBe('allowed');
      expect(await simulated(entry, layer, old)).toBe(entry.deniedBy);
    }
    for (const entry of document.newlyDenied) {
      expect(await simulated(entry, layer, old)).toBe('allowed');
      expect(await simulated(entry, layer, next)).toBe(entry.deniedBy);
    }
  });

  test.each(cases)('$title, the other way round', async ({ verdict, old, next, type }) => {
    const { document } = await diff(next, old, ...(type === undefined ? [] : ['--type', type]));
    const opposite = { wider: 'narrower', narrower: 'wider' }[verdict] ?? verdict;
    expect(document.verdict).toBe(opposite);
  });
});

test('what is allowed is told by statement, with its conditions and the actions that exist', async () => {
  const { document } = await diff(
    policy(allow('s3:GetObject', s3)),
    policy(
      allow('s3:GetObject', s3),
      allow('sqs:*', 'arn:aws:sqs:*:111122223333:*', { Sid: 'Queues', ...red }),
    ),
  );
  expect(document.newlyAllowed).toMatchObject([
    {
      statementIndex: 1,
      statementId: 'Queues',
      action: 'sqs:*',
      resource: 'arn:aws:sqs:*:111122223333:*',
      when: [{ key: 'aws:PrincipalTag/team', operator: 'StringEquals', values: ['red'], holds: true }],
      witness: { context: { 'aws:PrincipalTag/team': 'red' } },
      deniedBy: 'implicitDeny',
    },
  ]);
  expect(document.newlyAllowed[0]?.actions.names).toContain('sqs:SendMessage');
});

test('a Deny that took back nothing of its own policy is told of, and changes no verdict', async () => {
  const { document } = await diff(
    policy(allow('s3:GetObject', s3), deny('iam:*')),
    policy(allow('s3:GetObject', s3)),
  );
  expect(document.verdict).toBe('same');
  expect(document.diagnostics).toMatchObject([
    { code: 'diff/deny-gone', severity: 'warning', span: { file: 'old.json' } },
  ]);
});

test.each([
  ['wider', 1, 0, 0],
  ['narrower', 0, 1, 0],
  ['any', 1, 1, 0],
])('--fail-on %s', async (threshold, ofWider, ofNarrower, ofSame) => {
  const [less, more] = [policy(allow('s3:GetObject', s3)), policy(allow('s3:*', s3))];
  expect((await diff(less, more, '--fail-on', threshold)).status).toBe(ofWider);
  expect((await diff(more, less, '--fail-on', threshold)).status).toBe(ofNarrower);
  expect((await diff(less, less, '--fail-on', threshold)).status).toBe(ofSame);
});

test('without --fail-on every verdict is an answer', async () => {
  expect((await diff(policy(allow('s3:GetObject', s3)), policy(allow('*')))).status).toBe(0);
});

test('a policy of AWS by its name and version', async () => {
  const files = { 'mine.json': policy(allow('*')) };
  const { out } = await run(['diff', '--json', 'AdministratorAccess@v1', 'mine.json'], { files });
  expect(JSON.parse(out)).toMatchObject({ verdict: 'same', old: 'AdministratorAccess' });
});

test('a template: policy by policy, by their names', async () => {
  const template = (...names: readonly (readonly [string, object])[]) =>
    JSON.stringify({
      Resources: Object.fromEntries(
        names.map(([name, statement]) => [
          name,
          {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
          },
        ]),
      ),
    });
  const { document } = await diff(
    template(['A', allow('s3:GetObject', s3)], ['Gone', allow('sqs:SendMessage')]),
    template(['A', allow('s3:*', s3)], ['Fresh', allow('sns:Publish')]),
  );
  expect(document.verdict).toBe('mixed');
  expect(document.newlyAllowed.map(({ action }) => action)).toEqual(['s3:*', 'sns:Publish']);
  expect(document.newlyDenied.map(({ action }) => action)).toEqual(['sqs:SendMessage']);
});

describe('questions that cannot be read', () => {
  const good = policy(allow('s3:GetObject', s3));
  const files: NonNullable<MemoryWorld['files']> = {
    'good.json': good,
    'broken.json': '{ "Statement": [',
    'odd.json': policy({ Effect: 'allow', Action: 's3:*', Resource: '*' }),
    'other.json': '{ "a": 1 }',
    'bucket.json': policy(allow('s3:GetObject', s3, everyone)),
  };

  test.each([
    [[], 'usage'],
    [['good.json'], 'usage'],
    [['good.json', 'good.json', 'good.json'], 'usage'],
    [['-', '-'], 'usage'],
    [['good.json', 'missing.json'], 'file-missing'],
    [['broken.json', 'good.json'], 'json-syntax'],
    [['good.json', 'odd.json'], 'invalid-policy'],
    [['other.json', 'good.json'], 'not-a-policy'],
    [['bucket.json', 'good.json'], 'usage'],
    [['git:main', 'good.json'], 'usage'],
    [['git:-x', 'good.json'], 'usage'],
    [['git:main', 'git:other'], 'usage'],
    [['AdministratorAccess@v2', 'good.json'], 'usage'],
    [['NoSuchPolicy@v1', 'good.json'], 'unknown-managed-policy'],
  ])('%j is %s', async (words, code) => {
    const { out, err, status } = await run(['diff', '--json', ...words], { files });
    expect([status, out, (JSON.parse(err) as { code: string }).code]).toEqual([2, '', code]);
  });
});

test('for people: by statement, each with an example, and the command that shows it', async () => {
  const files = {
    'old.json': policy(
      allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::acme', s3], { Sid: 'Read' }),
      allow('iam:PassRole', 'arn:aws:iam::111122223333:role/app', { Sid: 'Pass' }),
    ),
    'new.json': policy(
      allow(['s3:Get*', 's3:ListBucket'], ['arn:aws:s3:::acme', s3], { Sid: 'Read' }),
      allow('sqs:SendMessage', 'arn:aws:sqs:*:111122223333:jobs', { Sid: 'Send', ...red }),
    ),
  };
  const { out } = await run(['diff', 'old.json', 'new.json'], { files });
  await expect(out).toMatchFileSnapshot('golden/diff.txt');
  const words = /iamx (simulate .*)/.exec(out)?.[1]?.split(' ') ?? [];
  expect((await run(words, { files })).out).toMatch(/^allowed/i);
});
