import { and, type Truth } from '../../core/truth.ts';
import { concreteContext } from '../context.ts';
import type { CompiledStatement, PolicySet, StatementGroup } from '../decision/compile.ts';
import { explainCondition, type ConditionOutcome } from '../condition/explain.ts';
import type { LookUp } from '../context-value.ts';
import { otherReadings } from '../decision/readings.ts';
import type { Effect } from '../policy.ts';
import { allowOf, evaluating, type Evaluating, type Regime } from '../decision/gates.ts';
import { anyStrength, matchDeny, matchRest, overPaths, reachedBy } from '../decision/evaluate.ts';
import { byLayer, layerOf, layersAsNamed, type LayerId } from '../decision/layers.ts';
import type { Because } from '../decision/rules.ts';
import { exemption, matchNames } from '../match/principal.ts';
import { matchResource } from '../match/resource.ts';
import type { Request } from '../request.ts';
import { regimeOf } from '../decision/regimes.ts';
import type { Unknown } from '../match/unknown.ts';

/**
 * Everything that was compared on the way to a decision, as data: `describe.ts` makes sentences of it when
 * somebody looks. Unlike `decide`, this stops nowhere.
 */
export interface Explanation {
  readonly request: Request;
  /** The context that the request was held against. */
  readonly lookUp: LookUp;
  readonly regime: Regime;
  readonly layers: readonly LayerTrace[];
}

export type LayerState = 'given' | 'not-given' | 'not-applicable' | 'ignored';

export interface LayerTrace {
  readonly id: LayerId;
  readonly state: LayerState;
  /** Why the layer has no say, where it has none. */
  readonly because: Because | undefined;
  readonly allow: Truth<Unknown>;
  readonly deny: Truth<Unknown>;
  readonly levels: readonly LevelTrace[];
}

export interface LevelTrace {
  readonly allow: Truth<Unknown>;
  readonly deny: Truth<Unknown>;
  readonly statements: readonly StatementTrace[];
}

export interface StatementTrace {
  readonly compiled: CompiledStatement;
  readonly matches: Truth<Unknown>;
  readonly action: boolean;
  readonly principal: PrincipalTrace | undefined;
  /** Undefined where the statement has no resource element. */
  readonly resource: Truth<Unknown> | undefined;
  readonly conditions: readonly ConditionOutcome[];
  /** How many of its elements, each condition counted, do not match. */
  readonly misses: number;
}

export interface PrincipalTrace {
  readonly reached: Truth<Unknown>;
  readonly strengths: number;
  /** Why a `NotPrincipal` exemption fails although the caller is listed (R234, R235). */
  readonly uncertain: string | undefined;
}

export function explain(request: Request, set: PolicySet, lookUp = concreteContext(request)): Explanation {
  const regime = regimeOf(request);
  const state = evaluating(request, set, lookUp);
  return { request, lookUp, regime, layers: layersAsNamed.map(({ id }) => traceLayer(state, regime, id)) };
}

const notGiven: Readonly<Record<LayerId, LayerTrace>> = byLayer(({ id }) => ({
  id,
  state: 'not-given',
  because: undefined,
  allow: false,
  deny: false,
  levels: [],
}));

function traceLayer(state: Evaluating, regime: Regime, id: LayerId): LayerTrace {
  const { request, set } = state;
  const levels = set[id];
  if (levels === undefined) return notGiven[id];
  const exempt = layerOf[id].exemption(request);
  if (exempt !== undefined) return { ...notGiven[id], state: 'not-applicable', because: exempt };
  if (regime.ignores.includes(id)) return { ...notGiven[id], state: 'ignored', because: regime.because };
  const traced = levels.map((level) => traceLevel(state, id, level));
  return {
    id,
    state: 'given',
    because: undefined,
    allow: anyStrength(allowOf(state, id)),
    deny: anyTrue(traced, ({ deny }) => deny),
    levels: traced,
  };
}

function traceLevel(state: Evaluating, id: LayerId, { statements }: StatementGroup): LevelTrace {
  const traced = statements.map((compiled) => traceStatement(state, id, compiled));
  const of = (effect: Effect) =>
    anyTrue(traced, ({ compiled, matches }) => compiled.effect === effect && matches);
  return { allow: of('Allow'), deny: of('Deny'), statements: traced };
}

function traceStatement(state: Evaluating, layer: LayerId, compiled: CompiledStatement): StatementTrace {
  const { request, lookUp } = state;
  const action = compiled.action.matches(request.actionKey);
  const principal = tracePrincipal(state, layer, compiled);
  const resource =
    compiled.resource && matchResource(compiled.resource, resourceFor(compiled, request), lookUp);
  const found = compiled.conditions.map((condition) =>
    explainCondition(condition, lookUp, (result) => overPaths(condition, request, lookUp, result)),
  );
  const reached = and(action, principal?.reached ?? true);
  const matches =
    reached === false
      ? false
      : and(
          reached,
          compiled.effect === 'Deny'
            ? matchDeny(compiled, request, lookUp)
            : matchRest(compiled, request.grantedOn, request, lookUp),
        );
  const isDecided = typeof matches === 'boolean' && (compiled.effect === 'Deny') === matches;
  const conditions = isDecided
    ? found.map((each) => inOtherReadings(each, compiled, request, lookUp))
    : found;
  let misses = (action ? 0 : 1) + (principal?.reached === false ? 1 : 0) + (resource === false ? 1 : 0);
  for (const { result } of conditions) if (result === false) misses++;
  return { compiled, matches, action, principal, resource, conditions, misses };
}

/** What a condition is in the reading that decides, where there are two of the request: the stricter one. */
function inOtherReadings(
  outcome: ConditionOutcome,
  compiled: CompiledStatement,
  request: Request,
  lookUp: LookUp,
): ConditionOutcome {
  const strict = compiled.effect === 'Deny';
  if (outcome.result === strict) return outcome;
  const { condition } = outcome;
  return otherReadings(compiled, request, lookUp).some((other) => condition.evaluate(other) === strict)
    ? { condition, result: strict, reason: { kind: 'other-reading' } }
    : outcome;
}

function tracePrincipal(
  { request, lookUp, hasBoundary }: Evaluating,
  layer: LayerId,
  compiled: CompiledStatement,
): PrincipalTrace | undefined {
  const { principal } = compiled;
  if (principal === undefined) return undefined;
  return {
    reached: reachedBy(layer, compiled, request, lookUp, hasBoundary),
    strengths: matchNames(principal, request).strengths,
    uncertain:
      principal.negated && compiled.effect === 'Deny'
        ? exemption(principal, request, hasBoundary).uncertain
        : undefined,
  };
}

/** The resource that the statement is held against: an Allow and a Deny may differ in it (R216). */
export function resourceFor(
  { effect }: Pick<CompiledStatement, 'effect'>,
  { resource, grantedOn, askedOn }: Request,
): string {
  return effect === 'Allow' ? grantedOn : (askedOn ?? resource);
}

/** As `or` over all, without building more than a witness: a trace needs true, false or "it depends". */
function anyTrue<T>(items: readonly T[], truthOf: (item: T) => Truth<Unknown>): Truth<Unknown> {
  let found: Truth<Unknown> = false;
  for (const item of items) {
    const truth = truthOf(item);
    if (truth === true) return true;
    if (truth !== false) found = truth;
  }
  return found;
}
