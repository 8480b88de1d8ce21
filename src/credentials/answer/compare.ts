import type { FlavourId, Resolution } from '../chain/chain.ts';
import { explainDifferences, type Difference, type Side } from './differences.ts';
import { flavours } from '../flavours.ts';
import { hasNone, isSameAnswer, type Group } from './groups.ts';
import { openContext, resolveChain } from '../chain/resolve.ts';
import type { World } from '../places/world.ts';

export interface Comparison {
  /** One for each flavour, in the order asked for. */
  readonly resolutions: readonly Resolution[];
  /** The group of the first flavour stands first. */
  readonly groups: readonly Group[];
  readonly agree: boolean;
  /** Why each group but the first has another answer than the first. */
  readonly differences: readonly Difference[];
}

/** The answers of several flavours to one question, and why they differ where they do. */
export async function compareFlavours(world: World, ids: readonly FlavourId[]): Promise<Comparison> {
  const sides: Side[] = [];
  // One after the other: each endpoint is asked once, with the patience of the first that asks.
  for (const id of ids) sides.push(await sideOf(world, id));
  return compareSides(sides);
}

async function sideOf(world: World, id: FlavourId): Promise<Side> {
  const flavour = flavours[id];
  return { resolution: await resolveChain(world, flavour), context: await openContext(world, flavour) };
}

export function compareSides(sides: readonly Side[]): Comparison {
  const groups: { readonly members: FlavourId[]; readonly side: Side; readonly sides: Side[] }[] = [];
  for (const side of sides) {
    const group = groups.find((one) => isSameAnswer(one.side.resolution, side.resolution));
    if (group === undefined) {
      groups.push({ members: [side.resolution.flavour], side, sides: [side] });
    } else {
      group.members.push(side.resolution.flavour);
      group.sides.push(side);
    }
  }
  const [first, ...others] = groups;
  const agree = groups.length <= 1 || sides.every(({ resolution }) => hasNone(resolution));
  return {
    resolutions: sides.map(({ resolution }) => resolution),
    groups: groups.map(({ members, side }) => ({ members, resolution: side.resolution })),
    agree,
    differences: first === undefined || agree ? [] : explainDifferences(first, others),
  };
}
