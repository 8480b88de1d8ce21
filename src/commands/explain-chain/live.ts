import type { FlavourId } from '../../credentials/chain/chain.ts';
import { openObtain } from '../../identity/caller.ts';
import type { Obtain } from '../../credentials/chain/recipe.ts';
import { flavours } from '../../credentials/flavours.ts';
import type { World } from '../../credentials/places/world.ts';
import { mfaAsker } from '../../identity/mfa.ts';

const timeoutMs = 10_000;

/** The world in which what was chosen is also obtained, for as long as the work takes. */
export async function withCredentials<T>(
  world: World,
  id: FlavourId,
  mfaCode: string | undefined,
  work: (live: World, obtain: Obtain) => Promise<T>,
): Promise<T> {
  const askMfa = mfaAsker(world.host, mfaCode);
  const { obtain, close } = await openObtain(world, flavours[id], { timeoutMs, askMfa });
  try {
    return await work({ ...world, mode: 'live' }, obtain);
  } finally {
    close();
  }
}
