import { posixShell, writeCommand } from '../core/write-command.ts';
import { Command } from '../core/command.ts';
import type { Block, Page } from '../core/page.ts';
import type { Secrets } from '../core/secrets.ts';
import { ownWords } from './own-words.ts';
import { vocabulary } from './vocabulary.ts';

/** So many letters and digits in a row of a secret are one. */
const runLength = 8;
const hidden = '[hidden]';

/**
 * What everything that is written passes through: a run of eight letters and digits of a secret of this run is replaced,
 * in whatever case, torn by whatever signs. The printers let none come so far; `acted` says where one did.
 */
export interface Net {
  readonly acted: () => boolean;
  readonly overPage: (page: Page) => Page;
  /** Plain data: a document, an error, notices. */
  readonly overData: <T>(data: T) => T;
}

export function netOf(secrets: Secrets): Net {
  const index = indexOf(secrets.values());
  let acted = false;
  const cut = (text: string): string => {
    const safe = withoutRuns(text, index);
    if (safe !== text) acted = true;
    return safe;
  };
  const overData = <T>(data: T): T => mapTexts(data, cut) as T;
  return { acted: () => acted, overData, overPage: (page) => overPage(page, overData) };
}

/** A command line with a hole in it is none: it is left out whole. */
function overPage(page: Page, overData: <T>(data: T) => T): Page {
  const overBlock = (block: Block): readonly Block[] => {
    if (block.kind === 'excerpt') return [{ ...block, note: overData(block.note) }];
    const safe = overData(block);
    if (safe === block) return [block];
    if (safe.kind === 'command') return [];
    if (safe.kind !== 'next') return [safe];
    return [{ ...safe, items: safe.items.filter((item) => !JSON.stringify(item).includes(hidden)) }];
  };
  return page.flatMap((group): Page => {
    if (!('kind' in group)) return [group.flatMap(overBlock)];
    if (group.kind !== 'elastic') return overBlock(group);
    return [{ ...group, blocks: (count) => group.blocks(count).flatMap(overBlock) }];
  });
}

/** The same data where no text was changed. */
function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (typeof data !== 'object' || data === null) return data;
  // Nothing is replaced in a command: it stands as it is, or not at all.
  if (data instanceof Command) {
    const line = writeCommand(data, posixShell);
    return change(line) === line ? data : hidden;
  }
  if (Array.isArray(data)) {
    const items: readonly unknown[] = data;
    const mapped = items.map((item) => mapTexts(item, change));
    return mapped.every((item, at) => item === items[at]) ? data : mapped;
  }
  const entries = Object.entries(data);
  const mapped = entries.map(([name, value]) => [change(name), mapTexts(value, change)] as const);
  return mapped.every(([name, value], at) => name === entries[at]?.[0] && value === entries[at][1])
    ? data
    : Object.fromEntries(mapped);
}

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

interface Index {
  /** A power of two of places; -1 where there is none. */
  readonly table: Float64Array;
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

/** The runs of all the secrets, as they stand and as a URL would spell them. */
function indexOf(secrets: Iterable<string>): Index {
  const runs = new Set<number>();
  for (const part of partsOf(secrets)) {
    for (const spelling of spellingsOf(part)) {
      const words = wordsIn(spelling);
      eachRun(spelling, (run, places) => {
        const [first = 0, last = 0] = [places.at(-runLength), places.at(-1)];
        const isWord = words.some(
          ({ start, end }) => Math.min(end, last + 1) - Math.max(start, first) >= runLength - 2,
        );
        if (!isWord) runs.add(run);
      });
    }
  }
  const table = new Float64Array(2 ** Math.ceil(Math.log2(runs.size * 2 + 2))).fill(-1);
  for (const run of runs) table[placeOf(table, run)] = run;
  return { table };
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

/** Words of which a secret, or a line that holds one, is put together: alone they are none. */
function wordsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/(?<![A-Za-z0-9])[A-Z]?[a-z]{5,}(?![A-Za-z0-9])/g)]
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

function withoutRuns(text: string, { table }: Index): string {
  if (text.length < runLength) return text;
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
