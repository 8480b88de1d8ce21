import { expect, test } from 'vitest';
import type { TestDocument } from '../../src/documents/test.ts';
import { lcovProblems } from '../support/report-formats.ts';
import { run } from '../support/run.ts';

/** Counted by hand, before it was counted by the program: NotAction, two conditions, a bucket policy and an SCP. */

const identity = `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Most", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" },
  { "Sid": "Guard", "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
    "StringNotEquals": { "aws:PrincipalTag/team": "red" }, "Bool": { "aws:SecureTransport": "false" } } }
] }
`;
const bucket = `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Team", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
    "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*" }
] }
`;
const scp = `{ "Version": "2012-10-17", "Statement": [
  { "Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Sid": "Region", "Effect": "Deny", "NotAction": "sts:*", "Resource": "*",
    "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } } }
] }
`;

const ask = (expected: string, team: string, isSecure: boolean, region: string) => ({
  request: {
    principal: 'arn:aws:iam::111122223333:user/mika',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/x',
    resourceAccount: '111122223333',
    principalTags: { team },
    context: { 'aws:SecureTransport': String(isSecure), 'aws:RequestedRegion': region },
  },
  policies: {
    identity: [{ file: 'identity.json' }],
    resource: { file: 'bucket.json' },
    scp: [[{ file: 'scp.json' }]],
  },
  expect: expected,
});

const tests = [
  // Most and All allow. Region is kept away by its condition alone, Guard by both of its own.
  ask('allowed', 'red', true, 'eu-west-1'),
  // Guard denies.
  ask('explicitDeny', 'blue', false, 'eu-west-1'),
  // Most and All allow. Guard is kept away by Bool alone.
  ask('allowed', 'blue', true, 'eu-west-1'),
  // Region denies.
  ask('explicitDeny', 'red', true, 'us-east-1'),
  // Most is kept away by NotAction alone.
  {
    request: { principal: 'arn:aws:iam::111122223333:user/mika', action: 'iam:ListUsers' },
    policies: { identity: [{ file: 'identity.json' }] },
    expect: 'implicitDeny',
  },
];

const files = {
  '/work/identity.json': identity,
  '/work/bucket.json': bucket,
  '/work/scp.json': scp,
  '/work/a.iamx.json': JSON.stringify(tests),
};

test('statements, elements and keys', async () => {
  const { out, status } = await run(['test', '--coverage', '--json'], { files, cwd: '/work' });
  const { coverage } = JSON.parse(out) as TestDocument;
  expect(status).toBe(0);
  // Elements: NotAction; Action and two conditions; Principal, Action and Resource; NotAction and a condition.
  expect(coverage).toEqual({
    statements: { total: 5, decided: 4 },
    elements: { total: 9, decided: 3 },
    keys: { total: 3, decided: 2 },
    never: [{ file: 'bucket.json', line: 2, column: 3, endLine: 3, endColumn: 66 }],
  });
});

test('lines of lcov', async () => {
  const { host } = await run(['test', '--coverage=lcov'], { files, cwd: '/work' });
  const text = new TextDecoder().decode(await host.readFile('/work/coverage/lcov.info'));
  expect(lcovProblems(text)).toEqual([]);
  expect(text).toBe(`TN:
SF:bucket.json
BRDA:2,0,0,0
BRDA:3,0,1,0
BRDA:3,0,2,0
BRF:3
BRH:0
DA:2,0
DA:3,0
LF:2
LH:0
end_of_record
TN:
SF:identity.json
BRDA:2,0,0,1
BRDA:3,1,0,0
BRDA:4,1,1,0
BRDA:4,1,2,1
BRF:4
BRH:2
DA:2,2
DA:3,1
DA:4,1
LF:3
LH:3
end_of_record
TN:
SF:scp.json
BRDA:3,1,0,0
BRDA:4,1,1,3
BRF:2
BRH:1
DA:2,2
DA:3,1
DA:4,1
LF:3
LH:3
end_of_record
`);
});

test('a policy that tests of several folders name, each from its own, is one', async () => {
  const policies = { identity: [{ file: '../../policies/identity.json' }] };
  const [reads, denied, , , iam] = tests.map((one) => ({ ...one, policies }));
  const split = {
    '/work/policies/identity.json': identity,
    '/work/tests/a/a.iamx.json': JSON.stringify([reads, iam]),
    '/work/tests/b/b.iamx.json': JSON.stringify([denied]),
  };
  const { out } = await run(['test', '--coverage', '--mutate', '--json'], { files: split, cwd: '/work' });
  const { coverage, mutants } = JSON.parse(out) as TestDocument;
  expect(coverage).toMatchObject({ statements: { total: 2, decided: 2 }, never: [] });
  const together = {
    '/work/policies/identity.json': identity,
    '/work/tests/a/a.iamx.json': JSON.stringify([reads, iam, denied]),
  };
  const whole = await run(['test', '--mutate', '--json'], { files: together, cwd: '/work' });
  expect(mutants).toEqual((JSON.parse(whole.out) as TestDocument).mutants);
  expect(mutants?.survived.every(({ file }) => file === 'policies/identity.json')).toBe(true);
});
