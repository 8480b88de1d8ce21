import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import {
  command,
  type Command,
  given,
  givenArn,
  givenPath,
  openAt,
  setVariable,
  typed,
  typedPath,
  unsetVariables,
  word,
} from '../src/core/command.ts';
import { commands as entries } from '../src/commands.ts';
import { demonstrations } from '../src/commands/demo/sample.ts';
import { openWorld } from '../src/credentials/places/world.ts';
import { explainOne } from '../src/credentials/answer/one.ts';
import { explainProfiles } from '../src/credentials/answer/all-profiles.ts';
import { flavourIds } from '../src/credentials/chain/chain.ts';
import { decodeTexts } from '../src/decode/decode.ts';
import { describeDecoded } from '../src/decode/page.ts';
import { nextForRefused } from '../src/decode/refused.ts';
import { idPrefixes } from '../src/identifiers/unique-id.ts';
import { memoryHost, type MemoryWorld } from '../src/host/memory.ts';
import { inTurn, runs } from './support/budget.ts';
import { hostOfCase, placeCase } from './support/chain-case.ts';
import { commandsIn, commandsOfPage } from './support/commands-in.ts';
import { describeWith, program } from './support/process.ts';
import { readCases } from './support/read-case.ts';
import { anyName, hostileNames, plainNames, runAndCompare, shells, unique } from './support/hostile-names.ts';
import { meant } from './support/stubs.ts';
import { gotchaRows } from './credentials/gotchas/rows.ts';
import { worldOf } from './credentials/gotchas/situation.ts';

/** Whatever a file, a variable or AWS calls itself: pasted, a command runs the program that it names, with its words. */

/** Every way by which a text comes into a command. */
function commandsWith(text: string): readonly Command[] {
  return [
    command`aws sso login --sso-session ${given(text)}`,
    command`aws configure set region ${given(text)} --profile ${given(text)}`,
    command`aws iam list-roles --query ${word`Roles[?RoleId=='${given(text)}'].Arn`}`,
    command`iamx simulate --resource ${givenArn(text)} --action s3:GetObject`,
    command`rm ${givenPath(text)}`,
    command`rm ${givenPath(`~/${text}`)}`,
    command`iamx simulate --scenario ${typedPath(text)}`,
    command`iamx decode ${typed(text)}`,
    setVariable('AWS_PROFILE', given(text)),
    setVariable('AWS_CONFIG_FILE', givenPath(`~/${text}`)),
    setVariable(text, word`x`),
    unsetVariables(['AWS_PROFILE', text]),
    openAt(text, 3),
    openAt(`~/${text}`, 3),
  ].filter((one) => one !== undefined);
}

function worldsOf(name: string): readonly MemoryWorld[] {
  const header = `[profile ${name}]`;
  const config = (text: string): MemoryWorld => ({ files: { '/home/user/.aws/config': text } });
  const env = { AWS_PROFILE: name, PATH: '/bin' };
  return [
    {
      ...config(`${header}\nsso_session = ${name}\nsso_account_id = 111122223333\nsso_role_name = ${name}\n`),
      env,
    },
    { ...config(`${header}\nrole_arn = ${name}\nsource_profile = ${name}x\n[profile ${name}xy]\n`), env },
    { ...config(`[${name}]\nregion = ${name}\n[profile ${name}a]\n  region = x\n`), env },
    {
      ...config(`${header}\ncredential_process = ${name}\nregion = ${name}\nlogin_session = ${name}\n`),
      env,
    },
    {
      ...config(`${header}\ncredential_source = ${name}\nrole_arn = x\n`),
      env: { ...env, AWS_REGION: name },
    },
    {
      files: { [`/home/user/${name}`]: '[default]\nA = 1\nA = 1\n' },
      env: { AWS_CONFIG_FILE: `/home/user/${name}` },
    },
    { env: { AWS_CONFIG_FILE: name, AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: name, AWS_CREDENTIAL_FILE: name } },
  ];
}

async function commandsInWorld(world: MemoryWorld, turn: number): Promise<readonly Command[]> {
  const opened = openWorld(memoryHost(world), 'offline', {});
  const found: Command[] = [];
  for (const id of inTurn(flavourIds, turn, 6)) {
    const answer = await explainOne(opened, id, false);
    found.push(...commandsOfPage(answer.page()), ...commandsIn(answer.document()));
  }
  found.push(...commandsOfPage((await explainProfiles(opened, 'cli')).page?.() ?? []));
  return found;
}

let cases: Promise<readonly Command[]> | undefined;

/** What the program tells of its own cases, and of the situations of all gotchas. */
function commandsOfCases(): Promise<readonly Command[]> {
  cases ??= (async () => {
    const found: Command[] = [];
    for (const [turn, one] of readCases().entries()) {
      const world = openWorld(hostOfCase(placeCase(one, '/home/user')).host, 'default', one.options);
      for (const id of inTurn(flavourIds, turn, 6)) {
        const answer = await explainOne(world, id, false);
        found.push(...commandsOfPage(answer.page()), ...commandsIn(answer.document()));
      }
    }
    for (const [turn, row] of gotchaRows.entries())
      found.push(...(await commandsInWorld(worldOf(row), turn)));
    found.push(...idPrefixes.flatMap(({ find, example }) => find?.(example) ?? []));
    found.push(...entries.map(({ example }) => example), ...demonstrations.map((one) => one.command));
    return unique(found);
  })();
  return cases;
}

let machines: Promise<readonly Command[]> | undefined;

/** What the program tells of machines where everything has a hostile name. */
function commandsOfMachines(): Promise<readonly Command[]> {
  machines ??= (async () => {
    const { seed } = inject('budget');
    const names = [...hostileNames, ...plainNames, ...fc.sample(anyName, { numRuns: runs(5), seed })];
    const all: Command[] = [];
    let turn = 0;
    for (const [index, name] of names.entries()) {
      for (const world of inTurn(worldsOf(name), index)) all.push(...(await commandsInWorld(world, turn++)));
    }
    return unique(all);
  })();
  return machines;
}

describe.each(shells)('%s', (shell) => {
  const isRead = shell !== 'fish';
  describeWith([program(shell)], 'what is pasted', () => {
    test('of every case and situation does what it says', async () => {
      const all = await commandsOfCases();
      expect(all.length).toBeGreaterThan(80);
      // fish has words of its own for variables, and no `${…}`.
      runAndCompare(shell, isRead ? all : all.filter(({ deed }) => deed.kind === 'run'));
    });

    test('holds no name that a shell would make something of', () => {
      const texts = [
        ...hostileNames,
        ...plainNames,
        ...fc.sample(anyName, { numRuns: runs(200), seed: inject('budget').seed }),
      ];
      const all = unique(texts.flatMap(commandsWith));
      expect(all.length).toBeGreaterThan(50);
      runAndCompare(shell, isRead ? all : all.filter(({ deed }) => deed.kind === 'run'));
    });

    test('of a machine with hostile names does what it says', async () => {
      const all = await commandsOfMachines();
      expect(all.length).toBeGreaterThan(30);
      runAndCompare(shell, isRead ? all : all.filter(({ deed }) => deed.kind === 'run'));
    });
  });
});

test('what AWS refused, as it is pasted, asks about plain names only', () => {
  for (const name of hostileNames) {
    const text = `User: arn:aws:iam::111122223333:user/${name} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/${name} because no identity-based policy allows the s3:GetObject action`;
    const decoded = decodeTexts([text]);
    const found = [
      ...commandsOfPage(describeDecoded(decoded, 0)),
      ...commandsOfPage(nextForRefused(decoded)),
      ...commandsIn(decoded),
    ];
    for (const one of found) {
      for (const words of meant(one)) {
        for (const text of words.slice(1)) expect(text).toMatch(/^[\w.@/:=+,*?[\]'-]+$/);
      }
    }
  }
});

test.each(hostileNames.filter((name) => name !== 'é' && name !== '漢字'))(
  '%j is given to no command',
  (name) => {
    expect(given(name)).toBeUndefined();
  },
);
