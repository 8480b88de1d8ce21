import type { Range } from '../../core/source.ts';
import type { ContextValue, LookUp } from '../context-value.ts';
import { presentUnknown, unknown } from '../context-value.ts';
import type { Condition } from './condition.ts';
import { keyFacts } from '../keys.ts';
import { kindOfKey } from './key-values.ts';
import { hasHostBits } from './two-readings.ts';
import { literalWildcards } from './literal-wildcards.ts';
import { typeNames } from './describe.ts';
import { quote } from './wording.ts';
import { parseBool } from './value-kinds.ts';

/** Something about a condition that the user should know beside its result; `range` is in the policy's text. */
export interface ConditionWarning {
  readonly code:
    | 'unreadable-policy-value'
    | 'unreadable-request-value'
    | 'several-values'
    | 'lone-asterisk'
    | 'set-operator-on-null'
    | 'variable-in-bool'
    | 'four-digit-date'
    | 'literal-wildcard'
    | 'stricter-reading';
  readonly message: string;
  readonly hint: string;
  readonly range: Range;
}

/** The warnings of one condition for one request (R306, R308, R321, R415). */
export function warnings(condition: Condition, lookUp: LookUp): readonly ConditionWarning[] {
  const found = [...policyWarnings(condition), ...requestWarnings(condition, lookUp)];
  return [...found, ...readingWarnings(condition, lookUp)];
}

/** R124: AWS's documents leave two readings, and the decision hangs on which one counts. */
function readingWarnings(condition: Condition, lookUp: LookUp): readonly ConditionWarning[] {
  const [one, other] = [condition.evaluate(lookUp), condition.otherwise().evaluate(lookUp)];
  if (typeof one !== 'boolean' || typeof other !== 'boolean' || one === other) return [];
  const { element, effect } = condition;
  return [
    {
      code: 'stricter-reading',
      message: `AWS does not say how ${element.operator.text} reads ${quote(element.key.text)} here: the stricter reading was taken, so this condition of ${effect === 'Deny' ? 'a Deny holds' : 'an Allow fails'}`,
      hint: 'Write the condition so that there is one reading.',
      range: { start: element.operator.start, end: element.operator.end },
    },
  ];
}

/** Whether there is a warning whatever the request is. */
export function warnsAlways(condition: Condition): boolean {
  return policyWarnings(condition).length > 0;
}

/** Whether a value of the condition's key can give a warning: seen without working out which, and never missed. */
export type MayWarn = (value: ContextValue) => boolean;

/** For a condition that will meet many requests; undefined where no single value gives a warning. */
export function mayWarnOf(condition: Condition): MayWarn | undefined {
  const { operator, keys } = condition;
  // A set that is not there, and a variable of several values: of these there are two readings.
  const always = keys
    .slice(1)
    .some((key) => keyFacts(key)?.multivalued !== false && keyFacts(key) !== undefined);
  const ofAbsent = operator.ifExists && operator.quantifier === 'ForAnyValue';
  const ofText = textMayWarn(condition);
  const isMultivalued = keyFacts(condition.key)?.multivalued === true;
  if (!always && !ofAbsent && ofText === undefined && !isMultivalued) return undefined;
  return (value) => {
    if (always) return true;
    if (typeof value === 'symbol') return false;
    if (value === undefined) return ofAbsent;
    return typeof value !== 'string' || ofText?.(value) === true;
  };
}

function textMayWarn({ test, values }: Condition): ((text: string) => boolean) | undefined {
  // Null knows no values but the empty one.
  if (test === undefined) return (text) => text === '';
  switch (test.type) {
    case 'string':
      return !test.wildcards && values.some(({ value }) => /[*?]/.test(value.text)) ? () => true : undefined;
    case 'ip': {
      const isOdd = values.some(({ value }) => value.text.includes('/') && hasHostBits(value.text));
      return (text) => isOdd || text.includes(':') || !test.canRead(text);
    }
    case 'numeric': {
      const isOdd = values.some(({ value }) => /e/i.test(value.text));
      return (text) => isOdd || !test.canRead(text);
    }
    case 'arn':
    case 'date':
    case 'bool':
    case 'binary':
      return (text) => !test.canRead(text);
  }
}

/** What can be said without a request. */
function policyWarnings(condition: Condition): readonly ConditionWarning[] {
  const { operator, element, values, test } = condition;
  if (!test) return nullWarnings(condition);
  return values.flatMap(({ value, template, constant }): ConditionWarning[] => {
    const range = { start: value.start, end: value.end };
    if (template.constant !== undefined && !constant) {
      return [
        {
          code: 'unreadable-policy-value',
          message: `\`${value.text}\` is not ${typeNames[test.type]}, so ${operator.canonical} on \`${element.key.text}\` never matches it`,
          hint: hints[test.type],
          range,
        },
      ];
    }
    if (test.type === 'arn' && constant && /^\*+$/.test(value.text)) {
      return [
        {
          code: 'lone-asterisk',
          message: `\`${value.text}\` under ${operator.canonical} is no ARN of six parts, and AWS does not say what it matches`,
          hint: 'Write arn:*:*:*:*:*, or ask for the key with Null.',
          range,
        },
      ];
    }
    if (test.type === 'bool' && template.constant === undefined) {
      return [
        {
          code: 'variable-in-bool',
          message: `\`${value.text}\` is a variable under Bool, which one AWS page allows and another does not`,
          hint: 'Write true or false.',
          range,
        },
      ];
    }
    if (test.type === 'date' && /^\d{4}$/.test(value.text)) {
      return [
        {
          code: 'four-digit-date',
          message: `\`${value.text}\` is read as seconds since 1970, not as a year`,
          hint: `Write ${value.text}-01-01 if the year is meant.`,
          range,
        },
      ];
    }
    return [];
  });
}

function nullWarnings({ operator, element }: Condition): readonly ConditionWarning[] {
  const unreadable = element.values.filter((value) => parseBool(value.text) === undefined);
  return [
    ...(operator.quantifier
      ? [
          {
            code: 'set-operator-on-null' as const,
            message: `${operator.quantifier} in front of Null is ignored`,
            hint: 'Write Null alone.',
            range: { start: element.operator.start, end: element.operator.end },
          },
        ]
      : []),
    ...unreadable.map(({ text, start, end }) => ({
      code: 'unreadable-policy-value' as const,
      message: `\`${text}\` is not true or false, so Null on \`${element.key.text}\` never matches it`,
      hint: hints.bool,
      range: { start, end },
    })),
  ];
}

function requestWarnings(condition: Condition, lookUp: LookUp): readonly ConditionWarning[] {
  const { operator, element, test } = condition;
  const actual = lookUp(condition.key);
  if (!test || actual === undefined || actual === unknown || actual === presentUnknown) return [];
  const actuals = typeof actual === 'string' ? [actual] : actual;
  const range = { start: element.key.start, end: element.key.end };
  const several: readonly ConditionWarning[] =
    actuals.length > 1 && operator.quantifier === undefined
      ? [
          {
            code: 'several-values',
            message: `\`${element.key.text}\` has ${actuals.length} values in the request, but ${operator.canonical} is for one`,
            hint: `Write ForAnyValue:${operator.canonical} or ForAllValues:${operator.canonical}.`,
            range,
          },
        ]
      : [];
  // Empty text counts as no value there (R411).
  const emptyCounts = operator.quantifier !== 'ForAllValues';
  // What is no value of the key itself is told where the request is read.
  const isTold = kindOfKey(condition.key) === test.type;
  const unreadable = actuals.filter((text) => !test.canRead(text) && (text === '' ? emptyCounts : !isTold));
  return [
    ...several,
    ...literalWildcards(condition, actuals).map(
      ({ value, wildcard, operator: named, means }): ConditionWarning => ({
        code: 'literal-wildcard',
        message: `${named} takes \`${wildcard}\` in ${quote(value.text)} literally, so ${quote(element.key.text)} does not match it`,
        hint: `Write ${means}.`,
        range: { start: value.start, end: value.end },
      }),
    ),
    ...unreadable.map((text) => ({
      code: 'unreadable-request-value' as const,
      message: `${quote(text)} of \`${element.key.text}\` in the request is not ${typeNames[test.type]}, so ${operator.canonical} matches no value with it`,
      hint: hints[test.type],
      range,
    })),
  ];
}

const hints = {
  string: 'Write a text.',
  numeric: 'Write an integer or a decimal without an exponent.',
  date: 'Write a date such as 2026-01-31T00:00:00Z, or seconds since 1970.',
  bool: 'Write true or false.',
  binary: 'Write padded base64.',
  ip: 'Write an address or a block such as 203.0.113.0/24.',
  arn: 'Write an ARN with all six parts; * can stand for a part.',
} as const;
