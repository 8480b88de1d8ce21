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
}

const anyOne = -1;
const anyRun = -2;
const oneInPart = -3;
const runInPart = -4;

const colon = 58;
const questionMark = 63;
const asterisk = 42;

/** Wildcards cross every character. */
export function compileGlob(pattern: string | readonly Piece[]): Glob {
  if (typeof pattern === 'string' && !pattern.includes('?')) {
    const chunks = pattern.split('*');
    return compileChunks([
      chunks[0] ?? '',
      ...chunks.slice(1, -1).filter((chunk) => chunk !== ''),
      ...chunks.slice(1).slice(-1),
    ]);
  }
  return compileTokens(tokensOf(pattern, false));
}

/**
 * Wildcards of a `Resource` element: in the first five parts of an ARN they stay inside their part, except that
 * a `*` which is the last character of its part may run on over the colon (R212, R213).
 */
export function compileArnGlob(pattern: string | readonly Piece[]): Glob {
  if (typeof pattern === 'string' && !/[*?]/.test(pattern)) return compileChunks([pattern]);
  return compileTokens(tokensOf(pattern, true));
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
  if (tokens.some((token) => token === anyOne || token === oneInPart || token === runInPart)) {
    return { matches: automaton(tokens), literal: undefined, matchesAll: false };
  }
  const chunks: string[] = [''];
  for (const token of tokens) {
    if (token === anyRun) chunks.push('');
    else chunks.push((chunks.pop() ?? '') + String.fromCharCode(token));
  }
  return compileChunks(chunks);
}

/** What stands between the runs; of the chunks only the first and the last may be empty. */
function compileChunks(chunks: readonly string[]): Glob {
  const first = chunks[0] ?? '';
  const last = chunks[chunks.length - 1] ?? '';
  if (chunks.length === 2 && first === '' && last === '') {
    return { matches: () => true, literal: undefined, matchesAll: true };
  }
  if (chunks.length === 1) {
    return { matches: (text) => text === first, literal: first, matchesAll: false };
  }
  return { matches: chunkMatcher(first, chunks.slice(1, -1), last), literal: undefined, matchesAll: false };
}

/** `first*middle*…*last`: the ends are anchored, each middle is found at its leftmost place. */
function chunkMatcher(first: string, middles: readonly string[], last: string): (text: string) => boolean {
  const shortest = first.length + last.length + middles.reduce((sum, middle) => sum + middle.length, 0);
  if (middles.length === 0) {
    if (last === '') return (text) => text.startsWith(first);
    return (text) => text.length >= shortest && text.startsWith(first) && text.endsWith(last);
  }
  const finders = middles.map(finder);
  return (text) => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (let index = 0; index < finders.length; index++) {
      const found = finders[index]?.(text, at) ?? -1;
      if (found < 0) return false;
      at = found + (middles[index]?.length ?? 0);
    }
    return at <= text.length - last.length;
  };
}

const longChunk = 64;

/** `indexOf`, but linear also for long chunks made to be slow (Knuth, Morris and Pratt). */
function finder(chunk: string): (text: string, from: number) => number {
  if (chunk.length <= longChunk) return (text, from) => text.indexOf(chunk, from);
  const failure = new Int32Array(chunk.length);
  for (let at = 1, matched = 0; at < chunk.length; at++) {
    while (matched > 0 && chunk.charCodeAt(at) !== chunk.charCodeAt(matched))
      matched = failure[matched - 1] ?? 0;
    if (chunk.charCodeAt(at) === chunk.charCodeAt(matched)) matched++;
    failure[at] = matched;
  }
  return (text, from) => {
    for (let at = from, matched = 0; at < text.length; at++) {
      while (matched > 0 && text.charCodeAt(at) !== chunk.charCodeAt(matched))
        matched = failure[matched - 1] ?? 0;
      if (text.charCodeAt(at) === chunk.charCodeAt(matched)) matched++;
      if (matched === chunk.length) return at - chunk.length + 1;
    }
    return -1;
  };
}

/**
 * All states of the pattern at once, 32 to a word. State `s` means that `s` single tokens are consumed; a run
 * keeps its state alive; a character moves the states that accept it one up. Once a state with a free run is
 * reached no earlier one can do better, so they are dropped: the words looked at are those of one chunk.
 */
function automaton(tokens: readonly number[]): (text: string) => boolean {
  const { loopAny, loopInPart, acceptAll, acceptInPart, places, end } = automatonTables(tokens);
  const words = loopAny.length;
  const none = new Int32Array(words);
  // A character at more states than there are words is looked up in a mask, a rarer one state by state.
  const masks = new Map<number, Int32Array>();
  for (const [code, states] of places) {
    if (states.length * 4 > words) {
      masks.set(code, maskOf(states, words));
      places.delete(code);
    }
  }

  return (text) => {
    let current = new Int32Array(words);
    let next = new Int32Array(words);
    current[0] = 1;
    let low = 0;
    let high = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const accepts = code === colon ? acceptAll : acceptInPart;
      const loops = code === colon ? loopAny : loopInPart;
      const mask = masks.get(code) ?? none;
      const top = Math.min(high + 1, words - 1);
      let carry = 0;
      let newLow = -1;
      let newHigh = -1;
      let free = -1;
      for (let word = low; word <= top; word++) {
        const now = word > high ? 0 : at0(current, word);
        const moved = now & (at0(accepts, word) | at0(mask, word));
        const value = (moved << 1) | carry | (now & at0(loops, word));
        carry = moved >>> 31;
        next[word] = value;
        if (value !== 0) {
          if (newLow < 0) newLow = word;
          newHigh = word;
          if ((value & at0(loopAny, word)) !== 0) free = word;
        }
      }
      const rare = places.get(code);
      if (rare !== undefined) {
        for (const place of rare) {
          const word = place >> 5;
          if (word < low || word > high || ((at0(current, word) >>> (place & 31)) & 1) === 0) continue;
          set(next, place + 1);
          const reached = (place + 1) >> 5;
          newLow = newLow < 0 ? reached : Math.min(newLow, reached);
          newHigh = Math.max(newHigh, reached);
          if (((at0(loopAny, reached) >>> ((place + 1) & 31)) & 1) === 1) free = Math.max(free, reached);
        }
      }
      if (newHigh < 0) return false;
      low = Math.max(newLow, free);
      high = newHigh;
      [current, next] = [next, current];
    }
    const last = end >> 5;
    return last >= low && last <= high && ((at0(current, last) >>> (end & 31)) & 1) === 1;
  };
}

function automatonTables(tokens: readonly number[]) {
  const end = tokens.filter((token) => token !== anyRun && token !== runInPart).length;
  const words = (end >> 5) + 1;
  const tables = {
    loopAny: new Int32Array(words),
    loopInPart: new Int32Array(words),
    acceptAll: new Int32Array(words),
    acceptInPart: new Int32Array(words),
    /** The states in which a character is the next one. */
    places: new Map<number, number[]>(),
    end,
  };
  let state = 0;
  for (const token of tokens) {
    if (token === anyRun || token === runInPart) {
      if (token === anyRun) set(tables.loopAny, state);
      set(tables.loopInPart, state);
      continue;
    }
    if (token === anyOne || token === oneInPart) {
      if (token === anyOne) set(tables.acceptAll, state);
      set(tables.acceptInPart, state);
    } else {
      const states = tables.places.get(token);
      if (states === undefined) tables.places.set(token, [state]);
      else states.push(state);
    }
    state++;
  }
  return tables;
}

function maskOf(states: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const state of states) set(mask, state);
  return mask;
}

function at0(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function set(words: Int32Array, bit: number): void {
  words[bit >> 5] = at0(words, bit >> 5) | (1 << (bit & 31));
}
