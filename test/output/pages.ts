import { command, typed } from '../../src/core/command.ts';
import type { Block, Page } from '../../src/core/page.ts';
import { source } from '../../src/core/source.ts';

const bucketPolicy = source(
  'policies/bucket.json',
  `{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "OnlyFromVpc",
    "Effect": "Deny",
\t"Principal": "*",
    "Condition": {
      "StringNotEquals": { "aws:SourceVpce": "vpce-0a1b2c3d" }
    }
  }]
}
`,
);
const oneLine = source(
  'one-line.json',
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::acme-data/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}`,
);
const odd = source('odd\u001b[31m.json', '{ "姓名": "𝒂é\u0301\u200b👩‍👩‍👧", "Effect": "Alow\u202e" }\r\n\tlast');

function excerpt(
  from: typeof odd,
  place: readonly [number, number, number, number],
  note = 'Effect is Allow or Deny, nothing else, and case counts here as everywhere in this element',
): Block {
  const [line, column, endLine, endColumn] = place;
  return {
    kind: 'excerpt',
    source: from,
    span: { file: from.file, line, column, endLine, endColumn },
    note,
    tone: 'bad',
  };
}

/** One page for each kind of block, with what is hard to lay out about it. */
export const pages: Readonly<Record<string, Page>> = {
  verdict: [
    {
      kind: 'verdict',
      tone: 'bad',
      word: 'DENIED',
      text: 's3:GetObject on arn:aws:s3:::acme-data/reports/q1.csv',
      details: [
        { text: 'as arn:aws:sts::111122223333:assumed-role/App/ci', right: 'explicit deny · bucket policy' },
      ],
    },
    {
      kind: 'verdict',
      tone: 'good',
      word: 'AdministratorAccess',
      text: [{ text: 'in acme-prod', tone: 'strong' }, ' (111122223333)'],
      right: 'expires in 52 min (14:31)',
    },
  ],
  text: [
    { kind: 'heading', text: 'A heading that is long enough to be broken on a terminal of forty columns' },
    [
      {
        kind: 'text',
        text: 'A paragraph of some length, with    blanks inside, that a narrow terminal breaks.',
      },
      { kind: 'text', text: '漢字仮名交じり文は 幅が 二つ 分 あります。 結合文字 e\u0301 は 一つ です。' },
    ],
    {
      kind: 'text',
      text: 'A word that is longer than the line stays whole: arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23 .',
    },
    { kind: 'text', text: 'Raw \u001b[2J, \r, \n, \t, \u009b and \u202e are shown, not obeyed.' },
    { kind: 'verbatim', text: '{\n  "a": 1,\t"b": "\u001b[0m"\n}\n' },
  ],
  fields: [
    {
      kind: 'fields',
      rows: [
        { name: 'principal', value: 'assumed role', note: 'AWSReservedSSO_AdministratorAccess' },
        { name: 'session', value: 'mika@example.com', note: 'started 8 min ago' },
        { name: 'user id', value: 'AROAXMPLROLEIDEXAMPLE:mika@example.com' },
        {
          name: 'role arn',
          value: 'arn:aws:iam::111122223333:role/team/App',
          note: 'the path is not in the session ARN',
          more: [
            'a second line under the value',
            [{ text: 'and', tone: 'dim' }, ' a third one that is rather longer'],
          ],
        },
        { name: 'empty', value: '' },
      ],
    },
  ],
  marked: [
    {
      kind: 'marked',
      title: 'what was looked at',
      rows: [
        { mark: 'yes', cells: ['scp', 'allowed by 3 of 3 levels'] },
        { mark: 'no', cells: ['resource', 'Deny "OnlyFromVpc"', 'policies/bucket.json:7'] },
        { mark: 'none', cells: ['boundary', 'not attached'] },
        {
          mark: 'warn',
          cells: ['session', 'depends on aws:SourceVpc and on what else the request holds', 'x'],
        },
        { mark: 'arrow', cells: ['姓名', 'wide'] },
      ],
    },
  ],
  table: [
    {
      kind: 'table',
      header: ['PROFILE', 'ACCOUNT', 'IDENTITY', 'VIA', 'EXPIRES'],
      rows: [
        ['default', '444455556666', 'user/mika', 'keys', 'never'],
        ['prod *', '111122223333', 'AdministratorAccess', 'sso acme', '52 min'],
        ['old', '', '', 'sso acme-2', 'token expired 3 days ago, sign in again'],
      ],
    },
    { kind: 'table', header: ['ONLY'], rows: [] },
  ],
  excerpts: [
    excerpt(
      bucketPolicy,
      [8, 7, 8, 24],
      'aws:SourceVpce was not in the request; a negated operator matches a missing key',
    ),
    excerpt(bucketPolicy, [6, 2, 6, 13], 'a tab stands before it'),
    excerpt(bucketPolicy, [1, 1, 1, 1], 'a place without length'),
    excerpt(bucketPolicy, [3, 16, 10, 4], 'the whole statement'),
    excerpt(bucketPolicy, [7, 18, 9, 6], 'three lines'),
    excerpt(bucketPolicy, [2, 1, 3, 1], 'up to a line end'),
    excerpt(oneLine, [1, 55, 1, 63]),
    excerpt(oneLine, [1, 1, 1, 205], 'all of a long line'),
    excerpt(oneLine, [1, 190, 1, 196], 'near the end of a long line'),
    excerpt(odd, [1, 3, 1, 7], 'wide characters'),
    excerpt(odd, [1, 37, 1, 43], 'an unknown effect'),
    excerpt(odd, [2, 9, 2, 99], 'past the end'),
  ],
  steps: [
    {
      kind: 'steps',
      title: 'all steps',
      steps: [
        {
          id: 'scp',
          title: 'Service control policies',
          outcome: 'allow',
          because: 'every level allows it',
          evidence: [],
          steps: [
            {
              id: 'root',
              title: 'Root',
              outcome: 'match',
              because: '"FullAWSAccess" allows it',
              evidence: [
                {
                  kind: 'statement',
                  name: 'FullAWSAccess',
                  value: 'Allow *',
                  span: { file: 'scp.json', line: 3, column: 5, endLine: 3, endColumn: 9 },
                },
                { kind: 'context', name: 'aws:SourceVpc' },
              ],
            },
            {
              id: 'ou',
              title: 'OU',
              outcome: 'no-match',
              because: 'the action is another one',
              evidence: [],
            },
          ],
        },
        {
          id: 'env',
          title: 'Environment variables',
          outcome: 'pass',
          because: 'AWS_ACCESS_KEY_ID is not set',
          evidence: [],
        },
        {
          id: 'sso',
          title: 'SSO',
          outcome: 'shadowed',
          because: 'it would have won without the environment variables that stand before it',
          evidence: [{ kind: 'env', name: 'AWS_PROFILE', value: 'prod' }],
        },
        { id: 'mfa', title: 'MFA', outcome: 'unknown', because: '', evidence: [] },
        {
          id: 'odd',
          title: 'A word of tomorrow',
          outcome: 'perhaps',
          because: 'nobody knows',
          evidence: [],
        },
      ],
    },
  ],
  diagnostics: [
    {
      kind: 'diagnostics',
      diagnostics: [
        {
          code: 'a',
          severity: 'error',
          message: 'the policy has no `Statement`',
          hint: 'Add one:\nStatement = []',
          span: { file: '-', line: 1, column: 1, endLine: 1, endColumn: 2 },
        },
        {
          code: 'b',
          severity: 'warning',
          message:
            'boto3 and CLI v1 ignore AWS_REGION: they use eu-central-1, which is what the profile says in its file',
          span: { file: '~/.aws/config', line: 17, column: 1, endLine: 17, endColumn: 2 },
          docs: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html',
        },
        { code: 'c', severity: 'info', message: 'an info' },
      ],
    },
  ],
  next: [
    [
      {
        kind: 'command',
        commands: [
          command`iamx decode AROAXMPLROLEIDEXAMPLE:mika`,
          ...[
            command`iamx simulate --policy app.json --action s3:GetObject --resource ${typed('arn:aws:s3:::acme data/*')} --context aws:SourceIp=203.0.113.10 --principal arn:aws:iam::111122223333:user/mika`,
          ].filter((one) => one !== undefined),
        ],
      },
    ],
    {
      kind: 'next',
      items: [
        { label: 'Why', text: command`iamx explain-chain` },
        { label: 'All profiles', text: command`iamx whoami --all-profiles` },
      ],
    },
    { kind: 'next', items: [{ text: 'keep this as a test: add --save bucket.iamx.yaml' }] },
    [],
  ],
};
