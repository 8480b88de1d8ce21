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
  if (missed.length > 0) return missed.map((element) => toTelling(trace, element));
  const negated = elements.filter(
    ({ id, title }) => id !== 'condition' && title.startsWith('Not') && isPointed(id, trace),
  );
  const conditions = elements
    .filter(({ id }) => id === 'condition')
    .map((element) => ({ element, rank: rankOf(element, keyOf(trace, element), request) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ element }) => element);
  const byPrincipal = negated.filter(({ id }) => id === 'principal');
  const others = negated.filter(({ id }) => id !== 'principal');
  return [...byPrincipal, ...conditions.slice(0, mostTold), ...others].map((element) =>
    toTelling(trace, element),
  );
}

/** A `NotPrincipal` says something where the caller is there in part. */
function isPointed(id: DescribedElement['id'], { principal, compiled }: StatementTrace): boolean {
  return id !== 'principal' || (compiled.effect === 'Deny' && principal !== undefined);
}

function toTelling(trace: StatementTrace, element: DescribedElement): Telling {
  const operator = trace.conditions.find(({ condition }) => condition.element === element.range);
  const isNegated = element.id !== 'condition' && element.title.startsWith('Not');
  const note =
    isNegated && element.id === 'principal' ? `${element.title}: ${element.because}` : element.because;
  return {
    range: operator === undefined ? element.range : pointed(operator.condition.element, trace),
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

/** The operator, or its key where it has several. */
function pointed({ operator, key }: ConditionElement, { conditions }: StatementTrace): Range {
  const own = conditions.filter(({ condition }) => condition.element.operator.start === operator.start);
  return own.length > 1 ? key : operator;
}

function keyOf({ conditions }: StatementTrace, { range }: DescribedElement): string {
  return conditions.find(({ condition }) => condition.element === range)?.condition.key ?? '';
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
function rankOf(
  { result, title }: DescribedElement,
  key: string,
  { context, arn, principal }: Request,
): number {
  if (result === 'unknown') return -1;
  // That a key is there says less than what it is.
  if (title === 'Condition Null') return 0.5;
  const given = context.has(key);
  if (ofCaller.test(key)) return given && !('account' in principal) ? 1 : 3;
  if (/^aws:principaltag\//.test(key) && !given) return 2;
  if (key === 'aws:requestedregion' && !given) return (arn?.region ?? '') === '' ? 0 : 1;
  if (ofResource.has(key) && !given) return 1;
  return 0;
}
