import type { Piece } from '../../core/glob.ts';
import { late } from '../../core/late.ts';
import type { OperatorName } from '../operator-names.ts';
import type { Expected, ValueKind } from './value-kinds.ts';
import {
  arn,
  binary,
  bool,
  date,
  exactText,
  ipAddress,
  likeText,
  numeric,
  textInAnyCase,
} from './value-kinds.ts';

/** Whether one request value meets a policy value. */
export type ValueTest = (actual: string) => boolean;

export interface PolicyValue {
  readonly matches: ValueTest;
  /** True where every value matches, of whatever type. */
  readonly matchesAll: boolean;
}

/**
 * One value against one value (docs/rules.md, "Conditions"). A negated operator has the test of the one it
 * negates: negation, IfExists, set operators and missing keys are the caller's (condition.ts).
 */
export interface OperatorTest {
  readonly type: ValueKind<never>['type'];
  readonly negated: boolean;
  readonly wildcards: boolean;
  readonly variables: boolean;
  /** Whether a request value is of the operator's type (R306). */
  readonly canRead: (actual: string) => boolean;
  /** One policy value, read once; undefined where it is not of the operator's type (R306). */
  readonly compile: (expected: readonly Piece[]) => PolicyValue | undefined;
  /** Any of the policy values; those that cannot be read match nothing. */
  readonly compileAny: (expected: readonly (readonly Piece[])[]) => ValueTest;
}

const equal = (order: number) => order === 0;
const less = (order: number) => order < 0;
const lessOrEqual = (order: number) => order <= 0;
const greater = (order: number) => order > 0;
const greaterOrEqual = (order: number) => order >= 0;

/** Null compares no values: condition.ts answers it from the key's presence. */
export const operators = late(
  () =>
    ({
      StringEquals: operator(exactText),
      StringNotEquals: negated(exactText),
      StringEqualsIgnoreCase: operator(textInAnyCase),
      StringNotEqualsIgnoreCase: negated(textInAnyCase),
      StringLike: operator(likeText),
      StringNotLike: negated(likeText),
      NumericEquals: operator(numeric(equal)),
      NumericNotEquals: negated(numeric(equal)),
      NumericLessThan: operator(numeric(less)),
      NumericLessThanEquals: operator(numeric(lessOrEqual)),
      NumericGreaterThan: operator(numeric(greater)),
      NumericGreaterThanEquals: operator(numeric(greaterOrEqual)),
      DateEquals: operator(date(equal)),
      DateNotEquals: negated(date(equal)),
      DateLessThan: operator(date(less)),
      DateLessThanEquals: operator(date(lessOrEqual)),
      DateGreaterThan: operator(date(greater)),
      DateGreaterThanEquals: operator(date(greaterOrEqual)),
      Bool: operator(bool),
      BinaryEquals: operator(binary),
      IpAddress: operator(ipAddress),
      NotIpAddress: negated(ipAddress),
      // Equals and Like are the same operator here: both take wildcards (R320).
      ArnEquals: operator(arn),
      ArnNotEquals: negated(arn),
      ArnLike: operator(arn),
      ArnNotLike: negated(arn),
    }) as const satisfies Record<Exclude<OperatorName, 'Null'>, OperatorTest>,
);

/**
 * R306: a request value that is not of the operator's type matches no policy value, so a negated operator holds
 * [U]. AWS's simulator was seen to answer false for ArnNotLike and a text that is no ARN [O]; a warning is due.
 */
const unreadableMatches = false;

function negated<A>(kind: ValueKind<A>): OperatorTest {
  return { ...operator(kind), negated: true };
}

function operator<A>(kind: ValueKind<A>): OperatorTest {
  const { type, wildcards, variables, read, expect } = kind;
  const through = (test: (actual: A) => boolean): ValueTest => {
    if (kind.ofText !== undefined) return kind.ofText(test);
    return (text) => {
      const actual = read(text);
      return actual === undefined ? unreadableMatches : test(actual);
    };
  };
  return {
    type,
    negated: false,
    wildcards,
    variables,
    canRead: (actual) => read(actual) !== undefined,
    compile(pieces) {
      const value = expect(pieces);
      return value && { matches: through(value.matches), matchesAll: value.matchesAll === true };
    },
    compileAny(list) {
      const values = list.flatMap((pieces) => expect(pieces) ?? []);
      return through((kind.expectAny ?? anyOf(kind.textOf))(values));
    },
  };
}

/** A short list is compared one by one, which is faster than hashing the text. */
const shortList = 4;

function anyOf<A>(textOf: ((actual: A) => string) | undefined) {
  return (values: readonly Expected<A>[]): ((actual: A) => boolean) => {
    const [first] = values;
    if (first === undefined) return () => false;
    if (values.length === 1) return first.matches;
    const literals = values.flatMap(({ literal }) => literal ?? []);
    if (textOf === undefined || literals.length < shortList) return (actual) => someMatch(values, actual);
    const texts = new Set(literals);
    const patterns = values.filter(({ literal }) => literal === undefined);
    return (actual) => texts.has(textOf(actual)) || someMatch(patterns, actual);
  };
}

function someMatch<A>(values: readonly Expected<A>[], actual: A): boolean {
  for (const value of values) if (value.matches(actual)) return true;
  return false;
}
