import type { MemoryWorld } from '../../src/host/memory.ts';
import { diff } from '../../src/commands/diff.ts';
import { explainError } from '../../src/commands/explain-error.ts';
import { lint } from '../../src/commands/lint.ts';
import { simulate } from '../../src/commands/simulate.ts';
import { test as testing } from '../../src/commands/test.ts';
import { coverageForms } from '../../src/testing/session/session.ts';
import { isSecretName } from '../../src/output/secret-names.ts';
import { vocabulary } from '../../src/printers/vocabulary.ts';
import { refusal, typed, type Text, type TextPlace } from './canary-texts.ts';
import { waysOf } from './canary-ways.ts';

/** Places in what is compared, gated, mended and tested: versions of policies, Terraform, templates, invariants. */

const at = '/home/user';
const quote = (text: string) => JSON.stringify(text);
type Words = readonly string[];
/** Told by its place, or hidden by its shape; and the text around it. */
type Place = readonly [isSecret: boolean, text: Text];
type Places = Readonly<Record<string, Place>>;

const coverage = coverageForms.map((form) => [`--coverage=${form}`]);
const gates: readonly Words[] = [
  ['--no-public', '--not-granted', 'iam:*', '--no-new-access', 'base.json'],
  ['--no-public', '--format', 'json'],
  ['--not-granted', 's3:GetObject', '--format', 'sarif'],
  ['--no-new-access', 'git:main', '--format', 'github'],
  ['--no-new-access', 'git:main', '--verbose'],
];
const lintWays = (file: string, ...others: Words) =>
  waysOf(
    'lint',
    lint,
    [file, ...others],
    [
      ...gates,
      ['--fix', '--dry-run'],
      ['--diff-base', 'main'],
      ['--baseline', 'new.json', '--update-baseline'],
    ],
  );
const testWays = (file: string) =>
  waysOf(
    'test',
    testing,
    [file],
    [
      ...coverage,
      ['--mutate', '--save', 'saved.json'],
      ['--save', 'saved.yaml'],
      ['--coverage=html', '--mutate', '--strict'],
      ['--update', '--force'],
    ],
  );
const diffWays = (file: string) => [
  ...waysOf('diff', diff, ['base.json', file], []),
  ...waysOf('diff', diff, [file, 'base.json'], []),
  ['diff', 'git:main', file],
  ['diff', file, `git:main:${file}`],
];

const asked = [
  ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 's3:GetObject'],
  ...['--resource', 'arn:aws:s3:::acme/x'],
];
const simulateWays = (file: string) =>
  waysOf(
    'simulate',
    simulate,
    [...asked, '--policy', file],
    [
      ['--save', 'saved.yaml'],
      ...[
        'RequestTag/Password',
        'PrincipalTag/api_key',
        'ResourceTag/db-secret',
        'PrincipalTag/team',
      ].flatMap((tag) => [typed, `x-${typed}`, 'x'].map((value) => ['--context', `aws:${tag}=${value}`])),
    ],
  );
const explainWays = (file: string) =>
  waysOf(
    'explain-error',
    explainError,
    [refusal, '--policy', file],
    [
      ['--suggest', 'new.json'],
      ['--save', 'saved.json'],
    ],
  ).filter((words) => !words.includes('--live'));

const statement = (more: object) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more });
const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
const when = (key: string, value: unknown, operator = 'StringEquals') =>
  statement({ Condition: { [operator]: { [key]: value } } });

/** Statements that decide: what they ask for stands in gates, witnesses and commands. */
const statements: Readonly<Record<string, readonly [isSecret: boolean, make: (text: string) => object]>> = {
  'a Sid': [false, (text) => statement({ Sid: text })],
  'an action': [false, (text) => statement({ Action: ['s3:*', `s3:${text}`] })],
  'a resource': [false, (text) => statement({ Resource: [`arn:aws:s3:::acme/${text}`, '*'] })],
  'a principal': [false, (text) => statement({ Principal: { AWS: ['*', text] } })],
  'a value': [false, (text) => when('aws:PrincipalTag/team', text)],
  'a value with a star': [false, (text) => when('aws:PrincipalTag/team', `${text}*`, 'StringLike')],
  'a name of a tag': [false, (text) => when(`aws:PrincipalTag/${text}`, 'x')],
  ...Object.fromEntries(
    ['aws:RequestTag/Password', 'aws:PrincipalTag/api_key', 'aws:ResourceTag/db-secret'].flatMap((key) =>
      ['StringEquals', 'StringNotEquals', 'StringLike', 'ForAnyValue:StringEquals'].map((operator) => [
        `${key} by ${operator}`,
        [true, (text: string) => when(key, [text], operator)] as const,
      ]),
    ),
  ),
};

/** A git that has this file, with this text, in each commit. */
export const git = (file: string, text: string): NonNullable<MemoryWorld['processes']> => {
  const said = (stdout: string) =>
    ({ kind: 'exited', status: 0, stdout, stderr: text, truncated: false }) as const;
  return ({ args }) => {
    const words = args.slice(args.indexOf('-C') + 2);
    if (words.includes('--show-cdup')) return said('\n');
    if (words[0] === 'rev-parse' || words[0] === 'merge-base') return said(`${'a'.repeat(40)}\n`);
    if (words[0] === 'ls-tree') return said(`100644 blob ${'b'.repeat(40)}\t${file}\0`);
    if (words[0] === 'diff') return said(`M\0${file}\0`);
    return said(words[0] === 'ls-files' ? '' : text);
  };
};

function world(file: string, text: string): MemoryWorld {
  const base = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
  return {
    files: { [`${at}/base.json`]: base, [`${at}/${file}`]: text },
    cwd: at,
    processes: git(file, text),
  };
}

function placesOf(
  prefix: string,
  file: string,
  ways: readonly Words[],
  places: Places,
): readonly TextPlace[] {
  return Object.entries(places).map(([name, [isSecret, text]]) => ({
    name: `${prefix}: ${name}`,
    isSecret,
    ways,
    world: (secret) => world(file, text(secret)),
  }));
}

const policyTexts: Places = Object.fromEntries(
  Object.entries(statements).map(([name, [isSecret, make]]): [string, Place] => [
    name,
    [isSecret, (text) => policy(make(text), { ...make(text), Effect: 'Deny', Action: 's3:DeleteObject' })],
  ]),
);

const scenario = (identity: readonly object[], more: object) =>
  JSON.stringify([
    {
      request: {
        principal: `arn:aws:iam::111122223333:user/mika`,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
      },
      policies: { identity },
      expect: 'explicitDeny',
      ...more,
    },
  ]);
const invariant = (identity: readonly object[], kind: string, more: object, beside: object = {}) =>
  JSON.stringify([{ [kind]: { action: 's3:*', ...more }, policies: { identity }, ...beside }]);
const anything = { Version: '2012-10-17', Statement: [statement({})] };
const bothKinds = ['never', 'always'];

const testTexts: Places = {
  ...Object.fromEntries(
    Object.entries(statements).flatMap(([name, [isSecret, make]]): readonly [string, Place][] => [
      [name, [isSecret, (text) => scenario([{ Version: '2012-10-17', Statement: [make(text)] }], {})]],
      ...bothKinds.map((kind): [string, Place] => [
        `${kind}, ${name}`,
        [isSecret, (text) => invariant([{ Version: '2012-10-17', Statement: [make(text)] }], kind, {})],
      ]),
    ]),
  ),
  ...Object.fromEntries(
    bothKinds.flatMap((kind) =>
      Object.entries({
        name: (text: string) => invariant([anything], kind, {}, { name: text }),
        field: (text: string) => invariant([anything], kind, {}, { [text]: 'x' }),
        inside: (text: string) => invariant([anything], kind, { [text]: 'x' }),
        principal: (text: string) => invariant([anything], kind, { principal: text }),
        action: (text: string) => invariant([anything], kind, { action: text }),
        resource: (text: string) => invariant([anything], kind, { resource: `arn:aws:s3:::acme/${text}` }),
        except: (text: string) => invariant([anything], kind, { except: [text] }),
        when: (text: string) => invariant([anything], kind, { when: { 'aws:username': text } }),
      }).map(([name, text]): [string, Place] => [`${kind}, its ${name}`, [false, text]]),
    ),
  ),
  ...Object.fromEntries(
    bothKinds.map((kind): [string, Place] => [
      `${kind}, when a tag is a password`,
      [true, (text) => invariant([anything], kind, { when: { 'aws:RequestTag/Password': text } })],
    ]),
  ),
  'the context is a password': [
    true,
    (text) =>
      scenario([anything], {
        request: {
          principal: 'arn:aws:iam::111122223333:user/mika',
          action: 's3:GetObject',
          resource: '*',
          context: { 'aws:RequestTag/Password': text },
        },
      }),
  ],
  'a tag of who asks': [
    true,
    (text) =>
      scenario([anything], {
        request: {
          principal: 'arn:aws:iam::111122223333:user/mika',
          action: 's3:GetObject',
          resource: '*',
          principalTags: { password: text },
        },
      }),
  ],
};

/** Each place of a file of Terraform beside, in and behind what lint marks. */
const terraform = (beside: string, inside = '', above = '') =>
  `${above}resource "aws_iam_policy" "x" {\n  name = "x"\n${beside}  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect = "Allow"\n${inside}      Action = ["s3:GetObjekt", "iam:PassRole"]\n      Resource = "*"\n    }]\n  })\n}\n\n${above}resource "aws_iam_role" "bare" {\n${beside}  managed_policy_arns = []\n}\n${above}`;
const secretNames = [
  ...[...vocabulary()].filter((name) => isSecretName(name) && /^[a-z_]+$/.test(name)),
  ...['password', 'master_password', 'secret_string', 'auth_token', 'private_key_pem', 'api_key'],
];

const terraformTexts: Places = {
  ...Object.fromEntries(
    secretNames.flatMap((name): readonly [string, Place][] => [
      [`${name} =`, [true, (text) => terraform(`  ${name} = ${quote(text)}\n`)]],
      [`${name} in a map`, [true, (text) => terraform(`  tags = { ${name} = ${quote(text)}, x = "y" }\n`)]],
      [
        `${name} in lines of a map`,
        [true, (text) => terraform(`  tags = {\n    "${name}" : ${quote(text)}\n  }\n`)],
      ],
      [`${name}, a heredoc`, [true, (text) => terraform(`  ${name} = <<EOT\n${text}\nEOT\n`)]],
      [
        `${name}, an indented heredoc`,
        [true, (text) => terraform(`  ${name} = <<-EOT\n    ${text}\n  EOT\n`)],
      ],
      [`${name}, in a list`, [true, (text) => terraform(`  ${name} = [\n    ${quote(text)},\n  ]\n`)]],
      [`${name}, in a function`, [true, (text) => terraform(`  ${name} = sensitive(${quote(text)})\n`)]],
      [
        `${name}, in a function of lines`,
        [true, (text) => terraform(`  ${name} = join("", [\n${quote(text)}\n])\n`)],
      ],
      [
        `variable ${name}`,
        [true, (text) => terraform('', '', `variable "${name}" {\n  default = ${quote(text)}\n}\n`)],
      ],
      [
        `output ${name}`,
        [true, (text) => terraform('', '', `output "${name}" {\n  value = ${quote(text)}\n}\n`)],
      ],
      [`${name} in the policy`, [true, (text) => terraform('', `      ${name} = ${quote(text)}\n`)]],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      'a flag': (text: string) => `mytool --frobnicate ${quote(text)} x`,
      'a flag with a sign': (text: string) => `mytool --db-pw=${quote(text)}`,
      'a flag of one letter': (text: string) => `mytool -k ${quote(text)}`,
    }).flatMap(([name, command]): readonly [string, Place][] => [
      [`${name} of a command`, [true, (text) => terraform(`  command = ${quote(command(text))}\n`)]],
      [`${name} in a heredoc`, [true, (text) => terraform(`  command = <<EOT\n${command(text)}\nEOT\n`)]],
    ]),
  ),
  'a flag in a list': [true, (text) => terraform(`  argv = ["mytool", "--frobnicate", ${quote(text)}]\n`)],
  'a flag in lines of a list': [
    true,
    (text) => terraform(`  argv = [\n    "--frobnicate",\n    ${quote(text)},\n  ]\n`),
  ],
  'a sensitive variable': [
    true,
    (text) => terraform('', '', `variable "x" {\n  sensitive = true\n  default = ${quote(text)}\n}\n`),
  ],
  'a variable that is sensitive below': [
    true,
    (text) => terraform('', '', `variable "x" {\n  default = ${quote(text)}\n  sensitive = true\n}\n`),
  ],
  'a comment': [true, (text) => terraform(`  # ${text}\n`, `      # ${text}\n`)],
  'a comment behind': [
    true,
    (text) => terraform(`  path = "/" # ${text}\n`, `      Sid = "a b" // ${text}\n`),
  ],
  'a comment of lines': [true, (text) => terraform(`  /* ${text}\n ${text} */\n`, `      /* ${text} */\n`)],
  'a value': [false, (text) => terraform(`  description = ${quote(text)}\n`)],
  'a name': [false, (text) => terraform(`  name = ${quote(text)}\n`)],
  'a Sid': [false, (text) => terraform('', `      Sid = ${quote(text)}\n`)],
  'a variable': [false, (text) => terraform(`  path = var.${text}\n`)],
  'a text between': [false, (text) => terraform(`  path = "\${${text}}/x"\n`)],
  'a label': [false, (text) => `resource "aws_iam_role" ${quote(text)} {\n  managed_policy_arns = []\n}\n`],
  'all of it': [false, (text) => text],
  'what does not end': [true, (text) => terraform(`  password = "${text.replace(/"/g, '')}\n`)],
};

const template = (parameter: string, tags = '') =>
  `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Own:\n    Type: AWS::IAM::Role\n    Properties:\n${tags}      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: allow\n            Action: sts:AssumeRole\n            Principal: '*'\nParameters:\n${parameter}`;
const templateTexts: Places = {
  'a default': [true, (text) => template(`  DbPassword:\n    Type: String\n    Default: ${quote(text)}\n`)],
  'a default that is not echoed': [
    true,
    (text) => template(`  Db:\n    Type: String\n    NoEcho: true\n    Default: ${quote(text)}\n`),
  ],
  'a default above NoEcho': [
    true,
    (text) => template(`  Db:\n    Default: ${quote(text)}\n    NoEcho: 'true'\n    Type: String\n`),
  ],
  'a tag': [
    true,
    (text) =>
      template(
        '  X: {Type: String}\n',
        `      Tags:\n        - Key: Password\n          Value: ${quote(text)}\n`,
      ),
  ],
  'a tag, its value first': [
    true,
    (text) =>
      template(
        '  X: {Type: String}\n',
        `      Tags:\n        - Value: ${quote(text)}\n          Key: Password\n`,
      ),
  ],
  'a tag on one line': [
    true,
    (text) => template('  X: {Type: String}\n', `      Tags: [{Key: db_password, Value: ${quote(text)}}]\n`),
  ],
  'a flag in a list': [
    true,
    (text) =>
      template('  X: {Type: String}\n', `      Command:\n        - --frobnicate\n        - ${quote(text)}\n`),
  ],
  'a value of lines': [
    true,
    (text) => template('  X: {Type: String}\n', `      Password: |\n        ${text}\n        ${text}\n`),
  ],
};

/** Names that nobody typed: of files and folders that are met, and of what stands in templates. */
const metNames: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  'a file': (text) => ({ [`${text}.json`]: policy(statement({ Action: 's3:GetObjekt' })) }),
  'a file of tests': (text) => ({ [`${text}.iamx.json`]: scenario([anything], {}) }),
  'a file of Terraform': (text) => ({ [`${text}.tf`]: terraform('') }),
  'a folder': (text) => ({
    [`${text}/p.json`]: policy(statement({ Action: 's3:GetObjekt' })),
    [`${text}/s.iamx.json`]: scenario([anything], {}),
  }),
  'a resource of a template': (text) => ({ 'p.yaml': template('').replace('  Own:', `  ${quote(text)}:`) }),
  'a type of a resource': (text) => ({
    'p.yaml': template('').replace('AWS::IAM::Role', `Custom::${text}`),
  }),
  'a policy of a template': (text) => ({
    'p.yaml': template('', `      RoleName: ${quote(text)}\n      Path: ${quote(`/${text}/`)}\n`),
  }),
};
const metPlaces = Object.entries(metNames).map(([name, files]): TextPlace => ({
  name: `met: ${name}`,
  isSecret: false,
  ways: [
    ...lintWays('.').filter((words) => !words.includes('--fix') || words.includes('--dry-run')),
    ...testWays('.').filter((words) => !words.includes('--update')),
    ['diff', '.', 'git:main'],
  ],
  world: (secret) => ({
    files: Object.fromEntries(
      // No path has a slash at its beginning or two in a row: a secret would be another text then.
      Object.entries({
        'base.json': policy(statement({})),
        ...files(secret.replace(/^\/|\/(?=\/)/g, '+')),
      }).map(([path, text]) => [`${at}/${path}`, text]),
    ),
    cwd: at,
    processes: git(Object.keys(files(secret))[0] ?? '', policy(statement({}))),
  }),
}));

export const filePlaces: readonly TextPlace[] = [
  ...metPlaces,
  ...placesOf('diff, a policy', 'p.json', diffWays('p.json'), policyTexts),
  ...placesOf('simulate, a policy', 'p.json', simulateWays('p.json'), policyTexts),
  ...placesOf('explain-error, a policy', 'p.json', explainWays('p.json'), policyTexts),
  ...placesOf('gates and lint, a policy', 'p.json', lintWays('p.json'), policyTexts),
  ...placesOf('test, what holds always', 's.iamx.json', testWays('s.iamx.json'), testTexts),
  ...placesOf('lint, Terraform', 'main.tf', [...lintWays('main.tf'), ...lintWays('.')], terraformTexts),
  ...placesOf('diff, Terraform', 'main.tf', diffWays('main.tf'), terraformTexts),
  ...placesOf('lint, a stack', 'p.yaml', lintWays('p.yaml'), templateTexts),
];
