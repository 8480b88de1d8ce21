import type { Failure } from '../../core/error.ts';
import type { Diagnostic, Step } from '../../core/evaluation.ts';
import { append } from '../../core/lists.ts';
import type { ChainStep, Resolution, Selected } from './chain.ts';
import type { Check, Flavour } from './flavour.ts';
import type { Obtain } from './recipe.ts';
import { behindChain, keepingProblem } from './behind-chain.ts';
import { clientProblem } from './client-problem.ts';
import { openPlaces } from '../places/profiles.ts';
import type { Attempt, Context, Given, Link } from './provider.ts';
import { resolveRegion } from './region.ts';
import { offlineView, type World } from '../places/world.ts';

/** Walks one flavour's chain: which credentials, why these, and what every other place holds. */
export async function resolveChain(world: World, flavour: Flavour, obtain?: Obtain): Promise<Resolution> {
  const context = await openContext(world, flavour);
  const { choice } = context;
  const broken = await firstProblem(context, flavour.checks);
  const client = await clientProblem(context);
  // What no client could be made with is not obtained either.
  const walked = await walk(context, flavour.chain, broken, client === undefined ? obtain : undefined);
  const { region, steps: regionSteps } = await resolveRegion(context);
  const ended = broken ?? walked.error;
  const stopped = ended === undefined ? await behindChain(context, client, walked.selected) : undefined;
  const error = ended ?? stopped?.error;
  const verdict = error !== undefined ? 'error' : walked.selected === undefined ? 'none' : 'selected';
  return {
    flavour: flavour.id,
    verdict,
    profile: {
      name: choice.name,
      shownName: choice.shownName,
      from: choice.from,
      isExplicit: choice.isExplicit,
    },
    ...(walked.selected === undefined ? {} : { selected: walked.selected }),
    ...(error === undefined ? {} : { error }),
    ...(broken !== undefined || walked.failure === undefined ? {} : { failure: walked.failure }),
    region,
    regionSteps,
    steps: stopped === undefined ? walked.steps : [...walked.steps, stopped.step],
    diagnostics: walked.diagnostics,
  };
}

/** What the flavour's providers look at in this world, with its profile chosen. */
export async function openContext(world: World, flavour: Flavour): Promise<Context> {
  return { ...(await openPlaces(world, flavour)), flavour, visited: [] };
}

async function firstProblem(context: Context, checks: readonly Check[]): Promise<Diagnostic | undefined> {
  for (const { find } of checks) {
    const problem = await find(context);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

interface Walked {
  readonly steps: readonly ChainStep[];
  readonly diagnostics: readonly Diagnostic[];
  readonly selected?: Selected;
  readonly error?: Diagnostic;
  readonly failure?: Failure;
}

/**
 * The links in their order. After a winner or an error the rest is still looked at, without the network, for what
 * it would have given.
 */
async function walk(
  context: Context,
  chain: readonly Link[],
  broken: Diagnostic | undefined,
  obtain: Obtain | undefined,
): Promise<Walked> {
  const steps: ChainStep[] = [];
  const diagnostics: Diagnostic[] = [];
  const after: Context = { ...context, world: offlineView(context.world) };
  let end = broken?.message;
  let selected: Selected | undefined;
  let error: Diagnostic | undefined;
  let failure: Failure | undefined;
  let passed: string | undefined;
  for (const link of chain) {
    const isClosed = passed !== undefined && link.group === passed;
    const attempt = isClosed
      ? groupClosed(link)
      : end === undefined
        ? await attemptLink(link, context, obtain)
        : await link.attempt(after);
    if (attempt.outcome === 'pass') passed = link.group ?? passed;
    if (end !== undefined) {
      steps.push(stepAfterEnd(link, attempt, end, selected !== undefined));
      continue;
    }
    steps.push(stepOf(link, attempt));
    append(diagnostics, attempt.diagnostics ?? []);
    const number = steps.length;
    if (attempt.outcome === 'win') {
      selected = selectedOf(link, attempt.given);
      end = `step ${number} won`;
    } else if (attempt.outcome === 'fail') {
      ({ error, failure } = attempt);
      end = `step ${number} ended the chain with an error`;
    }
  }
  return {
    steps,
    diagnostics,
    ...(selected === undefined ? {} : { selected }),
    ...(error === undefined ? {} : { error }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Obtains what was chosen where the run may do so, and lets the provider's rule decide about an error. */
async function attemptLink(link: Link, context: Context, obtain: Obtain | undefined): Promise<Attempt> {
  const attempt = await link.attempt(context);
  if (attempt.outcome !== 'win' || !attempt.given.deferred || obtain === undefined) return attempt;
  // What the tool cannot keep is of no use to it: AWS need not be asked.
  if ((await keepingProblem(context.world, attempt.given.recipe)) !== undefined) return attempt;
  const obtained = await obtain(attempt.given.recipe);
  if (obtained.kind === 'obtained') {
    const { accessKeyId, accountId, expiresAt } = obtained;
    return {
      ...attempt,
      given: {
        ...attempt.given,
        deferred: false,
        ...(accessKeyId === undefined ? {} : { accessKeyId }),
        ...(accountId === undefined ? {} : { accountId }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      },
    };
  }
  const { evidence, steps, diagnostics } = attempt;
  const { error, failure } = obtained;
  const looked = {
    because: error.message,
    evidence,
    ...(steps === undefined ? {} : { steps }),
    ...(diagnostics === undefined ? {} : { diagnostics }),
  };
  return attempt.ifNotObtained === 'pass'
    ? { outcome: 'pass', ...(link.id === 'imds' ? {} : { isPassedOver: true }), ...looked }
    : { outcome: 'fail', error, ...(failure === undefined ? {} : { failure }), ...looked };
}

function groupClosed({ sdkName }: Link): Attempt {
  const because = `${sdkName} tries one style of credentials for a profile, and that was an earlier one`;
  return { outcome: 'skip', because, evidence: [] };
}

function selectedOf({ id, sdkName }: Link, given: Given): Selected {
  return { provider: id, sdkName, ...given };
}

function stepOf(link: Link, attempt: Attempt): ChainStep {
  const problem = attempt.outcome === 'fail' ? { problem: attempt.error } : {};
  const isPassedOver = attempt.outcome === 'pass' && attempt.isPassedOver === true;
  const outcome = isPassedOver ? 'passed-over' : attempt.outcome;
  return { ...baseOf(link, attempt), outcome, because: attempt.because, ...problem };
}

function stepAfterEnd(link: Link, attempt: Attempt, end: string, isWon: boolean): ChainStep {
  const wouldGive = attempt.outcome === 'win' && isWon ? { wouldGive: selectedOf(link, attempt.given) } : {};
  return {
    ...baseOf(link, attempt),
    outcome: isWon ? 'shadowed' : 'unreached',
    because: `${isWon ? 'not looked at' : 'not reached'}: ${end}`,
    otherwise: { outcome: attempt.outcome, because: attempt.because },
    ...(attempt.outcome === 'fail' ? { problem: attempt.error } : {}),
    ...wouldGive,
  };
}

function baseOf(
  { id, sdkName, title }: Link,
  { evidence, steps }: Attempt,
): Pick<ChainStep, 'id' | 'sdkName' | 'title' | 'evidence'> & { readonly steps?: readonly Step[] } {
  return { id, sdkName, title, evidence, ...(steps === undefined ? {} : { steps }) };
}
