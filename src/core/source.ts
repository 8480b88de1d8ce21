import type { Span } from './evaluation.ts';

/** A piece of a source: offsets in UTF-16 units, the end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A file's text, with the means to say where in it something stands. */
export interface Source {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  /** Without the byte order mark, if the file had one. */
  readonly text: string;
  /** Offset of each line's first character, made when first asked for. */
  readonly lineStarts: () => readonly number[];
}

export function source(file: string, text: string): Source {
  let starts: readonly number[] | undefined;
  return { file, text, lineStarts: () => (starts ??= findLineStarts(text)) };
}

/** Lines end at LF, CRLF or a lone CR. */
function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
  const ends = /\r\n|\n|\r/g;
  while (ends.exec(text) !== null) starts.push(ends.lastIndex);
  return starts;
}

/** 1-based line and column of an offset; an offset past the end is the end. */
export function positionAt(from: Source, offset: number): { readonly line: number; readonly column: number } {
  const starts = from.lineStarts();
  const at = Math.max(0, Math.min(offset, from.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}

export function spanOf(from: Source, range: Range): Span {
  const start = positionAt(from, range.start);
  const end = positionAt(from, range.end);
  return {
    file: from.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** The text of a 1-based line without its line end; empty beyond the last. */
export function lineText(from: Source, line: number): string {
  const starts = from.lineStarts();
  const start = starts[line - 1];
  if (start === undefined) return '';
  // From the end: an expression would look through a line of megabytes, once for each thing that is said of it.
  let end = starts[line] ?? from.text.length;
  while (end > start && (from.text[end - 1] === '\n' || from.text[end - 1] === '\r')) end--;
  return from.text.slice(start, end);
}
