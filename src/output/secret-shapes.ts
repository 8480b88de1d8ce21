/** Secrets that look like one by themselves, whatever stands around them. */

/** A piece of a text, in UTF-16 units; the end is exclusive. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
}

const secretLength = 40;
const tokenLength = 150;
/** `https://user:password@host`. */
const userInfo = /:\/\/[^\s/@?#:]{0,256}:[^\s/@?#]{1,256}@/g;
const none: readonly Hidden[] = [];

/** The pieces of the text that look like a secret, in order and apart from each other. */
export function shapesIn(text: string): readonly Hidden[] {
  if (text.length < 13) return none;
  const found = [
    ...(text.includes('://') ? usersIn(text) : none),
    ...(text.includes('eyJ') ? webTokensIn(text) : none),
    ...(text.length < secretLength ? none : [...secretRunsIn(text), ...urlTokensIn(text)]),
  ];
  return found.length < 2 ? found : apart(found);
}

/** In order, those that touch as one. */
export function apart(pieces: readonly Hidden[]): readonly Hidden[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...pieces].sort((left, right) => left.start - right.start)) {
    const last = found.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

function usersIn(text: string): readonly Hidden[] {
  return [...text.matchAll(userInfo)].map(({ 0: whole, index }) => ({
    start: index + 3,
    end: index + whole.length - 1,
  }));
}

/** JSON Web Tokens: three parts of base64 for URLs, the first of which begins with `{"`. */
function webTokensIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  let at = text.indexOf('eyJ');
  while (at >= 0) {
    const end = endOfWebToken(text, at);
    if (end.isToken) found.push({ start: at, end: end.at });
    at = text.indexOf('eyJ', end.at);
  }
  return found;
}

/** Where to look on: whatever begins within a part ends where that part ends, so that no part is read twice. */
function endOfWebToken(text: string, start: number): { readonly at: number; readonly isToken: boolean } {
  const before = text.charCodeAt(start - 1);
  if (start > 0 && before !== dash && urlLetters[before] === 1) return { at: start + 3, isToken: false };
  const first = endOf(urlLetters, text, start);
  if (first - start < 11 || text[first] !== '.') return { at: first, isToken: false };
  const second = endOf(urlLetters, text, first + 1);
  if (second === first + 1 || text[second] !== '.') return { at: second, isToken: false };
  return { at: endOf(urlLetters, text, second + 1), isToken: true };
}

function secretRunsIn(text: string): readonly Hidden[] {
  return runsIn(letters, text, secretLength).filter(({ start, end }) => isSecretRun(text, start, end));
}

function urlTokensIn(text: string): readonly Hidden[] {
  if (text.length < tokenLength) return none;
  return runsIn(urlLetters, text, tokenLength).filter(({ start, end }) => isMixed(text.slice(start, end)));
}

const dash = 45;
const letters = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const urlLetters = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');

/** One for the code of each of these characters. */
function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let at = 0; at < characters.length; at++) table[characters.charCodeAt(at)] = 1;
  return table;
}

/** Runs of at least so many letters, each with the `=` behind it. Only every so manieth character is looked at. */
function runsIn(table: Uint8Array, text: string, least: number): readonly Hidden[] {
  const found: Hidden[] = [];
  let floor = 0;
  for (let at = least - 1; at < text.length; at = floor + least - 1) {
    if (table[text.charCodeAt(at)] !== 1) {
      floor = at + 1;
      continue;
    }
    let start = at;
    while (start > floor && table[text.charCodeAt(start - 1)] === 1) start--;
    const end = endOf(table, text, at);
    if (end - start >= least) found.push({ start, end: padded(text, end) });
    floor = end + 1;
  }
  return found;
}

function endOf(table: Uint8Array, text: string, from: number): number {
  let end = from;
  while (table[text.charCodeAt(end)] === 1) end++;
  return end;
}

function padded(text: string, end: number): number {
  if (text[end] !== '=') return end;
  return text[end + 1] === '=' ? end + 2 : end + 1;
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/** A path has more slashes than a key: in 40 random letters four of them stand once in two hundred. */
const mostSlashes = 3;
const fewestChanges = 14;

/**
 * Whether 40 letters in a row change between small ones, capitals, digits and signs as random ones do: 25 times on
 * average, below 14 once in ten thousand. Words in camel case and paths change less. A run of exactly 40 is a key
 * unless it is of one case.
 */
function isSecretRun(text: string, start: number, endOfRun: number): boolean {
  let end = endOfRun;
  while (text[end - 1] === '=') end--;
  if (end - start === secretLength) return isMixed(text.slice(start, end));
  /** How many of the window are small, capital, digits, signs. */
  const counts = [0, 0, 0, 0];
  let [changes, slashes, aside] = [0, 0, 0];
  /** Counts a letter that comes into the window, or goes; `other` is the one beside it within the window. */
  const count = (by: 1 | -1, at: number, other: number) => {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    counts[kind] = (counts[kind] ?? 0) + by;
    if (code === slash) slashes += by;
    const beside = text.charCodeAt(other);
    if (kind === kindOf(beside)) return;
    changes += by;
    if (code === slash || beside === slash) aside += by;
  };
  for (let at = start; at < end; at++) {
    count(1, at, Math.max(start, at - 1));
    const first = at - secretLength + 1;
    if (first < start) continue;
    const told = slashes > mostSlashes ? changes - aside : changes;
    if (counts[0] !== 0 && counts[1] !== 0 && told >= fewestChanges) return true;
    count(-1, first, first + 1);
  }
  return false;
}

const slash = 47;

function kindOf(code: number): number {
  if (code >= 97) return 0;
  if (code >= 65) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}
