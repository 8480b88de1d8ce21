import type { Command } from '../../core/command.ts';
import { findGotchas } from '../gotchas.ts';
import type { FlavourId, Resolution } from '../chain/chain.ts';
import { edit } from '../repairs.ts';
import type { World } from '../places/world.ts';
import { fixOf, ownFix, runsAwsCli } from './fix.ts';

/** Looking for what is odd takes longer than the answer: nobody mends more profiles than these at a time. */
export const mostRepairs = 300;

const botocores: ReadonlySet<FlavourId> = new Set(['cli', 'cli-v1', 'boto3']);

/** The command that ends the answer about this one, for its row among others; what the error says itself comes first. */
export async function fixOfBroken(world: World, resolution: Resolution): Promise<Command | undefined> {
  const own = ownFix(resolution);
  // Of boto3 and the CLIs a file that botocore rejects is the error itself.
  if (own !== undefined && (!runsAwsCli(own) || botocores.has(resolution.flavour))) return own;
  const { span } = resolution.error ?? {};
  return fixOf(
    resolution,
    await findGotchas(world, resolution),
    span === undefined ? undefined : edit(world, span),
  );
}
