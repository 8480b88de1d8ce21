import type { MemoryWorld } from '../../src/host/memory.ts';
import { checkPlaces } from './canary-checks.ts';
import { commandPlaces } from './canary-commands.ts';
import { filePlaces } from './canary-files.ts';
import { places as credentialPlaces } from './canary-places.ts';
import { textPlaces, typed } from './canary-texts.ts';
import { run, type Ran } from './run.ts';

/** Every place where a text of somebody else's may stand, and the command lines that read it. */
export interface PlantedPlace {
  readonly name: string;
  readonly ways: readonly (readonly string[])[];
  readonly world: (text: string) => MemoryWorld;
}

const explaining = [
  ['explain-chain', '--offline'],
  ['explain-chain', '--all-profiles', '--offline'],
  ['explain-chain', '--compare', '--offline'],
  ['whoami', '--offline'],
];

export const everyPlace: readonly PlantedPlace[] = [
  ...textPlaces,
  ...commandPlaces,
  ...checkPlaces,
  ...filePlaces,
  ...credentialPlaces.map(({ name, plant }) => ({
    name: `credentials: ${name}`,
    ways: explaining,
    world: plant,
  })),
];

const kindOf = ({ name }: PlantedPlace) => name.split(/[:,]| --/, 1)[0] ?? '';

/** A file of thousands of tests tells less than one test for each kind. */
export const kindsOfPlaces: readonly string[] = [...new Set(everyPlace.map(kindOf))];

/** The places of a kind, each with its number. */
export function placesOfKind(kind: string): readonly (readonly [index: number, place: PlantedPlace])[] {
  return [...everyPlace.entries()].filter(([, place]) => kindOf(place) === kind);
}

/** Runs the words with the text in the place; a net that acts is no failure here. */
export async function runPlanted(place: PlantedPlace, words: readonly string[], text: string): Promise<Ran> {
  const world = place.world(text);
  return run(
    words.map((word) => word.replace(typed, () => text)),
    { ...world, env: { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true', IAMX_NET: '', ...world.env } },
  );
}
