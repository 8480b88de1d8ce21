import type { Answer } from '../../core/answer.ts';
import { IamxError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import { flavourIds, type FlavourId } from '../chain/chain.ts';
import { compareFlavours } from './compare.ts';
import { describeComparison, toCompareDocument } from './compare-page.ts';
import { findGotchas } from '../gotchas.ts';
import type { World } from '../places/world.ts';
import { hideShapesIn } from '../../output/secret.ts';

/** The answers of several tools in one table. */
export async function explainSeveral(world: World, ids: readonly FlavourId[]): Promise<Answer> {
  const comparison = await compareFlavours(world, ids);
  const { resolutions, agree } = comparison;
  const noted = new Map(
    await Promise.all(
      resolutions.map(async (resolution) => {
        const findings = await findGotchas(world, resolution);
        return [resolution.flavour, findings.map(({ diagnostic }) => diagnostic)] as const;
      }),
    ),
  );
  const isAnswered = agree && resolutions.every(({ verdict }) => verdict === 'selected');
  return {
    kind: 'document',
    document: () => hideShapesIn(toCompareDocument(comparison, ({ flavour }) => noted.get(flavour) ?? [])),
    page: () => describeComparison(comparison),
    exitStatus: isAnswered ? 0 : 1,
  };
}

/** `cli,js`, or all where nothing is named. Throws `usage`. */
export function readFlavours(value: unknown): readonly FlavourId[] {
  if (typeof value !== 'string') return flavourIds;
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.map(readFlavour))];
}

export function readFlavour(name: string): FlavourId {
  const found = flavourIds.find((id) => id === name);
  if (found !== undefined) return found;
  const near = nearest(name, flavourIds);
  throw new IamxError('usage', `there is no tool \`${name}\``, {
    hint: near === undefined ? `One of: ${flavourIds.join(', ')}` : `Did you mean \`${near}\`?`,
  });
}
