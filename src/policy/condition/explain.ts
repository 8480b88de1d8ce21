import type { LookUp } from '../context-value.ts';
import { presentUnknown, unknown } from '../context-value.ts';
import { doubtful } from '../doubt.ts';
import { resolveTemplate } from '../variables.ts';
import type { Condition } from './condition.ts';
import { isNull } from './condition.ts';
import type { ConditionValue } from './condition-value.ts';
import { matchVariableValue } from './condition-value.ts';
import type { OperatorTest } from './operators.ts';
import type { ThreeValued } from './three-valued.ts';

/** A policy value as this request saw it. */
export type SeenValue =
  | { readonly kind: 'constant'; readonly text: string }
  /** With its variables put in. */
  | { readonly kind: 'resolved'; readonly text: string; readonly resolved: string }
  /** R505: the variable of `key` is absent; the value matches nothing. */
  | { readonly kind: 'no-value'; readonly text: string; readonly key: string }
  /** R306: not of the operator's type; the value matches nothing. */
  | { readonly kind: 'unreadable'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: string; readonly keys: readonly string[] };

/** Why a condition holds, does not hold, or is not known. */
export type Reason =
  /** The key is not in the request: the operator alone decides (R304, R410, R411). */
  | { readonly kind: 'absent' }
  /** Null found a value, or found only empty text (R330). */
  | { readonly kind: 'present'; readonly actual: string | undefined; readonly empty: boolean }
  /** ForAllValues and nothing but empty text in the request (R411). */
  | { readonly kind: 'only-empty-text' }
  /** The policy lists no value (R108). */
  | { readonly kind: 'no-policy-values' }
  /** This request value met this policy value. */
  | { readonly kind: 'match'; readonly actual: string; readonly expected: SeenValue }
  /** These request values, mostly one, met none of the policy values. */
  | {
      readonly kind: 'no-match';
      readonly actuals: readonly string[];
      /** Those of `actuals` that are not of the operator's type (R306). */
      readonly unreadable: readonly string[];
      readonly expected: readonly SeenValue[];
    }
  /** Each request value met a policy value. */
  | {
      readonly kind: 'all-match';
      readonly actuals: readonly string[];
      readonly expected: readonly SeenValue[];
    }
  /** AWS does not say what the operator makes of these values: the stricter reading counts (R124). */
  | { readonly kind: 'two-readings'; readonly actuals: readonly string[] }
  /** The request may be read in two ways, and the other one decides (R125). */
  | { readonly kind: 'other-reading' }
  /** True or false whatever the value is, which is not known (R803). */
  | { readonly kind: 'any-value' }
  | { readonly kind: 'unknown'; readonly keys: readonly string[] };

/** What became of a condition, as small data: `describeCondition` makes the sentence. */
export interface ConditionOutcome {
  readonly condition: Condition;
  readonly result: ThreeValued;
  readonly reason: Reason;
}

/**
 * Evaluates once more and keeps the reason. `decided` is what the condition was found to be, which may be known though
 * the value is not: for every path of a role.
 */
export function explainCondition(
  condition: Condition,
  lookUp: LookUp,
  decided: (found: ThreeValued) => ThreeValued = (found) => found,
): ConditionOutcome {
  const found = condition.evaluate(lookUp);
  return { condition, result: decided(found), reason: reasonOf(condition, lookUp, found) };
}

function reasonOf(condition: Condition, lookUp: LookUp, result: ThreeValued): Reason {
  if (result === 'unknown') return { kind: 'unknown', keys: unknownKeys(condition, lookUp) };
  const actual = lookUp(condition.key);
  if (actual === unknown || actual === presentUnknown) return { kind: 'any-value' };
  const actuals = typeof actual === 'string' ? [actual] : (actual ?? []);
  const { test, operator } = condition;
  if (actuals.length === 0) return { kind: 'absent' };
  if (!test) return { kind: 'present', actual: actuals.find((text) => text !== ''), empty: isNull(actuals) };
  if (operator.quantifier === 'ForAllValues' && isNull(actuals)) return { kind: 'only-empty-text' };
  if (condition.values.length === 0) return { kind: 'no-policy-values' };
  const other = condition.otherwise().evaluate(lookUp);
  if (typeof other === 'boolean' && other !== result) return { kind: 'two-readings', actuals };
  return compare(condition, test, actuals, lookUp, result);
}

function unknownKeys(condition: Condition, lookUp: LookUp): readonly string[] {
  return condition.keys.filter((key) => {
    const value = lookUp(key);
    return value === unknown || value === presentUnknown;
  });
}

function compare(
  condition: Condition,
  test: OperatorTest,
  actuals: readonly string[],
  lookUp: LookUp,
  result: boolean,
): Reason {
  const { values } = condition;
  const { quantifier = unsaidQuantifier(condition, actuals) } = condition.operator;
  const expected = () => values.map((value) => see(value, lookUp));
  const noMatch = (unmatched: readonly string[]): Reason => {
    const unreadable = unmatched.filter((actual) => !test.canRead(actual));
    return { kind: 'no-match', actuals: unmatched, unreadable, expected: expected() };
  };
  const matchOf = (actual: string) => values.find((value) => matches(value, test, actual, lookUp) === true);

  // The value that shows it: one that is listed, or one that is not.
  const byListed = quantifier === undefined || (quantifier === 'ForAnyValue') !== test.negated;
  if (byListed) {
    for (const actual of actuals) {
      const value = matchOf(actual);
      if (value) return { kind: 'match', actual, expected: see(value, lookUp) };
    }
    return noMatch(actuals);
  }
  if (result === test.negated) {
    const surelyNot = (value: ConditionValue, actual: string) =>
      matches(value, test, actual, lookUp) === false;
    const unlisted = actuals.find((actual) => values.every((value) => surelyNot(value, actual)));
    if (unlisted !== undefined) return noMatch([unlisted]);
  }
  const [only] = actuals;
  const value = only === undefined || actuals.length > 1 ? undefined : matchOf(only);
  if (only !== undefined && value) return { kind: 'match', actual: only, expected: see(value, lookUp) };
  return { kind: 'all-match', actuals, expected: expected() };
}

/** What a plain operator does with several values (R308). */
function unsaidQuantifier(
  { effect }: Condition,
  { length }: readonly string[],
): Condition['operator']['quantifier'] {
  if (length < 2) return undefined;
  return doubtful(effect) ? 'ForAnyValue' : 'ForAllValues';
}

function matches(value: ConditionValue, test: OperatorTest, actual: string, lookUp: LookUp): ThreeValued {
  if (value.template.constant === undefined) return matchVariableValue(value, test, actual, lookUp);
  return value.constant?.matches(actual) ?? false;
}

function see(value: ConditionValue, lookUp: LookUp): SeenValue {
  const { text } = value.value;
  if (value.template.constant !== undefined) {
    return value.constant ? { kind: 'constant', text } : { kind: 'unreadable', text };
  }
  const resolution = resolveTemplate(value.template, lookUp);
  switch (resolution.kind) {
    case 'no-value':
      return { kind: 'no-value', text, key: nameOf(value, resolution.key) };
    case 'unknown':
      return { kind: 'unknown', text, keys: resolution.keys.map((key) => nameOf(value, key)) };
    case 'resolved': {
      if (!value.compileResolved(resolution.pieces)) return { kind: 'unreadable', text };
      return { kind: 'resolved', text, resolved: resolution.pieces.map((piece) => piece.text).join('') };
    }
  }
}

/** The key as the policy spells it. */
function nameOf(value: ConditionValue, key: string): string {
  for (const piece of value.template.pieces) {
    if (piece.kind === 'variable' && piece.key === key) return piece.name;
  }
  return key;
}
