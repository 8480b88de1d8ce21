import { unreachable } from '../../core/error.ts';
import { compileGlob } from '../../core/glob.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';
import { hidden } from '../../output/secret.ts';
import { isSecretTag } from '../../output/secret-names.ts';
import { keyFacts } from '../keys.ts';
import type { Condition } from './condition.ts';
import type { ConditionOutcome, Reason, SeenValue } from './explain.ts';
import { literalWildcards } from './literal-wildcards.ts';
import { relationOf } from './relations.ts';
import { quoteOf, shortList } from './wording.ts';

/**
 * Why a condition holds or does not, in one sentence: `aws:PrincipalTag/team is blue, StringEquals wants red`.
 * `whyAbsent` is why its key cannot be in the request, where that is so.
 */
export function describeCondition(
  { condition, result, reason }: ConditionOutcome,
  whyAbsent?: string,
): string {
  const key = condition.element.key.text;
  switch (reason.kind) {
    case 'absent':
      return `${absent(key, whyAbsent)}; ${describeAbsence(condition, result === true)}`;
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
    case 'all-match':
      return describeAllMatch(condition, reason);
    case 'two-readings': {
      const found = shortList(
        reason.actuals.map((actual) => said(condition, actual)),
        'and',
      );
      return `${key} is ${found}: AWS does not say how ${condition.operator.canonical} reads that, so this ${result === true ? 'holds' : 'fails'}, the stricter reading`;
    }
    case 'other-reading': {
      const taken = `the stricter reading was taken, so this ${result === true ? 'holds' : 'fails'}`;
      return condition.key === 'aws:principalarn'
        ? `the session may be one of this role: it tells the role’s name, not its path; ${taken}`
        : `the request may carry ${key} or not; ${taken}`;
    }
    case 'any-value':
      return `${key} is not known, but ${condition.operator.canonical} ${result === true ? 'holds' : 'fails'} whatever it is`;
    case 'unknown': {
      const names = shortList(
        reason.keys.map((name) => spell(condition, name)),
        'and',
      );
      if (result !== 'unknown') return `${names} is not known, but ${whatever(condition, result)}`;
      const [are, were] = reason.keys.length > 1 ? ['are', 'were'] : ['is', 'was'];
      // AWS always sends such a key: it is the question that leaves it out.
      const isSent = reason.keys.every((name) => keyFacts(name)?.presence === 'always');
      return isSent ? `${names} ${were} not given` : `${names} ${are} not known`;
    }
    default:
      return unreachable(reason);
  }
}

/** Decided for whatever the caller may be called: a role's path, or a session's name, is not known. */
function whatever({ operator, key }: Condition, holds: boolean): string {
  const unknown = key === 'aws:userid' ? 'the session is called' : 'path the role has';
  return `${operator.canonical} ${holds ? 'holds' : 'fails'} whatever ${unknown}`;
}

function absent(key: string, why: string | undefined): string {
  return why === undefined ? `${key} was not in the request` : `${key} is not in the request: ${why}`;
}

function describeAbsence(condition: Condition, holds: boolean): string {
  const { operator, test, values } = condition;
  if (!test) {
    return condition.whenAbsent ? 'Null true asks for that' : 'Null false wants it present';
  }
  if (operator.ifExists && holds) return `${operator.canonical} holds for a missing key`;
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
  if (empty) {
    return `${key} holds only empty text: whether Null counts that as absent AWS does not say, so this ${holds ? 'holds' : 'fails'}`;
  }
  const found = `${key} is ${said(condition, actual ?? '')}`;
  return `${found}; ${holds ? 'Null false asks for a value' : 'Null true wants it absent'}`;
}

function describeMatch(condition: Condition, actual: string, expected: SeenValue): string {
  const found = `${subjectOf(condition)} is ${said(condition, actual)}`;
  const tail = wantsElse(condition);
  if (expected.kind === 'resolved') {
    if (expected.resolved === actual) return `${found}, as ${shown(condition, expected.text)} is${tail}`;
  } else if (expected.text === actual) return `${found}${tail}`;
  return `${found}, ${relationOf(condition).relation} ${wanted(condition, [expected])}${tail}`;
}

function describeAllMatch(
  condition: Condition,
  { actuals, expected }: Reason & { kind: 'all-match' },
): string {
  const { relation, symbol } = relationOf(condition);
  const is = symbol === '=' ? 'is' : `is ${relation}`;
  const values = shortList(
    actuals.map((actual) => said(condition, actual)),
    'and',
  );
  return `every value of ${condition.element.key.text} (${values}) ${is} ${wanted(condition, expected)}${wantsElse(condition)}`;
}

/** A negated operator that fails: what was found is what it refuses. */
function wantsElse({ test, operator }: Condition): string {
  return test?.negated === true ? `; ${operator.canonical} wants anything else` : '';
}

function subjectOf({ operator, element }: Condition): string {
  return operator.quantifier ? `a value of ${element.key.text}` : element.key.text;
}

function describeNoMatch(
  condition: Condition,
  reason: Reason & { kind: 'no-match' },
  holds: boolean,
): string {
  const { actuals, expected } = reason;
  const subject = actuals.length === 1 ? subjectOf(condition) : condition.element.key.text;
  const found = `${subject} is ${shortList(
    actuals.map((actual) => said(condition, actual)),
    'and',
  )}`;
  const usable = expected.filter((value) => value.kind === 'constant' || value.kind === 'resolved');
  const { not, opposite } = relationOf(condition);
  const asked = holds || opposite !== undefined ? not : `${condition.operator.canonical} wants`;
  const main = usable.length === 0 ? found : `${found}, ${asked} ${wanted(condition, usable)}`;
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
  const request = reason.unreadable.map((actual) => `${said(condition, actual)} is not ${kind}${so}`);
  const policy = reason.expected.flatMap((value): string[] => {
    switch (value.kind) {
      case 'no-value':
        return [`${shown(condition, value.text)} matches nothing, for ${value.key} has no value`];
      case 'unreadable':
        return [`${said(condition, value.text)} in the policy is not ${kind} and matches nothing`];
      case 'unknown':
        return [`${shown(condition, value.text)} is not known`];
      case 'constant':
      case 'resolved':
        return [];
    }
  });
  return shorten([...request, ...policy, ...slips(condition, reason)]);
}

/** What the policy's author most likely meant instead: said, since the two look alike. */
function slips(
  condition: Condition,
  { actuals, expected }: Reason & { kind: 'no-match' },
): readonly string[] {
  const [literal] = literalWildcards(condition, actuals);
  if (literal !== undefined) {
    const { operator, wildcard, means } = literal;
    return [`${operator} takes ${wildcard} literally, ${means} takes it as a wildcard`];
  }
  const texts = expected.flatMap((value) =>
    value.kind === 'constant' ? [value.text] : value.kind === 'resolved' ? [value.resolved] : [],
  );
  if (condition.key === 'aws:principalarn' && texts.some((text) => text.includes(':assumed-role/'))) {
    return ['aws:PrincipalArn holds the ARN of the role, never of its session'];
  }
  return actuals.some((actual) => texts.some((text) => differsInCase(condition, actual, text)))
    ? ['they differ in upper and lower case alone']
    : [];
}

/** Whether the value would match if case did not count. */
function differsInCase({ test }: Condition, actual: string, text: string): boolean {
  if (test?.type !== 'string' && test?.type !== 'arn') return false;
  const [left, right] = [simpleLowerCase(actual), simpleLowerCase(text)];
  return test.wildcards ? compileGlob(right).matches(left) : left === right;
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

function wanted(condition: Condition, values: readonly SeenValue[]): string {
  const texts = values.map((value) =>
    value.kind === 'resolved'
      ? `${said(condition, value.resolved)} (${shown(condition, value.text)})`
      : said(condition, value.text),
  );
  return shortList(texts, 'or');
}

/** A value of the condition's key, of the request or of the policy, as a sentence says it. */
function said({ key }: Condition, text: string): string {
  return quoteOf(key, text);
}

/** The same as the policy writes it. */
function shown({ key }: Condition, text: string): string {
  return isSecretTag(key) ? hidden : text;
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
