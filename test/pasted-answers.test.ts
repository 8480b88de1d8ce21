import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { commands } from '../src/commands.ts';
import type { Command } from '../src/core/command.ts';
import { posixShell, writeCommand, type Shell } from '../src/core/write-command.ts';
import { account, arnOf, group, role, user, type Account } from './checks/support/account.ts';
import { startFakeAws, type FakeAws } from './checks/support/server.ts';
import { watchedCommands } from './support/answered-commands.ts';
import { inTurn, runs } from './support/budget.ts';
import { anyName, hostileNames, plainNames, runAndCompare, shells, unique } from './support/hostile-names.ts';
import { askedCommands, policy, questionsOf, type Question } from './support/hostile-questions.ts';
import { describeWith, program } from './support/process.ts';
import { run } from './support/run.ts';

/** Whatever a policy, a log, a program, an option or AWS calls something: what is told to type runs as it says. */

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
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => aws.close());

/** One of so many questions comes up with each name in `npm test`, and with each that chance makes. */
const oneOf = 16;

function asked(names: readonly string[], made: readonly string[]): readonly Question[] {
  const some = made.flatMap((name, index) =>
    questionsOf(name).filter((_, at) => at % oneOf === index % oneOf),
  );
  return [...names.flatMap((name, index) => inTurn(questionsOf(name), index, oneOf)), ...some];
}

let all: Promise<readonly Command[]> | undefined;

/** What the program tells to type, in all of these answers. */
function told(): Promise<readonly Command[]> {
  all ??= (async () => {
    const made = fc.sample(anyName, { numRuns: runs(4), seed: inject('budget').seed });
    const names = [...hostileNames, ...plainNames];
    const found: Command[] = [];
    for (const question of asked(names, made)) found.push(...(await commandsOf(question)));
    for (const words of [
      ['delete-user', 'mika'],
      ['delete-role', 'App'],
      ['delete-group', 'devs'],
    ]) {
      const watched = watchedCommands();
      aws.play({ account: hostileAccount([...names, ...made].filter(inXml)) });
      await aws.check(words, {}, watched.commands);
      found.push(...watched.told);
    }
    return unique(found);
  })();
  return all;
}

test('each command is asked, and there is something to paste', async () => {
  expect([...askedCommands].sort()).toEqual(commands.map(({ name }) => name).sort());
  expect((await told()).length).toBeGreaterThan(150);
});

describe.each(shells)('%s', (shell) => {
  describeWith([program(shell)], 'what is pasted', () => {
    test('does what it says', async () => {
      const commands = await told();
      runAndCompare(shell, shell === 'fish' ? commands.filter(({ deed }) => deed.kind === 'run') : commands);
    });
  });
});

const powerShell: Shell = { kind: 'powershell', iamx: 'iamx' };
const cmdShell: Shell = { kind: 'cmd', iamx: 'iamx' };

/** How each of the other shells would take the line apart, where a word of it is not what it looks like. */
describe('spelled for Windows', () => {
  test('PowerShell: outside of quotes nothing but plain words and the signs that we put there', async () => {
    for (const one of await told()) {
      const line = writeCommand(one, powerShell);
      const bare = line
        .replace(/'(?:[^'\u2018-\u201b]|''|[\u2018-\u201b]{2})*'/g, '_')
        .replace(/"(?:[^"`$]|`.|\$HOME)*"/g, '_');
      expect([line, bare]).toEqual([line, expect.stringMatching(/^[\w ./\\:=+,|><*$-]*$/) as string]);
      expect(line).not.toMatch(/[\n\r]/);
    }
  });

  test('cmd: no percent sign but its variables, no quote within a word, no line end', async () => {
    for (const one of await told()) {
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

test('a line for a POSIX shell holds no invisible character and ends nowhere within', async () => {
  for (const one of await told())
    expect(writeCommand(one, posixShell)).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
    );
});
