import type { Secrets } from '../core/secrets.ts';
import { ownWords } from './own-words.ts';
import { vocabulary } from './vocabulary.ts';

/** So many letters and digits in a row of a secret are one. */
const runLength = 8;
export const hidden = '[hidden]';

/** A letter or digit as a number below 36; -1 for every other character. */
const digits = new Int8Array(128).fill(-1);
for (let code = 48; code <= 57; code++) digits[code] = code - 48;
for (let code = 0; code < 26; code++) digits[code + 65] = digits[code + 97] = code + 10;

const highest = 36 ** (runLength - 1);

/** Calls back with the number of each run of eight, and where its letters stand in the text. */
function eachRun(text: string, see: (run: number, places: readonly number[]) => void): void {
  const places: number[] = [];
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? (digits[code] ?? -1) : -1;
    if (digit < 0) continue;
    run = (run % highest) * 36 + digit;
    if (places.push(at) >= runLength) see(run, places);
  }
}

/** Longer texts are taken in parts, which overlap by more than a run: an expression would keep too much in mind for them. */
const partLength = 16_384;

function* partsOf(secrets: Iterable<string>): Generator<string> {
  for (const secret of secrets) {
    for (let at = 0; at === 0 || at + 64 < secret.length; at += partLength) {
      yield secret.slice(at, at + partLength + 64);
    }
  }
}

/** The runs of the secrets of a run of the program, as they stand and as a URL would spell them; it grows with them. */
export class SecretRuns {
  readonly #secrets: Secrets;
  #taken = 0;
  #count = 0;
  /** A power of two of places; -1 where there is none. */
  #table = new Float64Array(64).fill(-1);

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** The text with `[hidden]` where one stands; the same text where none does. */
  hideIn(text: string): string {
    if (text.length < runLength) return text;
    this.#takeIn();
    return withoutRuns(text, this.#table);
  }

  #takeIn(): void {
    if (this.#secrets.count === this.#taken) return;
    for (const part of partsOf(this.#secrets.from(this.#taken))) {
      for (const spelling of spellingsOf(part)) this.#addRuns(spelling);
    }
    this.#taken = this.#secrets.count;
  }

  #addRuns(spelling: string): void {
    const words = wordsIn(spelling);
    eachRun(spelling, (run, places) => {
      const [first = 0, last = 0] = [places.at(-runLength), places.at(-1)];
      const isWord = words.some(
        ({ start, end }) => Math.min(end, last + 1) - Math.max(start, first) >= runLength - 2,
      );
      if (!isWord) this.#add(run);
    });
  }

  #add(run: number): void {
    const place = placeOf(this.#table, run);
    if (this.#table[place] === run) return;
    this.#table[place] = run;
    this.#count += 1;
    if (this.#count * 2 < this.#table.length) return;
    const longer = new Float64Array(this.#table.length * 4).fill(-1);
    for (const one of this.#table) if (one >= 0) longer[placeOf(longer, one)] = one;
    this.#table = longer;
  }
}

let known: ReadonlySet<number> | undefined;

/** Asked only where a run was found, which is nearly never: what it takes to know is made then. */
function isOfKnownWord(run: number): boolean {
  if (known === undefined) {
    const runs = new Set<number>();
    for (const word of [...vocabulary(), ...ownWords]) eachRun(word, (one) => runs.add(one));
    known = runs;
  }
  return known.has(run);
}

/** Words of which a secret, or a line that holds one, is put together, and what all ARNs and start URLs have: alone they are none. */
function wordsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const words = text.matchAll(/(?<![A-Za-z0-9])[A-Z]?[a-z]{5,}(?![A-Za-z0-9])/g);
  const starts = text.matchAll(/\barn:aws[a-z-]{0,12}:[a-z0-9-]{1,30}:|\bawsapps\.com\/start/gi);
  return [...words, ...starts]
    .map(({ 0: word, index }) => ({ start: index, end: index + word.length }))
    .filter(({ start, end }) => end - start < text.length);
}

function spellingsOf(secret: string): ReadonlySet<string> {
  const spellings = new Set([secret]);
  if (secret.includes('%')) spellings.add(secret.replace(/%([0-9A-Fa-f]{2})/g, fromCode));
  if (secret.includes('\\u')) spellings.add(secret.replace(/\\u([0-9A-Fa-f]{4})/g, fromCode));
  if (/[^\w.~-]/.test(secret)) spellings.add(secret.replace(/[^\w.~-]/g, asCode));
  return spellings;
}

function fromCode(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function asCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function placeOf(table: Float64Array, run: number): number {
  let place = (run % 4294967291) & (table.length - 1);
  while (table[place] !== -1 && table[place] !== run) place = (place + 1) & (table.length - 1);
  return place;
}

/** Words of a sentence that stand side by side have a few letters in common with anything. */
function isByChance(run: string): boolean {
  return /\s/.test(run) && run.replace(/[^A-Za-z0-9]/g, '').length < 2 * runLength;
}

function withoutRuns(text: string, table: Float64Array): string {
  let safe = '';
  let done = 0;
  let [start, end] = [0, 0];
  const flush = () => {
    if (end > start && !isByChance(text.slice(start, end))) {
      safe += text.slice(done, start) + hidden;
      done = end;
    }
  };
  eachRun(text, (run, places) => {
    if (table[placeOf(table, run)] !== run || isOfKnownWord(run)) return;
    const last = (places.at(-1) ?? 0) + 1;
    const first = places.at(-runLength) ?? 0;
    if (first > end) {
      flush();
      start = first;
    }
    if (end === 0) start = first;
    end = last;
  });
  flush();
  return done === 0 ? text : safe + text.slice(done);
}
