import { listOf, settle, type Effect, type Reading, type Statement } from './shapes.ts';
import { covers, many, one, resolve, withWildcards, type Keys, type Sign } from './texts.ts';

/** What Action, NotAction, Resource and NotResource say of a request. */

export function actionMatches({ Action, NotAction }: Statement, action: string): boolean {
  const listed = (patterns: readonly string[]) =>
    patterns.some((each) => covers(withWildcards(each.toLowerCase()), action.toLowerCase()));
  if (NotAction !== undefined) return !listed(listOf(NotAction));
  return listed(listOf(Action));
}

/** What a request is about: an ARN, or what AWS asks where the action names no resource. */
export interface Asked {
  readonly arn: string;
  /** What the request is about, where its action names no resource and the question has an ARN all the same (R905). */
  readonly instead?: string;
}

export function resourceMatches(statement: Statement, version: string, asked: Asked, keys: Keys): boolean {
  const { Effect: effect } = statement;
  const { arn, instead } = asked;
  if (instead === undefined) return elementMatches(statement, version, arn, keys);
  const without = elementMatches(statement, version, instead, keys);
  return effect === 'Allow' ? without : without || elementMatches(statement, version, arn, keys);
}

function elementMatches(statement: Statement, version: string, arn: string, keys: Keys): boolean {
  const { Effect: effect, Resource, NotResource } = statement;
  if (NotResource === undefined && Resource === undefined) return true;
  const patterns = listOf(NotResource ?? Resource);
  const turned: Effect = effect === 'Allow' ? 'Deny' : 'Allow';
  const toward = NotResource === undefined ? effect : turned;
  const listed = patterns.some((each) => settle(patternReading(each, version, arn, keys), toward));
  return NotResource === undefined ? listed : !listed;
}

function patternReading(pattern: string, version: string, arn: string, keys: Keys): Reading {
  const resolved = resolve(pattern, version, keys, withWildcards);
  if (resolved.is !== 'text') return 'no';
  const { signs } = resolved;
  if (arn === '*') return signs.every((sign) => sign === many) ? 'yes' : 'no';
  if (colonsOf(signs) >= 5) {
    if (!arnCovers(signs, arn)) return 'no';
    return hasWildcardInService(signs) ? 'doubt' : 'yes';
  }
  if (arnCovers(signs, arn)) return 'yes';
  const filled = [...signs];
  while (colonsOf(filled) < 5) filled.push(':', many);
  return arnCovers(filled, arn) ? 'doubt' : 'no';
}

function colonsOf(signs: readonly Sign[]): number {
  return signs.filter((sign) => sign === ':').length;
}

/** `*` and `?` of the first five parts stay inside of their part, but a `*` at its end (R213). */
function arnCovers(signs: readonly Sign[], arn: string): boolean {
  const inFirstFive = (at: number) => colonsOf(signs.slice(0, at)) < 5;
  const endsPart = (at: number) => signs[at] === many && (signs[at + 1] === ':' || at === signs.length - 1);
  return covers(signs, arn, (at, character) => character !== ':' || !inFirstFive(at) || endsPart(at));
}

/** A wildcard beside letters in the third part (R215). */
function hasWildcardInService(signs: readonly Sign[]): boolean {
  const at = (nth: number) =>
    signs.flatMap((sign, index) => (sign === ':' ? [index] : []))[nth] ?? signs.length;
  const service = signs.slice(at(1) + 1, at(2));
  return service.length > 1 && service.some((sign) => sign === many || sign === one);
}
