import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { PatternElement, PrincipalElement, StatementParts, Value } from '../../policy/policy.ts';
import { coversPattern, patternsMeet } from '../pattern-cover.ts';
import type { Found } from '../rule.ts';
import { isNegated, testsOf, type Test } from '../subject.ts';

/** A condition that an entry of `require` names: any test of a key, or one with these values. */
export interface WantedTest {
  readonly key: string;
  /** As AWS writes it; any where it is not said. */
  readonly operator?: string;
  readonly values: readonly string[];
}

export interface Required {
  readonly actions: readonly string[];
  /** Any where nothing is said. */
  readonly resources: readonly string[];
  readonly allOf: readonly WantedTest[];
  readonly anyOf: readonly WantedTest[];
  readonly noneOf: readonly WantedTest[];
}

export interface Forbidden {
  /** Any of a kind where nothing is said of it. */
  readonly actions: readonly string[];
  readonly principals: readonly string[];
  readonly resources: readonly string[];
  readonly except: readonly string[];
}

const lower = (text: string) => text.toLowerCase();
const asWritten = (text: string) => text;

/** Statements that grant one of the actions and lack a condition, at the action. */
export function* findMissing(statement: StatementParts, wanted: Required, reason: string): Iterable<Found> {
  if (statement.effect !== 'Allow') return;
  const at = grantedAt(statement.action, wanted.actions, [], lower);
  if (at === undefined || grantedAt(statement.resource, wanted.resources, [], asWritten) === undefined)
    return;
  const tests = testsOf(statement);
  const missing = wanted.allOf.filter((test) => !tests.some((one) => demands(one, test)));
  const lacksAny =
    wanted.anyOf.length > 0 && !wanted.anyOf.some((test) => tests.some((one) => demands(one, test)));
  const unwanted = tests.find((one) => wanted.noneOf.some((test) => touches(one, test)));
  if (unwanted !== undefined) {
    yield { at: unwanted.key, message: reason, hint: `Delete the test of \`${unwanted.key.text}\`.` };
  } else if (missing.length > 0) {
    yield { at, message: reason, hint: `Add a test of ${listed(missing.map(describe))}.` };
  } else if (lacksAny) {
    yield { at, message: reason, hint: `Add a test of ${listed(wanted.anyOf.map(describe), 4, 'or')}.` };
  }
}

/** Statements that grant what is forbidden, at the narrowest thing that the entry names. */
export function* findForbidden(
  statement: StatementParts,
  wanted: Forbidden,
  reason: string,
): Iterable<Found> {
  if (statement.effect !== 'Allow') return;
  const { actions, principals, resources, except } = wanted;
  const action = grantedAt(statement.action, actions, except, lower);
  const resource = grantedAt(statement.resource, resources, except, asWritten);
  const principal = principalAt(statement.principal, principals, except);
  if (action === undefined || resource === undefined || principal === undefined) return;
  const at = actions.length > 0 ? action : principals.length > 0 ? principal : resource;
  yield { at, message: reason };
}

/**
 * The value by which an element reaches one of the patterns: any of it where none is given. Undefined where it reaches
 * none. What an exception covers as a whole does not count.
 */
function grantedAt(
  element: PatternElement | undefined,
  patterns: readonly string[],
  except: readonly string[],
  fold: (text: string) => string,
): Value | undefined {
  if (element === undefined) return patterns.length === 0 ? { start: 0, end: 0, text: '' } : undefined;
  const [first] = element.values;
  if (patterns.length === 0) return first;
  const excepted = except.map(fold);
  if (element.negated) {
    const spared = [...element.values.map(({ text }) => fold(text)), ...excepted];
    const isReached = patterns.some((pattern) => !spared.some((one) => coversPattern(one, fold(pattern))));
    return isReached ? first : undefined;
  }
  return element.values.find(
    ({ text }) =>
      !excepted.some((one) => coversPattern(one, fold(text))) &&
      patterns.some((pattern) => reaches(fold(text), fold(pattern))),
  );
}

/** A lone `*` means the star itself: who means everything leaves the list out. */
function reaches(text: string, pattern: string): boolean {
  return pattern === '*' ? coversPattern(text, '*') : patternsMeet(text, pattern);
}

function principalAt(
  element: PrincipalElement | undefined,
  patterns: readonly string[],
  except: readonly string[],
): Value | undefined {
  if (patterns.length === 0) return element?.values[0] ?? { start: 0, end: 0, text: '' };
  if (element === undefined) return undefined;
  if (element.negated) return element.values[0];
  const excepted = except.map(principalName);
  return element.values.find(({ text }) => {
    const name = principalName(text);
    if (excepted.some((one) => coversPattern(one, name))) return false;
    return patterns.some((pattern) =>
      name === '*' || pattern === '*' ? name === '*' : patternsMeet(name, principalName(pattern)),
    );
  });
}

/** An account by its number is its root. */
function principalName(text: string): string {
  return /^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text;
}

/** Whether a statement's test leaves only requests through that the wanted one lets through. */
function demands(test: Test, wanted: WantedTest): boolean {
  const { parsed, values } = test;
  if (parsed === undefined || lower(test.key.text) !== lower(wanted.key)) return false;
  // These hold for a request without the key too.
  if (parsed.ifExists || parsed.quantifier === 'ForAllValues') return false;
  if (wanted.operator === undefined) {
    if (parsed.base === 'Null') return values.every(({ text }) => lower(text) === 'false');
    return !isNegated(test);
  }
  if (lower(parsed.canonical) !== lower(wanted.operator)) return false;
  const hasWildcards = /Like$|^Arn/.test(parsed.base);
  return values.every(({ text }) =>
    wanted.values.some((one) =>
      hasWildcards ? coversPattern(one, text) : sameValue(parsed.base, one, text),
    ),
  );
}

function sameValue(operator: string, left: string, right: string): boolean {
  return /^(?:Bool|Null)$|IgnoreCase$/.test(operator) ? lower(left) === lower(right) : left === right;
}

/** Whether a test is of the kind that an entry does not want. */
function touches({ parsed, key, values }: Test, wanted: WantedTest): boolean {
  if (lower(key.text) !== lower(wanted.key)) return false;
  if (wanted.operator === undefined) return true;
  if (lower(parsed?.canonical ?? '') !== lower(wanted.operator)) return false;
  return values.some(({ text }) => wanted.values.some((one) => patternsMeet(one, text)));
}

function describe({ key, operator, values }: WantedTest): string {
  if (operator === undefined) return `\`${key}\``;
  const texts = values.map(quoted);
  return `\`${key}\` by ${operator}${texts.length === 0 ? '' : ` with ${listed(texts, 3, 'or')}`}`;
}
