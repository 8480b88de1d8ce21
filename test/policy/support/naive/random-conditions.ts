import fc from 'fast-check';
import { A, arn } from './random-names.ts';
import type { Condition } from './shapes.ts';

/** Condition blocks over few keys and odd values. */

const numberTexts = ['0', '3600', '+3600.00', '-1', '3600.5', '36e2', 'ten'];
const dateTexts = [
  '2026-01-01T00:00:00Z',
  '2026-01-01',
  '1767225600',
  '2026-01-01T00:00:00+01:00',
  '2026-13-01',
  'soon',
];
const addresses = [
  '203.0.113.0/24',
  '203.0.113.9/24',
  '203.0.113.7',
  '0.0.0.0/0',
  '2001:DB8:0::1',
  '2001:db8::/32',
  '::/0',
  '::ffff:203.0.113.0/120',
  'here',
];
const words = [
  'alice',
  'a',
  'A',
  '*',
  'a?',
  '',
  'o-a',
  'o-*',
  'O-A',
  'o-a/r-1/*',
  'YWE=',
  'x.txt',
  'true',
  '${aws:username}',
  '${aws:PrincipalTag/t}',
  "${aws:PrincipalTag/none, 'alice'}",
  '${aws:PrincipalTag/none}',
  '${*}',
  '${aws:PrincipalTag/list}',
  'us-east-1',
  A,
  `arn:aws:iam::${A}:role/*`,
];
const arns = [
  '*',
  'arn:aws:sns:*:*:*',
  `arn:aws:sns:us-east-1:${A}:alice`,
  `arn:aws:iam::*:user/\${aws:username}`,
  arn(A, 'role/App'),
  arn(A, 'role/*/App'),
  arn(A, 'user/*'),
  `arn:aws:s*:us-east-1:${A}:a*`,
  'acme',
  'arn:*',
  arn('*', 'root'),
  'arn:aws:s3:::${aws:PrincipalTag/t}',
];
const wordKeys = [
  'aws:PrincipalTag/t',
  'aws:ResourceTag/t',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:username',
  'AWS:USERNAME',
  'aws:referer',
  'aws:PrincipalTag/list',
  'aws:PrincipalType',
  'aws:PrincipalTag/none',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:SourceAccount',
  'aws:PrincipalServiceName',
];
const arnKeys = ['aws:PrincipalArn', 'aws:SourceArn', 'aws:PrincipalTag/t'];

export const pick = (values: readonly string[], most = 2) =>
  fc.subarray([...values], { minLength: 1, maxLength: most });
const quantified = (base: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
      base,
      fc.constantFrom('', '', 'IfExists'),
    )
    .map((parts) => parts.join(''));
const test = (bases: readonly string[], keys: readonly string[], values: readonly string[]) =>
  fc
    .tuple(quantified(fc.constantFrom(...bases)), fc.constantFrom(...keys), pick(values, 3))
    .map(([operator, key, expected]) => ({ [operator]: { [key]: expected } }));

const orders = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const conditions = fc.oneof(
  {
    weight: 5,
    arbitrary: test(
      [
        'StringEquals',
        'StringNotEquals',
        'StringLike',
        'StringNotLike',
        'StringEqualsIgnoreCase',
        'StringNotEqualsIgnoreCase',
      ],
      wordKeys,
      words,
    ),
  },
  {
    weight: 2,
    arbitrary: test(['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike'], arnKeys, arns),
  },
  test(['IpAddress', 'NotIpAddress'], ['aws:SourceIp'], addresses),
  test(
    ['Bool'],
    ['aws:SecureTransport', 'aws:MultiFactorAuthPresent', 'aws:ViaAWSService', 'aws:PrincipalIsAWSService'],
    ['true', 'False', 'no'],
  ),
  test(
    orders.map((each) => `Numeric${each}`),
    ['aws:MultiFactorAuthAge', 'aws:EpochTime'],
    [...numberTexts, '1767225600'],
  ),
  test(
    orders.map((each) => `Date${each}`),
    ['aws:CurrentTime', 'aws:EpochTime', 'aws:TokenIssueTime'],
    dateTexts,
  ),
  test(['BinaryEquals'], ['aws:referer'], ['YWE=', 'YWI=', '?']),
  fc
    .tuple(
      fc.constantFrom(
        ...wordKeys,
        ...arnKeys,
        'aws:SourceIp',
        'aws:MultiFactorAuthAge',
        'aws:TokenIssueTime',
      ),
      fc.constantFrom('true', 'false'),
    )
    .map(([key, value]) => ({ Null: { [key]: value } })),
);
export const blocks: fc.Arbitrary<{ readonly Condition?: Condition }> = fc
  .array(conditions, { maxLength: 2 })
  .map((each) => (each.length === 0 ? {} : { Condition: merged(each) }));

/** Of one operator the last counts. */
function merged(all: readonly Condition[]): Condition {
  return all.reduce<Condition>((before, each) => ({ ...before, ...each }), {});
}
