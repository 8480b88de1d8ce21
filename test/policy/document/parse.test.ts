import { posixShell, writeHint } from '../../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../../src/core/source.ts';
import { parseJson } from '../../../src/formats/json.ts';
import { parsePolicy, type ParsedPolicy } from '../../../src/policy/document/parse.ts';
import type { PolicyType } from '../../../src/policy/policy.ts';
import { runs } from '../../support/budget.ts';

function parse(text: string, type: PolicyType = 'identity'): ParsedPolicy {
  const from = source('policy.json', text);
  const { root } = parseJson(from);
  if (root === undefined) throw new Error('the test’s policy is not JSON');
  return parsePolicy(from, root, type, 'policy.json');
}

/** `severity code: the text that the span covers`. */
function problemsOf(text: string, type?: PolicyType): readonly string[] {
  return parse(text, type).problems.map(
    ({ code, severity, span }) =>
      `${severity} ${code.replace('policy/', '')}: ${text.slice((span?.column ?? 0) - 1, (span?.endColumn ?? 0) - 1)}`,
  );
}

function statement(elements: string, version = '"Version": "2012-10-17", '): string {
  return `{ ${version}"Statement": { ${elements} } }`;
}

const allowAll = '"Effect": "Allow", "Action": "*", "Resource": "*"';

describe('a good policy', () => {
  test('R101 a single statement, action, resource and condition value stand for lists of one', () => {
    const { policy } = parse(
      statement(
        '"Sid": "One", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/a": "b" } }',
      ),
    );
    const [only] = policy?.statements ?? [];
    expect(only?.action.values.map(({ text }) => text)).toEqual(['s3:GetObject']);
    expect(only?.conditions[0]?.values.map(({ text }) => text)).toEqual(['b']);
  });

  test('R107 numbers and booleans in conditions keep their text', () => {
    const { policy } = parse(
      statement(
        `${allowAll}, "Condition": { "NumericEquals": { "s3:max-keys": [9007199254740993, 1.50] }, "Bool": { "aws:SecureTransport": true } }`,
      ),
    );
    const values = policy?.statements[0]?.conditions.flatMap((condition) => condition.values);
    expect(values?.map(({ text }) => text)).toEqual(['9007199254740993', '1.50', 'true']);
  });

  test('R111 without Version the old language applies', () => {
    expect(parse(statement(allowAll, '')).policy?.version).toBe('2008-10-17');
    expect(parse(statement(allowAll)).policy?.version).toBe('2012-10-17');
  });

  test('every element knows its place', () => {
    const text = statement(
      '"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "NotResource": "arn:aws:s3:::a"',
    );
    const [only] = parse(text).policy?.statements ?? [];
    expect(text.slice(only?.start, only?.end)).toMatch(/^\{ "Effect".*\}$/);
    expect(only?.action.negated).toBe(true);
    expect(text.slice(only?.action.start, only?.action.end)).toBe('"NotAction": ["iam:*", "sts:*"]');
    expect(only?.action.values.map(({ start, end }) => text.slice(start, end))).toEqual([
      '"iam:*"',
      '"sts:*"',
    ]);
  });

  test.each(['arn:aws:sqs:*:q', 'arn:aws:s3:*', 'arn:*'])(
    'R213 R214 %s is completed by its star, and is no reason for a warning',
    (pattern) => {
      const text = statement(`"Effect": "Allow", "Action": "*", "Resource": "${pattern}"`);
      expect(problemsOf(text)).toEqual([]);
    },
  );

  test('R108 what an empty NotAction was taken for is said', () => {
    const { problems } = parse(statement('"Effect": "Allow", "NotAction": [], "Resource": "*"'));
    expect(problems.map(({ message }) => message)).toEqual([
      'the list of NotAction is empty: an Allow with it was taken to allow nothing, a Deny to deny',
    ]);
  });

  test('R110 a resource policy may have an Id, and Sids with blanks twice', () => {
    const twice = `{ "Sid": "a b", "Principal": "*", ${allowAll} }`;
    const text = `{ "Id": "x", "Version": "2012-10-17", "Statement": [${twice}, ${twice}] }`;
    expect(parse(text, 'resource').policy?.statements).toHaveLength(2);
    expect(problemsOf(text, 'resource')).toEqual(['warning duplicate-sid: "a b"']);
  });

  test('RCPFullAWSAccess itself is a good RCP', () => {
    const text = statement('"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"');
    expect(problemsOf(text, 'rcp')).toEqual([]);
  });
});

const principalAll = '"Principal": "*"';

describe('one problem each', () => {
  test.each<[rule: string, text: string, problem: string, type?: PolicyType]>([
    ['a list is no policy', '[]', 'error wrong-json-type: []'],
    ['no statement', '{ "Version": "2012-10-17" }', 'error missing-statement: {'],
    ['an empty list of statements', '{ "Statement": [] }', 'error missing-statement: []'],
    ['a statement that is a text', '{ "Statement": "x" }', 'error wrong-json-type: "x"'],
    ['R102 duplicate key', statement(`"Effect": "Deny", ${allowAll}`), 'error duplicate-key: "Effect"'],
    [
      'R102 duplicate Statement',
      `{ "Statement": { ${allowAll} }, "Statement": { ${allowAll} } }`,
      'error duplicate-key: "Statement"',
    ],
    [
      'R103 keys that differ in case',
      statement(`${allowAll}, "Condition": { "StringEquals": { "aws:userid": "a", "aws:UserId": "b" } }`),
      'error duplicate-condition-key: "aws:UserId"',
    ],
    [
      'R104 elements are case-sensitive',
      statement(`${allowAll}, "condition": {}`),
      'error unknown-element: "condition"',
    ],
    [
      'R104 Effect values are case-sensitive',
      statement('"Effect": "allow", "Action": "*", "Resource": "*"'),
      'error invalid-effect: "allow"',
    ],
    [
      'R104 an operator in another case is taken, with a warning',
      statement(`${allowAll}, "Condition": { "stringequals": { "aws:userid": "a" } }`),
      'warning operator-case: "stringequals"',
    ],
    ['R105 no Effect', statement('"Action": "*", "Resource": "*"'), 'error missing-effect: {'],
    ['R105 no Action', statement('"Effect": "Allow", "Resource": "*"'), 'error missing-action: {'],
    [
      'R105 both Action and NotAction',
      statement(`${allowAll}, "NotAction": "s3:*"`),
      'error conflicting-elements: "NotAction"',
    ],
    ['R105 no Resource', statement('"Effect": "Allow", "Action": "*"'), 'error missing-resource: {'],
    [
      'R105 both Resource and NotResource',
      statement(`${allowAll}, "NotResource": "*"`),
      'error conflicting-elements: "NotResource"',
    ],
    [
      'R105 both principals',
      statement(`${principalAll}, "NotPrincipal": "*", "Effect": "Deny", "Action": "*", "Resource": "*"`),
      'error conflicting-elements: "NotPrincipal"',
      'resource',
    ],
    [
      'R106 characters',
      statement('"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::\u0100"'),
      'error characters: "arn:aws:s3:::Ā"',
    ],
    [
      'R108 an empty list',
      statement('"Effect": "Allow", "Action": [], "Resource": "*"'),
      'warning empty-list: []',
    ],
    ['R109 characters of a Sid', statement(`"Sid": "a b", ${allowAll}`), 'error sid-characters: "a b"'],
    [
      'R109 a Sid twice',
      `{ "Statement": [{ "Sid": "A", ${allowAll} }, { "Sid": "A", ${allowAll} }] }`,
      'error duplicate-sid: "A"',
    ],
    [
      'R110 an Id in an identity policy',
      `{ "Id": "x", "Statement": { ${allowAll} } }`,
      'error id-not-supported: "Id"',
    ],
    [
      'R111 what looks like a variable in the old language',
      statement('"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::a/${aws:username}"', ''),
      'warning variable-in-old-version: "arn:aws:s3:::a/${aws:username}"',
    ],
    [
      'R113 unknown kind of principal',
      statement(`"Principal": { "Aws": "111122223333" }, ${allowAll}`),
      'error principal-kind: "Aws"',
      'resource',
    ],
    [
      'an unknown Version',
      statement(allowAll, '"Version": "2024-01-01", '),
      'error invalid-version: "2024-01-01"',
    ],
    [
      'an identity policy with a principal',
      statement(`${principalAll}, ${allowAll}`),
      'error principal-not-supported: "Principal"',
    ],
    ['a resource policy without a principal', statement(allowAll), 'error missing-principal: {', 'resource'],
    [
      'an SCP with a principal',
      statement(`${principalAll}, ${allowAll}`),
      'error principal-not-supported: "Principal"',
      'scp',
    ],
    [
      'R121 an SCP without Resource',
      statement('"Effect": "Deny", "Action": "*"'),
      'error missing-resource: {',
      'scp',
    ],
    [
      'R121 an RCP without Resource',
      statement(`${principalAll}, "Effect": "Deny", "Action": "s3:*"`),
      'error missing-resource: {',
      'rcp',
    ],
    [
      'an RCP that allows',
      statement(`${principalAll}, "Effect": "Allow", "Action": "s3:*", "Resource": "*"`),
      'error rcp-effect: "Allow"',
      'rcp',
    ],
    [
      'an RCP with NotAction',
      statement(`${principalAll}, "Effect": "Deny", "NotAction": "s3:*", "Resource": "*"`),
      'error not-action-not-supported: "NotAction"',
      'rcp',
    ],
    [
      'an RCP with a bare `*`',
      statement(`${principalAll}, "Effect": "Deny", "Action": "*", "Resource": "*"`),
      'error rcp-action: "*"',
      'rcp',
    ],
    [
      'an RCP for one account',
      statement(
        '"Principal": { "AWS": "111122223333" }, "Effect": "Deny", "Action": "s3:*", "Resource": "*"',
      ),
      'error rcp-principal: "Principal": { "AWS": "111122223333" }',
      'rcp',
    ],
    [
      'an RCP of the old version',
      statement(
        `${principalAll}, "Effect": "Deny", "Action": "s3:*", "Resource": "*"`,
        '"Version": "2008-10-17", ',
      ),
      'error rcp-version: "2008-10-17"',
      'rcp',
    ],
    [
      'a trust policy with a Resource',
      statement(`${principalAll}, "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"`),
      'error resource-not-supported: "Resource"',
      'trust',
    ],
    [
      'a trust policy with NotPrincipal',
      statement('"NotPrincipal": "*", "Effect": "Deny", "Action": "sts:AssumeRole"'),
      'error principal-not-supported: "NotPrincipal"',
      'trust',
    ],
    [
      'a trust policy with another service',
      statement(`${principalAll}, "Effect": "Allow", "Action": "s3:GetObject"`),
      'error trust-action: "s3:GetObject"',
      'trust',
    ],
    [
      'R203 a wildcard in the service',
      statement('"Effect": "Allow", "Action": "s*:Get*", "Resource": "*"'),
      'error wildcard-service: "s*:Get*"',
    ],
    [
      'R203 `*:*`',
      statement('"Effect": "Allow", "Action": "*:*", "Resource": "*"'),
      'error wildcard-service: "*:*"',
    ],
    [
      'R204 a variable in an action',
      statement('"Effect": "Allow", "Action": "s3:${aws:username}", "Resource": "*"'),
      'error variable-in-action: "s3:${aws:username}"',
    ],
    [
      'R207 a blank behind an action',
      statement('"Effect": "Allow", "Action": "s3:GetObject ", "Resource": "*"'),
      'warning action-blank: "s3:GetObject "',
    ],
    [
      'an action without a service',
      statement('"Effect": "Allow", "Action": "GetObject", "Resource": "*"'),
      'error action-format: "GetObject"',
    ],
    [
      'R214 an ARN with too few parts',
      statement('"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3::bucket"'),
      'warning arn-parts: "arn:aws:s3::bucket"',
    ],
    [
      'a resource that is no ARN',
      statement('"Effect": "Allow", "Action": "*", "Resource": "my-bucket"'),
      'error resource-format: "my-bucket"',
    ],
    [
      'R222 a wildcard in a principal',
      statement(`"Principal": { "AWS": "arn:aws:iam::111122223333:user/*" }, ${allowAll}`),
      'warning principal-wildcard: "arn:aws:iam::111122223333:user/*"',
      'resource',
    ],
    [
      'R227 any service in a trust policy',
      statement('"Principal": { "Service": "*" }, "Effect": "Allow", "Action": "sts:AssumeRole"'),
      'error principal-wildcard: "*"',
      'trust',
    ],
    [
      'R230 a group as principal',
      statement(`"Principal": { "AWS": "arn:aws:iam::111122223333:group/Devs" }, ${allowAll}`),
      'error principal-type: "arn:aws:iam::111122223333:group/Devs"',
      'resource',
    ],
    [
      'R230 an instance profile as principal',
      statement(`"Principal": { "AWS": "arn:aws:iam::111122223333:instance-profile/web" }, ${allowAll}`),
      'error principal-type: "arn:aws:iam::111122223333:instance-profile/web"',
      'resource',
    ],
    [
      'R233 NotPrincipal with Allow',
      statement(`"NotPrincipal": { "AWS": "111122223333" }, ${allowAll}`),
      'error not-principal-allow: "NotPrincipal"',
      'resource',
    ],
    [
      'a principal that is a bare ARN',
      statement(`"Principal": "arn:aws:iam::111122223333:root", ${allowAll}`),
      'error principal-format: "arn:aws:iam::111122223333:root"',
      'resource',
    ],
    [
      'a service under AWS',
      statement(`"Principal": { "AWS": "ec2.amazonaws.com" }, ${allowAll}`),
      'error principal-value: "ec2.amazonaws.com"',
      'resource',
    ],
    [
      'R305 NullIfExists',
      statement(`${allowAll}, "Condition": { "NullIfExists": { "aws:userid": "true" } }`),
      'error unknown-operator: "NullIfExists"',
    ],
    [
      'R307 an unknown operator',
      statement(`${allowAll}, "Condition": { "StringEqual": { "aws:userid": "a" } }`),
      'error unknown-operator: "StringEqual"',
    ],
    [
      'a condition value that is an object',
      statement(`${allowAll}, "Condition": { "Bool": { "aws:SecureTransport": {} } }`),
      'error wrong-json-type: {}',
    ],
    [
      'R502 a variable before the fifth colon',
      statement(
        '"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:${aws:RequestedRegion}:111122223333:x"',
      ),
      'error variable-place: "arn:aws:sqs:${aws:RequestedRegion}:111122223333:x"',
    ],
    [
      'R502 a variable as account, which AWS itself writes',
      statement('"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:*:${aws:PrincipalAccount}:x"'),
      'warning variable-place: "arn:aws:sqs:*:${aws:PrincipalAccount}:x"',
    ],
    [
      'R502 a variable under a numeric operator',
      statement(`${allowAll}, "Condition": { "NumericEquals": { "s3:max-keys": "\${aws:username}" } }`),
      'error variable-place: "${aws:username}"',
    ],
    [
      'R502 a variable in a key',
      statement(`${allowAll}, "Condition": { "StringEquals": { "aws:PrincipalTag/\${aws:username}": "a" } }`),
      'error variable-place: "aws:PrincipalTag/${aws:username}"',
    ],
    [
      'R504 a variable without its brace',
      statement('"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::a/${aws:username"'),
      'error variable-syntax: "arn:aws:s3:::a/${aws:username"',
    ],
  ])('%s', (_rule, text, problem, type) => {
    const problems = problemsOf(text, type);
    expect(problems).toContain(problem);
    expect(problems).toHaveLength(1);
    const { policy, problems: all } = parse(text, type);
    expect(policy === undefined).toBe(problem.startsWith('error'));
    expect(all.every(({ hint }) => hint !== undefined && writeHint(hint, posixShell).length > 0)).toBe(true);
  });
});

test('R123 all problems are told at once, in the order of the text, and no policy comes of them', () => {
  const text = [
    '{',
    '  "Version": "2012-10-18",',
    '  "Statement": [',
    '    { "Effect": "allow", "Action": "s3", "Resource": "*" },',
    '    { "effect": "Deny", "Action": "s3:*", "Resource": "bucket" }',
    '  ]',
    '}',
  ].join('\n');
  expect(parse(text).policy).toBeUndefined();
  const places = parse(text).problems.map(
    ({ code, span }) => `${span?.line ?? 0}:${span?.column ?? 0} ${code.replace('policy/', '')}`,
  );
  expect(places).toEqual([
    '2:14 invalid-version',
    '4:17 invalid-effect',
    '4:36 action-format',
    '5:5 missing-effect',
    '5:7 unknown-element',
    '5:55 resource-format',
  ]);
});

test('the nearest right form is in the hint', () => {
  const hints = parse(statement(`${allowAll}, "Condition": { "StringEqual": { "a:b": "c" } }`)).problems;
  expect(hints[0]?.hint).toBe('Did you mean `StringEquals`?');
  const effect = parse(statement('"Effect": "DENY", "Action": "*", "Resource": "*"')).problems;
  expect(effect[0]?.hint).toBe('Write "Deny": the case counts.');
});

test('never throws, whatever JSON stands where a policy should', () => {
  const key = fc.constantFrom(
    'Version',
    'Statement',
    'Effect',
    'Action',
    'Principal',
    'Resource',
    'Condition',
    'AWS',
    '__proto__',
    'x',
  );
  const leaf = fc.oneof(
    fc.constantFrom('Allow', 'Deny', '2012-10-17', '*', 's3:*', 'arn:aws:s3:::${a', '${', 'StringEquals'),
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.string(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(
      value,
      fc.constantFrom<PolicyType>('identity', 'resource', 'trust', 'scp', 'rcp', 'endpoint'),
      (document, type) => {
        const { policy, problems } = parse(JSON.stringify(document), type);
        expect(policy === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
      },
    ),
    { numRuns: runs(50) },
  );
});
