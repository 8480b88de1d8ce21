import type { MemoryWorld } from '../../src/host/memory.ts';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { explainError } from '../../src/commands/explain-error.ts';
import { lint } from '../../src/commands/lint.ts';
import { simulate } from '../../src/commands/simulate.ts';
import { test as testing } from '../../src/commands/test.ts';
import { coverageForms } from '../../src/testing/session/session.ts';
import { git } from './canary-files.ts';
import { waysOf } from './canary-ways.ts';

/** What each command is asked where files, statements, resources, profiles, scenarios and settings have this name. */

export type Question = readonly [words: readonly string[], world?: MemoryWorld];
type Words = readonly string[];

const refusal = (name: string) =>
  `An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/${name}/${name} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/${name}" because no identity-based policy allows the s3:GetObject action`;
const others = (name: string): readonly string[] => [
  `User: arn:aws:iam::111122223333:user/${name} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/${name} because no identity-based policy allows the iam:PassRole action`,
  `User: arn:aws:iam::111122223333:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/${name}`,
  `The config profile (${name}) could not be found`,
  `Error loading SSO Token: Token for ${name} does not exist`,
  `An error occurred (DeleteConflict) when calling the DeleteRole operation: Cannot delete entity, must remove ${name} from roles first.`,
  `Could not connect to the endpoint URL: "https://s3.${name}.amazonaws.com/"`,
];

export const policy = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: name,
        Effect: 'Allow',
        Action: [`s3:${name}`, 's3:GetObject'],
        Resource: [name, `arn:aws:s3:::acme/${name}`],
        Condition: { StringEquals: { 'aws:username': name, [`aws:PrincipalTag/${name}`]: name } },
      },
    ],
  });
const trust = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111122223333:root', name] },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': name } },
      },
    ],
  });

const asking = (name: string) => ({
  principal: `arn:aws:iam::111122223333:user/${name}`,
  action: 's3:GetObject',
  resource: `arn:aws:s3:::acme/${name}`,
});

/** A test that fails, one that cannot be decided, a matrix, and two that hold always. */
const scenarios = (name: string) =>
  JSON.stringify([
    {
      name,
      request: { ...asking(name), context: { 'aws:username': name } },
      policies: { identity: [JSON.parse(policy(name)) as unknown] },
      expect: 'explicitDeny',
    },
    { name: `2 ${name}`, request: asking('x'), policies: { identity: [{ file: name }] }, expect: 'allowed' },
    {
      name: `3 ${name}`,
      request: asking('x'),
      matrix: { action: [`s3:${name}`, 's3:PutObject'] },
      policies: { identity: [{ file: `${name}.json` }] },
      expect: 'allowed',
    },
    ...['never', 'always'].map((kind) => ({
      name: `${kind} ${name}`,
      [kind]: { action: `s3:${name}*`, resource: `arn:aws:s3:::acme/${name}` },
      policies: { identity: [JSON.parse(policy(name)) as unknown] },
    })),
  ]);

const settings = (name: string) =>
  JSON.stringify({
    [name]: {},
    ignore: [{ code: name, reason: name, sid: name, file: name, until: name }],
    severity: { [name]: 'off', 'unknown-action': name },
    types: { [name]: name },
  });

/** The same bucket, open to all, under a name of its own. */
const terraform = (name: string) =>
  `resource "aws_iam_policy" ${JSON.stringify(name)} {\n  name = ${JSON.stringify(name)}\n  policy = jsonencode(${policy(name)})\n}\n`;
const template = (name: string) =>
  JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      [name]: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: name, PolicyDocument: JSON.parse(policy(name)) as unknown },
      },
    },
  });
const open = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: name,
        Effect: 'Allow',
        Principal: '*',
        Action: ['s3:*', 'iam:PassRole'],
        Resource: [`arn:aws:s3:::acme/${name}`, '*'],
        Condition: { StringLike: { [`aws:PrincipalTag/${name}`]: name, 'aws:username': `${name}*` } },
      },
    ],
  });
const narrow =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme/x"}]}';

function worldOf(name: string): MemoryWorld {
  const files = {
    'p.json': policy(name),
    't.json': trust(name),
    [`${name}.json`]: policy(name),
    'open.json': open(name),
    'narrow.json': narrow,
    'main.tf': terraform(name),
    'stack.json': template(name),
    't.iamx.json': scenarios(name),
    [`${name}.iamx.json`]: scenarios(name),
    'base.json': `{"schema":"iamx.lint-baseline/1","findings":[{"fingerprint":${JSON.stringify(name)},"code":${JSON.stringify(name)},"file":${JSON.stringify(name)}}]}`,
    'own/iamx.config.json': settings(name),
    'own/p.json': policy(name),
  };
  return {
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`/work/${path}`, text])),
    cwd: '/work',
    processes: git('p.json', narrow),
  };
}

function written(text: string): Pick<MemoryWorld, 'foreground'> {
  return {
    foreground: () => ({
      kind: 'ended',
      status: 254,
      written: [new TextEncoder().encode(text)],
      isCut: false,
    }),
  };
}

/** The words that each command is asked with, by its name; what a program wrote stands beside them. */
const words: Readonly<Record<string, (name: string) => readonly (Words | Question)[]>> = {
  lint: (name) => [
    ...waysOf('lint', lint, ['p.json'], [['--strict'], ['--together']]),
    ['lint', `${name}.json`],
    ['lint', '--explain', name],
    ['lint', '--ignore', name, 'p.json'],
    ['lint', '--baseline', 'base.json', 'p.json'],
    ['lint', '--baseline', name, 'p.json'],
    ['lint', '--baseline', `${name}.json`, '--update-baseline', 'p.json'],
    ['lint', '--fix', '--dry-run', `${name}.json`],
    ['lint', '--diff-base', name, 'p.json'],
    ['lint', '--no-public', 'open.json'],
    ['lint', '--not-granted', 's3:GetObject', 'open.json'],
    ['lint', '--not-granted', name, 'open.json'],
    ['lint', '--no-new-access', 'narrow.json', 'open.json'],
    ['lint', '--no-new-access', `git:${name}`, 'open.json'],
    ['lint', '--account', name, 'p.json'],
    ['lint', 'main.tf', 'stack.json'],
    ['lint', '--check-config', 'own'],
    ['lint', 'own'],
    ['lint', name],
  ],
  diff: (name) => [
    ...waysOf('diff', diff, ['narrow.json', 'open.json'], []),
    ['diff', 'open.json', 'narrow.json'],
    ['diff', 'narrow.json', 'p.json'],
    ['diff', 'narrow.json', `${name}.json`],
    ['diff', `git:${name}`, 'p.json'],
    ['diff', 'git:main', 'open.json'],
    ['diff', 'main.tf', 'stack.json'],
    ['diff', name, 'p.json'],
    ['diff', '--account', name, 'narrow.json', 'open.json'],
  ],
  test: (name) => [
    ...waysOf(
      'test',
      testing,
      ['t.iamx.json'],
      coverageForms.map((form) => [`--coverage=${form}`]),
    ),
    ['test', `${name}.iamx.json`],
    ['test', `${name}.iamx.yaml`],
    ['test', '--name', name, 't.iamx.json'],
    ['test', '--mutate', '--save', `${name}.json`, 't.iamx.json'],
    ['test', '--save', 'p.json', '--mutate', 't.iamx.json'],
    ['test', '--shard', name],
    ['test', '--now', name],
    ['test', name],
  ],
  simulate: (name) => {
    const asked = ['--principal', asking(name).principal, '--action', 's3:GetObject'];
    const onIt = [...asked, '--resource', asking(name).resource];
    return [
      ...waysOf('simulate', simulate, [...onIt, '--policy', 'p.json'], []),
      ['simulate', ...asked, '--resource', '*', '--policy', `${name}.json`],
      ['simulate', ...onIt, '--policy', 'p.json', '--save', `${name}.yaml`],
      ['simulate', ...asked, '--resource', name, '--policy', name],
      ['simulate', '--scenario', `${name}.iamx.json`],
      ['simulate', '--scenario', name],
      ['simulate', ...onIt, '--policy', 'p.json', '--context', `aws:username=${name}`],
      ['simulate', name],
    ];
  },
  check: (name) => {
    const roleArn = `arn:aws:iam::111122223333:role/${name}`;
    const caller = ['--principal', asking(name).principal, '--trust-policy', 't.json'];
    return [
      ...waysOf('check', check, ['pass-role', roleArn, ...caller, '--service', name], []),
      ['check', 'assume-role', roleArn, ...caller, '--session-name', name, '--external-id', name],
      ['check', 'assume-role', roleArn, ...caller, '--policy', `${name}.json`, '--session-tag', `${name}=x`],
      ['check', 'assume-role', roleArn, '--trust-policy', 't.json', '--web-identity-token', name],
      ['check', 'assume-role', roleArn, '--trust-policy', 't.json', '--saml-assertion', name],
      ['check', 'delete-policy', roleArn, '--offline'],
      ['check', 'delete-user', `arn:aws:sts::111122223333:assumed-role/${name}/${name}`, '--offline'],
      ['check', name, name],
    ];
  },
  'explain-error': (name) => [
    ...waysOf('explain-error', explainError, [refusal(name)], []).filter((way) => !way.includes('--live')),
    ['explain-error', refusal(name), '--policy', 'p.json', '--profile', name],
    ['explain-error', refusal(name), '--policy', `${name}.json`],
    ['explain-error', refusal(name), '--save', `${name}.yaml`, '--suggest', `2${name}.json`],
    ['explain-error', refusal(name), '--scenario', `${name}.iamx.json`],
    ...others(name).map((text) => ['explain-error', text]),
    ...others(name).map((text) => ['explain-error', '--profile', name, text]),
  ],
  run: (name) => [
    [['run', '--', 'aws', '--profile', name, 's3', 'ls'], written(refusal(name))],
    [
      ['run', '--', 'sudo', 'env', `AWS_PROFILE=${name}`, 'aws', '--region', name, 's3', 'ls'],
      written(refusal(name)),
    ],
    [['run', '--', name, name], written(others(name).join('\n'))],
    [['run', '--save', `${name}.yaml`, '--', 'aws', 's3', 'ls'], written(refusal(name))],
    [['run', '--json', `${name}.json`, '--', 'terraform', name], written(others(name).join('\n'))],
    [['run', '--', name], { foreground: () => ({ kind: 'not-started', failure: 'missing' }) }],
  ],
  decode: (name) => [
    ['decode', refusal(name)],
    ['decode', name],
    ['decode', asking(name).principal],
    ['decode', '--save', `${name}.yaml`, refusal(name)],
  ],
  whoami: (name) => [
    ['whoami', '--offline', '--profile', name],
    ['whoami', '--offline', '--region', name],
  ],
  'explain-chain': (name) => [
    ['explain-chain', '--offline', '--profile', name],
    ['explain-chain', '--offline', '--compare', '--profile', name],
    ['explain-chain', '--offline', '--compare', name],
  ],
  demo: (name) => [
    ['demo', name],
    ['demo', '--export', name],
  ],
};

export const askedCommands = Object.keys(words);

export function questionsOf(name: string): readonly Question[] {
  const world = worldOf(name);
  const ofCommands = Object.values(words).flatMap((of) => of(name));
  return [[name], ...ofCommands].map((one): Question => {
    const [first, second] = one;
    if (typeof first !== 'object') return [one as Words, world];
    return [first, { ...world, ...(second as MemoryWorld) }];
  });
}
