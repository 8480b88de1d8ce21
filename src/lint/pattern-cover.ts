import { compileGlob } from '../core/glob.ts';

/** A piece of a pattern: a character, `?` (one), `*` (any run), or a variable of the policy, which can be any text. */
type Token = string | typeof one | typeof run;

const one = Symbol('one');
const run = Symbol('run');

/**
 * Whether a pattern matches every text that another pattern matches. Where that cannot be told character by character the
 * answer is no: `ab*` and `*b` together say more than either.
 */
export function coversPattern(pattern: string, other: string): boolean {
  // What a variable stands for is known with the request alone.
  if (pattern.includes('${')) return pattern === other;
  return matches(tokensOf(pattern), tokensOf(other));
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(/\$\{[^{}]*\}|[^]/g)) {
    if (piece === '*') tokens.push(run);
    else if (piece === '?') tokens.push(one);
    else if (/^\$\{[*?$]\}$/.test(piece)) tokens.push(piece.charAt(2));
    else tokens.push(piece.startsWith('${') ? run : piece);
  }
  return tokens;
}

/** From left to right; what does not fit is tried with a longer part under the last `*`. */
function matches(pattern: readonly Token[], other: readonly Token[]): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  for (let place = 0; place < other.length;) {
    const token = pattern[at];
    if (token === run) {
      star = at++;
      taken = place;
    } else if (token !== undefined && fits(token, other[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++taken;
    } else return false;
  }
  return pattern.slice(at).every((token) => token === run);
}

function fits(token: Token, other: Token | undefined): boolean {
  return token === one ? other !== run : token === other;
}

/** Whether some text matches both patterns. */
export function patternsMeet(left: string, right: string): boolean {
  const [rows, columns] = [tokensOf(left), tokensOf(right)];
  // By the row: which beginnings of the right pattern some text can have in common with this beginning of the left one.
  let reached = columns.map(() => false);
  reached.unshift(true);
  for (let at = 0; at < columns.length && columns[at] === run; at++) reached[at + 1] = true;
  for (const token of rows) {
    const next = [token === run && reached[0] === true];
    for (const [at, other] of columns.entries()) {
      const isOver = reached[at] === true;
      next.push(
        (token === run && (next[at] === true || reached[at + 1] === true)) ||
          (other === run && (isOver || next[at] === true || reached[at + 1] === true)) ||
          (isOver && (token === one || other === one || token === other)),
      );
    }
    reached = next;
  }
  return reached.at(-1) === true;
}

/** Beyond these a list is compared by equality alone: nobody writes one by hand. */
const mostPatterns = 200;

/** Of texts that are covered by others of their list, the place of the one that covers each: equal ones by the first. */
export function coversOf(texts: readonly string[]): ReadonlyMap<number, number> {
  const patterns = texts
    .flatMap((text, index) => (/[*?]/.test(text) ? [{ index, glob: compileGlob(text) }] : []))
    .slice(0, mostPatterns);
  const covers = new Map<number, number>();
  const first = new Map<string, number>();
  for (const [index, text] of texts.entries()) {
    const cover =
      first.get(text) ??
      patterns.find(
        ({ index: other, glob }) =>
          texts[other] !== text && glob.matches(text) && coversPattern(texts[other] ?? '', text),
      )?.index;
    if (!first.has(text)) first.set(text, index);
    if (cover !== undefined) covers.set(index, cover);
  }
  return covers;
}
