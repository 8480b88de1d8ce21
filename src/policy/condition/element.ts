import { compileGlob } from '../../core/glob.ts';
import { largest, smallest } from '../../core/lists.ts';
import type { KeyType } from '../keys.ts';
import type { Condition } from './condition.ts';
import type { ConditionValue } from './condition-value.ts';
import { compareDecimals, decimalSeconds, parseDecimal, type Decimal } from './decimal.ts';
import { parseDate } from '../../core/instant.ts';
import type { Address, AddressRange } from './ip.ts';
import { compileRanges, parseAddressRange } from './ip.ts';
import type { Constraint } from './key-state.ts';
import type { OperatorTest } from './operators.ts';
import { somePatternMeets } from './pattern-overlap.ts';
import { relationOf } from './relations.ts';

/**
 * Whether some value meets every constraint. False only where surely none does (R809). `type` is the
 * key's, where it is known: such a key is taken to hold nothing that is not of its type.
 */
export function someValueMeets(constraints: readonly Constraint[], type: KeyType | undefined): boolean {
  const usable = constraints.flatMap(usableOf);
  const exact = usable.find(({ condition, listed }) => listed && exactTexts(condition) !== undefined);
  if (exact) {
    const texts = exactTexts(exact.condition) ?? [];
    const tests = usable.map(meeting);
    return texts.some((text) => tests.every((test) => test(text)));
  }
  return (
    ordered(ofType(usable, 'numeric'), type === 'numeric') &&
    ordered(ofType(usable, 'date'), type === 'date') &&
    addresses(ofType(usable, 'ip'), type === 'ip') &&
    booleans(ofType(usable, 'bool'), type === 'bool') &&
    somePatternMeets([...ofType(usable, 'string'), ...ofType(usable, 'arn')])
  );
}

/** A list that has a variable still refuses its other values. */
function usableOf(constraint: Constraint): readonly Constraint[] {
  const { condition, listed } = constraint;
  if (isConstant(condition)) return [constraint];
  const values = condition.values.filter((value) => value.template.constant !== undefined);
  return listed || values.length === 0 ? [] : [{ condition: { ...condition, values }, listed }];
}

/** Variables may be anything: nothing is concluded from a condition that has one. */
export function isConstant({ values }: Condition): boolean {
  return values.every((value) => value.template.constant !== undefined);
}

function ofType(constraints: readonly Constraint[], type: OperatorTest['type']): readonly Constraint[] {
  return constraints.filter(({ condition }) => condition.test?.type === type);
}

function meets({ condition, listed }: Constraint, text: string): boolean {
  return condition.values.some((value) => value.constant?.matches(text) === true) === listed;
}

/** As `meets`, for many texts: those that are not in a list of texts are not compared with each of it. */
function meeting(constraint: Constraint): (text: string) => boolean {
  const texts = exactTexts(constraint.condition);
  if (texts === undefined) return (text) => meets(constraint, text);
  const listed = new Set(texts);
  return (text) => (listed.has(text) ? meets(constraint, text) : !constraint.listed);
}

/** The only texts that meet the condition's values, where they are a list and not patterns. */
export function exactTexts(condition: Condition): readonly string[] | undefined {
  const { test, values } = condition;
  if (test?.type !== 'string' && test?.type !== 'arn') return undefined;
  // Upper and lower case would make many texts of one.
  if (condition.operator.base.endsWith('IgnoreCase')) return undefined;
  const texts = values.map((value) => {
    const pieces = value.template.constant ?? [];
    return test.wildcards ? compileGlob(pieces).literal : pieces.map((piece) => piece.text).join('');
  });
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}

/**
 * Numbers or instants: between two neighbouring bounds nothing changes, so that the bounds and a point in each gap
 * are all there is to try. Where the key may hold something else too (`isTyped` is false), a value that is not of
 * the type is listed nowhere.
 */
export function ordered(own: readonly Constraint[], isTyped: boolean): boolean {
  if (own.length === 0 || (!isTyped && own.every(({ listed }) => !listed))) return true;
  const bounds = own.map(({ condition }) =>
    condition.values.flatMap((value) => boundOf(value, condition.test?.type) ?? []),
  );
  const rankOf = ranks(bounds.flat());
  const tests = own.map(({ condition, listed }, at) => {
    const points = (bounds[at] ?? []).map((bound) => rankOf.get(bound) ?? 0);
    const holds = comparison(relationOf(condition).symbol, points);
    return (rank: number) => holds(rank) === listed;
  });
  const most = largest(rankOf.values(), 0) + 1;
  for (let rank = 0; rank <= most; rank++) if (tests.every((test) => test(rank))) return true;
  return false;
}

/** Bounds by their order, equal ones alike: odd numbers, and even ones for what lies between them. */
function ranks(bounds: readonly Decimal[]): ReadonlyMap<Decimal, number> {
  const found = new Map<Decimal, number>();
  let [rank, before]: [number, Decimal | undefined] = [-1, undefined];
  for (const bound of [...bounds].sort(compareDecimals)) {
    if (before === undefined || compareDecimals(before, bound) !== 0) rank += 2;
    found.set(bound, rank);
    before = bound;
  }
  return found;
}

/** Whether a number stands so to one of the points. */
function comparison(symbol: string, points: readonly number[]): (rank: number) => boolean {
  const [least, most] = [smallest(points), largest(points)];
  if (symbol === '<') return (rank) => rank < most;
  if (symbol === '<=') return (rank) => rank <= most;
  if (symbol === '>') return (rank) => rank > least;
  if (symbol === '>=') return (rank) => rank >= least;
  const all = new Set(points);
  return (rank) => all.has(rank);
}

function boundOf({ value }: ConditionValue, type: OperatorTest['type'] | undefined): Decimal | undefined {
  if (type !== 'date') return parseDecimal(value.text);
  const instant = parseDate(value.text);
  return instant && decimalSeconds(instant);
}

/** Addresses: a block's first address and the one past its end are where anything can change. */
function addresses(own: readonly Constraint[], isTyped: boolean): boolean {
  if (own.length === 0 || (!isTyped && own.every(({ listed }) => !listed))) return true;
  const ranges = own.map(({ condition }) =>
    condition.values.flatMap((value) => parseAddressRange(value.value.text) ?? []),
  );
  const tests = ranges.map((list) => compileRanges(list));
  const candidates: readonly Address[] = [0, 0n, ...ranges.flat().flatMap(edges)];
  return candidates.some((address) =>
    own.every(({ listed }, at) => (tests[at]?.(address) ?? false) === listed),
  );
}

function edges(range: AddressRange): readonly Address[] {
  if (range.family === 4) return range.last < 2 ** 32 - 1 ? [range.first, range.last + 1] : [range.first];
  return range.last < (1n << 128n) - 1n ? [range.first, range.last + 1n] : [range.first];
}

function booleans(own: readonly Constraint[], isTyped: boolean): boolean {
  if (!isTyped && own.every(({ listed }) => !listed)) return true;
  return ['true', 'false'].some((text) => own.every((constraint) => meets(constraint, text)));
}
