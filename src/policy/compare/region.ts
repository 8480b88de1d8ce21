import { append } from '../../core/lists.ts';
import type { Work } from '../../core/some-text.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import type { Atom } from '../condition/key-state.ts';
import { compileCondition, type Condition } from '../condition/condition.ts';
import { mayHoldTogether } from '../condition/together.ts';
import { unknown, type LookUp } from '../context-value.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import { reachedBy } from '../decision/evaluate.ts';
import type { LayerId } from '../decision/layers.ts';
import { foldKey, keyFacts } from '../keys.ts';
import { direct, matchNames, viaEveryone, viaParent } from '../match/principal.ts';
import { matchResource } from '../match/resource.ts';
import type { Caller } from './callers.ts';
import { someResource, type Texts } from './resources.ts';

/** Requests that are left: who asks, about which resources, and which tests hold or do not. */
export interface Region {
  readonly callers: readonly Caller[];
  readonly texts: Texts;
  readonly tests: readonly Atom[];
}

/** What is the same for all regions of one walk. */
export interface Ground {
  readonly layer: LayerId;
  readonly actionKey: string;
  /**
   * What requests are asked about: ARNs of a form (any where it is not given), or one text that is no pattern's business: `*`,
   * or the role of a trust policy. A Deny counts on each of `denied`.
   */
  readonly on:
    | { readonly kind: 'arn'; readonly form: string | undefined }
    | { readonly kind: 'text'; readonly granted: string; readonly denied: readonly string[] }
    /** All of these: what is shown then holds for each. */
    | { readonly kind: 'any' };
  /** Callers of the resource's account whom a grant to the account alone does not let in. */
  readonly needsName: (caller: Caller) => boolean;
  /** Keys that such requests cannot carry. */
  readonly lacks: (key: string) => boolean;
  /** What may still be done in the whole comparison. */
  readonly work: Work;
}

const nothingKnown: LookUp = () => unknown;

/** Where the statement matches; undefined where it matches none of the region. */
export function within(region: Region, statement: CompiledStatement, ground: Ground): readonly Region[] {
  const callers = region.callers.filter((caller) => mayReach(statement, caller, ground));
  const tests = [...region.tests, ...testsOf(statement, true)];
  return insideTexts(region, statement, ground)
    .map((texts) => ({ callers, texts, tests }))
    .filter((one) => isPossible(one, ground));
}

/** Where the statement does not match: it has to miss in one of its elements. */
export function outside(region: Region, statement: CompiledStatement, ground: Ground): readonly Region[] {
  if (within(region, statement, ground).length === 0) return [region];
  const away: Region[] = [];
  const callers = region.callers.filter((caller) => !surelyReaches(statement, caller, ground));
  if (callers.length > 0) away.push({ ...region, callers });
  append(
    away,
    outsideTexts(region, statement, ground).map((texts) => ({ ...region, texts })),
  );
  for (const test of testsOf(statement, false)) away.push({ ...region, tests: [...region.tests, test] });
  return away.filter((one) => isPossible(one, ground));
}

/** Whether anything may be left. */
export function isPossible({ callers, texts, tests }: Region, ground: Ground): boolean {
  if (callers.length === 0) return false;
  ground.work.left -= costOf(tests.length);
  if (ground.on.kind === 'arn' && someResource(texts, ground.on.form, ground.work) === 'none') return false;
  if (ground.on.kind === 'any' && !mayBeAny(texts, ground.work)) return false;
  if (tests.some(({ condition, holds }) => ground.lacks(condition.key) && whenAbsent(condition) === !holds))
    return false;
  return tests.length === 0 || mayHold(tests);
}

/** Tests are looked at together, each with all others. */
function costOf(tests: number): number {
  return 10 * tests * tests;
}

function whenAbsent(condition: Condition) {
  return condition.evaluate((key) => (key === condition.key ? undefined : unknown));
}

/** No resource, or some ARN. */
function mayBeAny(texts: Texts, work: Work): boolean {
  const namesNone =
    texts.inside.every(({ glob }) => glob?.matchesAll === true) &&
    !texts.outside.some(({ glob }) => glob?.matchesAll === true);
  return namesNone || someResource(texts, undefined, work) !== 'none';
}

/** Keys that every request has: a test that passes without its key is none of these. */
const alwaysThere = [
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:ViaAWSService',
];

const presence = new Map(alwaysThere.map((name) => [foldKey(name), isThere(name)]));

function isThere(name: string): Atom {
  const at = { start: 0, end: 0 };
  const value = (text: string) => ({ text, ...at });
  const element = { operator: value('Null'), key: value(name), values: [value('false')], ...at };
  return { condition: compileCondition(element, '2012-10-17', 'Allow'), holds: true };
}

function mayHold(tests: readonly Atom[]): boolean {
  const last = tests.at(-1);
  const others = tests.slice(0, -1);
  if (last !== undefined && others.some((other) => excludes(other, last))) return false;
  const keys = new Set(tests.map(({ condition }) => condition.key));
  const sure = [...keys].flatMap((key) => presence.get(key) ?? []);
  return mayHoldTogether([...tests, ...sure], isSingle(tests), nothingKnown);
}

/** The same test holds and does not. In doubt an Allow misses and a Deny matches: what holds for the one may fail for the other. */
function excludes(one: Atom, other: Atom): boolean {
  if (one.holds === other.holds) return false;
  const [held, missed] = one.holds ? [one.condition, other.condition] : [other.condition, one.condition];
  if (held.effect === 'Deny' && missed.effect === 'Allow') return false;
  return sameTest(held, missed);
}

function sameTest(left: Condition, right: Condition): boolean {
  if (left.key !== right.key || left.operator.canonical !== right.operator.canonical) return false;
  const texts = ({ values }: Condition) =>
    values.map(({ template }) => JSON.stringify(template.pieces)).sort();
  const [own, other] = [texts(left), texts(right)];
  return own.length === other.length && own.every((text, at) => text === other[at]);
}

function isSingle(tests: readonly Atom[]): (key: string) => boolean {
  return (key) => {
    const multivalued = keyFacts(key)?.multivalued ?? knownConditionKey(key)?.multivalued;
    if (multivalued !== undefined) return !multivalued;
    return !tests.some(
      ({ condition }) => condition.key === key && condition.operator.quantifier !== undefined,
    );
  };
}

function testsOf({ conditions }: CompiledStatement, holds: boolean): readonly Atom[] {
  return conditions.map((condition) => ({ condition, holds }));
}

/** Callers have the ids that they are given, and no others. */
const noIdTold: LookUp = () => undefined;

/** Whether some reading lets the statement reach the caller. */
function mayReach(statement: CompiledStatement, caller: Caller, ground: Ground): boolean {
  if (statement.principal === undefined) return true;
  if (statement.effect === 'Allow' && ground.needsName(caller) && !statement.principal.negated)
    return (
      (matchNames(statement.principal, caller.request).strengths & (direct | viaEveryone | viaParent)) !== 0
    );
  const request = { ...caller.request, actionKey: ground.actionKey };
  return reachedBy(ground.layer, statement, request, noIdTold, false) !== false;
}

function surelyReaches(statement: CompiledStatement, caller: Caller, ground: Ground): boolean {
  if (statement.principal === undefined) return true;
  if (statement.effect === 'Allow' && ground.needsName(caller) && !statement.principal.negated)
    return (
      (matchNames(statement.principal, caller.request).strengths & (direct | viaEveryone | viaParent)) !== 0
    );
  const request = { ...caller.request, actionKey: ground.actionKey };
  return reachedBy(ground.layer, statement, request, noIdTold, false) === true;
}

function insideTexts(
  { texts }: Region,
  { resource, effect }: CompiledStatement,
  { on }: Ground,
): readonly Texts[] {
  if (resource === undefined) return [texts];
  if (on.kind === 'text') {
    const asked = effect === 'Deny' ? on.denied : [on.granted];
    const may = asked.some((text) => matchResource(resource, text, nothingKnown) !== false);
    return may ? [texts] : [];
  }
  if (resource.negated) return [{ ...texts, outside: [...texts.outside, ...resource.patterns] }];
  return resource.patterns.map((pattern) => ({ ...texts, inside: [...texts.inside, pattern] }));
}

function outsideTexts(
  { texts }: Region,
  { resource, effect }: CompiledStatement,
  { on }: Ground,
): readonly Texts[] {
  if (resource === undefined) return [];
  if (on.kind === 'text') {
    const asked = effect === 'Deny' ? on.denied : [on.granted];
    const surely =
      effect === 'Deny'
        ? asked.some((text) => matchResource(resource, text, nothingKnown) === true)
        : asked.every((text) => matchResource(resource, text, nothingKnown) === true);
    return surely ? [] : [texts];
  }
  if (!resource.negated) return [{ ...texts, outside: [...texts.outside, ...resource.patterns] }];
  return resource.patterns.map((pattern) => ({ ...texts, inside: [...texts.inside, pattern] }));
}
