import { listOf, settle, type Condition, type Effect, type Reading, type Value } from './shapes.ts';
import { covers, plain, resolve, withWildcards, type Keys, type Sign } from './texts.ts';
import { dates, inRange, numbers, sameBoolean, sameBytes, type Compared } from './values.ts';

/** Whether a condition block holds, value by value. */

interface Operator {
  readonly negated: boolean;
  /** The text of a policy's value as signs, where the operator takes variables. */
  readonly read?: (text: string) => readonly Sign[];
  readonly compare: (actual: string, signs: readonly Sign[], expected: string) => Compared;
}

const yesNo = (holds: boolean): Reading => (holds ? 'yes' : 'no');

function typed(compare: (actual: string, expected: string) => Compared): Operator {
  return { negated: false, compare: (actual, _signs, expected) => compare(actual, expected) };
}

const text: Operator = {
  negated: false,
  read: plain,
  compare: (actual, signs) => yesNo(covers(signs, actual)),
};
const lower = (signs: readonly Sign[]) =>
  signs.map((each) => (typeof each === 'string' ? each.toLowerCase() : each));
const anyCase: Operator = {
  ...text,
  compare: (actual, signs) => yesNo(covers(lower(signs), actual.toLowerCase())),
};
const like: Operator = { ...text, read: withWildcards };
const arn: Operator = { negated: false, read: withWildcards, compare: compareArn };
const not = (operator: Operator): Operator => ({ ...operator, negated: true });

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: text,
  StringNotEquals: not(text),
  StringEqualsIgnoreCase: anyCase,
  StringNotEqualsIgnoreCase: not(anyCase),
  StringLike: like,
  StringNotLike: not(like),
  ArnEquals: arn,
  ArnLike: arn,
  ArnNotEquals: not(arn),
  ArnNotLike: not(arn),
  Bool: typed(sameBoolean),
  BinaryEquals: typed(sameBytes),
  IpAddress: typed(inRange),
  NotIpAddress: not(typed(inRange)),
  NumericEquals: typed(numbers((order) => order === 0)),
  NumericNotEquals: not(typed(numbers((order) => order === 0))),
  NumericLessThan: typed(numbers((order) => order < 0)),
  NumericLessThanEquals: typed(numbers((order) => order <= 0)),
  NumericGreaterThan: typed(numbers((order) => order > 0)),
  NumericGreaterThanEquals: typed(numbers((order) => order >= 0)),
  DateEquals: typed(dates((order) => order === 0)),
  DateNotEquals: not(typed(dates((order) => order === 0))),
  DateLessThan: typed(dates((order) => order < 0)),
  DateLessThanEquals: typed(dates((order) => order <= 0)),
  DateGreaterThan: typed(dates((order) => order > 0)),
  DateGreaterThanEquals: typed(dates((order) => order >= 0)),
};

/** Part by part; a pattern that is `*` alone is no ARN, and AWS does not say what becomes of it (R321). */
function compareArn(actual: string, signs: readonly Sign[]): Compared {
  const colons = signs.flatMap((sign, at) => (sign === ':' ? [at] : []));
  if (colons.length < 5) return undefined;
  const parts = [0, 1, 2, 3, 4, 5].map((nth) =>
    signs.slice(nth === 0 ? 0 : (colons[nth - 1] ?? 0) + 1, nth === 5 ? undefined : colons[nth]),
  );
  const texts = actual.split(':');
  const textOf = (nth: number) => (nth === 5 ? texts.slice(5).join(':') : (texts[nth] ?? ''));
  return yesNo(parts.every((part, nth) => covers(part, textOf(nth))));
}

export function conditionHolds(block: Condition, version: string, effect: Effect, keys: Keys): boolean {
  return Object.entries(block).every(([name, tests]) =>
    Object.entries(tests).every(([key, values]) =>
      settle(testReading(name, keys.get(key.toLowerCase()), listOf(values), effect, version, keys), effect),
    ),
  );
}

function testReading(
  name: string,
  actual: Value | undefined,
  expected: readonly string[],
  effect: Effect,
  version: string,
  keys: Keys,
): Reading {
  const [, set = '', base = '', ifExists = ''] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const values = listOf(actual);
  if (base === 'Null') return nullReading(actual, expected);
  const operator = operators[base];
  if (operator === undefined) throw new Error(`no operator ${base}`);
  const each = values.map((value) => valueReading(operator, value, expected, version, keys));
  if (set === 'ForAllValues') return values.every((value) => value === '') ? 'yes' : all(each);
  if (values.length === 0) {
    if (set === 'ForAnyValue') return ifExists === '' ? 'no' : 'doubt';
    return yesNo(ifExists !== '' || operator.negated);
  }
  if (set === 'ForAnyValue') return any(each);
  return effect === 'Allow' ? all(each) : any(each);
}

function all(readings: readonly Reading[]): Reading {
  if (readings.includes('no')) return 'no';
  return readings.includes('doubt') ? 'doubt' : 'yes';
}

function any(readings: readonly Reading[]): Reading {
  if (readings.includes('yes')) return 'yes';
  return readings.includes('doubt') ? 'doubt' : 'no';
}

/** R330: an empty text is called "null" in some of AWS's documents. */
function nullReading(actual: Value | undefined, expected: readonly string[]): Reading {
  const values = listOf(actual);
  const wanted = expected.map((each) => each.toLowerCase());
  if (values.length === 0) return yesNo(wanted.includes('true'));
  if (values.every((value) => value === ''))
    return wanted.some((each) => each === 'true' || each === 'false') ? 'doubt' : 'no';
  return yesNo(wanted.includes('false'));
}

/** One value of the request against all of the policy's: any for a positive operator, none for a negated one. */
function valueReading(
  operator: Operator,
  actual: string,
  expected: readonly string[],
  version: string,
  keys: Keys,
): Reading {
  const each = expected.map((value) => pairReading(operator, actual, value, version, keys));
  const listed = any(each);
  if (!operator.negated) return expected.length === 0 ? 'no' : listed;
  return listed === 'yes' ? 'no' : listed === 'no' ? 'yes' : 'doubt';
}

function pairReading(
  operator: Operator,
  actual: string,
  value: string,
  version: string,
  keys: Keys,
): Reading {
  // Whatever a value of the policy is, the request's is not of the operator's type.
  const isOther = operator.compare === compareArn && actual.split(':').length < 6;
  if (isOther) return operator.negated ? 'doubt' : 'no';
  const resolved =
    operator.read === undefined
      ? ({ is: 'text', signs: [] } as const)
      : resolve(value, version, keys, operator.read);
  if (resolved.is === 'none') return 'no';
  if (resolved.is === 'several') return operator.negated ? 'doubt' : 'no';
  const compared = operator.compare(actual, resolved.signs, value);
  // What is not of the operator's type matches nothing; whether a negation then holds is not told (R306, R321).
  if (compared === undefined) return operator.negated || isStarOfArn(operator, value) ? 'doubt' : 'no';
  return compared;
}

function isStarOfArn(operator: Operator, value: string): boolean {
  return operator.compare === compareArn && value === '*';
}
