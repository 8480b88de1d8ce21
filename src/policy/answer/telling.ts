import type { Range } from '../../core/source.ts';
import type { ConditionElement } from '../policy.ts';
import type { Request } from '../request.ts';
import { describeElements, type DescribedElement } from './describe-elements.ts';
import type { Explanation, StatementTrace } from './explain.ts';

/** A place of a statement that shows why it matches, or why it does not, in words. */
export interface Telling {
  readonly range: Range;
  readonly note: string;
}

/** More conditions than these are not all told. */
const mostTold = 4;

/** The element of a statement that best shows why it matches, or the first that does not. */
export function tellingElement(trace: StatementTrace, explanation: Explanation): Telling {
  const [first] = tellingElements(trace, explanation);
  if (first !== undefined)
    return isForAbsence(trace, first) ? { ...first, note: `${first.note}, so this Deny applies` } : first;
  const elements = describeElements(trace, explanation.request, explanation.lookUp);
  const { effectRange, effect } = trace.compiled.statement;
  const words = elements.map(({ title, because }) => `${title}: ${because}`);
  return { range: effectRange, note: `this ${effect} matches; ${words.join('; ')}` };
}

/**
 * What of a statement a reader wants to know, the most telling first: all that does not match; else the conditions by
 * what they ask about (R720), and whatever a `Not…` element does not leave out.
 */
export function tellingElements(trace: StatementTrace, { request, lookUp }: Explanation): readonly Telling[] {
  const elements = describeElements(trace, request, lookUp);
  const missed = elements.filter(({ result }) => result === 'no-match');
  const conditionsOf = lookUpConditions(trace);
  if (missed.length > 0) return missed.map((element) => toTelling(conditionsOf, element));
  const negated = elements.filter(
    ({ id, title }) => id !== 'condition' && title.startsWith('Not') && isPointed(id, trace),
  );
  const conditions = elements
    .filter(({ id }) => id === 'condition')
    .map((element) => ({ element, rank: rankOf(element, keyOf(conditionsOf, element), request) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ element }) => element);
  const byPrincipal = negated.filter(({ id }) => id === 'principal');
  const others = negated.filter(({ id }) => id !== 'principal');
  return [...byPrincipal, ...conditions.slice(0, mostTold), ...others].map((element) =>
    toTelling(conditionsOf, element),
  );
}

/** A `NotPrincipal` says something where the caller is there in part. */
function isPointed(id: DescribedElement['id'], { principal, compiled }: StatementTrace): boolean {
  return id !== 'principal' || (compiled.effect === 'Deny' && principal !== undefined);
}

/** The conditions of a statement by their elements: there may be as many elements that are told. */
interface Conditions {
  readonly byElement: ReadonlyMap<Range, ConditionElement & { readonly name: string }>;
  /** How many keys an operator has, by where it stands. */
  readonly keysOf: ReadonlyMap<number, number>;
}

function lookUpConditions({ conditions }: StatementTrace): Conditions {
  const byElement = new Map<Range, ConditionElement & { readonly name: string }>();
  const keysOf = new Map<number, number>();
  for (const { condition } of conditions) {
    const { element } = condition;
    byElement.set(element, { ...element, name: condition.key });
    keysOf.set(element.operator.start, (keysOf.get(element.operator.start) ?? 0) + 1);
  }
  return { byElement, keysOf };
}

function toTelling({ byElement, keysOf }: Conditions, element: DescribedElement): Telling {
  const found = byElement.get(element.range);
  const isNegated = element.id !== 'condition' && element.title.startsWith('Not');
  const note =
    isNegated && element.id === 'principal' ? `${element.title}: ${element.because}` : element.because;
  // The operator, or its key where it has several.
  const hasMore = found !== undefined && (keysOf.get(found.operator.start) ?? 0) > 1;
  return {
    range: found === undefined ? element.range : hasMore ? found.key : found.operator,
    note,
  };
}

/** A Deny that matches for want of a key: people think that it then does not. */
function isForAbsence({ compiled, matches, conditions }: StatementTrace, { range }: Telling): boolean {
  const outcome = conditions.find(
    ({ condition: { element } }) => element.operator === range || element.key === range,
  );
  return compiled.effect === 'Deny' && matches === true && outcome?.reason.kind === 'absent';
}

function keyOf({ byElement }: Conditions, { range }: DescribedElement): string {
  return byElement.get(range)?.name ?? '';
}

/** Keys that the resource of the request gives, and those that its caller gives. */
const ofResource: ReadonlySet<string> = new Set([
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
]);
const ofCaller =
  /^aws:(principal(arn|type|isawsservice|servicename|servicenameslist|account)|userid|username|viaawsservice|calledvia.*|currenttime|epochtime|securetransport|tokenissuetime)$/;

/** What the caller gave or left out is told first, what follows from the resource next, what from the caller last. */
function rankOf({ result, title }: DescribedElement, key: string, request: Request): number {
  if (result === 'unknown') return -1;
  // That a key is there says less than what it is.
  if (title === 'Condition Null') return 0.5;
  return rankOfKey(key, request);
}

/** The same of a key, in lower case: what comes first is told, and advised, first (R720). */
export function rankOfKey(key: string, { context, arn, principal }: Request): number {
  const given = context.has(key);
  if (ofCaller.test(key)) return given && !('account' in principal) ? 1 : 3;
  if (/^aws:principaltag\//.test(key) && !given) return 2;
  if (key === 'aws:requestedregion' && !given) return (arn?.region ?? '') === '' ? 0 : 1;
  if (ofResource.has(key) && !given) return 1;
  return 0;
}
