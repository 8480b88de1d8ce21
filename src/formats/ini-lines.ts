import type { Range } from '../core/source.ts';
import type { IniDialect } from './ini-dialects.ts';

/** The range without the blanks at its ends. */
export function trimRange(text: string, start: number, end: number, { blanks }: IniDialect): Range {
  const isBlank = blanks === 'unicode' ? isUnicodeBlank : isBlankOrTab;
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function isBlankOrTab(code: number): boolean {
  return code === 32 || code === 9;
}

function isUnicodeBlank(code: number): boolean {
  if (code === 32 || (code >= 9 && code <= 13)) return true;
  if (code < 0x80) return false;
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

export interface Header {
  readonly name: string;
  readonly range: Range;
}

/** The section's name, from a line that starts with `[`; undefined where the dialect sees no header. */
export function readHeader(text: string, line: Range, dialect: IniDialect): Header | undefined {
  const end = headerEnd(text, line, dialect);
  if (end === undefined) return undefined;
  if (end === line.start + 1 && dialect.emptyHeader !== 'section') return undefined;
  const inside =
    dialect.headerBlanks === 'trimmed'
      ? trimRange(text, line.start + 1, end, dialect)
      : { start: line.start + 1, end };
  return { name: text.slice(inside.start, inside.end), range: { start: line.start, end: end + 1 } };
}

/** Offset of the bracket that ends the header. */
function headerEnd(text: string, line: Range, dialect: IniDialect): number | undefined {
  switch (dialect.headerEnd) {
    case 'last-bracket': {
      const last = text.slice(line.start, line.end).lastIndexOf(']');
      return last > 0 ? line.start + last : undefined;
    }
    case 'line-end': {
      const { end } = trimRange(text, line.start, commentStart(text, line, dialect), dialect);
      return text.charCodeAt(end - 1) === 93 ? end - 1 : undefined;
    }
    case 'before-comment': {
      const comment = /[#;]/.exec(text.slice(line.start, line.end))?.index;
      const cut = comment === undefined ? line.end : line.start + comment;
      const { end } = trimRange(text, line.start, cut, dialect);
      return end > line.start + 1 && text.charCodeAt(end - 1) === 93 ? end - 1 : undefined;
    }
    case 'first-bracket': {
      const within = text.slice(line.start, line.end).indexOf(']');
      if (within < 0) return undefined;
      const first = line.start + within;
      const rest = trimRange(text, first + 1, line.end, dialect);
      const code = text.charCodeAt(rest.start);
      return rest.start === rest.end || code === 35 || code === 59 ? first : undefined;
    }
  }
}

/** Offset of a comment behind something on the line: a blank, then `#` or `;`. The line's end where none is. */
function commentStart(text: string, line: Range, { inlineComments }: IniDialect): number {
  const isBlank = inlineComments === 'cut-behind-blank-or-tab' ? isBlankOrTab : isUnicodeBlank;
  for (let at = line.start + 1; at < line.end; at++) {
    const code = text.charCodeAt(at);
    if ((code === 35 || code === 59) && isBlank(text.charCodeAt(at - 1))) return at - 1;
  }
  return line.end;
}

export interface KeyAndValue {
  readonly keyRange: Range;
  readonly valueRange: Range;
}

/** Undefined where no separator stands. */
export function splitKey(text: string, line: Range, dialect: IniDialect): KeyAndValue | undefined {
  const end = dialect.inlineComments === 'kept' ? line.end : commentStart(text, line, dialect);
  return split(text, { start: line.start, end }, dialect, dialect.separators);
}

/** A line below a key without a value: a comment behind it is a part of it. */
export function splitNested(text: string, line: Range, dialect: IniDialect): KeyAndValue | undefined {
  const isKey = dialect.nestedKeys === 'as-keys';
  return split(
    text,
    line,
    isKey ? dialect : { ...dialect, quotes: 'kept' },
    isKey ? dialect.separators : '=',
  );
}

/** An indented line that is a key of its own: its quotes go first and the comment then, also one inside of them. */
export function splitIndented(text: string, line: Range, dialect: IniDialect): KeyAndValue | undefined {
  const nested = splitNested(text, line, dialect);
  if (nested === undefined) return undefined;
  const { keyRange, valueRange } = nested;
  const end = commentStart(text, valueRange, dialect);
  return { keyRange, valueRange: trimRange(text, valueRange.start, end, dialect) };
}

function split(
  text: string,
  { start, end }: Range,
  dialect: IniDialect,
  separators: IniDialect['separators'],
): KeyAndValue | undefined {
  const content = text.slice(start, end);
  let at = content.indexOf('=');
  if (separators === '=:') {
    const colon = content.indexOf(':');
    if (colon >= 0 && (at < 0 || colon < at)) at = colon;
  }
  if (at < 0) return undefined;
  const separator = start + at;
  return {
    keyRange: trimRange(text, start, separator, dialect),
    valueRange: stripQuotes(text, trimRange(text, separator + 1, end, dialect), dialect),
  };
}

/** Whether the value is one quote alone, and not what is left between two of them. */
export function isLoneQuote(text: string, { start, end }: Range): boolean {
  return end - start === 1 && isQuote(text.charCodeAt(start)) && !isQuote(text.charCodeAt(start - 1));
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

function stripQuotes(text: string, range: Range, { quotes }: IniDialect): Range {
  if (quotes === 'kept' || range.end - range.start < 2) return range;
  const first = text.charCodeAt(range.start);
  const isQuoted = isQuote(first) && text.charCodeAt(range.end - 1) === first;
  return isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
}
