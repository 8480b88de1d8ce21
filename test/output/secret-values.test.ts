import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { shownLinesOf } from '../../src/output/quoted-lines.ts';
import { secretValuesOf } from '../../src/output/secret-values.ts';
import { expectLinear } from '../support/growth.ts';
import { run } from '../support/run.ts';

/** What stands under the name of a secret, and not on one line with it. */
const canary = 'Zk7vQx9mRt2w';
const json = (condition: object, more: object = {}, indent: number | undefined = 2) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObjekt', Resource: '*', Condition: condition, ...more }],
    },
    undefined,
    indent,
  );
const yaml = (lines: string) =>
  `Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n${lines}    Action: s3:GetObjekt\n    Resource: '*'\n`;

const files: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a list': ['p.json', json({ StringEquals: { 'aws:RequestTag/Password': [canary, `${canary}b`] } })],
  'a list on one line': [
    'p.json',
    json({ IpAddress: { 'aws:RequestTag/Password': [canary, canary] } }, {}, 0),
  ],
  'what is no address': ['p.json', json({ IpAddress: { 'aws:RequestTag/Password': canary } })],
  'a list of what are no addresses': ['p.json', json({ IpAddress: { 'aws:RequestTag/Password': [canary] } })],
  'what is no number': ['p.json', json({ NumericEquals: { 'aws:PrincipalTag/secret': canary } })],
  'what is no date': ['p.json', json({ DateEquals: { 'kms:EncryptionContext:token': [canary] } })],
  'an object with a value': ['p.json', json({}, { Password: { value: canary } })],
  'a text that is JSON itself': [
    'p.json',
    JSON.stringify({ Sid: json({}, { Password: canary, Other: [{ secret: [canary] }] }) }),
  ],
  'a list of YAML': ['p.yaml', yaml(`    Password:\n      - ${canary}\n      - ${canary}\n`)],
  'a list of YAML, not indented': ['p.yaml', yaml(`    Password:\n    - ${canary}\n    - ${canary}\n`)],
  'a block': ['p.yaml', yaml(`    Password: |\n      ${canary}\n\n      ${canary}\n`)],
  'a folded block': ['p.yaml', yaml(`    Password: >-\n      ${canary}\n      ${canary}\n`)],
  'a value on two lines': ['p.yaml', yaml(`    Password: x\n      ${canary}\n`)],
  'a quoted value on two lines': ['p.yaml', yaml(`    Password: "x\n      ${canary}"\n`)],
  'a value below its name': ['p.yaml', yaml(`    Password:\n      ${canary}\n`)],
  'a key with its sign': ['p.yaml', yaml(`    ? Password\n    : ${canary}\n`)],
  'what an alias names': ['p.yaml', yaml(`    Password: &a !!str ${canary}\n    NotResource: *a\n`)],
  'a list in brackets': ['p.yaml', yaml(`    Other: {Password: [a, ${canary}], x: y}\n`)],
  'a list in brackets on two lines': ['p.yaml', yaml(`    Password: [a,\n      ${canary}]\n`)],
  'a key and its value': ['p.yaml', yaml(`    Tags:\n      - Key: Password\n        Value: ${canary}\n`)],
  'a private key': [
    'p.yaml',
    yaml(
      `    Cert: |\n      -----BEGIN RSA PRIVATE KEY-----\n      ${canary}\n      -----END RSA PRIVATE KEY-----\n`,
    ),
  ],
  'the default of a parameter': [
    'p.yaml',
    yaml(`    DbPassword:\n      Type: String\n      Default: ${canary}\n`),
  ],
};
/** With a mistake two lines below, so that the place is in an excerpt. */
const terraform = (lines: string) =>
  `${lines}resource "aws_iam_role" "bare" {\n  managed_policy_arns = []\n${lines}}\n`;
const terraformFiles: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a heredoc': ['main.tf', terraform(`password = <<EOT\n${canary}\nEOT\n`)],
  'an indented heredoc': ['main.tf', terraform(`  password = <<-EOT\n${canary}\n  EOT\n`)],
  'a function over lines': ['main.tf', terraform(`secret_key = join("", [\n"${canary}"\n])\n`)],
  'a function on one line': ['main.tf', terraform(`tags = { token = sensitive("a ${canary}") }\n`)],
  'a variable that is named so': [
    'main.tf',
    terraform(`variable "db_password" {\n  default = "${canary}"\n}\n`),
  ],
  'a sensitive variable': [
    'main.tf',
    terraform(`variable "x" {\n  default = "${canary}"\n  sensitive = true\n}\n`),
  ],
  'a sensitive output': [
    'main.tf',
    terraform(`output "x" {\n  sensitive = true\n  value = "${canary}"\n}\n`),
  ],
  'a comment of several lines': ['main.tf', terraform(`/* "a"\n ${canary}\n*/\n`)],
  'a parameter that is not echoed': [
    'p.yaml',
    yaml(`    Db:\n      NoEcho: true\n      Default: ${canary}\n`),
  ],
  'a parameter that is not echoed, said below': [
    'p.yaml',
    yaml(`    Db:\n      Default: ${canary}\n      NoEcho: 'true'\n`),
  ],
  'a parameter that is not echoed, on one line': [
    'p.yaml',
    yaml(`    Db: {Default: ${canary}, NoEcho: true}\n`),
  ],
};

describe.each(Object.entries(terraformFiles))('%s', (_, [file, text]) => {
  test('is quoted by no form of lint', async () => {
    let all = '';
    for (const form of [[], ['--json'], ['--verbose'], ['--fix', '--dry-run'], ['--format', 'github']]) {
      const { out, err } = await run(['lint', ...form, file], { files: { [file]: text }, cwd: '/work' });
      all += out + err;
    }
    expect(all).not.toMatch(/zk7v|rt2w/i);
    expect(all).toContain(file);
  });
});

const asking = [
  ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 's3:GetObject'],
  ...['--resource', 'arn:aws:s3:::acme/x'],
];
const refusal =
  'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" because no identity-based policy allows the s3:GetObject action';

describe.each(Object.entries(files))('%s', (_, [file, text]) => {
  test.each([
    ['lint', '--strict', file],
    ['lint', '--strict', '--format', 'github', file],
    ['simulate', ...asking, '--policy', file],
    ['explain-error', refusal, '--policy', file],
  ])('%s %s', async (...words) => {
    for (const form of [[], ['--json'], ['--verbose']]) {
      const { out, err } = await run([...words, ...form], { files: { [file]: text }, cwd: '/work' });
      expect(out + err).not.toMatch(/zk7v|rt2w/i);
      expect(err).not.toContain('bug in iamx');
    }
  });
});

const hiddenIn = (text: string) =>
  secretValuesOf(source('p.yaml', text)).map(({ start, end }) => text.slice(start, end));

test.each([
  'token.actions.githubusercontent.com:sub:\n  - repo:acme/app:ref:refs/heads/main\n',
  '"token.actions.githubusercontent.com:sub": ["repo:acme/app:*"]',
  'Action:\n  - secretsmanager:GetSecretValue\n  - sts:GetSessionToken\n',
  '"Action": ["secretsmanager:GetSecretValue"]',
  'SecretsPolicy:\n  Type: AWS::IAM::Policy\n  Properties:\n    PolicyName: x\n',
  '"aws:TokenIssueTime": ["2026-01-31T00:00:00Z"]',
  'web_identity_token_file:\n  /var/run/token\n',
  'variable "region" {\n  default = "eu-west-1"\n}\nvariable "x" {\n  sensitive = false\n  default = "y"\n}\n',
  'resource "aws_secretsmanager_secret" "db" {\n  name = "prod/db"\n}\n',
  'Db:\n  NoEcho: false\n  Default: x\n',
])('what is no secret stays: %j', (text) => {
  expect(hiddenIn(text)).toEqual([]);
});

test('what stands behind it stays', () => {
  expect(hiddenIn('- Password:\n    - x\n    - y\n  Action: z\n')).toEqual(['\n    - x\n    - y\n']);
  expect(hiddenIn('{"password": ["x", "]"], "Action": "z"}')).toEqual(['["x", "]"]']);
  expect(hiddenIn('Password: |\n  x\nAction: z\n')).toEqual(['|\n  x\n']);
  expect(hiddenIn('password = <<EOT\nx\nEOT\nname = "y"\n')).toEqual(['<<EOT\nx\n']);
  expect(hiddenIn('variable "token" {\n  default = "x"\n}\nname = "y"\n')).toEqual(['"x"']);
  expect(hiddenIn('Db:\n  NoEcho: true\n  Default: x\nOther:\n  Default: y\n')).toEqual(['x\n']);
});

test.each([
  '"password": [',
  'password: ',
  'password:\n',
  '{"secret": {',
  'name: token ',
  '-----BEGIN PRIVATE KEY-----',
  "password: '",
  'password: |\n ',
  '"secret":"',
  '\\"token\\":',
  'variable "token" {default = f(',
  'variable "x" {sensitive = true default = <<A\n',
  'output "x" {',
  'NoEcho: true ',
  ' NoEcho: true\n Default: [\n',
  '{NoEcho: true, Default: "',
  'password = join(',
])('%j again and again', async (piece) => {
  await expectLinear(400_000, (size) => secretValuesOf(source('p', piece.repeat(size / piece.length))));
});

test.each([
  ['"token.actions.githubusercontent.com:sub": "repo:acme/site:x",', 'repo:acme/site:x'],
  ['token.actions.githubusercontent.com:aud: sts.amazonaws.com', 'sts.amazonaws.com'],
])('the claims of an identity provider are shown: %j', (line, value) => {
  expect(shownLinesOf(source('p.json', line))(1)).toContain(value);
});

test.each([
  '"login.token.example.com:client_secret": "zk7v"',
  '"token:sub": "zk7v"',
  'token.example:zk7v rt2w: x',
  'my.db.password:zk7v',
])('a secret behind such a name is not: %j', (line) => {
  expect(shownLinesOf(source('p.yaml', line))(1)).not.toMatch(/zk7v|rt2w/);
});

test.each([
  'db_pass: zk7v',
  '"Pass": "zk7v"',
  'credentials: mika:zk7v',
  'access_key = "zk7v"',
  'connectionString: "Server=x;Pwd=zk7v"',
  'passwort: zk7v',
  'jwt: zk7v',
])('a name that is a secret’s where it is whole: %j', (line) => {
  expect(shownLinesOf(source('p.yaml', line))(1)).not.toContain('zk7v');
});

test.each([
  'iam:PassedToService: lambda.amazonaws.com',
  's3:signatureversion: AWS4-HMAC-SHA256',
  'Action: iam:PassRole',
  'pinpoint: app-1',
  'Type: AWS::IAM::AccessKey',
])('a name that only begins so is none: %j', (line) => {
  expect(shownLinesOf(source('p.yaml', line))(1)).toBe(line);
});

test.each([
  '  command: mysql -u root -pzk7v acme',
  '  mysql --password zk7vrt2w',
  'ExecStart=/usr/bin/tool --token=zk7v',
  'curl -H "Authorization: Bearer zk7vrt2w" https://example.com',
  'curl -u mika:zk7v https://example.com',
  'PGPASSWORD=zk7v psql -h db',
  'url: postgres://mika:zk7v@db/x',
  'source: "https://files.example.com/x?key=zk7v"',
  'conn: "Server=x;AccountKey=zk7v;"',
])('what a command is given, in a file beside policies: %j', (line) => {
  expect(shownLinesOf(source('main.tf', `x = <<EOT\n${line}\nEOT\n`))(2)).not.toMatch(/zk7v|rt2w/);
});
