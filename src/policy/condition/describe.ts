import { unreachable } from '../../core/error.ts';
import type { Condition } from './condition.ts';
import type { ConditionOutcome, Reason, SeenValue } from './explain.ts';
import { relationOf } from './relations.ts';
import { quote, shortList } from './wording.ts';

/** Why a condition holds or does not, in one sentence: `aws:PrincipalTag/team is blue, StringEquals wants red`. */
export function describeCondition({ condition, result, reason }: ConditionOutcome): string {
  const key = condition.element.key.text;
  switch (reason.kind) {
    case 'absent':
      return `${key} was not in the request; ${describeAbsence(condition)}`;
    case 'present':
      return describePresence(condition, reason, result === true);
    case 'only-empty-text':
      return `${key} holds nothing but empty text; ForAllValues counts that as no value`;
    case 'no-policy-values':
      return `the policy lists no value for ${key}; ${condition.operator.canonical} without values matches nothing`;
    case 'match':
      return describeMatch(condition, reason.actual, reason.expected);
    case 'no-match':
      return describeNoMatch(condition, reason, result === true);
    case 'all-match': {
      const { relation, symbol } = relationOf(condition);
      const is = symbol === '=' ? 'is' : `is ${relation}`;
      return `every value of ${key} (${shortList(reason.actuals.map(quote), 'and')}) ${is} ${wanted(reason.expected, 'or')}`;
    }
    case 'any-value':
      return `${key} is not known, but every value it may have ${result === true ? 'meets' : 'fails'} ${condition.operator.canonical}`;
    case 'unknown':
      return `${shortList(
        reason.keys.map((name) => spell(condition, name)),
        'and',
      )} ${reason.keys.length > 1 ? 'are' : 'is'} not known`;
    default:
      return unreachable(reason);
  }
}

function describeAbsence(condition: Condition): string {
  const { operator, test, values } = condition;
  if (!test) {
    return condition.whenAbsent ? 'Null true asks for that' : 'Null false wants it present';
  }
  if (operator.ifExists) return 'IfExists lets a missing key pass';
  if (operator.quantifier === 'ForAllValues') return 'ForAllValues matches a missing key';
  if (operator.quantifier === 'ForAnyValue') return 'ForAnyValue needs a value';
  if (test.negated && values.length === 0) return `${operator.base} without values matches nothing`;
  return test.negated ? 'a negated operator matches a missing key' : `${operator.base} needs a value`;
}

function describePresence(
  condition: Condition,
  { actual, empty }: Reason & { kind: 'present' },
  holds: boolean,
): string {
  const key = condition.element.key.text;
  const found = empty
    ? `${key} holds only empty text, which Null counts as absent`
    : `${key} is ${quote(actual ?? '')}`;
  if (empty) return `${found}; ${holds ? 'Null true asks for that' : 'Null false wants a value'}`;
  return `${found}; ${holds ? 'Null false asks for a value' : 'Null true wants it absent'}`;
}

function describeMatch(condition: Condition, actual: string, expected: SeenValue): string {
  const { test, operator, element } = condition;
  const tail = test?.negated === true ? `; ${operator.canonical} wants anything else` : '';
  const found = `${element.key.text} is ${quote(actual)}`;
  if (expected.kind === 'resolved') {
    const same =
      expected.resolved === actual ? 'as' : `${relationOf(condition).relation} ${quote(expected.resolved)},`;
    return `${found}, ${same} ${expected.text} is${tail}`;
  }
  if (expected.text === actual) return `${found}${tail}`;
  return `${found}, ${relationOf(condition).relation} ${quote(expected.text)}${tail}`;
}

function describeNoMatch(
  condition: Condition,
  reason: Reason & { kind: 'no-match' },
  holds: boolean,
): string {
  const key = condition.element.key.text;
  const { operator } = condition;
  const one = reason.actuals.length === 1;
  const subject = one && operator.quantifier ? `a value of ${key}` : key;
  const found = `${subject} is ${shortList(reason.actuals.map(quote), 'and')}`;
  const usable = reason.expected.filter((value) => value.kind === 'constant' || value.kind === 'resolved');
  const { not } = relationOf(condition);
  const main =
    usable.length === 0
      ? found
      : holds
        ? `${found}, ${not} ${wanted(usable, 'or')}`
        : `${found}, ${operator.canonical} wants ${wanted(usable, 'or')}`;
  return [main, ...oddities(condition, reason, holds)].join('; ');
}

/** What kept a value out of the comparison: said, since the reader would look for the fault elsewhere. */
function oddities(
  condition: Condition,
  reason: Reason & { kind: 'no-match' },
  holds: boolean,
): readonly string[] {
  const { test } = condition;
  const kind = test ? typeNames[test.type] : '';
  const so = holds ? ', which a negated operator takes as different' : '';
  const request = reason.unreadable.map((actual) => `${quote(actual)} is not ${kind}${so}`);
  const policy = reason.expected.flatMap((value): string[] => {
    switch (value.kind) {
      case 'no-value':
        return [`${value.text} has no value, for ${value.key} has none, and matches nothing`];
      case 'unreadable':
        return [`${quote(value.text)} in the policy is not ${kind} and matches nothing`];
      case 'unknown':
        return [`${value.text} is not known`];
      case 'constant':
      case 'resolved':
        return [];
    }
  });
  return shorten([...request, ...policy]);
}

function shorten(parts: readonly string[]): readonly string[] {
  return parts.length > 3 ? [...parts.slice(0, 3), `and ${parts.length - 3} more like that`] : parts;
}

/** With an article, as they stand in a sentence. */
export const typeNames = {
  string: 'a text',
  numeric: 'a number',
  date: 'a date',
  bool: 'true or false',
  binary: 'base64',
  ip: 'an IP address',
  arn: 'an ARN',
} as const;

function wanted(values: readonly SeenValue[], word: 'or' | 'and'): string {
  return shortList(
    values.map((value) =>
      value.kind === 'resolved' ? `${quote(value.resolved)} (${value.text})` : quote(value.text),
    ),
    word,
  );
}

/** A key that is kept in lower case, as the policy spells it. */
function spell(condition: Condition, key: string): string {
  if (key === condition.key) return condition.element.key.text;
  for (const value of condition.values) {
    for (const piece of value.template.pieces)
      if (piece.kind === 'variable' && piece.key === key) return piece.name;
  }
  return key;
}
