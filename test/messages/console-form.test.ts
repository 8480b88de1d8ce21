import { expect, test } from 'vitest';
import { findErrors } from '../../src/messages/error-reader.ts';

const user = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/mika@example.com';

test.each([
  {
    name: 'action with its service',
    text: `You don't have permission to iam:ListUsers\nTo request access, copy the following text and send it to your AWS administrator.\nUser: ${user}\nAction: iam:ListUsers\nContext: no identity-based policy allows the action\n`,
    denial: { caller: user, action: 'iam:ListUsers', layer: 'identity-based policy', explicit: false },
  },
  {
    name: 'service and action apart, and a resource',
    text: `User: ${user}\nService: s3\nAction: ListBucket\nOn resource(s): arn:aws:s3:::acme\nContext: no identity-based policy allows the s3:ListBucket action\n`,
    denial: {
      caller: user,
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::acme',
      layer: 'identity-based policy',
      explicit: false,
    },
  },
  {
    name: 'an explicit deny',
    text: `User: ${user}\n\nService: ec2\n\nAction: DescribeInstances\n\nContext: a service control policy explicitly denies the action\n`,
    denial: {
      caller: user,
      action: 'ec2:DescribeInstances',
      layer: 'service control policy',
      explicit: true,
    },
  },
])('what the console gives to copy: $name', ({ text, denial }) => {
  expect(findErrors(text).map((error) => error.denial)).toEqual([denial]);
});

test.each([
  ['no user', 'Action: iam:ListUsers\nContext: no identity-based policy allows the action\n'],
  ['a user of another kind', 'User: mika\nAction: iam:ListUsers\nContext: none\n'],
  ['other lines between', `User: ${user}\nhello\nAction: iam:ListUsers\nContext: none\n`],
  ['no context', `User: ${user}\nAction: iam:ListUsers\n`],
])('%s is no form', (_, text) => {
  expect(findErrors(text).filter(({ denial }) => denial.action !== undefined)).toEqual([]);
});

test('a message of YAML that is folded behind a long caller is one error', () => {
  const caller =
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/mika@example.com';
  const text = `Code: AccessDenied\nMessage: User: ${caller}\n  is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" because no\n  identity-based policy allows the s3:GetObject action\nType: Sender\n`;
  const found = findErrors(text);
  expect(found.map(({ code, denial }) => [code, denial.caller, denial.layer])).toEqual([
    ['AccessDenied', caller, 'identity-based policy'],
  ]);
});
