import { simpleLowerCase } from '../../core/simple-case.ts';
import type { Condition } from './condition.ts';
import type { ConditionValue } from './condition-value.ts';

/** The ARNs that a role may have of which only the path is not known (R428): PREFIX, perhaps a path, NAME. */
export interface RoleFamily {
  /** `arn:aws:iam::111122223333:role/` */
  readonly prefix: string;
  readonly name: string;
}

/** Whether a test of the role's ARN can hold, and whether it can fail, over all paths. */
export function possibleForRole(
  condition: Condition,
  family: RoleFamily,
): { readonly holds: boolean; readonly fails: boolean } {
  const { test, values } = condition;
  if (test === undefined || values.some(({ template }) => template.constant === undefined)) {
    const holds = test === undefined ? condition.evaluate(() => family.prefix + family.name) : 'unknown';
    return { holds: holds !== false, fails: holds !== true };
  }
  const matches = values.some((value) => canMatch(condition, value, family));
  const misses = somePaths.some(
    (path) => !values.some(({ constant }) => constant?.matches(family.prefix + path + family.name) === true),
  );
  return test.negated ? { holds: misses, fails: matches } : { holds: matches, fails: misses };
}

/** What all of these match matches whatever the path is: they have nothing in common. */
const somePaths = ['', 'q7-zx/', 'A.b/_c/', '0/1,2/3=4/'];

/** Whether some ARN of the family meets the value. */
function canMatch({ test, operator }: Condition, value: ConditionValue, family: RoleFamily): boolean {
  if (test === undefined || value.constant === undefined) return false;
  const { prefix, name } = family;
  if (value.constant.matches(prefix + name)) return true;
  const fold = operator.base.endsWith('IgnoreCase') ? simpleLowerCase : (text: string) => text;
  const tokens = (value.template.constant ?? []).flatMap(({ text, literal }) =>
    Array.from(fold(text), (character) => ({
      character,
      wild: test.wildcards && !literal && (character === '*' || character === '?'),
    })),
  );
  return meets(tokens, test.type === 'arn', fold(prefix), fold(name));
}

interface Token {
  readonly character: string;
  readonly wild: boolean;
}

/**
 * Whether the pattern and the family have a text in common: both read together, place by place. `free` is the state
 * inside of a path.
 */
function meets(tokens: readonly Token[], byParts: boolean, prefix: string, name: string): boolean {
  const literal = prefix + name;
  const free = literal.length + 1;
  const seen = new Set<number>();
  const open: (readonly [at: number, state: number])[] = [[0, 0]];
  const colonsBefore = tokens.map(
    (_, at) => tokens.slice(0, at).filter((one) => one.character === ':' && !one.wild).length,
  );
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, state] = next;
    const id = at * (free + 1) + state;
    if (seen.has(id)) continue;
    seen.add(id);
    if (at === tokens.length && state === literal.length) return true;
    const token = tokens[at];
    if (token?.wild === true && token.character === '*') open.push([at + 1, state]);
    if (token === undefined) continue;
    const inPart = byParts && (colonsBefore[at] ?? 0) < 5;
    for (const { character, to } of steps(state, literal, prefix.length, free)) {
      const fits = token.wild
        ? !(inPart && character === ':')
        : character === undefined || character === token.character;
      if (!fits) continue;
      open.push([token.wild && token.character === '*' ? at : at + 1, to]);
    }
  }
  return false;
}

/** From a place in the family's text on: the character, where it is fixed, and the place behind it. */
function steps(
  state: number,
  literal: string,
  start: number,
  free: number,
): readonly { readonly character: string | undefined; readonly to: number }[] {
  if (state === free) {
    return [
      { character: undefined, to: free },
      { character: '/', to: start },
    ];
  }
  const fixed = state < literal.length ? [{ character: literal.charAt(state), to: state + 1 }] : [];
  return state === start ? [...fixed, { character: undefined, to: free }] : fixed;
}
