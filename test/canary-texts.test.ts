import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inTurn, runs } from './support/budget.ts';
import { pieceIn, spellings } from './support/canary.ts';
import { checkPlaces } from './support/canary-checks.ts';
import { commandPlaces } from './support/canary-commands.ts';
import { shaped } from './support/canary-ways.ts';
import { filePlaces } from './support/canary-files.ts';
import { textPlaces, typed, type TextPlace } from './support/canary-texts.ts';
import { run } from './support/run.ts';

/**
 * A canary in each place of what is pasted, piped in, typed, and written into a policy or a scenario: eight characters
 * of it in a row in any output or file fail it. What a policy holds is evidence, and is hidden by its shape.
 */
const places = [...textPlaces, ...commandPlaces, ...checkPlaces, ...filePlaces];
const forms: readonly (readonly string[])[] = [[], ['--json'], ['--verbose']];
interface Case {
  readonly place: TextPlace;
  readonly spelling: string;
  readonly words: readonly string[];
  readonly seed: string;
}

function spellingsFor({ isSecret }: TextPlace): readonly string[] {
  return isSecret ? Object.keys(spellings) : shaped;
}

async function leakOf({ place, spelling, words, seed }: Case): Promise<string | undefined> {
  const text = spellings[spelling]?.(seed) ?? '';
  const line = words.map((word) => word.replace(typed, () => text));
  const world = place.world(text);
  const env = { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true' };
  const { out, err, host } = await run(line, { ...world, env });
  // What is mended in its place holds what it held.
  const isMended = (line.includes('--fix') && !line.includes('--dry-run')) || line.includes('--update');
  const fresh = [...host.written].filter(([path]) => !isMended || world.files?.[path] === undefined);
  // A file is called as it was typed.
  const all = out + err + fresh.map(([, content]) => content).join('\n');
  const piece = pieceIn(all, text, seed);
  if (piece !== undefined) return `${piece} of ${text} in ${all}`;
  return /bug in iamx/.test(err) ? err : undefined;
}

/** What is asked first, so that a failure says it. */
async function asked(one: Case): Promise<readonly unknown[]> {
  return [one.place.name, one.spelling, one.words.join(' '), await leakOf(one)];
}

function clean({ place, spelling, words }: Case): readonly unknown[] {
  return [place.name, spelling, words.join(' '), undefined];
}

const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;

test('there are places, and each has a name of its own', () => {
  expect(places.length).toBeGreaterThan(2000);
  expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
});

const kindOf = ({ name }: TextPlace) => name.split(/[:,]| --/, 1)[0] ?? '';
/** A file of thousands of tests tells less than one test for each kind. */
const kinds = [...new Set(places.map(kindOf))];

describe('in every place, in some spelling, for some command', () => {
  test.each(kinds)('%s', async (kind) => {
    const leaks: (readonly unknown[])[] = [];
    const ofKind = [...places.entries()].filter(([, place]) => kindOf(place) === kind);
    for (const [index, place] of inTurn(ofKind, 0, 10)) {
      for (let round = 0; round < runs(0.4); round++) {
        const one = {
          place,
          spelling: at(spellingsFor(place), index + 5 * round),
          words: [...at(place.ways, index + round), ...at(forms, index + round)],
          seed: `${index} ${round}`,
        };
        const found = await asked(one);
        if (found.at(-1) !== undefined) leaks.push(found);
      }
    }
    expect(leaks).toEqual([]);
  });
});

test('wherever, however, whatever is asked', async () => {
  const cases = fc
    .record({
      place: fc.constantFrom(...places),
      form: fc.constantFrom(...forms),
      seed: fc.nat().map(String),
    })
    .chain(({ place, form, seed }) =>
      fc
        .tuple(fc.constantFrom(...place.ways), fc.constantFrom(...spellingsFor(place)))
        .map(([way, spelling]): Case => ({ place, words: [...way, ...form], seed, spelling })),
    );
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      expect(await asked(one)).toEqual(clean(one));
    }),
    { numRuns: runs(300) },
  );
});
