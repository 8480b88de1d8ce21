import { command as commandOf } from '../../src/core/command.ts';
import { describe, expect, test } from 'vitest';
import type { CommandEntry } from '../../src/commands.ts';
import { explainChain } from '../../src/commands/explain-chain.ts';
import type { Answer } from '../../src/core/answer.ts';
import { explainOne } from '../../src/credentials/answer/one.ts';
import { explainSeveral } from '../../src/credentials/answer/several.ts';
import { flavourIds, type FlavourId, type Resolution } from '../../src/credentials/chain/chain.ts';
import { resolveChain } from '../../src/credentials/chain/resolve.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { gotchas } from '../../src/credentials/gotchas.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import { hostOfCase, placeCase } from '../support/chain-case.ts';
import { readCases, topics } from '../support/read-case.ts';
import { recipeText, staticSecrets } from '../support/recipe-text.ts';
import { run } from '../support/run.ts';

const cases = readCases();
/** Where no source says what the flavour does, its answer must only be an answer. */
const anything = { verdict: expect.stringMatching(/^(selected|none|error)$/) as unknown };
/** Every secret of a case begins like this, also those that the fake gives. */
const secrets = /NotA(?:Secret|Token)[\w+/.=-]*/g;

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(100);
});

test.each(cases)(
  '$name: its headings, gotchas and flavours exist, and are named where they tell something',
  (one) => {
    const { '*': all, ...own } = one.written;
    expect(all).toBeDefined();
    expect(Object.keys(own).filter((id) => !flavourIds.some((known) => known === id))).toEqual([]);
    for (const exception of Object.values(own)) expect(exception).not.toEqual(all);
    expect(topics).toContain(one.about);
    expect(one.why).not.toMatch(/^\d/);
    expect(one.gotchas.filter((number) => !gotchas.some(({ id }) => id === number))).toEqual([]);
  },
);

// One world for all that is asked about a case: its files are read and parsed once.
describe.each(cases)('$name ($why)', (chainCase) => {
  const placed = placeCase(chainCase, '/home/user');
  const world = openWorld(hostOfCase(placed).host, 'default', chainCase.options);

  test('every flavour', async () => {
    const told: Partial<Record<FlavourId, object>> = {};
    for (const id of flavourIds) told[id] = tell(await resolveChain(world, flavours[id]));
    const wanted = Object.entries(chainCase.expect).map(([id, one]) => [
      id,
      one === 'unverified' ? anything : one,
    ]);
    expect(told).toMatchObject(Object.fromEntries(wanted));
  });

  test('shows no secret', async () => {
    const several = await explainSeveral(world, flavourIds);
    expect(await secretsIn(await explainOne(world, 'cli', true), '--verbose')).toEqual([]);
    expect(await secretsIn(await explainOne(world, 'js', false), '--json')).toEqual([]);
    expect(await secretsIn(several, '--verbose')).toEqual([]);
    expect(await secretsIn(several, '--json')).toEqual([]);
  });
});

function tell({ verdict, selected, error }: Resolution): object {
  if (selected === undefined) return { verdict, because: error?.message };
  return {
    verdict,
    provider: selected.provider,
    keys: recipeText(selected.recipe),
    token: staticSecrets(selected.recipe)?.token ?? null,
  };
}

/** What the program shows of the answer, as far as it is a secret. */
async function secretsIn(answer: Answer, form: '--verbose' | '--json'): Promise<readonly string[]> {
  const command: CommandEntry = {
    name: 'explain-chain',
    summary: '',
    example: commandOf`iamx explain-chain`,
    load: () => Promise.resolve({ ...explainChain, run: () => Promise.resolve(answer) }),
  };
  const { out, err } = await run(['explain-chain', form], {}, [command]);
  expect(out + err).not.toBe('');
  return (out + err).match(secrets) ?? [];
}
