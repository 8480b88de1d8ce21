import { or, type Truth } from '../../core/truth.ts';
import type { PolicySet } from './compile.ts';
import type { LookUp } from '../context-value.ts';
import {
  anyStrength,
  evaluateAllows,
  fullAllow,
  noAllow,
  ownStrength,
  type AllowOutcome,
} from './evaluate.ts';
import { layerOf, layersAsNamed, type LayerId } from './layers.ts';
import type { Because } from './rules.ts';
import { resourcePolicyGrants } from './services/resource-policies.ts';
import { areTaskPolicies } from './services/task-policies.ts';
import { isAssumedRoot, type Request } from '../request.ts';
import type { Unknown } from '../match/unknown.ts';

/** What decides beside the layers: the root user's standing, a rule of one service, or that no policy was given. */
export const otherDeciders = ['root', 'special', 'default'] as const;

export type OtherDecider = (typeof otherDeciders)[number];
export type DecidingLayer = LayerId | OtherDecider;

export function isLayer(decider: DecidingLayer): decider is LayerId {
  return decider in layerOf;
}

/** One request against one set of policies, each layer's Allow worked out when a gate asks for it. */
export interface Evaluating {
  readonly request: Request;
  readonly set: PolicySet;
  readonly lookUp: LookUp;
  readonly hasBoundary: boolean;
  readonly known: Partial<Record<LayerId, AllowOutcome>>;
}

export function evaluating(request: Request, set: PolicySet, lookUp: LookUp): Evaluating {
  return { request, set, lookUp, hasBoundary: set.boundary !== undefined, known: {} };
}

/** Is the layer given, and does it apply to the request? */
export function isPresent({ request, set }: Evaluating, layer: LayerId): boolean {
  return set[layer] !== undefined && layerOf[layer].exemption(request) === undefined;
}

/** One layer's Allow; nothing where the layer is not given or does not apply. */
export function allowOf(state: Evaluating, layer: LayerId): AllowOutcome {
  return (state.known[layer] ??= evaluateAllow(state, layer));
}

function evaluateAllow(state: Evaluating, layer: LayerId): AllowOutcome {
  const { request, set, lookUp, hasBoundary } = state;
  const levels = set[layer];
  if (levels === undefined || !isPresent(state, layer)) return noAllow;
  const { implied, needsResource } = layerOf[layer];
  if (implied !== undefined) return fullAllow;
  const namesNone = request.grantedOn === '*' || request.askedOn !== undefined;
  if (needsResource === true && (namesNone || !resourcePolicyGrants(request))) return noAllow;
  return evaluateAllows(layer, levels, request, lookUp, hasBoundary);
}

/** A ceiling: true where the layer is not there, else what it allows (R604, R609). */
export function within(state: Evaluating, layer: LayerId): Truth<Unknown> {
  return !isPresent(state, layer) || anyStrength(allowOf(state, layer));
}

/** The session's ceiling. A federated user without a session policy has no permissions of its own (R635). */
function withinSession(state: Evaluating): Truth<Unknown> {
  if (state.request.principal.kind === 'federated-user' && !isPresent(state, 'session')) return false;
  return within(state, 'session');
}

/** One condition of "allowed". All gates of a regime must hold; the first that does not is the reason. */
export interface Gate {
  readonly layer: DecidingLayer;
  readonly holds: (state: Evaluating) => Truth<Unknown>;
}

const identityAllows = (state: Evaluating) => anyStrength(allowOf(state, 'identity'));
const namedDirectly = (state: Evaluating) => allowOf(state, 'resource').direct;
const namedItself = (state: Evaluating) => ownStrength(allowOf(state, 'resource'));

/** The ceilings that every regime passes first (R604, R609): the last that is named for a Deny is the first here. */
export const guards: readonly Gate[] = layersAsNamed
  .filter(({ role }) => role === 'guard')
  .reverse()
  .map(({ id }) => ({ layer: id, holds: (state) => within(state, id) }));

/** R638: the resource policy must allow, at whatever strength. */
export const resourceAllows: Gate = {
  layer: 'resource',
  holds: (state) => anyStrength(allowOf(state, 'resource')),
};

/** The identity policies, whatever the resource policy says (R638). */
export const identityMustAllow: Gate = { layer: 'identity', holds: identityAllows };

/** R620 to R628: a resource policy that names the caller, or its role or user, needs no identity policy. */
export const identityOrNamed: Gate = {
  layer: 'identity',
  holds: (state) => {
    const named = namedItself(state);
    return named === true || or(named, identityAllows(state));
  },
};

/** A direct grant is not limited by an implicit deny of the boundary (R620, R624); of an IAM user everyone's is none (R622). */
export const boundaryOrDirect: Gate = {
  layer: 'boundary',
  holds: (state) => {
    const named = namedDirectly(state);
    return named === true || or(named, within(state, 'boundary'));
  },
};

/** Nor by one of the session, also where the grant is everyone's (R625, R627). */
export const sessionOrDirect: Gate = {
  layer: 'session',
  holds: (state) => {
    const named = or(namedDirectly(state), allowOf(state, 'resource').everyone);
    return named === true || or(named, withinSession(state));
  },
};

export const boundaryMustAllow: Gate = { layer: 'boundary', holds: (state) => within(state, 'boundary') };
export const sessionMustAllow: Gate = { layer: 'session', holds: withinSession };

/**
 * A session of sts:AssumeRoot is a root user with a task policy, which holds Deny statements alone: no Allow of it is
 * wanted (R655). Another session policy must allow. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export const rootSessionAllows: Gate = {
  layer: 'session',
  holds: (state) => {
    const { request, set } = state;
    if (request.principal.kind !== 'root') return true;
    if (set.session === undefined) return !isAssumedRoot(request);
    return areTaskPolicies(set.session) || within(state, 'session');
  },
};

/** A gate that never opens: the service refuses this kind of request. */
export const closed: Gate = { layer: 'special', holds: () => false };

/** How the layers combine for a kind of request: one row of gates each (docs/rules.md, from "Layers" on). */
export interface Regime {
  readonly id: string;
  /** Why the request is decided this way. */
  readonly because: Because;
  /** Layers that have no say here, whatever they hold. */
  readonly ignores: readonly LayerId[];
  readonly gates: readonly Gate[];
  /** Who is named as granting where all gates hold; `either`: the identity layer if it allows. */
  readonly grantor: 'either' | 'resource' | 'root' | 'special';
  /** What to do where no policy can help. */
  readonly instead?: string;
}

/** A request that AWS refuses whatever the policies say; an explicit deny is still named first. */
export function refusal(id: string, why: Because, instead?: string): Regime {
  return {
    id,
    because: why,
    ignores: [],
    gates: [...guards, closed],
    grantor: 'special',
    ...(instead === undefined ? {} : { instead }),
  };
}
