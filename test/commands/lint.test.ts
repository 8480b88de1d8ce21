import { expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import { run } from '../support/run.ts';

const policy = (action: string) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme/*' },
    },
    null,
    2,
  );
const bad = policy('s3:ListObjects');
const good = policy('s3:GetObject');

function lint(words: readonly string[], files: Readonly<Record<string, string>>) {
  return run(['lint', ...words], { files, cwd: '/work' });
}

async function document(words: readonly string[], files: Readonly<Record<string, string>>) {
  const { out, status } = await lint([...words, '--json'], files);
  return { status, ...(JSON.parse(out) as LintDocument) };
}

test('a finding has its place, its path, AWS’s code and what to do', async () => {
  const { findings, status, verdict, counts } = await document(['bad.json'], { 'bad.json': bad });
  expect(status).toBe(1);
  expect(verdict).toBe('findings');
  expect(counts).toEqual({ error: 1, warning: 0, info: 0 });
  expect(findings).toEqual([
    {
      code: 'unknown-action',
      severity: 'error',
      category: 'action',
      policyType: 'identity',
      awsCode: 'INVALID_ACTION',
      message: '`s3:ListObjects` is no action in the data of 2026-09-26',
      hint: 'Did you mean `s3:ListBucket`?',
      span: { file: 'bad.json', line: 5, column: 15, endLine: 5, endColumn: 31 },
      path: ['Statement', 0, 'Action'],
    },
  ]);
});

test('a page', async () => {
  const { out, err, status } = await lint(['bad.json'], { 'bad.json': bad });
  expect([out, err, status]).toEqual([
    [
      'findings  1 error in 1 policy',
      '',
      '  ✗ unknown-action  `s3:ListObjects` is no action in the data of 2026-09-26',
      'bad.json:5:15',
      '  3 │   "Statement": {',
      '  4 │     "Effect": "Allow",',
      '  5 │     "Action": "s3:ListObjects",',
      '    │               ──────────────── Did you mean `s3:ListBucket`?',
      '',
      'What a code means: iamx lint --explain unknown-action',
      '',
    ].join('\n'),
    '',
    1,
  ]);
});

test('a clean policy', async () => {
  const { out, status } = await lint(['good.json'], { 'good.json': good });
  expect([out, status]).toEqual(['clean  nothing to say about 1 policy\n', 0]);
});

test('a file that is not JSON has its mistake, the others of the folder theirs', async () => {
  const files = { 'a/broken.json': '{ "Version": ', 'a/bad.json': bad, 'a/package.json': '{"name":"x"}' };
  const { findings, status, steps } = await document(['a'], files);
  expect(findings.map(({ span, code }) => [span.file, code])).toEqual([
    ['a/bad.json', 'unknown-action'],
    ['a/broken.json', 'json-syntax'],
  ]);
  expect(status).toBe(1);
  expect(steps[0]?.because).toBe('1 policy in 3 files, 1 without one');
});

test('a broken statement hides no mistake of the rest', async () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'allow', Action: 's3:ListObjects', Resource: '*' },
      { Effect: 'Allow', Action: 'lamda:Invoke', Resource: '*' },
    ],
  });
  const { findings } = await document(['x.json'], { 'x.json': text });
  expect(findings.map(({ code }) => code)).toEqual([
    'invalid-effect',
    'unknown-action',
    'unknown-service-in-action',
  ]);
});

test.each([
  [['--fail-on', 'warning'], 0],
  [['--fail-on', 'info'], 1],
  [['--fail-on-category', 'style'], 1],
  [['--fail-on', 'info', '--ignore', 'redundant-action'], 0],
])('%j: status %d for a note', async (words, status) => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: ['s3:Get*', 's3:GetObject'], Resource: 'arn:aws:s3:::acme/*' },
  });
  expect((await lint([...words, 'x.json'], { 'x.json': text })).status).toBe(status);
});

test.each([
  [['x.json', '--ignore', 'unknown-acton'], 'Did you mean `unknown-action`?'],
  [['--explain', 'nothing'], 'iamx lint --list'],
  [[], 'iamx lint policy.json'],
  [['x.json', '--account', '12'], 'It has 12 digits'],
  [['x.json', '--resource-type', 'bucket'], 'AWS::S3::Bucket'],
  [['x.json', '--resource-type', 'AWS::S3::Buckt'], 'Did you mean `AWS::S3::Bucket`?'],
  [['x.json', '--resource-type', 'AWS::KMS::key'], 'Did you mean `AWS::KMS::Key`?'],
  [['other.json'], 'Name a policy'],
  [['absent.json'], 'other.json'],
])('%j is refused, and says what to type', async (words, hint) => {
  const { err, status } = await lint(words, { 'x.json': good, 'other.json': '{"name":"x"}' });
  expect(status).toBe(2);
  expect(err).toContain(hint);
});

test('a rule is shown by its code and by AWS’s', async () => {
  const { out } = await lint(['--explain', 'redundant-action'], {});
  expect(out).toContain('REDUNDANT_ACTION');
  expect((await lint(['--explain', 'REDUNDANT_ACTION'], {})).out).toBe(out);
});

test('policies of one principal are looked at together', async () => {
  const files = {
    'a.json': policy('iam:PassRole'),
    'b.json': policy('lambda:CreateFunction'),
    'c.json': policy('lambda:InvokeFunction'),
  };
  const codes = async (...words: readonly string[]) => {
    const { findings } = await document([...words, ...Object.keys(files)], files);
    return findings.map(({ code, span }) => `${span.file} ${code}`);
  };
  expect(await codes('--together')).toContain('a.json escalation-pass-role-lambda-invoke');
  expect((await codes()).filter((code) => code.includes('escalation'))).toEqual([]);
});

test.each([
  ['a mistake at a point', { 'a.tf': 'resource "aws_s3_bucket" "b" {\n  bucket =\n}\n' }, 'a.tf:2:'],
  ['an empty file', { 'a.json': '' }, 'a.json'],
  [
    'a place of several lines',
    {
      'a.json':
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n        {\n  "Effect": "Allow", "Action": "s3:GetObject" }\n ]\n}',
    },
    'a.json:',
  ],
])('%s is told with its place', async (_, files, place) => {
  const { out, err } = await lint(Object.keys(files), files);
  expect(out + err).toContain(place);
});
