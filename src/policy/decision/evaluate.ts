import { and, atom, or, type Truth } from '../../core/truth.ts';
import type { CompiledStatement, StatementGroup } from './compile.ts';
import { countedStrengths, layerOf, type LayerId } from './layers.ts';
import type { LookUp } from '../context-value.ts';
import {
  anyOf,
  direct,
  matchNames,
  mayBeNamedById,
  namesEveryService,
  namedByIds,
  namesRoleOfAnotherPath,
  reaches,
  viaAccount,
  viaEveryone,
  viaParent,
  type PrincipalMatcher,
} from '../match/principal.ts';
import { matchUnknownKey } from '../match/unknown-key.ts';
import { matchResource, surelyMisses, type ResourceMatcher } from '../match/resource.ts';
import type { Condition } from '../condition/condition.ts';
import { possibleForRole } from '../condition/role-path.ts';
import { forEverySession } from '../condition/session-name.ts';
import type { ThreeValued } from '../condition/three-valued.ts';
import { identityCenterArns, roleFamily, type Request } from '../request.ts';
import type { Unknown } from '../match/unknown.ts';
import { otherReadings } from './readings.ts';

/**
 * Resource and conditions of a statement whose action and principal match. Where the request can be read in two ways an
 * Allow must match in both, a Deny in one (R124).
 */
export function matchRest(
  compiled: CompiledStatement,
  text: string,
  request: Request,
  lookUp: LookUp,
): Truth<Unknown> {
  const matches = matchReading(compiled, text, request, lookUp);
  const combine = compiled.effect === 'Allow' ? and<Unknown> : or<Unknown>;
  let all = matches;
  for (const other of otherReadings(compiled, request, lookUp)) {
    all = combine(all, matchReading(compiled, text, request, other));
  }
  return all;
}

/** R664: of a key that the question names by an alias nobody knows the ARN's end. */
function resourceMatches(
  resource: ResourceMatcher,
  text: string,
  { keyPrefix }: Request,
  lookUp: LookUp,
): Truth<Unknown> {
  return keyPrefix === undefined
    ? matchResource(resource, text, lookUp)
    : matchUnknownKey(resource, keyPrefix, lookUp);
}

function matchReading(
  { resource, conditions }: CompiledStatement,
  text: string,
  request: Request,
  lookUp: LookUp,
): Truth<Unknown> {
  let matches: Truth<Unknown> = resource === undefined || resourceMatches(resource, text, request, lookUp);
  for (let index = 0; matches !== false && index < conditions.length; index++) {
    const condition = conditions[index];
    if (condition === undefined) break;
    const holds = overPaths(condition, request, lookUp, condition.evaluate(lookUp));
    matches = and(matches, holds === 'unknown' ? atom<Unknown>({ kind: 'condition', condition }) : holds);
  }
  return matches;
}

/** Resource and conditions of a Deny, on each resource that AWS may ask about (R905). */
export function matchDeny(compiled: CompiledStatement, request: Request, lookUp: LookUp): Truth<Unknown> {
  const { deniedOn } = request;
  if (deniedOn === undefined) return matchRest(compiled, request.resource, request, lookUp);
  let matches: Truth<Unknown> = false;
  for (const text of deniedOn) {
    matches = or(matches, matchRest(compiled, text, request, lookUp));
    if (matches === true) break;
  }
  return matches;
}

/** R428, R429: what a test of the role's ARN is whatever the role's path, where nobody told that. */
export function overPaths(
  condition: Condition,
  request: Request,
  lookUp: LookUp,
  holds: ThreeValued,
): ThreeValued {
  if (holds !== 'unknown') return holds;
  if (condition.key === 'aws:userid') return overSessions(condition, request);
  if (condition.key !== 'aws:principalarn') return holds;
  const family = roleFamily(request);
  if (family === undefined) return holds;
  const arns = identityCenterArns(request);
  if (arns === undefined) {
    const possible = possibleForRole(condition, family);
    return possible.holds && possible.fails ? holds : possible.holds;
  }
  const [first, ...others] = arns.map((arn) =>
    condition.evaluate((key) => (key === 'aws:principalarn' ? arn : lookUp(key))),
  );
  return first !== undefined && others.every((other) => other === first) ? first : holds;
}

/** R430: what a test of aws:userid is whatever the session of the role is called, where the role's id is told. */
function overSessions(condition: Condition, { principal, principalId, context }: Request): ThreeValued {
  if (principal.kind !== 'role' || principalId === undefined || context.has('aws:userid')) return 'unknown';
  return forEverySession(condition, principalId);
}

export interface DenyOutcome {
  readonly deny: Truth<Unknown>;
  /** The first statement that surely, else possibly, denies. */
  readonly by: CompiledStatement | undefined;
}

const noDeny: DenyOutcome = { deny: false, by: undefined };

/** Does a Deny at any of the layer's levels match? Stops at the first that surely does. */
export function evaluateDenies(
  layer: LayerId,
  levels: readonly StatementGroup[],
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): DenyOutcome {
  let outcome = noDeny;
  for (const level of levels) {
    const found = denyOfGroup(layer, level, request, lookUp, hasBoundary);
    if (found.deny === true) return found;
    if (found.deny !== false) outcome = { deny: or(outcome.deny, found.deny), by: outcome.by ?? found.by };
  }
  return outcome;
}

function denyOfGroup(
  layer: LayerId,
  group: StatementGroup,
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): DenyOutcome {
  const { denies } = group.candidates(request.actionKey);
  if (denies.length === 0) return noDeny;
  const isPlain = request.deniedOn === undefined && request.keyPrefix === undefined;
  let deny: Truth<Unknown> = false;
  let by: CompiledStatement | undefined;
  for (const compiled of denies) {
    if (isPlain && surelyMisses(compiled.resource, request.resource)) continue;
    const named = reachedBy(layer, compiled, request, lookUp, hasBoundary);
    const matches = named === false ? false : and(named, matchDeny(compiled, request, lookUp));
    if (matches === true) return { deny: true, by: compiled };
    if (matches !== false) by ??= compiled;
    deny = or(deny, matches);
  }
  return { deny, by };
}

/** Does a statement's principal element reach the caller, at whatever strength? */
export function reachedBy(
  layer: LayerId,
  { principal, effect }: CompiledStatement,
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): Truth<Unknown> {
  if (principal === undefined) return true;
  if (principal.negated) return reaches(principal, effect, request, hasBoundary);
  const { strengths, sessionArns } = matchNames(principal, request);
  if ((strengths & countedStrengths(layer, effect, request)) !== 0) return true;
  if (effect === 'Allow')
    return or(anyOf(sessionArns), opensIds(lookUp) && mayBeNamedById(principal, request));
  if (namesEveryService(principal, request) || namesRoleOfAnotherPath(principal, request)) return true;
  return or(anyOf(sessionArns), mayBeNamedById(principal, request));
}

/** How far the group's Allow statements go, by the strength with which they name the caller (R225). */
export interface AllowOutcome {
  readonly direct: Truth<Unknown>;
  /** As one of everyone, where that is less than by name (R622). */
  readonly everyone: Truth<Unknown>;
  readonly parent: Truth<Unknown>;
  readonly account: Truth<Unknown>;
  /** The statement that allows most strongly, surely if one does, else possibly. */
  readonly by: CompiledStatement | undefined;
  /** 0-based: the first level that does not allow, where there are several. */
  readonly failedLevel?: number;
}

export const noAllow: AllowOutcome = {
  direct: false,
  everyone: false,
  parent: false,
  account: false,
  by: undefined,
};
export const fullAllow: AllowOutcome = { ...noAllow, direct: true };

/** Does an Allow match at every level, and how does it name the caller (R605)? */
export function evaluateAllows(
  layer: LayerId,
  levels: readonly StatementGroup[],
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): AllowOutcome {
  const [only] = levels;
  if (levels.length === 1 && only !== undefined && layerOf[layer].shape !== 'levels') {
    return allowOfGroup(layer, only, request, lookUp, hasBoundary);
  }
  let allowed: Truth<Unknown> = true;
  let by: CompiledStatement | undefined;
  for (const [index, level] of levels.entries()) {
    const found = allowOfGroup(layer, level, request, lookUp, hasBoundary);
    allowed = and(allowed, anyStrength(found));
    if (allowed === false) return { ...noAllow, failedLevel: index };
    by = found.by;
  }
  return { ...noAllow, direct: allowed, by };
}

/** Stops at a sure direct one. */
function allowOfGroup(
  layer: LayerId,
  group: StatementGroup,
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): AllowOutcome {
  const { allows } = group.candidates(request.actionKey);
  let outcome: AllowOutcome = noAllow;
  for (const compiled of allows) {
    if (request.keyPrefix === undefined && surelyMisses(compiled.resource, request.grantedOn)) continue;
    const named = strengthsOf(layer, compiled, request, lookUp, hasBoundary);
    if (named === undefined) continue;
    const rest = matchRest(compiled, request.grantedOn, request, lookUp);
    if (rest === false) continue;
    outcome = addAllow(outcome, compiled, named, rest);
    if (outcome.direct === true || (outcome.everyone === true && !hasBoundary)) break;
  }
  return outcome;
}

/** How a statement names the caller: surely, and perhaps, by a name or an id that the question does not tell. */
interface Named {
  readonly strengths: number;
  readonly perhaps: {
    readonly direct: Truth<Unknown>;
    readonly parent: Truth<Unknown>;
    readonly account: Truth<Unknown>;
  };
}

const surelyNot: Named['perhaps'] = { direct: false, parent: false, account: false };
const plainly: Named = { strengths: direct, perhaps: surelyNot };

function strengthsOf(
  layer: LayerId,
  { principal, effect }: CompiledStatement,
  request: Request,
  lookUp: LookUp,
  hasBoundary: boolean,
): Named | undefined {
  if (principal === undefined) return plainly;
  if (principal.negated) {
    // Allow with NotPrincipal is refused on reading (R233); an endpoint policy may hold it.
    const reached = reaches(principal, effect, request, hasBoundary);
    if (typeof reached === 'boolean') return reached ? plainly : undefined;
    return { strengths: 0, perhaps: { ...surelyNot, direct: reached } };
  }
  const { strengths, sessionArns } = matchNames(principal, request);
  const possible = countedStrengths(layer, effect, request);
  const counted = strengths & possible;
  const byId = opensIds(lookUp) ? perhapsById(principal, request) : surelyNot;
  const perhaps = {
    direct: or(anyOf(sessionArns), byId.direct),
    parent: byId.parent,
    account: (possible & viaAccount) !== 0 && byId.account,
  };
  const isNobody = perhaps.direct === false && perhaps.parent === false && perhaps.account === false;
  return counted === 0 && isNobody ? undefined : { strengths: counted, perhaps };
}

/**
 * R228, R229: an Allow to an id that nobody told lets nobody in, until somebody asks what it would be if it were the
 * caller's. The field of the question stands among the keys that are looked up.
 */
function opensIds(lookUp: LookUp): boolean {
  return typeof lookUp('principalid') === 'symbol';
}

/** An id names a user as its ARN does, a session as its role's does, a canonical user as its account's. */
function perhapsById(principal: PrincipalMatcher, request: Request): Named['perhaps'] {
  const { caller, account } = namedByIds(principal, request);
  if (caller === false && account === false) return surelyNot;
  switch (request.principal.kind) {
    case 'root':
      return { ...surelyNot, direct: account };
    case 'user':
      return { direct: caller, parent: false, account };
    case 'session':
    case 'role':
    case 'federated-user':
      return { direct: false, parent: caller, account };
    case 'anonymous':
    case 'service':
    case 'provider':
      return surelyNot;
  }
}

function addAllow(
  before: AllowOutcome,
  by: CompiledStatement,
  { strengths, perhaps }: Named,
  rest: Truth<Unknown>,
): AllowOutcome {
  const certainly = rest === true && strengths !== 0;
  const stronger = certainly && !surely(before);
  const add = (bit: number, maybe: Truth<Unknown>) => ((strengths & bit) !== 0 ? rest : and(maybe, rest));
  return {
    direct: or(before.direct, add(direct, perhaps.direct)),
    everyone: or(before.everyone, add(viaEveryone, false)),
    parent: or(before.parent, add(viaParent, perhaps.parent)),
    account: or(before.account, add(viaAccount, perhaps.account)),
    by: before.by === undefined || stronger || outranks(strengths, rest, before) ? by : before.by,
  };
}

function surely({ direct: d, everyone, parent, account }: AllowOutcome): boolean {
  return d === true || everyone === true || parent === true || account === true;
}

function outranks(strengths: number, rest: Truth<Unknown>, before: AllowOutcome): boolean {
  if (rest !== true || before.direct === true) return false;
  if ((strengths & direct) !== 0) return true;
  if (before.everyone === true) return false;
  if ((strengths & viaEveryone) !== 0) return true;
  return (strengths & viaParent) !== 0 && before.parent !== true;
}

/** An Allow at any strength. */
export function anyStrength(outcome: AllowOutcome): Truth<Unknown> {
  return or(ownStrength(outcome), outcome.account);
}

/** An Allow that names the caller, its role or its user, not only its account. */
export function ownStrength({ direct: d, everyone, parent }: AllowOutcome): Truth<Unknown> {
  return or(or(d, everyone), parent);
}
