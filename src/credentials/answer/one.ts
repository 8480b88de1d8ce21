import type { Answer } from '../../core/answer.ts';
import { exitStatusOf, type ExitStatus } from '../../core/error.ts';
import { flavourIds, type FlavourId, type Resolution } from '../chain/chain.ts';
import { groupAnswers } from './groups.ts';
import { describeGroups } from './groups-page.ts';
import { toDocument } from './document.ts';
import { describeResolution } from './page.ts';
import { flavours } from '../flavours.ts';
import { answersOf, findGotchas } from '../gotchas.ts';
import { edit } from '../repairs.ts';
import type { Obtain } from '../chain/recipe.ts';
import { resolveChain } from '../chain/resolve.ts';
import type { World } from '../places/world.ts';

/** The answer for one tool, and the others where they have another. */
export async function explainOne(
  world: World,
  id: FlavourId,
  verbose: boolean,
  obtain?: Obtain,
): Promise<Answer> {
  const resolution = await resolveChain(world, flavours[id], obtain);
  const answers = answersOf(world);
  const findings = await findGotchas(world, resolution, answers);
  // Only this tool's credentials were obtained: what the others would get is not known.
  const ids = world.mode === 'live' ? [] : flavourIds.filter((other) => other !== id);
  const others: Resolution[] = [];
  for (const other of ids) others.push(await answers.ask(other));
  const groups = groupAnswers([resolution, ...others]);
  return {
    kind: 'document',
    document: () =>
      toDocument(
        resolution,
        findings.map(({ diagnostic }) => diagnostic),
      ),
    page: () =>
      describeResolution({
        resolution,
        findings,
        now: world.host.now(),
        verbose,
        others: describeGroups(groups),
        opens: resolution.error?.span === undefined ? undefined : edit(world, resolution.error.span),
      }),
    exitStatus: statusOf(resolution),
  };
}

/** A call that failed says nothing about which credentials would be used: status 3, and not 1. */
function statusOf({ verdict, error }: Resolution): ExitStatus {
  if (verdict === 'selected') return 0;
  return error?.code === 'network-failed' || error?.code === 'aws-failed' ? exitStatusOf[error.code] : 1;
}
