import type { Range, Source } from '../core/source.ts';
import type { IniDialect } from './ini-dialects.ts';
import { readHeader, splitKey, trimRange, unescape } from './ini-lines.ts';

/** One key of a section, with where it stands. */
export interface IniEntry {
  readonly key: string;
  readonly value: string;
  readonly keyRange: Range;
  /** From the value's first character to its last, joined lines included. */
  readonly valueRange: Range;
  /** Lines below that became a part of the value, or were lost in it. */
  readonly joined: readonly Range[];
  /** The keys below a key without a value, where the reader makes a map of them. */
  readonly nested?: ReadonlyMap<string, IniEntry>;
}

export interface IniSection {
  /** What stands between the brackets. */
  readonly header: string;
  /** The header with its brackets. */
  readonly range: Range;
  /** The section whose keys every other section gets too. */
  readonly isDefault: boolean;
  readonly entries: ReadonlyMap<string, IniEntry>;
}

export type IniRule =
  | 'byte-order-mark'
  | 'broken-header'
  | 'duplicate-key'
  | 'duplicate-section'
  | 'empty-key'
  | 'indented-first'
  | 'key-before-section'
  | 'key-name'
  | 'nested-no-separator'
  | 'no-separator'
  | 'poison';

/** What a reader rejects or passes over, by the rule that says so. */
export interface IniProblem {
  readonly rule: IniRule;
  readonly range: Range;
}

/** A file as one dialect reads it. */
export interface IniFile {
  readonly source: Source;
  /** In the file's order, one for each header. */
  readonly sections: readonly IniSection[];
  /** The file is rejected; the sections are those above the place. */
  readonly error: IniProblem | undefined;
  /** Lines that the reader passes over. */
  readonly ignored: readonly IniProblem[];
}

interface OpenEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly parts: string[];
  readonly joined: Range[];
  start: number;
  end: number;
  nested?: Map<string, IniEntry>;
}

interface State {
  readonly text: string;
  readonly dialect: IniDialect;
  readonly sections: IniSection[];
  readonly ignored: IniProblem[];
  readonly seen: Set<string>;
  entries: Map<string, IniEntry> | undefined;
  entry: OpenEntry | undefined;
  /** Columns before the first character of the last key. */
  indent: number;
  dotted: string | undefined;
  error: IniProblem | undefined;
}

/** Reads the text as the dialect does. Never throws: what the dialect rejects is `error`. */
export function parseIni(source: Source, dialect: IniDialect, hasByteOrderMark = false): IniFile {
  const state: State = {
    text: source.text,
    dialect,
    sections: [],
    ignored: [],
    seen: new Set(),
    entries: undefined,
    entry: undefined,
    indent: 0,
    dotted: undefined,
    error: undefined,
  };
  if (hasByteOrderMark && dialect.byteOrderMark === 'error')
    reject(state, 'byte-order-mark', { start: 0, end: 0 });
  const { text } = state;
  let carriage = dialect.lineEnds === 'any' ? -1 : Infinity;
  for (let start = 0; start < text.length && state.error === undefined;) {
    const feed = text.indexOf('\n', start);
    let end = feed < 0 ? text.length : feed;
    let next = feed < 0 ? text.length : feed + 1;
    if (carriage < start) {
      const at = text.indexOf('\r', start);
      carriage = at < 0 ? Infinity : at;
    }
    if (carriage < end) {
      end = carriage;
      next = text.charCodeAt(carriage + 1) === 10 ? carriage + 2 : carriage + 1;
    } else if (feed > start && text.charCodeAt(feed - 1) === 13) end = feed - 1;
    readLine(state, start, end);
    start = next;
  }
  closeEntry(state);
  const { sections, error, ignored } = state;
  return error?.rule === 'poison'
    ? { source, sections: [], error: undefined, ignored: [...ignored, error] }
    : { source, sections, error, ignored };
}

function readLine(state: State, start: number, end: number): void {
  const { text, dialect } = state;
  const line = trimRange(text, start, end, dialect);
  const first = text.charCodeAt(line.start);
  const isIndented = line.start > start;
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
function readBlank({ dialect, entry }: State): void {
  if (dialect.indented === 'deeper-joins') entry?.parts.push('');
}

/** Whether the line was taken as one that belongs to the key above, or as nothing. */
function readIndented(state: State, line: Range, indent: number): boolean {
  const { dialect, entry, text } = state;
  if (dialect.indented === 'plain') return false;
  if (text.charCodeAt(line.start) === 91 && dialect.indentedHeader === 'header') return false;
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
  const isMap = entry.nested !== undefined || (entry.parts.join('') === '' && dialect.nested === 'map');
  if (isMap) nest(state, entry, line);
  else if (dialect.indented === 'text-joins' && text.slice(line.start, line.end).includes('='))
    entry.joined.push(line);
  else join(state, entry, line);
  return true;
}

function join({ text }: State, entry: OpenEntry, line: Range): void {
  entry.parts.push(text.slice(line.start, line.end));
  entry.joined.push(line);
  entry.end = line.end;
}

/** A line `name = value` below a key without a value. */
function nest(state: State, entry: OpenEntry, line: Range): void {
  const { text, dialect } = state;
  const equals = text.indexOf('=', line.start);
  if (equals < 0 || equals >= line.end) {
    if (dialect.nestedNoSeparator === 'error') reject(state, 'nested-no-separator', line);
    else pass(state, 'nested-no-separator', line);
    return;
  }
  const keyRange = trimRange(text, line.start, equals, dialect);
  const valueRange = trimRange(text, equals + 1, line.end, dialect);
  const key = text.slice(keyRange.start, keyRange.end);
  entry.nested ??= new Map();
  if (dialect.nestedKeys === 'first' && entry.nested.size > 0) return;
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
    return false;
  }
  closeEntry(state);
  if (dialect.poison?.includes(header.name) === true) reject(state, 'poison', header.range);
  const isDefault = header.name === dialect.defaultSection;
  if (dialect.duplicateSection === 'error' && !isDefault) {
    if (seen.has(header.name)) reject(state, 'duplicate-section', header.range);
    seen.add(header.name);
  }
  state.entries = new Map();
  state.dotted = undefined;
  state.sections.push({ header: header.name, range: header.range, isDefault, entries: state.entries });
  return true;
}

function readKey(state: State, line: Range, isIndented: boolean): void {
  const { text, dialect, entries } = state;
  const split = splitKey(text, line, dialect);
  if (entries === undefined) {
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
  const written = text.slice(keyRange.start, keyRange.end);
  if (written === '' && dialect.emptyKey !== 'kept') {
    if (dialect.emptyKey === 'error') reject(state, 'empty-key', line);
    else pass(state, 'empty-key', line);
    return;
  }
  closeEntry(state);
  if (!dialect.keyNames.test(written)) {
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
  if (entries.has(key) && dialect.duplicateKey === 'error') {
    reject(state, 'duplicate-key', line);
    return;
  }
  state.entry = {
    key,
    keyRange,
    parts: [text.slice(valueRange.start, valueRange.end)],
    joined: [],
    start: valueRange.start,
    end: valueRange.end,
  };
}

/** The key above is complete: its lines become its value. */
function closeEntry(state: State): void {
  const { entry, entries, dialect } = state;
  state.entry = undefined;
  if (entry === undefined || entries === undefined) return;
  const { key, keyRange, joined, start, end } = entry;
  const valueRange = { start, end };
  const isOneLine = entry.parts.length === 1;
  const raw = isOneLine ? (entry.parts[0] ?? '') : entry.parts.join('\n').trimEnd();
  if (dialect.indented === 'deeper-joins' && dialect.nested === 'map' && raw.startsWith('\n')) {
    entry.nested = new Map();
    for (const line of joined) nest(state, entry, line);
  }
  const value = unescape(raw, dialect);
  const nested = entry.nested;
  entries.set(key, { key, value, keyRange, valueRange, joined, ...(nested === undefined ? {} : { nested }) });
}

function reject(state: State, rule: IniRule, range: Range): void {
  state.error ??= { rule, range };
}

function pass(state: State, rule: IniRule, range: Range): void {
  state.ignored.push({ rule, range });
}
