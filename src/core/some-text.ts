import { anyOne, anyRun, oneInPart, runInPart } from './glob-automaton.ts';

/** Of the parts of an ARN that hold no slash: a bucket's name. */
export const oneInName = -5;
export const runInName = -6;
/** A text that nobody knows, the same wherever the same token stands: `${aws:username}`. */
export const firstUnknownText = -100;

/** A pattern as `arnTokens` reads it, and the tokens above. */
export type Tokens = readonly number[];

export type SomeText =
  | { readonly kind: 'found'; readonly text: string }
  /** No text at all: every state was looked at. */
  | { readonly kind: 'none' }
  /** There are more states than are looked at. */
  | { readonly kind: 'too-many' };

/** What may still be done, in steps of a pattern: shared by all questions of one comparison. */
export interface Work {
  left: number;
}

const mostStates = 3000;
const [colon, slash] = [58, 47];
/** Characters that stand for all that no pattern names. */
const strangers = Array.from('xyzqwvkjXYZQ079_', (one) => one.charCodeAt(0));

/**
 * A shortest text that matches every pattern of `inside` and none of `outside`. The patterns are walked together, state by
 * state: "none" is a proof.
 */
export function someText(
  inside: readonly Tokens[],
  outside: readonly Tokens[],
  work: Work = { left: Infinity },
): SomeText {
  const patterns = [...inside, ...outside];
  const start: State = {
    places: patterns.map((tokens) => closure(tokens, [0])),
    from: undefined,
    code: 0,
  };
  const seen = new Set<string>([keyOf(start)]);
  const queue: State[] = [start];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at];
    if (state === undefined) break;
    if (isWanted(state, patterns, inside.length)) return { kind: 'found', text: textOf(state) };
    if (at >= mostStates || work.left < 0) return { kind: 'too-many' };
    for (const code of codesAt(state, patterns)) {
      work.left -= patterns.length;
      const next: State = {
        places: patterns.map((tokens, index) =>
          step(tokens, state.places[index] ?? [], code, index < inside.length),
        ),
        from: state,
        code,
      };
      if (isDead(next, patterns, inside.length)) continue;
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return { kind: 'none' };
}

/** Whether a text matches the tokens. */
export function matchesTokens(tokens: Tokens, text: string): boolean {
  let places = closure(tokens, [0]);
  for (let at = 0; at < text.length && places.length > 0; at++)
    places = step(tokens, places, text.charCodeAt(at), true);
  return places.includes(tokens.length);
}

interface State {
  /** For each pattern the places where it may stand, ascending. */
  readonly places: readonly (readonly number[])[];
  readonly from: State | undefined;
  /** The character that led here. */
  readonly code: number;
}

function keyOf({ places }: State): string {
  return places.map((one) => one.join(',')).join(';');
}

function textOf(state: State): string {
  const codes: number[] = [];
  for (let at = state; at.from !== undefined; at = at.from) codes.push(at.code);
  return codes
    .reverse()
    .map((code) => (code < 0 ? '' : String.fromCharCode(code)))
    .join('');
}

function isRun(token: number | undefined): boolean {
  return token === anyRun || token === runInPart || token === runInName;
}

/** With the places behind runs; a free run makes those in front of it needless. */
function closure(tokens: Tokens, places: readonly number[]): readonly number[] {
  if (isClosed(tokens, places)) return places;
  const all = new Set<number>();
  for (const place of places) {
    let at = place;
    all.add(at);
    while (isRun(tokens[at])) all.add(++at);
  }
  const sorted = [...all].sort((left, right) => left - right);
  const free = sorted.findLast((place) => tokens[place] === anyRun);
  return free === undefined ? sorted : sorted.filter((place) => place >= free);
}

/** Ascending, and none in front of a run: as nearly all are. */
function isClosed(tokens: Tokens, places: readonly number[]): boolean {
  let last = -1;
  for (const place of places) {
    if (place <= last || isRun(tokens[place])) return false;
    last = place;
  }
  return true;
}

function step(tokens: Tokens, places: readonly number[], code: number, isInside: boolean): readonly number[] {
  const next: number[] = [];
  for (const place of places) {
    const token = tokens[place];
    if (token === undefined || !takes(token, code, isInside)) continue;
    next.push(isRun(token) ? place : place + 1);
  }
  return closure(tokens, next);
}

/** A text that nobody knows may be any: a pattern may take it, and surely does so only where it takes everything. */
function takes(token: number, code: number, isInside: boolean): boolean {
  if (token === anyRun) return true;
  if (code <= firstUnknownText) return token === code || (isInside && token < 0 && token > firstUnknownText);
  if (token === anyOne) return true;
  if (token === oneInPart || token === runInPart) return code !== colon;
  if (token === oneInName || token === runInName) return code !== colon && code !== slash;
  return token === code;
}

/** The characters that patterns wait for here, and one that none of them waits for. */
function codesAt({ places }: State, patterns: readonly Tokens[]): readonly number[] {
  const codes = new Set<number>();
  for (const [index, tokens] of patterns.entries()) {
    for (const place of places[index] ?? []) {
      const token = tokens[place];
      if (token === undefined) continue;
      if (token >= 0 || token <= firstUnknownText) codes.add(token);
      else if (token === oneInPart || token === runInPart) codes.add(colon);
      else if (token === oneInName || token === runInName) codes.add(colon).add(slash);
    }
  }
  const stranger = strangers.find((code) => !codes.has(code));
  return stranger === undefined ? [...codes] : [stranger, ...codes];
}

function isWanted({ places }: State, patterns: readonly Tokens[], insides: number): boolean {
  return patterns.every((tokens, index) => {
    const ends = places[index]?.includes(tokens.length) === true;
    return index < insides ? ends : !ends;
  });
}

/** Nothing that follows can be wanted: a pattern is left behind, or one takes all that follows. */
function isDead({ places }: State, patterns: readonly Tokens[], insides: number): boolean {
  return patterns.some((tokens, index) => {
    const own = places[index] ?? [];
    if (index < insides) return own.length === 0;
    const last = tokens.length - 1;
    return tokens[last] === anyRun && own.includes(last);
  });
}
