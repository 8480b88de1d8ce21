import type { Range, Source } from '../core/source.ts';
import type { IniDialect } from './ini-dialects.ts';
import type { IniEntry, IniFile, IniProblem, IniRule, IniSection } from './ini-file.ts';
import { outlineOf, type OutlinePart } from './ini-outline.ts';
import {
  isLoneQuote,
  readHeader,
  splitIndented,
  splitKey,
  splitNested,
  trimRange,
  type Header,
} from './ini-lines.ts';

/** A class, since an accessor of an object literal is made anew for each of them. */
class LazySection implements IniSection {
  readonly header: string;
  readonly range: Range;
  readonly isDefault: boolean;
  isEmpty = true;
  /** Offset behind its last line. */
  end: number;
  private readonly text: string;
  private readonly dialect: IniDialect;
  /** As in the state where it begins. */
  private readonly carriage: number;
  private made: ReadonlyMap<string, IniEntry> | undefined;

  constructor({ name, range }: Header, isDefault: boolean, { text, dialect, carriage }: State) {
    this.header = name;
    this.range = range;
    this.isDefault = isDefault;
    this.end = text.length;
    this.text = text;
    this.dialect = dialect;
    this.carriage = carriage;
  }

  get entries(): ReadonlyMap<string, IniEntry> {
    return (this.made ??= this.read());
  }

  /** The lines are read again, by the same rules as in the whole file before. */
  private read(): ReadonlyMap<string, IniEntry> {
    const entries = new Map<string, IniEntry>();
    const state = { ...startState(this.text, this.dialect, entries), carriage: this.carriage };
    readLines(state, this.range.start, this.end);
    closeEntry(state);
    return entries;
  }
}

interface OpenEntry {
  readonly key: string;
  readonly keyRange: Range;
  /** The value's lines, where it has more than one. */
  parts?: string[];
  joined?: Range[];
  start: number;
  end: number;
  nested?: Map<string, IniEntry>;
}

interface State {
  readonly text: string;
  readonly dialect: IniDialect;
  readonly sections: LazySection[];
  readonly ignored: IniProblem[];
  readonly seen: Set<string>;
  /** Where the keys of the one section go that is read; absent while the whole file is looked through. */
  readonly entries: Map<string, IniEntry> | undefined;
  /** The keys of the section so far, where the dialect rejects one that stands twice. */
  keys: Set<string>;
  readonly defaultKeys: Set<string>;
  section: LazySection | undefined;
  entry: OpenEntry | undefined;
  /** Columns before the first character of the last key. */
  indent: number;
  dotted: string | undefined;
  error: IniProblem | undefined;
  /** Offset of the next carriage return that ends a line; Infinity where none is left. */
  carriage: number;
}

/** Reads the text as the dialect does. Never throws: what the dialect rejects is `error`. */
export function parseIni(source: Source, dialect: IniDialect, hasByteOrderMark = false): IniFile {
  const state = startState(source.text, dialect, undefined);
  if (hasByteOrderMark && dialect.byteOrderMark === 'error')
    reject(state, 'byte-order-mark', { start: 0, end: 0 });
  const outline = outlineOf(source);
  if (hasByteOrderMark && dialect.byteOrderMark === 'kept') {
    readLines(state, passMarkedLine(state), source.text.length);
  } else if (outline === undefined) readLines(state, 0, source.text.length);
  else {
    state.carriage = Infinity;
    readParts(state, outline);
  }
  closeEntry(state);
  const { sections, error, ignored } = state;
  return error?.rule === 'poison'
    ? { source, sections: [], error: undefined, ignored: [...ignored, error] }
    : { source, sections, error, ignored };
}

/** The line with the mark is no header, and above the first header nothing else counts. The offset of the next line. */
function passMarkedLine(state: State): number {
  const { text } = state;
  const feed = text.indexOf('\n');
  const end = feed < 0 ? text.length : feed;
  if (text.startsWith('[')) pass(state, 'byte-order-mark', trimRange(text, 0, end, state.dialect));
  return feed < 0 ? text.length : feed + 1;
}

function startState(text: string, dialect: IniDialect, entries: State['entries']): State {
  return {
    text,
    dialect,
    sections: [],
    ignored: [],
    seen: new Set(),
    entries,
    keys: new Set(),
    defaultKeys: new Set(),
    section: undefined,
    entry: undefined,
    indent: 0,
    dotted: undefined,
    error: undefined,
    carriage: dialect.lineEnds === 'any' ? -1 : Infinity,
  };
}

function readLines(state: State, from: number, to: number): void {
  const { text } = state;
  let feed = -1;
  for (let start = from; start < to && state.error === undefined;) {
    // Where lines end otherwise, the next one may be far away: it is looked for once.
    if (feed < start) feed = text.indexOf('\n', start);
    if (feed < 0) feed = Infinity;
    let end = Math.min(feed, text.length);
    let next = Math.min(feed + 1, text.length);
    if (state.carriage < start) {
      const at = text.indexOf('\r', start);
      state.carriage = at < 0 ? Infinity : at;
    }
    if (state.carriage < end) {
      end = state.carriage;
      next = text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    } else if (feed > start && feed < text.length && text.charCodeAt(feed - 1) === 13) end = feed - 1;
    readLine(state, start, end);
    start = next;
  }
}

/** Of a part that every dialect reads alike only the header is looked at. */
function readParts(state: State, outline: readonly OutlinePart[]): void {
  readLines(state, 0, outline[0]?.start ?? state.text.length);
  let passed: OutlinePart | undefined;
  for (const part of outline) {
    const { start, body, end, isPlain, isEmpty } = part;
    // A line that is no header goes on with the section above, whose last key it may be about.
    if (passed !== undefined && !isHeader(state, part)) readLines(state, passed.body, passed.end);
    passed = undefined;
    const before = state.section;
    readLines(state, start, body);
    const { section } = state;
    if (isPlain && section !== undefined && section !== before && !section.isDefault) {
      section.isEmpty = isEmpty;
      passed = part;
    } else readLines(state, body, end);
  }
}

function isHeader({ text, dialect }: State, { start, body }: OutlinePart): boolean {
  const end = text.charCodeAt(body - 1) === 10 ? body - 1 : body;
  return readHeader(text, trimRange(text, start, end, dialect), dialect) !== undefined;
}

function readLine(state: State, start: number, end: number): void {
  const { text, dialect } = state;
  const line = trimRange(text, start, end, dialect);
  const first = text.charCodeAt(line.start);
  const isIndented = line.start > start && (dialect.indented !== 'key-or-joins' || isBlankOrTab(text, start));
  if (line.start === line.end) {
    readBlank(state);
    return;
  }
  const isComment = first === 35 || first === 59;
  if (isComment && (!isIndented || dialect.indentedComment === 'comment')) return;
  if (isIndented && readIndented(state, line, line.start - start)) return;
  state.indent = line.start - start;
  if (first === 91 && readSection(state, line)) return;
  if (state.error === undefined) readKey(state, line, isIndented);
}

/** Python keeps empty lines inside a value: a deeper line below still joins it. */
function readBlank(state: State): void {
  const { dialect, entry } = state;
  if (dialect.indented === 'deeper-joins' && entry !== undefined) partsOf(state, entry).push('');
}

/** The value's lines so far, for more to come. */
function partsOf({ text }: State, entry: OpenEntry): string[] {
  return (entry.parts ??= [text.slice(entry.start, entry.end)]);
}

/** Whether the line was taken as one that belongs to the key above, or as nothing. */
function readIndented(state: State, line: Range, indent: number): boolean {
  const { dialect, entry, text } = state;
  if (dialect.indented === 'plain') return false;
  const isHeader = text.charCodeAt(line.start) === 91 && readHeader(text, line, dialect) !== undefined;
  if (isHeader && dialect.indentedHeader === 'header') return false;
  if (dialect.indented === 'key-or-joins') return readKeyOrText(state, line);
  if (dialect.indented === 'deeper-joins') {
    if (entry === undefined || indent <= state.indent) return false;
    join(state, entry, line);
    return true;
  }
  if (entry === undefined) {
    if (dialect.indentedFirst === 'error') reject(state, 'indented-first', line);
    else pass(state, 'indented-first', line);
    return true;
  }
  join(state, entry, line);
  return true;
}

/** Go: a key of its own unless the value above is empty, which then is a map; a text goes on with a value. */
function readKeyOrText(state: State, line: Range): boolean {
  const { text, dialect } = state;
  const entry = state.entry?.key === '' ? undefined : state.entry;
  const isOpen = entry !== undefined && (entry.nested !== undefined || isEmpty(entry));
  if (splitNested(text, line, dialect) !== undefined) {
    if (entry === undefined || !isOpen) return false;
    nest(state, entry, line);
    return true;
  }
  if (entry === undefined || isOpen) pass(state, 'no-separator', line);
  else join(state, entry, line);
  return true;
}

/** A line that joins a value is never empty. */
function isEmpty({ start, end, joined }: OpenEntry): boolean {
  return joined === undefined && end <= start;
}

function isBlankOrTab(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

function join(state: State, entry: OpenEntry, line: Range): void {
  partsOf(state, entry).push(state.text.slice(line.start, line.end));
  (entry.joined ??= []).push(line);
  entry.end = line.end;
}

/** A line `name = value` below a key without a value. */
function nest(state: State, entry: OpenEntry, line: Range): void {
  const { text, dialect } = state;
  const split = splitNested(text, line, dialect);
  if (split === undefined) {
    if (dialect.nestedNoSeparator === 'error') reject(state, 'nested-no-separator', line);
    else pass(state, 'nested-no-separator', line);
    return;
  }
  const { keyRange, valueRange } = split;
  if (dialect.loneQuote === 'crash' && isLoneQuote(text, valueRange)) reject(state, 'lone-quote', line);
  const written = text.slice(keyRange.start, keyRange.end);
  const key = dialect.nestedKeys === 'as-keys' ? written.toLowerCase() : written;
  entry.nested ??= new Map();
  const value = text.slice(valueRange.start, valueRange.end);
  entry.nested.set(key, { key, value, keyRange, valueRange, joined: [] });
  entry.end = line.end;
}

/** Whether the line is a header. */
function readSection(state: State, line: Range): boolean {
  const { dialect, text, seen } = state;
  const header = readHeader(text, line, dialect);
  if (header === undefined) {
    if (dialect.brokenHeader === 'error') reject(state, 'broken-header', line);
    if (dialect.brokenHeader !== 'lost' || splitKey(text, line, dialect) !== undefined) return false;
    pass(state, 'broken-header', line);
    return true;
  }
  closeEntry(state);
  if (dialect.poison?.includes(header.name) === true) reject(state, 'poison', header.range);
  const isDefault = header.name === dialect.defaultSection;
  if (dialect.duplicateSection === 'error' && !isDefault) {
    if (seen.has(header.name)) reject(state, 'duplicate-section', header.range);
    seen.add(header.name);
  }
  // Of a rejected file the sections are those above the place.
  if (state.error !== undefined) return true;
  if (state.section !== undefined) state.section.end = line.start;
  state.section = new LazySection(header, isDefault, state);
  startKeys(state, isDefault);
  state.dotted = undefined;
  state.sections.push(state.section);
  return true;
}

/** One section's keys after another's; those of all the default sections together. */
function startKeys(state: State, isDefault: boolean): void {
  if (isDefault) state.keys = state.defaultKeys;
  else if (state.keys === state.defaultKeys) state.keys = new Set();
  else if (state.keys.size > 0) state.keys.clear();
}

function readKey(state: State, line: Range, isIndented: boolean): void {
  const { text, dialect } = state;
  const isOwnKey = isIndented && dialect.indented === 'key-or-joins';
  const split = isOwnKey ? splitIndented(text, line, dialect) : splitKey(text, line, dialect);
  if (dialect.loneQuote === 'crash' && split !== undefined && isLoneQuote(text, split.valueRange)) {
    reject(state, 'lone-quote', line);
    return;
  }
  if (state.section === undefined) {
    // A line that is no key is wrong wherever it stands.
    if (dialect.keyBeforeSection === 'error') reject(state, 'key-before-section', line);
    else if (split === undefined && dialect.noSeparator === 'error') reject(state, 'no-separator', line);
    else pass(state, 'key-before-section', line);
    return;
  }
  if (split === undefined) {
    if (dialect.noSeparator === 'error') reject(state, 'no-separator', line);
    else pass(state, 'no-separator', line);
    return;
  }
  const { keyRange, valueRange } = split;
  if (keyRange.start >= keyRange.end && dialect.emptyKey !== 'kept') {
    if (dialect.emptyKey === 'error') reject(state, 'empty-key', line);
    else pass(state, 'empty-key', line);
    return;
  }
  closeEntry(state);
  const written = text.slice(keyRange.start, keyRange.end);
  if (dialect.keyNames?.test(written) === false) {
    pass(state, 'key-name', line);
    return;
  }
  let key = dialect.keyCase === 'lower' ? written.toLowerCase() : written;
  const isEmpty = valueRange.start >= valueRange.end;
  if (dialect.nested === 'dotted') {
    if (isEmpty) {
      state.dotted = written;
      return;
    }
    if (!isIndented) state.dotted = undefined;
    if (state.dotted !== undefined) key = `${state.dotted}.${key}`;
  }
  if (dialect.duplicateKey === 'error') {
    const count = state.keys.size;
    if (state.keys.add(key).size === count) {
      reject(state, 'duplicate-key', line);
      return;
    }
  }
  state.section.isEmpty = false;
  state.entry = { key, keyRange, start: valueRange.start, end: valueRange.end };
}

/** The key above is complete: its lines become its value. */
function closeEntry(state: State): void {
  const { entry, entries, dialect, text } = state;
  state.entry = undefined;
  if (entry === undefined || (entries === undefined && entry.parts === undefined)) return;
  const { key, keyRange, joined = [], parts, start, end } = entry;
  const valueRange = { start, end };
  const isOneLine = parts === undefined || parts.length === 1;
  const value = isOneLine ? (parts?.[0] ?? text.slice(start, end)) : parts.join('\n').trimEnd();
  if (dialect.indented === 'deeper-joins' && dialect.nested === 'map' && value.startsWith('\n')) {
    entry.nested = new Map();
    for (const line of joined) nest(state, entry, line);
  }
  const nested = entry.nested;
  // Go keeps the map beside a text, and the text is the empty one above it.
  const isBeside = nested !== undefined && dialect.indented === 'key-or-joins';
  entries?.set(key, {
    key,
    value: isBeside ? '' : value,
    keyRange,
    valueRange,
    joined,
    ...(nested === undefined ? {} : isBeside ? { nested } : { nested, isMap: true }),
  });
}

function reject(state: State, rule: IniRule, range: Range): void {
  state.error ??= { rule, range };
}

function pass(state: State, rule: IniRule, range: Range): void {
  state.ignored.push({ rule, range });
}
