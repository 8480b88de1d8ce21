import { IamxError } from '../../core/error.ts';
import type { ContextValue, LookUp } from '../context-value.ts';
import { presentUnknown, unknown } from '../context-value.ts';
import { foldKey } from '../keys.ts';
import type { Operator } from '../operator-names.ts';
import { parseOperator } from '../operator-names.ts';
import { doubtful } from '../doubt.ts';
import type { ConditionElement, Effect, Version } from '../policy.ts';
import type { ConditionValue } from './condition-value.ts';
import { compileValue, constantTests, matchVariableValue } from './condition-value.ts';
import type { OperatorTest } from './operators.ts';
import { operators } from './operators.ts';
import { isOfSeveralValues, isUnreadable, readingsOf } from './two-readings.ts';
import type { ThreeValued } from './three-valued.ts';
import { negate } from './three-valued.ts';
import { parseBool } from './value-kinds.ts';

/** One operator with one key, ready for many requests. */
export interface Condition {
  readonly element: ConditionElement;
  readonly operator: Operator;
  /** In lower case, as it is looked up. */
  readonly key: string;
  /** Every key it needs, in lower case: its own and those of the variables in its values. */
  readonly keys: readonly string[];
  readonly values: readonly ConditionValue[];
  /** How values are compared; undefined for Null, which compares none. */
  readonly test: OperatorTest | undefined;
  /** What the condition is where the key is absent (R304, R410, R411): variables do not matter then. */
  readonly whenAbsent: boolean;
  /**
   * Whether the condition holds. `unknown` where values that the look-up does not know could decide; true and
   * false stand for every value they may have (R810). A key that is present but unknown is taken to have a value
   * that is not empty.
   */
  readonly evaluate: (lookUp: LookUp) => ThreeValued;
  /** The effect of its statement: which reading is the stricter one (R124). */
  readonly effect: Effect;
  /** The same in a statement of the other effect: where it is another, there are two readings. */
  readonly otherwise: () => Condition;
}

/**
 * Reads a condition once for many requests. Throws `invalid-policy` for an operator that does not exist and for a
 * malformed variable: such a document is invalid, it is not one whose condition is false (R307, R504).
 */
export function compileCondition(element: ConditionElement, version: Version, effect: Effect): Condition {
  const operator = parseOperator(element.operator.text);
  if (!operator) {
    throw new IamxError('invalid-policy', `\`${element.operator.text}\` is not a condition operator`, {
      hint: 'Use an operator such as StringEquals, ArnLike or ForAnyValue:StringLike.',
    });
  }
  let other: Condition | undefined;
  const otherwise = () =>
    (other ??= compileCondition(element, version, effect === 'Deny' ? 'Allow' : 'Deny'));
  const compiled =
    operator.base === 'Null'
      ? compileNull(element, operator, effect)
      : compileComparison(element, operator, operators()[operator.base], version, effect);
  return { ...compiled, effect, otherwise };
}

type Compiled = Omit<Condition, 'effect' | 'otherwise'>;

/** `Null` asks whether the key has a value; a set operator in front of it changes nothing (R330, R415 [U]). */
function compileNull(element: ConditionElement, operator: Operator, effect: Effect): Compiled {
  const wanted = element.values.map((value) => parseBool(value.text));
  const whenAbsent = wanted.includes('true');
  const whenPresent = wanted.includes('false');
  const key = foldKey(element.key.text);
  const evaluate = (lookUp: LookUp): ThreeValued => {
    const value = lookUp(key);
    if (value === unknown) return whenAbsent === whenPresent ? whenAbsent : 'unknown';
    if (value === presentUnknown) return whenPresent;
    if (!isNull(value)) return whenPresent;
    return value === undefined || (value.length === 0 && typeof value !== 'string')
      ? whenAbsent
      : nullOfEmptyText(whenAbsent, whenPresent, effect);
  };
  return { element, operator, key, keys: [key], values: [], test: undefined, whenAbsent, evaluate };
}

/** R330: pages call the empty text "null", others say that the key is there. */
function nullOfEmptyText(whenAbsent: boolean, whenPresent: boolean, effect: Effect): boolean {
  return whenAbsent === whenPresent ? whenAbsent : doubtful(effect);
}

/** Absent, no values, or nothing but empty text: the documents call that "null" too (R330 [U] for empty text). */
export function isNull(value: string | readonly string[] | undefined): boolean {
  if (value === undefined || value === '') return true;
  return typeof value !== 'string' && hasOnlyEmptyText(value);
}

function hasOnlyEmptyText(values: readonly string[]): boolean {
  for (const value of values) if (value !== '') return false;
  return true;
}

function compileComparison(
  element: ConditionElement,
  operator: Operator,
  test: OperatorTest,
  version: Version,
  effect: Effect,
): Compiled {
  const key = foldKey(element.key.text);
  const values = element.values.map((value) => compileValue(value, test, version));
  const keys = [...new Set([key, ...values.flatMap((value) => value.keys)])];
  const whenAbsent = holdsWhenAbsent(operator, test, values.length > 0, effect);
  const evaluate =
    values.length === 0
      ? evaluateNoValues(key, operator, whenAbsent)
      : evaluateValues(key, operator, test, values, whenAbsent, effect);
  return { element, operator, key, keys, values, test, whenAbsent, evaluate };
}

function holdsWhenAbsent(
  { quantifier, ifExists }: Operator,
  test: OperatorTest,
  hasValues: boolean,
  effect: Effect,
): boolean {
  // R413: what holds of any value of a set, and holds where there is no set.
  if (quantifier === 'ForAnyValue' && ifExists) return doubtful(effect);
  if (ifExists || quantifier === 'ForAllValues') return true;
  return quantifier === undefined && test.negated && hasValues;
}

/**
 * An empty list: no value can meet it, and a negated operator is no exception (R108; Access Analyzer's
 * EMPTY_ARRAY_CONDITION: "never matches"). What holds on an absent key still does.
 */
function evaluateNoValues(key: string, { quantifier }: Operator, whenAbsent: boolean) {
  return (lookUp: LookUp): ThreeValued => {
    const value = lookUp(key);
    if (value === unknown) return whenAbsent && 'unknown';
    if (value === presentUnknown) return false;
    if (value === undefined) return whenAbsent;
    if (quantifier === 'ForAllValues') return isNull(value);
    return typeof value !== 'string' && value.length === 0 && whenAbsent;
  };
}

function evaluateValues(
  key: string,
  { quantifier }: Operator,
  test: OperatorTest,
  values: readonly ConditionValue[],
  whenAbsent: boolean,
  effect: Effect,
): (lookUp: LookUp) => ThreeValued {
  const { negated } = test;
  const { sure, maybe, isOdd } = readingsOf(test, values);
  const unreadable = isUnreadable(test, values);
  const ofSeveralValues = isOfSeveralValues(values);
  const matchesSure = test.compileAny(constantTests(sure));
  const matchesConstant =
    isOdd === undefined ? matchesSure : (actual: string) => !isOdd(actual) && matchesSure(actual);
  const variable = values.filter((value) => value.template.constant === undefined);
  const matchesAll = sure.some((value) => value.constant?.matchesAll === true);
  const noneCanMatch = !values.some((value) => value.constant !== undefined);

  const matches = (actual: string, lookUp: LookUp): ThreeValued => {
    if (matchesConstant(actual)) return true;
    let result: ThreeValued = false;
    for (const value of variable) {
      const one = matchVariableValue(value, test, actual, lookUp);
      if (one === true) return true;
      if (one === 'unknown') result = one;
    }
    return result;
  };

  /** One value of the request against the list: any for a positive operator, none for a negated one (R301). */
  const meets = (actual: string, lookUp: LookUp): ThreeValued => {
    const matched = matches(actual, lookUp);
    if (matched !== false) return negated ? negate(matched) : matched;
    return unmatched(actual, lookUp);
  };

  /** Of a value that none of the list surely matches. */
  const unmatched = (actual: string, lookUp: LookUp): boolean => {
    const isInDoubt =
      maybe?.(actual) === true || (negated && (unreadable(actual) || ofSeveralValues?.(lookUp) === true));
    return isInDoubt ? doubtful(effect) : negated;
  };

  const some = (actuals: readonly string[], one: typeof matches, lookUp: LookUp): ThreeValued => {
    let result: ThreeValued = false;
    for (const actual of actuals) {
      const met = one(actual, lookUp);
      if (met === true) return true;
      if (met === 'unknown') result = met;
    }
    return result;
  };
  const every = (actuals: readonly string[], lookUp: LookUp): ThreeValued => {
    let result: ThreeValued = true;
    for (const actual of actuals) {
      const met = meets(actual, lookUp);
      if (met === false) return false;
      if (met === 'unknown') result = met;
    }
    return result;
  };

  /** What holds for every value that a present key may have (R803). */
  const whenPresent = (lookUp: LookUp): ThreeValued => {
    if (matchesAll) return !negated;
    if (maybe !== undefined && test.type === 'arn') {
      // What is no ARN is matched by none; what is one is in doubt.
      return sure.length === 0 && doubtful(effect) === negated ? negated : 'unknown';
    }
    if (noneCanMatch && variable.every((value) => value.hasNoValue(lookUp))) {
      return negated && unreadable('') ? doubtful(effect) : negated;
    }
    return 'unknown';
  };

  const holdsFor = (value: ContextValue, lookUp: LookUp): ThreeValued => {
    if (typeof value === 'string') {
      return value === '' && quantifier === 'ForAllValues' ? true : meets(value, lookUp);
    }
    if (value === undefined) return whenAbsent;
    if (value === presentUnknown) return whenPresent(lookUp);
    if (value === unknown) {
      const present = whenPresent(lookUp);
      return present === whenAbsent ? present : 'unknown';
    }
    if (value.length === 0) return whenAbsent;
    if (quantifier === 'ForAnyValue') return some(value, meets, lookUp);
    // A set of nothing but empty text counts as empty (R411).
    if (quantifier === 'ForAllValues') return hasOnlyEmptyText(value) || every(value, lookUp);
    return severalValues(value, lookUp);
  };
  /** R308: AWS asks for a set operator here and does not say what happens without. */
  const severalValues = (actuals: readonly string[], lookUp: LookUp): ThreeValued =>
    doubtful(effect) ? some(actuals, meets, lookUp) : every(actuals, lookUp);

  return variable.length === 0 && quantifier === undefined
    ? evaluatePlainly(key, matchesConstant, negated, test.type === 'string' ? undefined : unmatched, holdsFor)
    : (lookUp) => holdsFor(lookUp(key), lookUp);
}

/** Nearly all conditions compare one text with constants: with what they need close together. */
function evaluatePlainly(
  key: string,
  matchesConstant: (actual: string) => boolean,
  negated: boolean,
  unmatched: ((actual: string, lookUp: LookUp) => boolean) | undefined,
  otherwise: (value: ContextValue, lookUp: LookUp) => ThreeValued,
) {
  if (unmatched === undefined) {
    return (lookUp: LookUp): ThreeValued => {
      const value = lookUp(key);
      return typeof value === 'string' ? matchesConstant(value) !== negated : otherwise(value, lookUp);
    };
  }
  return (lookUp: LookUp): ThreeValued => {
    const value = lookUp(key);
    if (typeof value !== 'string') return otherwise(value, lookUp);
    return matchesConstant(value) ? !negated : unmatched(value, lookUp);
  };
}
