import { describe, expect, test } from 'vitest';
import { flavourIds } from '../../src/credentials/chain/chain.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { resolveChain } from '../../src/credentials/chain/resolve.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import { hostOfCase, placeCase, worldOfCase } from '../support/chain-case.ts';
import { readCases, type Expected } from '../support/read-case.ts';
import { recipeText, staticSecrets } from '../support/recipe-text.ts';
import { run } from '../support/run.ts';

const cases = readCases();
/** Where no source says what the flavour does, its answer must only be an answer. */
const anything = { verdict: expect.stringMatching(/^(selected|none|error)$/) as unknown };

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(100);
});

describe.each(flavourIds)('%s', (id) => {
  test.each(cases)('$name ($why)', async (chainCase) => {
    const { host } = hostOfCase(placeCase(chainCase, '/home/user'));
    const resolution = await resolveChain(openWorld(host, 'default', chainCase.options), flavours[id]);
    const { verdict, selected, error } = resolution;
    const told =
      selected === undefined
        ? { verdict, because: error?.message }
        : {
            verdict,
            provider: selected.provider,
            keys: recipeText(selected.recipe),
            token: staticSecrets(selected.recipe)?.token ?? null,
          };
    const wanted: Expected = chainCase.expect[id];
    expect(told).toMatchObject(wanted === 'unverified' ? anything : wanted);
  });
});

/** Every secret of a case begins like this, also those that the fake gives. */
const secrets = /NotA(?:Secret|Token)[\w+/.=-]*/g;

test.each(cases)('$name shows no secret', async (chainCase) => {
  const placed = placeCase(chainCase, '/home/user');
  const given = Object.entries(chainCase.options).flatMap(([name, value]) => [`--${name}`, value]);
  const shownBy = async (...words: readonly string[]) => {
    const { world } = worldOfCase(placed);
    const { out, err } = await run(['explain-chain', ...given, ...words], world);
    expect(out + err).not.toBe('');
    return (out + err).match(secrets) ?? [];
  };
  expect(await shownBy('--verbose')).toEqual([]);
  expect(await shownBy('--json', '--sdk', 'js')).toEqual([]);
  expect(await shownBy('--compare', '--verbose')).toEqual([]);
  expect(await shownBy('--compare', '--json')).toEqual([]);
});
