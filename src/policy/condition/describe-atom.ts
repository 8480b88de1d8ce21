import { listed } from '../../core/listed.ts';
import { isSecretTag } from '../../output/secret-names.ts';
import type { Condition } from './condition.ts';
import { parseDate } from '../../core/instant.ts';
import { relationOf } from './relations.ts';
import { quoteOf } from './wording.ts';
import { parseBool } from './value-kinds.ts';

/**
 * A condition as one term of "allowed if …": what must be true of the key for the condition to hold, or for it not
 * to hold. The two are not opposites in plain words: "not (Bool k false)" also covers an absent key (R802).
 */
export function describeAtom(condition: Condition, holds: boolean): string {
  const key = condition.element.key.text;
  const { operator, test, values, whenAbsent } = condition;
  if (!test) return describeNull(condition, holds);
  const orAbsent = whenAbsent === holds;
  if (values.length === 0) {
    // Nothing meets an empty list: only absence is left to decide (R108).
    if (whenAbsent) return `${key} is ${holds ? 'absent' : 'present'}`;
    return `${key} ${holds ? 'meets' : 'does not meet'} an empty list`;
  }
  const listed = holds !== test.negated;
  if (operator.quantifier === undefined) return describeOne(condition, key, listed, orAbsent);
  const every = operator.quantifier === 'ForAllValues';
  return describeSet(condition, key, every === holds, listed, orAbsent);
}

function describeNull({ element, whenAbsent }: Condition, holds: boolean): string {
  const key = element.key.text;
  const wanted = element.values.map((value) => parseBool(value.text));
  const whenPresent = wanted.includes('false');
  if (whenAbsent === whenPresent)
    return `${key} is ${whenAbsent === holds ? 'present or absent' : 'neither present nor absent'}`;
  return `${key} is ${whenAbsent === holds ? 'absent' : 'present'}`;
}

/** An operator without a set operator in front. */
function describeOne(condition: Condition, key: string, listed: boolean, orAbsent: boolean): string {
  if (matchesAll(condition)) {
    if (listed) return orAbsent ? `${key} is present or absent` : `${key} is present`;
    return orAbsent ? `${key} is absent` : `${key} is neither present nor absent`;
  }
  if (listed) return `${key} ${positive(condition, 'is one of')}${orAbsent ? ', or absent' : ''}`;
  if (orAbsent) return `${key} ${negative(condition)} (${remainder(condition)} or absent)`;
  return `${key} is present and ${negative(condition)}`;
}

/**
 * A set operator: `every` value or some value, listed or not. "Every value is not listed" is said as "no value
 * is", "some value is not listed" stays.
 */
function describeSet(
  condition: Condition,
  key: string,
  every: boolean,
  listed: boolean,
  orAbsent: boolean,
): string {
  const start = every && !orAbsent ? `${key} is present and` : `${key}:`;
  const end = orAbsent ? (every ? ' (or absent)' : ', or absent') : '';
  if (every) return `${start} ${listed ? 'every' : 'no'} value ${positive(condition, 'one of')}${end}`;
  return `${start} some value ${listed ? positive(condition, 'one of') : negative(condition)}${end}`;
}

/** `= red`, `is one of red, blue`, `like red-*`, `< 3600`, `in 203.0.113.0/24`. */
function positive(condition: Condition, oneOf: 'is one of' | 'one of'): string {
  const { symbol, note } = relationOf(condition);
  const several = symbol === '=' && condition.values.length > 1;
  return withNote(`${several ? oneOf : symbol} ${listOf(condition)}`, note);
}

function negative(condition: Condition): string {
  const { notSymbol, note } = relationOf(condition);
  const several = notSymbol === 'is not' && condition.values.length > 1;
  return withNote(`${several ? 'is not one of' : notSymbol} ${listOf(condition)}`, note);
}

function withNote(text: string, note: string | undefined): string {
  return note === undefined ? text : `${text} ${note}`;
}

/** What a present key may still be where it is not what is listed: `true` where false is refused. */
function remainder(condition: Condition): string {
  const { opposite } = relationOf(condition);
  const [only, ...more] = condition.values;
  if (only === undefined || more.length > 0) return 'other';
  const { text } = only.value;
  if (condition.test?.type === 'bool') {
    const value = parseBool(text);
    return value === undefined ? 'other' : value === 'true' ? 'false' : 'true';
  }
  const isSaid = opposite !== undefined && only.constant !== undefined && !isSecretTag(condition.key);
  return isSaid ? `${opposite} ${text}` : 'other';
}

function listOf(condition: Condition): string {
  const texts = condition.values.map(({ value }) => show(condition, value.text));
  if (relationOf(condition).symbol === '=' && texts.length <= 3) return texts.join(', ');
  return listed(texts, 3, 'or');
}

/** Bare digits do not look like a date: seconds since 1970 are said to be that. */
function show(condition: Condition, text: string): string {
  const seconds =
    condition.test?.type === 'date' && /^\d+$/.test(text) ? parseDate(text)?.seconds : undefined;
  // The greatest instant that a Date can hold.
  if (seconds === undefined || seconds > 8.64e12) return quoteOf(condition.key, text);
  return `${text} (${new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')})`;
}

function matchesAll(condition: Condition): boolean {
  return condition.values.some((value) => value.constant?.matchesAll === true);
}
