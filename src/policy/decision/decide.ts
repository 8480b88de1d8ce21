import { and, not, or, type Truth } from '../../core/truth.ts';
import type { CompiledStatement, PolicySet } from './compile.ts';
import type { LookUp } from '../context-value.ts';
import { allowOf, evaluating, isLayer, type DecidingLayer, type Evaluating, type Regime } from './gates.ts';
import { layersAsNamed, type LayerId } from './layers.ts';
import { anyStrength, evaluateDenies } from './evaluate.ts';
import { regimeOf } from './regimes.ts';
import type { Request } from '../request.ts';
import type { Unknown } from '../match/unknown.ts';

export type DecisionWord = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'conditional';

/** What was decided and by what; no prose. */
export interface Decision {
  readonly decision: DecisionWord;
  readonly layer: DecidingLayer;
  /** The statement that allows or denies; none for an implicit deny. */
  readonly statement: CompiledStatement | undefined;
  readonly regime: Regime;
  /** The formula of "some Deny matches". Where a Deny surely matches it is `true`. */
  readonly denied: Truth<Unknown>;
  /** The formula of "allowed": no Deny matches and every gate holds. */
  readonly allowed: Truth<Unknown>;
}

/**
 * The decision, by one algorithm for known and for unknown contexts (R807): with every key known no formula is
 * built; a key that the look-up calls unknown leaves a residual in `denied` and `allowed`.
 */
export function decide(request: Request, set: PolicySet, lookUp: LookUp): Decision {
  const regime = regimeOf(request);
  const state = evaluating(request, set, lookUp);
  const deny = firstDeny(state, regime);
  if (deny.denied === true) {
    return {
      decision: 'explicitDeny',
      layer: deny.layer ?? 'default',
      statement: deny.by,
      regime,
      denied: true,
      allowed: false,
    };
  }
  const gates = passGates(state, regime);
  const allowed = deny.denied === false ? gates.holds : and(not(deny.denied), gates.holds);
  const { denied } = deny;
  if (allowed === true) {
    const { layer, statement } = grantedBy(state, regime);
    return { decision: 'allowed', layer, statement, regime, denied, allowed };
  }
  const layer = gates.layer ?? 'default';
  if (allowed === false)
    return { decision: 'implicitDeny', layer, statement: undefined, regime, denied, allowed };
  return {
    decision: 'conditional',
    layer: deny.layer ?? layer,
    statement: deny.by ?? (gates.layer === undefined ? undefined : statementOf(state, gates.layer)),
    regime,
    denied,
    allowed,
  };
}

/** Where no Allow looks up what differs between two contexts, the gates stand as they stood: the denies alone. */
export function deniedIn(request: Request, set: PolicySet, lookUp: LookUp): Truth<Unknown> {
  return firstDeny(evaluating(request, set, lookUp), regimeOf(request)).denied;
}

interface DenyFound {
  readonly denied: Truth<Unknown>;
  readonly layer: LayerId | undefined;
  readonly by: CompiledStatement | undefined;
}

const noDeny: DenyFound = { denied: false, layer: undefined, by: undefined };

/** Any matching Deny decides (R601); the first in the order of R710 that surely matches is named. */
function firstDeny(state: Evaluating, regime: Regime): DenyFound {
  const { request, set, lookUp, hasBoundary } = state;
  let found = noDeny;
  for (const { id, exemption } of layersAsNamed) {
    const levels = set[id];
    if (levels === undefined || regime.ignores.includes(id) || exemption(request) !== undefined) continue;
    const { deny, by } = evaluateDenies(id, levels, request, lookUp, hasBoundary);
    if (deny === true) return { denied: true, layer: id, by };
    if (deny !== false) {
      found = { denied: or(found.denied, deny), layer: found.layer ?? id, by: found.by ?? by };
    }
  }
  return found;
}

interface Passed {
  readonly holds: Truth<Unknown>;
  /** The first gate that does not hold, else the first that may not. */
  readonly layer: DecidingLayer | undefined;
}

function passGates(state: Evaluating, regime: Regime): Passed {
  let holds: Truth<Unknown> = true;
  let doubtful: DecidingLayer | undefined;
  for (const gate of regime.gates) {
    const open = gate.holds(state);
    if (open === false) return { holds: false, layer: gate.layer };
    if (open !== true) doubtful ??= gate.layer;
    holds = and(holds, open);
  }
  return { holds, layer: doubtful };
}

function grantedBy(
  state: Evaluating,
  { grantor }: Regime,
): { readonly layer: DecidingLayer; readonly statement: CompiledStatement | undefined } {
  if (grantor === 'root' || grantor === 'special') return { layer: grantor, statement: undefined };
  const layer =
    grantor === 'either' && anyStrength(allowOf(state, 'identity')) === true ? 'identity' : 'resource';
  return { layer, statement: allowOf(state, layer).by };
}

function statementOf(state: Evaluating, layer: DecidingLayer): CompiledStatement | undefined {
  return isLayer(layer) ? allowOf(state, layer).by : undefined;
}
