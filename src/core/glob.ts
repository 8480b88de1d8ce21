import { anyOne, anyRun, automaton, oneInPart, runInPart } from './glob-automaton.ts';
import { anyFlatMatcher, flatPattern, flatMatcher, longChunkMatcher, textOf } from './glob-chunks.ts';

/**
 * Wildcards of the policy language: `*` any run, `?` exactly one character, compared by UTF-16 unit and with
 * case. Time is linear in the text for every pattern: no backtracking, so a hostile policy cannot hang a run.
 */

/** A piece of a pattern; in a literal piece `*` and `?` stand for themselves (R506, R507). */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

export interface Glob {
  readonly matches: (text: string) => boolean;
  /** The only text that matches, where the pattern has no wildcard. */
  readonly literal: string | undefined;
  /** True for a pattern of nothing but `*`. */
  readonly matchesAll: boolean;
  /** The pattern as `flatMatcher` takes it, where it does. */
  readonly flat: string | undefined;
}

const colon = 58;
const questionMark = 63;
const asterisk = 42;

/** Wildcards cross every character. */
export function compileGlob(pattern: string | readonly Piece[]): Glob {
  return compileTokens(tokensOf(pattern, false));
}

/**
 * Wildcards of a `Resource` element: in the first five parts of an ARN they stay inside their part, except that
 * a `*` which is the last character of its part may run on over the colon (R212, R213).
 */
export function compileArnGlob(pattern: string | readonly Piece[]): Glob {
  return compileTokens(tokensOf(pattern, true));
}

/** What `compileArnGlob` reads of a pattern, for those who ask what patterns have in common. */
export function arnTokens(pattern: string | readonly Piece[]): readonly number[] {
  return tokensOf(pattern, true);
}

function tokensOf(pattern: string | readonly Piece[], byParts: boolean): number[] {
  const tokens: number[] = [];
  let colons = 0;
  for (const piece of typeof pattern === 'string' ? [{ text: pattern, literal: false }] : pattern) {
    for (let at = 0; at < piece.text.length; at++) {
      const code = piece.text.charCodeAt(at);
      const inPart = byParts && colons < 5;
      if (!piece.literal && code === asterisk) tokens.push(inPart ? runInPart : anyRun);
      else if (!piece.literal && code === questionMark) tokens.push(inPart ? oneInPart : anyOne);
      else {
        if (code === colon) {
          if (inPart) freeTrailingRun(tokens);
          colons++;
        }
        tokens.push(code);
      }
    }
  }
  if (byParts && colons < 5) freeTrailingRun(tokens);
  return mergeRuns(tokens);
}

function freeTrailingRun(tokens: number[]): void {
  const last = tokens.length - 1;
  if (tokens[last] === runInPart) tokens[last] = anyRun;
}

/** Neighbouring runs are one run; it crosses parts if one of them does. */
function mergeRuns(tokens: readonly number[]): number[] {
  const merged: number[] = [];
  for (const token of tokens) {
    const last = merged.length - 1;
    const previous = merged[last];
    if ((token === anyRun || token === runInPart) && (previous === anyRun || previous === runInPart)) {
      if (token === anyRun) merged[last] = anyRun;
    } else merged.push(token);
  }
  return merged;
}

function compileTokens(tokens: readonly number[]): Glob {
  if (tokens.includes(oneInPart) || tokens.includes(runInPart)) {
    return { matches: automaton(tokens), literal: undefined, matchesAll: false, flat: undefined };
  }
  const hasRun = tokens.includes(anyRun);
  const hasOne = tokens.includes(anyOne);
  const flat = flatPattern(tokens);
  if (!hasRun && !hasOne) {
    const literal = textOf(tokens);
    return { matches: (text) => text === literal, literal, matchesAll: false, flat };
  }
  if (hasRun && tokens.length === 1) return everything;
  if (flat !== undefined) {
    return { matches: flatMatcher(flat), literal: undefined, matchesAll: false, flat };
  }
  const matches = hasOne ? automaton(tokens) : longChunkMatcher(chunksOf(tokens));
  return { matches, literal: undefined, matchesAll: false, flat };
}

const everything: Glob = { matches: () => true, literal: undefined, matchesAll: true, flat: '\u0001' };

/** What stands between the runs; of the chunks only the first and the last may be empty. */
function chunksOf(tokens: readonly number[]): readonly string[] {
  const chunks: string[] = [''];
  for (const token of tokens) {
    if (token === anyRun) chunks.push('');
    else chunks.push((chunks.pop() ?? '') + String.fromCharCode(token));
  }
  return chunks;
}

/** Does one of the patterns match? */
export function matcherOfAny(globs: readonly Glob[]): (text: string) => boolean {
  const [only] = globs;
  if (only !== undefined && globs.length === 1) return only.matches;
  const flats = globs.flatMap(({ flat }) => flat ?? []);
  return flats.length === globs.length
    ? anyFlatMatcher(flats)
    : (text) => globs.some(({ matches }) => matches(text));
}
