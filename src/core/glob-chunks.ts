import { anyOne, anyRun } from './glob-automaton.ts';

/**
 * A pattern without parts as one text, with a mark for each wildcard. A decision over ten thousand patterns waits for
 * memory: one text is one place to look at, where a list of chunks with their finders was twenty.
 */

const runMark = 0x01;
const oneMark = 0x02;

/** Longer ones are found by a search that never looks back, since each place of a text may begin to match. */
const longChunk = 64;

/** Undefined where the pattern holds a mark itself, or a chunk that is too long. */
export function flatPattern(tokens: readonly number[]): string | undefined {
  const codes: number[] = [];
  let inChunk = 0;
  let isLong = false;
  let hasRun = false;
  for (const token of tokens) {
    if (token === runMark || token === oneMark) return undefined;
    if (token === anyRun) {
      if (isLong) return undefined;
      hasRun = true;
      inChunk = 0;
    } else if (++inChunk > longChunk) isLong = hasRun;
    codes.push(token === anyRun ? runMark : token === anyOne ? oneMark : token);
  }
  return textOf(codes);
}

/** The tokens of a text without wildcards. In one piece: a text put together character by character stays a tree until it is read. */
export function textOf(codes: readonly number[]): string {
  if (codes.length <= mostAtOnce) return textOfFew(codes);
  const pieces: string[] = [];
  for (let at = 0; at < codes.length; at += mostAtOnce)
    pieces.push(textOfFew(codes.slice(at, at + mostAtOnce)));
  return pieces.join('');
}

/** A call takes no more arguments than some hundred thousand. */
const mostAtOnce = 4096;

function textOfFew(codes: readonly number[]): string {
  // eslint-disable-next-line no-restricted-syntax -- there are no more than `mostAtOnce`
  return String.fromCharCode(...codes);
}

/** Does the pattern match? */
export function flatMatcher(flat: string): (text: string) => boolean {
  const run = firstRun(flat);
  const size = flat.length;
  return (text) => matchesFlat(flat, 0, run, size, text);
}

/** Does one of the patterns match? They lie behind each other, as they are looked at. */
export function anyFlatMatcher(flats: readonly string[]): (text: string) => boolean {
  const list = flats.join('');
  const places: number[] = [];
  let from = 0;
  for (const flat of flats) {
    places.push(from, from + firstRun(flat), from + flat.length);
    from += flat.length;
  }
  return (text) => {
    for (let at = 0; at < places.length; at += 3) {
      if (matchesFlat(list, places[at] ?? 0, places[at + 1] ?? 0, places[at + 2] ?? 0, text)) return true;
    }
    return false;
  };
}

function firstRun(flat: string): number {
  const found = flat.indexOf(String.fromCharCode(runMark));
  return found < 0 ? flat.length : found;
}

/**
 * The pattern goes from `from` to `end` and has its first run at `run`. The ends are anchored; between them each chunk
 * is found at its leftmost place. What stands before the first run is read from its end: patterns begin alike.
 */
function matchesFlat(flat: string, from: number, run: number, end: number, text: string): boolean {
  const head = run - from;
  let rest = text.length;
  if (run === end ? rest !== head : rest < head) return false;
  for (let at = head - 1; at >= 0; at--) {
    const code = flat.charCodeAt(from + at);
    if (code !== text.charCodeAt(at) && code !== oneMark) return false;
  }
  if (run === end) return true;
  let last = end - 1;
  for (; ; last--) {
    const code = flat.charCodeAt(last);
    if (code === runMark) break;
    if (--rest < head || (code !== text.charCodeAt(rest) && code !== oneMark)) return false;
  }
  return run === last || matchesMiddle(flat, run, last, text, head, rest);
}

/** What stands between the run at `first` and the run at `last`, in the text from `begin` to `end`. */
function matchesMiddle(
  flat: string,
  first: number,
  last: number,
  text: string,
  begin: number,
  end: number,
): boolean {
  let at = begin;
  for (let chunk = first + 1; chunk < last;) {
    const head = flat.charCodeAt(chunk);
    let start = at;
    if (head !== oneMark) while (start < end && text.charCodeAt(start) !== head) start++;
    if (start >= end) return false;
    let next = chunk + 1;
    let code = flat.charCodeAt(next);
    at = start + 1;
    while (code !== runMark && at < end && (code === text.charCodeAt(at) || code === oneMark)) {
      code = flat.charCodeAt(++next);
      at++;
    }
    if (code === runMark) chunk = next + 1;
    else if (at >= end) return false;
    else at = start + 1;
  }
  return true;
}

/**
 * `first*middle*…*last`: the ends are anchored, each middle is found at its leftmost place. For patterns whose chunks
 * are too long to be tried at each place.
 */
export function longChunkMatcher(chunks: readonly string[]): (text: string) => boolean {
  const first = chunks[0] ?? '';
  const last = chunks[chunks.length - 1] ?? '';
  const middles = chunks.slice(1, -1);
  const shortest = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
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
