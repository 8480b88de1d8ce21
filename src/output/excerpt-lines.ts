import type { Span } from '../core/evaluation.ts';
import { append } from '../core/lists.ts';
import type { Block, Text, Tone } from '../core/page.ts';
import { escapeControls } from './escape.ts';
import { quotedLinesOf, type QuotedLine } from './quoted-lines.ts';
import { graphemesOf } from './width.ts';

export type Excerpt = Extract<Block, { readonly kind: 'excerpt' }>;

/** The lines that an excerpt shows, as they may be shown. */
export interface SafeExcerpt {
  readonly kind: 'excerpt';
  readonly title: Text;
  readonly span: Span;
  readonly lines: readonly ExcerptLine[];
  readonly note: Text;
  readonly tone: Tone;
}

export interface ExcerptLine {
  /** 1-based. */
  readonly number: number;
  readonly pieces: readonly LinePiece[];
}

export interface LinePiece {
  readonly text: string;
  /** Where it stands in the source: 1-based, UTF-16 units. */
  readonly column: number;
  /** It is shown in place of so many units of the source: there is no column within it. */
  readonly insteadOf?: number;
}

const linesBefore = 2;
/** Of a span of more lines the first ones and the last are shown. */
const mostSpanLines = 6;

/** The last line of which the span holds at least one character. */
export function lastLineOf({ line, endLine, endColumn }: Span): number {
  return Math.max(line, endColumn <= 1 && endLine > line ? endLine - 1 : endLine);
}

export function linesOf({ source: whole, span, before = linesBefore }: Excerpt): readonly ExcerptLine[] {
  const lineOf = quotedLinesOf(whole);
  return numbersOf(span, before).map((number) => ({
    number,
    pieces: safePieces(lineOf(number), number === span.line ? span.column - 1 : 0),
  }));
}

function numbersOf(span: Span, before: number): readonly number[] {
  const first = Math.max(1, span.line - before);
  const last = lastLineOf(span);
  const isLong = last - span.line >= mostSpanLines;
  const end = isLong ? span.line + mostSpanLines - 3 : last;
  const shown = Array.from({ length: end - first + 1 }, (_, index) => first + index);
  return isLong ? [...shown, last] : shown;
}

/** What stands further away is beyond every terminal. */
const farAway = 2000;

/**
 * The line of a file around a place: what is told by its name there is a value, not a sentence; of a comment only its sign
 * is left.
 */
function safePieces({ line, secrets }: QuotedLine, around: number): readonly LinePiece[] {
  const pieces: LinePiece[] = [];
  let at = Math.max(0, around - farAway);
  const end = around + farAway;
  const addUpTo = (next: number) => {
    if (next > at) append(pieces, escapedPieces(line.slice(at, next), at));
  };
  for (const secret of secrets) {
    if (secret.end <= at) continue;
    if (secret.start >= end) break;
    addUpTo(secret.start);
    pieces.push({ text: '[hidden]', column: secret.start + 1, insteadOf: secret.end - secret.start });
    at = secret.end;
  }
  addUpTo(Math.min(end, line.length));
  return pieces;
}

/** Tabs stay: how wide they are depends on where they stand. What a reader sees as one character is not torn apart. */
function escapedPieces(text: string, offset: number): readonly LinePiece[] {
  if (text === '') return [];
  if (/^[\t -~]*$/.test(text)) return [{ text, column: offset + 1 }];
  const pieces: LinePiece[] = [];
  let at = 0;
  for (const { text: character, start } of graphemesOf(text)) {
    const escaped = escapeControls(character);
    if (escaped === character) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), column: offset + at + 1 });
    pieces.push({ text: escaped, column: offset + start + 1, insteadOf: character.length });
    at = start + character.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), column: offset + at + 1 });
  return pieces;
}
