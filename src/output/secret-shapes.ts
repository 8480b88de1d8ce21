import type { Hidden } from './hidden.ts';
import { urlPartsIn } from './url-parts.ts';

/** Secrets that look like one by themselves, whatever stands around them. */

const secretLength = 40;
const tokenLength = 150;
const none: readonly Hidden[] = [];

/**
 * The pieces of the text that look like a secret, in order and apart from each other. A stream sends all its lines
 * through here: what is rare is looked for first.
 */
export function shapesIn(text: string): readonly Hidden[] {
  if (text.length < 13) return none;
  const found = [
    ...(text.includes('://') ? urlPartsIn(text) : none),
    ...webTokensIn(text),
    ...foreignTokensIn(text),
    ...longRunsIn(text),
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

/** JSON Web Tokens: three parts of base64 for URLs, the first of which begins with `{"`. */
function webTokensIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  // Of the three letters the last one is the rarest.
  for (let at = text.indexOf('J', 2); at >= 2;) {
    const isStart = text.startsWith('ey', at - 2);
    const end = isStart ? endOfWebToken(text, at - 2) : { at: at + 1, isToken: false };
    if (end.isToken) found.push({ start: at - 2, end: end.at });
    at = text.indexOf('J', end.at);
  }
  return found;
}

/** What other services call a token, by its beginning: of GitHub, GitLab, Slack, Stripe, Vault, npm, Google. */
const foreignToken =
  /(?<![A-Za-z0-9])(?:(?:gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|sk_test_|sk-proj-|sk-ant-|hv[sb]\.|ya29\.|dop_v1_)[\w.-]{12,}|npm_[A-Za-z0-9]{30,}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/g;
const shortestForeign = 15;

function foreignTokensIn(text: string): readonly Hidden[] {
  return runsIn(foreignLetters, text, shortestForeign, { start: 0, end: text.length }).flatMap((run) =>
    [...text.slice(run.start, run.end).matchAll(foreignToken)].map(({ 0: token, index }) => ({
      start: run.start + index,
      end: run.start + index + token.length,
    })),
  );
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

/** Secret access keys, and tokens of base64 for URLs, each with the `=` behind it. */
function longRunsIn(text: string): readonly Hidden[] {
  if (text.length < secretLength) return none;
  const found: Hidden[] = [];
  for (const run of runsIn(anyLetters, text, secretLength, { start: 0, end: text.length })) {
    for (const { start, end } of runsIn(letters, text, secretLength, run)) {
      if (isSecretRun(text, start, end)) found.push({ start, end: padded(text, end) });
    }
    for (const { start, end } of runsIn(urlLetters, text, tokenLength, run)) {
      if (isMixed(text.slice(start, end))) found.push({ start, end: padded(text, end) });
    }
  }
  return found;
}

const dash = 45;
const alphanumeric = tableOf(
  new Uint8Array(128),
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
);
const letters = tableOf(alphanumeric, '+/');
const urlLetters = tableOf(alphanumeric, '_-');
const anyLetters = tableOf(urlLetters, '+/');
const foreignLetters = tableOf(urlLetters, '.');

/** One for the code of each of these characters, and of those in the other table. */
function tableOf(others: Uint8Array, characters: string): Uint8Array {
  const table = others.slice();
  for (let at = 0; at < characters.length; at++) table[characters.charCodeAt(at)] = 1;
  return table;
}

/**
 * Runs of at least so many letters within a piece. From where such a run could end first, letters are counted back: one
 * that is none shows that no run can end before as many letters behind it.
 */
function runsIn(table: Uint8Array, text: string, least: number, within: Hidden): readonly Hidden[] {
  const found: Hidden[] = [];
  let { start } = within;
  while (start + least <= within.end) {
    let at = start + least - 1;
    while (at >= start && table[text.charCodeAt(at)] === 1) at--;
    if (at < start) {
      const end = endOf(table, text, start + least);
      found.push({ start, end });
      at = end;
    }
    start = at + 1;
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

/** Fewer changes have one in ten thousand of random keys. */
const fewestChanges = 14;
/** So many letters of a key in what looks like words have one in twenty thousand. */
const mostInWords = 28;
/** Of exactly a key's length: what changes so often is no name, unless most of it is in words of four letters. */
const fewestOfKey = 14;
const mostOfName = 20;
/** A path has more slashes than a key, one in forty of which has three: they belong to its words then. */
const pathSlashes = 3;
const mostInPath = 26;
/** `Access`, `ccess`, `the`; a key has such pieces too, but not one behind the other. */
const word = /[A-Z]?[a-z]{2,}/g;

/**
 * Whether 40 letters in a row change between small ones, capitals, digits and signs as random ones do, 25 times on
 * average, and are no words: names in camel case and paths change less or read as such. A run of exactly 40 needs no
 * changes.
 */
function isSecretRun(text: string, start: number, end: number): boolean {
  const isKeyLong = end - start === secretLength;
  const inWords = wordsOf(text.slice(start, end), 2);
  /** Of the window: small letters, capitals, digits, signs; slashes; changes; letters in words. */
  const kinds = [0, 0, 0, 0];
  let [changes, slashes, words] = [0, 0, 0];
  /** Counts a letter that comes into the window, or goes; `other` is the one beside it within the window. */
  const count = (by: 1 | -1, at: number, other: number) => {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    kinds[kind] = (kinds[kind] ?? 0) + by;
    words += by * (inWords[at - start] ?? 0);
    if (code === slash) slashes += by;
    if (kind !== kindOf(text.charCodeAt(other))) changes += by;
  };
  for (let at = start; at < end; at++) {
    count(1, at, Math.max(start, at - 1));
    const first = at - secretLength + 1;
    if (first < start) continue;
    const isMixedWindow = kinds[0] !== 0 && kinds[1] !== 0;
    const isWords = slashes < pathSlashes ? words > mostInWords : words + slashes > mostInPath;
    const isKey =
      isKeyLong && (!isWords || (slashes < pathSlashes && !isName(text.slice(start, end), changes)));
    if (isMixedWindow && (isKey || (!isWords && changes >= fewestChanges))) return true;
    count(-1, first, first + 1);
  }
  return false;
}

function isName(run: string, changes: number): boolean {
  if (changes < fewestOfKey) return true;
  return changes < mostOfName && wordsOf(run, 4).reduce((sum, letter) => sum + letter, 0) >= mostInWords;
}

/** One for each letter of a word that has a vowel. */
function wordsOf(run: string, shortest: number): Uint8Array {
  const letters = new Uint8Array(run.length);
  for (const { 0: found, index } of run.matchAll(word)) {
    if (found.length >= shortest && /[aeiouy]/i.test(found)) letters.fill(1, index, index + found.length);
  }
  return letters;
}

const slash = 47;

function kindOf(code: number): number {
  if (code >= 97) return 0;
  if (code >= 65) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}
