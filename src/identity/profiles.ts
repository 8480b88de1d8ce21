import type { Announce } from '../core/answer.ts';
import { Command, piecesOfHint, type Hint } from '../core/command.ts';
import { asDiagnostic, exitStatusOf, IamxError, type Failure } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import { openCaller, type CallerOptions } from './caller.ts';
import { fixOfBroken, mostRepairs } from '../credentials/answer/broken-profile.ts';
import { headersWithoutProfile } from '../credentials/answer/nameless-headers.ts';
import type { Resolution, Selected } from '../credentials/chain/chain.ts';
import type { Flavour } from '../credentials/chain/flavour.ts';
import { flavours } from '../credentials/flavours.ts';
import { chooseProfile, profileNames } from '../credentials/places/profiles.ts';
import { resolveChain } from '../credentials/chain/resolve.ts';
import { openWorld, type World } from '../credentials/places/world.ts';
import { consentFor } from './consent.ts';
import { Raw } from '../core/raw.ts';
import { printName } from '../printers/names.ts';
import type { Shown } from '../core/shown.ts';
import { found, type Found } from './found.ts';
import { askIdentity } from './identity.ts';
import { mfaAsker } from './mfa.ts';
import { failureOf } from './caller-failure.ts';
import type { WhoamiSettings } from './settings.ts';

/** So many profiles are asked about at a time: AWS throttles no one for it, and no router runs out of ports. */
const atATime = 50;

/** What came of one profile. */
export type Row = {
  /** As it may be shown. */
  readonly profile: string;
  /** The one that is used where nobody names another. */
  readonly isCurrent: boolean;
} & (
  | { readonly kind: 'found'; readonly answer: Found }
  | {
      readonly kind: 'failed';
      readonly error: Diagnostic;
      readonly exitStatus: number;
      /** What is known of the error beside its words. */
      readonly failure?: Failure;
      /** What the chain had chosen. */
      readonly selected?: Selected;
      /** What repairs it, where a command does. */
      readonly fix?: Command | undefined;
    }
  | { readonly kind: 'not-run'; readonly why: 'process' | 'mfa'; readonly selected: Selected }
);

/** What `tell` makes of every profile: each has its own answer, its own error, its own time limit. */
export async function askProfiles<Told>(
  host: Host,
  settings: WhoamiSettings,
  announce: Announce,
  tell: (row: Row) => Told,
): Promise<{ readonly rows: readonly Told[]; readonly lost: readonly Shown[] }> {
  const { region, timeoutMs, allowHttp } = settings;
  const world = openWorld(host, 'default', {
    timeoutMs,
    announce,
    ...(region === undefined ? {} : { region }),
  });
  const flavour = flavours[settings.flavour];
  const names = await profileNames(world, flavour);
  const current = chooseProfile(world, flavour).name;
  const options = { timeoutMs, askMfa: mfaAsker(host, settings.mfaCode), announce, allowHttp };
  let done = 0;
  let broken = 0;
  const repair: Repair = (of, resolution) =>
    ++broken > mostRepairs ? Promise.resolve(undefined) : fixOfBroken(of, resolution);
  const rows = await mapSome(names, atATime, async (name): Promise<Told> => {
    const of = { ...world, options: { ...world.options, profile: name } };
    const row = await askProfile(of, flavour, options, settings.live, repair);
    host.showProgress(`${++done} of ${names.length} profiles asked`);
    return tell({ ...row, profile: printName(new Raw(name)), isCurrent: name === current });
  });
  host.showProgress('');
  return { rows, lost: await headersWithoutProfile(world, flavour) };
}

type Outcome = Row extends infer Each
  ? Each extends Row
    ? Omit<Each, 'profile' | 'isCurrent'>
    : never
  : never;

type Repair = typeof fixOfBroken;

async function askProfile(
  world: World,
  flavour: Flavour,
  options: CallerOptions,
  live: boolean,
  repair: Repair,
): Promise<Outcome> {
  const resolution = await resolveChain(world, flavour);
  const { selected, error } = resolution;
  if (selected === undefined || error !== undefined) {
    const chosen = selected === undefined ? {} : { selected };
    const fix = await repair(world, resolution);
    return {
      kind: 'failed',
      error: error ?? noCredentials,
      exitStatus: localStatus(resolution),
      fix,
      ...chosen,
    };
  }
  const why = live ? undefined : await consentFor(selected.recipe, world);
  if (why !== undefined) return { kind: 'not-run', why, selected };
  try {
    return await askAws(world, flavour, options, selected);
  } catch (failure) {
    if (!(failure instanceof IamxError)) throw failure;
    const { exitStatus } = failure;
    const facts = failure.failure === undefined ? {} : { failure: failure.failure };
    return {
      kind: 'failed',
      error: asDiagnostic(failure),
      exitStatus,
      selected,
      fix: fixIn(failure.advice),
      ...facts,
    };
  }
}

/** As where one profile is asked about: what is over is 3, though nobody was asked. */
function localStatus({ failure }: Resolution): number {
  return failure?.expiredAt === undefined ? 1 : exitStatusOf['aws-failed'];
}

/** The command that repairs, among what is told; one of our own only tells more. */
function fixIn(hint: Hint | undefined): Command | undefined {
  return piecesOfHint(hint ?? []).find(
    (piece): piece is Command => piece instanceof Command && !isOwn(piece),
  );
}

function isOwn({ deed }: Command): boolean {
  return deed.kind === 'run' && deed.stages[0]?.program === 'iamx';
}

const noCredentials: Diagnostic = {
  code: 'no-credentials',
  severity: 'error',
  message: 'no credentials: every place was looked at',
};

async function askAws(
  world: World,
  flavour: Flavour,
  options: CallerOptions,
  chosen: Selected,
): Promise<Outcome> {
  const caller = await openCaller(world, flavour, options);
  try {
    const { resolution, retrieved } = caller;
    const { selected } = resolution;
    const failure = failureOf(caller);
    if (failure !== undefined && retrieved?.kind === 'failed' && retrieved.thrown === undefined) {
      const { error } = retrieved;
      const { exitStatus } = failure;
      return { kind: 'failed', error, exitStatus, selected: selected ?? chosen, fix: fixIn(error.hint) };
    }
    if (failure !== undefined) throw failure;
    if (selected === undefined || retrieved?.kind !== 'keys') {
      const error = retrieved?.kind === 'failed' ? retrieved.error : (resolution.error ?? noCredentials);
      return { kind: 'failed', error, exitStatus: 1, selected: selected ?? chosen, fix: fixIn(error.hint) };
    }
    const { keys, origin } = retrieved;
    const identity = await askIdentity(caller, keys, { role: false });
    return { kind: 'found', answer: found(caller, selected, identity, keys, origin) };
  } finally {
    caller.network.close();
  }
}

/** The results in the order of the items, at most so many under way at a time. */
async function mapSome<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
