import type { Value } from './shapes.ts';

/** Texts with wildcards and variables, as a list of characters in which a wildcard is a symbol of its own. */

export const many = Symbol('many');
export const one = Symbol('one');
export type Sign = string | typeof many | typeof one;

export type Keys = ReadonlyMap<string, Value>;

export function plain(text: string): readonly Sign[] {
  return Array.from(text);
}

export function withWildcards(text: string): readonly Sign[] {
  return Array.from(text).map((each) => (each === '*' ? many : each === '?' ? one : each));
}

/** `yes`: a text; `none`: a variable has no value; `several`: it has more than one (R503). */
export type Resolved =
  | { readonly is: 'text'; readonly signs: readonly Sign[] }
  | { readonly is: 'none' }
  | { readonly is: 'several' };

/** A text with its variables replaced (R501 to R508). `read` says what the text outside of variables means. */
export function resolve(
  text: string,
  version: string,
  keys: Keys,
  read: (text: string) => readonly Sign[],
): Resolved {
  if (version !== '2012-10-17') return { is: 'text', signs: read(text) };
  const signs: Sign[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf('${');
    const end = rest.indexOf('}', start);
    if (start < 0 || end < 0) return { is: 'text', signs: [...signs, ...read(rest)] };
    signs.push(...read(rest.slice(0, start)));
    const inside = rest.slice(start + 2, end);
    rest = rest.slice(end + 1);
    if (['*', '?', '$'].includes(inside)) {
      signs.push(inside);
      continue;
    }
    const [name = '', fallback] = inside.split(', ');
    const value = keys.get(name.toLowerCase());
    if (typeof value === 'string') signs.push(...Array.from(value));
    else if (value !== undefined && value.length > 1) return { is: 'several' };
    else if (value?.length === 1) signs.push(...Array.from(value[0] ?? ''));
    else if (fallback !== undefined) signs.push(...Array.from(fallback.slice(1, -1)));
    else return { is: 'none' };
  }
}

/** Whether signs cover a text, `*` and `?` crossing whatever `crosses` lets them. */
export function covers(
  signs: readonly Sign[],
  text: string,
  crosses: (at: number, character: string) => boolean = () => true,
): boolean {
  const characters = Array.from(text);
  let ends = new Set([0]);
  signs.forEach((sign, at) => {
    const next = new Set<number>();
    for (const end of ends) {
      if (sign === many) {
        next.add(end);
        for (let to = end; to < characters.length && crosses(at, characters[to] ?? ''); to++)
          next.add(to + 1);
        continue;
      }
      const character = characters[end];
      if (character === undefined) continue;
      if (sign === one ? crosses(at, character) : sign === character) next.add(end + 1);
    }
    ends = next;
  });
  return ends.has(characters.length);
}
