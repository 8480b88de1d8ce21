import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Command } from '../src/core/command.ts';
import { posixShell, writeCommand, type Shell } from '../src/core/write-command.ts';
import type { MemoryWorld } from '../src/host/memory.ts';
import { account, arnOf, group, role, user, type Account } from './checks/support/account.ts';
import { startFakeAws, type FakeAws } from './checks/support/server.ts';
import { watchedCommands } from './support/answered-commands.ts';
import { inTurn, runs } from './support/budget.ts';
import { anyName, hostileNames, plainNames, runAndCompare, shells, unique } from './support/hostile-names.ts';
import { describeWith, program } from './support/process.ts';
import { run } from './support/run.ts';

/** Whatever a policy, a log, a program, an option or AWS calls something: what is told to type runs as it says. */

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

const policy = (name: string) =>
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

type Question = readonly [words: readonly string[], world?: MemoryWorld];

function questionsOf(name: string): readonly Question[] {
  const files = {
    '/work/p.json': policy(name),
    '/work/t.json': trust(name),
    [`/work/${name}.json`]: policy(name),
  };
  const world: MemoryWorld = { files, cwd: '/work' };
  const asks = (words: readonly string[]): Question => [words, world];
  const written = (text: string): MemoryWorld => ({
    ...world,
    foreground: () => ({
      kind: 'ended',
      status: 254,
      written: [new TextEncoder().encode(text)],
      isCut: false,
    }),
  });
  const roleArn = `arn:aws:iam::111122223333:role/${name}`;
  const caller = ['--principal', `arn:aws:iam::111122223333:user/${name}`];
  return [
    asks(['lint', '--strict', 'p.json']),
    asks(['lint', `${name}.json`]),
    asks(['lint', '--explain', name]),
    asks([
      'simulate',
      ...caller,
      '--action',
      's3:GetObject',
      '--resource',
      `arn:aws:s3:::acme/${name}`,
      '--policy',
      'p.json',
    ]),
    asks(['simulate', ...caller, '--action', 's3:GetObject', '--resource', '*', '--policy', `${name}.json`]),
    asks([
      'check',
      'assume-role',
      roleArn,
      ...caller,
      '--trust-policy',
      't.json',
      '--session-name',
      name,
      '--external-id',
      name,
    ]),
    asks(['check', 'pass-role', roleArn, ...caller, '--trust-policy', 't.json', '--service', name]),
    asks(['check', 'delete-policy', roleArn, '--offline']),
    asks(['check', 'delete-user', `arn:aws:sts::111122223333:assumed-role/${name}/${name}`, '--offline']),
    asks(['explain-error', refusal(name)]),
    asks(['explain-error', refusal(name), '--policy', 'p.json', '--profile', name]),
    ...others(name).map((text) => asks(['explain-error', text])),
    [['run', '--', 'aws', '--profile', name, 's3', 'ls'], written(refusal(name))],
    [
      ['run', '--', 'sudo', 'env', `AWS_PROFILE=${name}`, 'aws', '--region', name, 's3', 'ls'],
      written(refusal(name)),
    ],
    [['run', '--', name, name], written(others(name).join('\n'))],
    [['run', '--', name], { ...world, foreground: () => ({ kind: 'not-started', failure: 'missing' }) }],
    asks(['test', `${name}.iamx.yaml`]),
    asks([name]),
    asks(['decode', refusal(name)]),
  ];
}

async function commandsOf([words, world]: Question): Promise<readonly Command[]> {
  const { commands, told } = watchedCommands();
  await run(words, { ...world, env: { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true' } }, commands);
  return told;
}

/** XML cannot hold the others. */
const inXml = (name: string) => /^[\t\n\r -\ud7ff\ue000-\ufffd]*$/.test(name) && name.trim() !== '';

function hostileAccount(names: readonly string[]): Account {
  const all = {
    inline: new Map(names.map((name) => [name, policy(name)])),
    attached: new Set(names.map((name) => arnOf(`policy/${name}`))),
  };
  const own = role({ ...all, path: '/x/', boundary: arnOf(`policy/${names[0] ?? ''}`) });
  return account({
    users: new Map([
      [
        'mika',
        user({
          ...all,
          password: true,
          keys: new Map(names.map((name) => [name, true])),
          mfa: new Set(names.map((name) => arnOf(`mfa/${name}`))),
          certificates: new Set(names),
          ssh: new Set(names),
          services: new Map(names.map((name) => [name, name])),
          groups: new Set(names),
        }),
      ],
    ]),
    groups: new Map([['devs', group(all)], ...names.map((name) => [name, group()] as const)]),
    roles: new Map([['App', own]]),
    profiles: new Map(names.map((name) => [name, new Set(['App'])])),
  });
}

let aws: FakeAws;
let told: readonly Command[];
beforeAll(async () => {
  aws = await startFakeAws();
  const { seed } = inject('budget');
  const names = [...hostileNames, ...plainNames, ...fc.sample(anyName, { numRuns: runs(4), seed })];
  const found: Command[] = [];
  for (const [index, name] of names.entries()) {
    for (const question of inTurn(questionsOf(name), index)) found.push(...(await commandsOf(question)));
  }
  for (const words of [
    ['delete-user', 'mika'],
    ['delete-role', 'App'],
    ['delete-group', 'devs'],
  ]) {
    const watched = watchedCommands();
    aws.play({ account: hostileAccount(names.filter(inXml)) });
    await aws.check(words, {}, watched.commands);
    found.push(...watched.told);
  }
  told = unique(found);
});
afterAll(() => aws.close());

test('there is something to paste', () => {
  expect(told.length).toBeGreaterThan(100);
});

describe.each(shells)('%s', (shell) => {
  describeWith([program(shell)], 'what is pasted', () => {
    test('does what it says', () => {
      runAndCompare(shell, shell === 'fish' ? told.filter(({ deed }) => deed.kind === 'run') : told);
    });
  });
});

const powerShell: Shell = { kind: 'powershell', iamx: 'iamx' };
const cmdShell: Shell = { kind: 'cmd', iamx: 'iamx' };

/** How each of the other shells would take the line apart, where a word of it is not what it looks like. */
describe('spelled for Windows', () => {
  test('PowerShell: outside of quotes nothing but plain words and the signs that we put there', () => {
    for (const one of told) {
      const line = writeCommand(one, powerShell);
      const bare = line
        .replace(/'(?:[^'\u2018-\u201b]|''|[\u2018-\u201b]{2})*'/g, '_')
        .replace(/"(?:[^"`$]|`.|\$HOME)*"/g, '_');
      expect([line, bare]).toEqual([line, expect.stringMatching(/^[\w ./\\:=+,|><*$-]*$/) as string]);
      expect(line).not.toMatch(/[\n\r]/);
    }
  });

  test('cmd: no percent sign but its variables, no quote within a word, no line end', () => {
    for (const one of told) {
      const line = writeCommand(one, cmdShell);
      const bare = line
        .replace(/"[^"\n\r]*"/g, '_')
        .replaceAll('%USERPROFILE%', '_')
        .replace(/ & set _/g, '');
      expect([line, bare]).toEqual([line, expect.stringMatching(/^[\w ./\\:@+><|,=-]*$/) as string]);
      expect(line.replaceAll('%USERPROFILE%', '')).not.toMatch(/%(?!i\b)/);
    }
  });
});

test('a line for a POSIX shell holds no invisible character and ends nowhere within', () => {
  for (const one of told) expect(writeCommand(one, posixShell)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
