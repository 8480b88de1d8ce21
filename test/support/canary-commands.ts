import { formats } from '../../src/commands/lint.ts';
import { reporters } from '../../src/testing/answer/reporters/for-ci.ts';
import { coverageForms } from '../../src/testing/session/session.ts';
import { pasted, scenarios, typed, type Text, type TextPlace } from './canary-texts.ts';

/** The places of `lint`, `test` and `run`: more of what is written into files, typed, and said by a program. */

const at = '/home/user';
const quote = (text: string) => JSON.stringify(text);

/** The policy has something to tell of. */
const wrong = { Effect: 'allow', Action: ['s3:GetObjekt', 's3:GetObjekt'], Resource: '*' };
const policyOf = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [wrong, ...statements] }, undefined, 2);

const lintWays = (...files: readonly string[]): readonly (readonly string[])[] => [
  ...['text', 'json', ...Object.keys(formats)].map((format) => [
    'lint',
    '--strict',
    '--format',
    format,
    ...files,
  ]),
  ['lint', '--together', ...files],
  ['lint', '--fix', '--dry-run', ...files],
  ['lint', '--baseline', 'b.json', '--update-baseline', ...files],
];

/** Told by its place, or hidden by its shape; the file, its text. */
type FileText = readonly [isSecret: boolean, file: string, text: Text];

const plan =
  (values: (text: string) => object, more: (text: string) => object = () => ({})) =>
  (text: string) =>
    JSON.stringify({
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: {
        root_module: {
          resources: [
            {
              address: 'aws_iam_policy.x',
              mode: 'managed',
              type: 'aws_iam_policy',
              name: 'x',
              values: { name: 'x', policy: policyOf(), ...values(text) },
              sensitive_values: {},
            },
            {
              address: 'aws_db_instance.d',
              mode: 'managed',
              type: 'aws_db_instance',
              name: 'd',
              values: { password: text, username: 'mika' },
              sensitive_values: { password: true },
            },
          ],
        },
      },
      ...more(text),
    });

const template = (properties: string, statement: string, head = '') =>
  `AWSTemplateFormatVersion: '2010-09-09'\n${head}Resources:\n  Own:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n${properties}      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: allow\n            Action: s3:GetObjekt\n${statement}            Resource: '*'\n`;

const lintFiles: Readonly<Record<string, FileText>> = {
  'a Sid': [false, 'p.json', (text) => policyOf({ ...wrong, Sid: text })],
  'an action': [false, 'p.json', (text) => policyOf({ ...wrong, Action: text })],
  'an element': [false, 'p.json', (text) => policyOf({ ...wrong, [text]: 'x' })],
  'an element that is a password': [true, 'p.json', (text) => policyOf({ ...wrong, Password: text })],
  'a tag that is a password': [
    true,
    'p.json',
    (text) => policyOf({ ...wrong, Condition: { StringEquals: { 'aws:RequestTag/Password': text } } }),
  ],
  'a key that is one': [
    true,
    'p.json',
    (text) => policyOf({ ...wrong, Condition: { IpAddress: { 'aws:secretToken': [text, text] } } }),
  ],
  'a principal': [false, 'p.json', (text) => policyOf({ ...wrong, Principal: { Federated: text } })],
  'a secret in the line': [
    true,
    'p.json',
    (text) =>
      `{"aws_secret_access_key": ${quote(text)}, ${JSON.stringify({ Version: '2012-10-17', Statement: wrong }).slice(1)}`,
  ],
  'a plan: a variable': [
    true,
    'p.json',
    plan(
      () => ({}),
      (text) => ({ variables: { db_password: { value: text } }, configuration: { x: text } }),
    ),
  ],
  'a plan: what was there before': [
    true,
    'p.json',
    plan(
      () => ({}),
      (text) => ({ resource_changes: [{ change: { before: { secret: text }, after: { secret: text } } }] }),
    ),
  ],
  'a plan: a policy': [false, 'p.json', plan((text) => ({ policy: policyOf({ ...wrong, Sid: text }) }))],
  'a plan: a policy that is none': [false, 'p.json', plan((text) => ({ policy: text }))],
  'a plan: a password in a policy': [
    true,
    'p.json',
    plan((text) => ({
      policy: policyOf({ ...wrong, Condition: { StringEquals: { 'aws:RequestTag/Password': text } } }),
    })),
  ],
  'a template: a parameter': [
    true,
    'p.yaml',
    (text) =>
      template('', '', `Parameters:\n  DatabasePassword:\n    Type: String\n    Default: ${quote(text)}\n`),
  ],
  'a template: a property': [false, 'p.yaml', (text) => template(`      Description: ${quote(text)}\n`, '')],
  'a template: a comment': [
    true,
    'p.yaml',
    (text) => template(`      # ${text}\n`, `            # ${text}\n            Sid: a b # ${text}\n`),
  ],
  'a template: an element': [
    true,
    'p.yaml',
    (text) => template('', `            MasterPassword: ${quote(text)}\n`),
  ],
  'a template: a function': [
    false,
    'p.yaml',
    (text) => template('', `            Sid: !Sub ${quote(text)}\n`),
  ],
  'an ignore of YAML': [
    true,
    'p.yaml',
    (text) => template('', `            # iamx-ignore unknown-action: ${text}\n            Sid: a b\n`),
  ],
  'a template that does not end': [
    true,
    'p.yaml',
    (text) => template('', `            Password: "${text}\n`),
  ],
};

const lintPlaces = Object.entries(lintFiles).map(([name, [isSecret, file, text]]): TextPlace => ({
  name: `lint, ${name}`,
  isSecret,
  ways: lintWays(file),
  world: (secret) => ({ files: { [`${at}/${file}`]: text(secret) }, cwd: at }),
}));

/** What stands beside the policies. */
const besides: Readonly<Record<string, FileText>> = {
  'the reason of an ignore': [
    false,
    'iamx.config.json',
    (text) => JSON.stringify({ ignore: [{ code: 'unknown-action', reason: text, sid: 'x' }] }),
  ],
  'the day of an ignore': [
    false,
    'iamx.config.json',
    (text) => JSON.stringify({ ignore: [{ code: 'unknown-action', reason: 'x', until: text }] }),
  ],
  'a code': [false, 'iamx.config.json', (text) => JSON.stringify({ severity: { [text]: 'off' } })],
  'a severity': [false, 'iamx.config.yaml', (text) => `severity:\n  unknown-action: ${quote(text)}\n`],
  'a key': [false, 'iamx.config.yaml', (text) => `${quote(text)}: {}\n`],
  'a comment': [true, 'iamx.config.yaml', (text) => `# ${text}\nseverity: # ${text}\n  x: y # ${text}\n`],
  'all of it': [false, 'iamx.config.yaml', (text) => text],
  'a type': [false, 'iamx.config.json', (text) => JSON.stringify({ types: { [text]: text } })],
};

const besidePlaces = Object.entries(besides).map(([name, [isSecret, file, text]]): TextPlace => ({
  name: `lint, the configuration: ${name}`,
  isSecret,
  ways: lintWays('p.json'),
  world: (secret) => ({ files: { [`${at}/${file}`]: text(secret), [`${at}/p.json`]: policyOf() }, cwd: at }),
}));

const baselines: Readonly<Record<string, Text>> = {
  'a fingerprint': (text) => `{"fingerprint":${quote(text)},"code":"unknown-action","file":"x"}`,
  'a code': (text) => `{"fingerprint":"x","code":${quote(text)},"file":"x"}`,
  'a file': (text) => `{"fingerprint":"x","code":"unknown-action","file":${quote(text)}}`,
  'an entry': (text) => quote(text),
  'no JSON': (text) => text,
};

const baselinePlaces = Object.entries(baselines).map(([name, text]): TextPlace => ({
  name: `lint, the baseline: ${name}`,
  isSecret: false,
  ways: lintWays('p.json').map((words) => [...words, '--baseline', 'b.json']),
  world: (secret) => ({
    files: {
      [`${at}/b.json`]: `{"schema":"iamx.lint-baseline/1","findings":[${text(secret)}]}`,
      [`${at}/p.json`]: policyOf(),
    },
    cwd: at,
  }),
}));

/** What a program says before it fails, and how it was started. */
const runPlaces = pasted.map(({ name, isSecret, text }, index): TextPlace => ({
  // They are many: one test for all of them would take long.
  name: `run ${index % 8}, written: ${name}`,
  isSecret,
  ways: [
    ['run', '--', 'aws', 's3', 'ls'],
    ['run', '--verbose', '--', 'terraform', 'apply'],
    ['run', '--json', 'e.json', '--', 'aws', 's3', 'ls'],
    ['run', '--save', 's.yaml', '--', 'node', 'x.js'],
  ],
  world: (secret) => ({
    foreground: () => ({
      kind: 'ended',
      status: 254,
      written: [new TextEncoder().encode(text(secret))],
      isCut: false,
    }),
  }),
}));

const failed =
  'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired';
const startPlaces = [
  ['run', '--', typed],
  ['run', '--', `./${typed}`, 'x'],
  ['run', '--', `AWS_SECRET_ACCESS_KEY=${typed}`, 'aws'],
  ['run', '--', 'env', `AWS_SECRET_ACCESS_KEY=${typed}`, 'aws', 's3', 'ls'],
  ['run', '--', 'env', `AWS_PROFILE=${typed}`, 'aws', 's3', 'ls'],
  ['run', '--', 'aws', '--profile', typed, 's3', 'ls'],
  ['run', '--', 'aws', '--region', typed, 's3', 'ls'],
  ['run', '--', 'sh', '-c', typed],
  ['run', '--', 'mysql', `-p${typed}`],
  ['run', '--', 'aws', 'configure', 'set', 'aws_secret_access_key', typed],
  ['run', '--json', typed, '--', 'aws'],
  ['run', '--save', `${typed}.json`, '--', 'aws'],
].flatMap((words) =>
  (['ended', 'not-started'] as const).map((kind): TextPlace => ({
    name: `run, typed: ${words.join(' ')}, ${kind}`,
    // What is typed as a name is shown as one.
    isSecret: false,
    ways: [words],
    world: () => ({
      foreground: () =>
        kind === 'ended'
          ? { kind, status: 254, written: [new TextEncoder().encode(failed)], isCut: false }
          : { kind, failure: 'missing' },
    }),
  })),
);

const testWays = (file: string) => [
  ...['text', 'json', ...Object.keys(reporters)].map((reporter) => ['test', '--reporter', reporter, file]),
  ...coverageForms.map((form) => ['test', `--coverage=${form}`, file]),
];

/** What fails is explained: the same scenarios, with another decision expected. */
const testPlaces = Object.entries(scenarios).flatMap(([name, text]) =>
  ['allowed', 'explicitDeny'].map((expected): TextPlace => ({
    name: `test, a scenario, ${expected} expected: ${name}`,
    isSecret: false,
    ways: testWays('s.iamx.json'),
    world: (secret) => ({
      files: { [`${at}/s.iamx.json`]: text(secret).replace('"allowed"', `"${expected}"`) },
      cwd: at,
    }),
  })),
);

const scenarioWith = (statement: object) =>
  JSON.stringify({
    name: 'x',
    request: {
      principal: 'arn:aws:iam::111122223333:user/mika',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::acme/x',
    },
    policies: {
      identity: [
        { Version: '2012-10-17', Statement: [{ ...wrong, Effect: 'Allow', Action: 's3:*', ...statement }] },
      ],
    },
    expect: 'explicitDeny',
  });
const testPolicyPlaces = Object.entries({
  'a Sid': [false, (text: string) => scenarioWith({ Sid: text })],
  'a tag that is a password': [
    true,
    (text: string) => scenarioWith({ Condition: { StringEquals: { 'aws:RequestTag/Password': [text] } } }),
  ],
  'an element': [false, (text: string) => scenarioWith({ [text]: 'x' })],
} satisfies Readonly<Record<string, readonly [boolean, Text]>>).map(
  ([name, [isSecret, text]]): TextPlace => ({
    name: `test, a policy: ${name}`,
    isSecret,
    ways: testWays('s.iamx.json'),
    world: (secret) => ({ files: { [`${at}/s.iamx.json`]: text(secret) }, cwd: at }),
  }),
);

const testTyped = [
  ['test', typed],
  ['test', '--name', typed],
  ['test', '--shard', typed],
  ['test', `--coverage=${typed}`],
  ['test', '--coverage-min', typed],
  ['test', '--now', typed],
  ['test', '--reporter', typed],
].map((words): TextPlace => ({
  name: `test, typed: ${words.join(' ')}`,
  isSecret: false,
  ways: [words],
  world: () => ({ files: { [`${at}/s.iamx.json`]: scenarioWith({}) }, cwd: at }),
}));

export const commandPlaces: readonly TextPlace[] = [
  ...lintPlaces,
  ...besidePlaces,
  ...baselinePlaces,
  ...runPlaces,
  ...startPlaces,
  ...testPlaces,
  ...testPolicyPlaces,
  ...testTyped,
];
