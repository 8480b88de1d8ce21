import type { Command } from '../core/command.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { toDocument } from '../credentials/answer/document.ts';
import { fixOf } from '../credentials/answer/fix.ts';
import { flavourIds, type FlavourId, type Resolution } from '../credentials/chain/chain.ts';
import { resolveChain } from '../credentials/chain/resolve.ts';
import { flavours } from '../credentials/flavours.ts';
import { findGotchas } from '../credentials/gotchas.ts';
import { isSet } from '../credentials/places/settings.ts';
import type { World } from '../credentials/places/world.ts';

/** Which credentials the tool would use here, and what is odd about them: why the error may come from this machine. */
export interface OnThisMachine {
  readonly sdk: FlavourId;
  /** One sentence. */
  readonly used: string;
  /** Twelve digits, where the credentials tell whose they are. */
  readonly account?: string;
  /** What the chain does not say of the program that was run. */
  readonly note?: string;
  /** The problem with which the chain ends, then what was found: each with its place. */
  readonly problems: readonly Diagnostic[];
  readonly fix?: Command;
  /** All that was found, told or not. */
  readonly findings: readonly Diagnostic[];
  /** The keys are given, with a session token: of GetSessionToken, or of a role. */
  readonly isSession: boolean;
  /** Nothing is asked of the instance. */
  readonly isMetadataOff: boolean;
}

const most = 3;
const aboutRegion = /^region-/;

/** `isAboutRegion`: the error may come from the region, so that what was found of it is told. */
export async function lookHere(world: World, id: FlavourId, isAboutRegion = true): Promise<OnThisMachine> {
  const resolution = await resolveChain(world, flavours[id]);
  const found = await findGotchas(world, resolution);
  const findings = found.filter(({ diagnostic }) => isAboutRegion || !aboutRegion.test(diagnostic.code));
  const { summary, error, selected } = toDocument(
    resolution,
    findings.map(({ diagnostic }) => diagnostic),
  );
  const told = findings.map(({ diagnostic }) => diagnostic);
  const account = selected?.accountId;
  const fix = fixOf(resolution, findings, undefined);
  return {
    sdk: id,
    used: summary,
    ...(account === undefined ? {} : { account }),
    problems: [...(error === undefined ? [] : [error]), ...told].slice(0, most),
    ...(fix === undefined ? {} : { fix }),
    findings: found.map(({ diagnostic }) => diagnostic),
    isSession: hasSessionToken(resolution),
    isMetadataOff: world.env('AWS_EC2_METADATA_DISABLED').value?.isInAnyCase('true') === true,
  };
}

function hasSessionToken({ selected }: Resolution): boolean {
  const recipe = selected?.recipe;
  return recipe?.kind === 'static' && recipe.sessionToken !== undefined && isSet(recipe.sessionToken);
}

export function flavourOf(sdk: string | undefined): FlavourId {
  return flavourIds.find((id) => id === sdk) ?? 'cli';
}
