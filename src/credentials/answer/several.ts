import type { Answer } from '../../core/answer.ts';
import type { FlavourId } from '../chain/chain.ts';
import { compareFlavours } from './compare.ts';
import { describeComparison, toCompareDocument } from './compare-page.ts';
import { answersOf, findGotchas } from '../gotchas.ts';
import type { World } from '../places/world.ts';

/** The answers of several tools in one table. */
export async function explainSeveral(world: World, ids: readonly FlavourId[]): Promise<Answer> {
  const comparison = await compareFlavours(world, ids);
  const { resolutions, agree } = comparison;
  const answers = answersOf(world);
  const noted = new Map(
    await Promise.all(
      resolutions.map(async (resolution) => {
        const findings = await findGotchas(world, resolution, answers);
        return [resolution.flavour, findings.map(({ diagnostic }) => diagnostic)] as const;
      }),
    ),
  );
  const isAnswered = agree && resolutions.every(({ verdict }) => verdict === 'selected');
  return {
    kind: 'document',
    document: () => toCompareDocument(comparison, ({ flavour }) => noted.get(flavour) ?? []),
    page: () => describeComparison(comparison),
    exitStatus: isAnswered ? 0 : 1,
  };
}
