import type { Span } from '../core/evaluation.ts';
import type { Block, Text, Tone } from '../core/page.ts';
import { lineText, source, type Source } from '../core/source.ts';
import { escapeControls } from './escape.ts';
import type { Hidden } from './secret-shapes.ts';
import { isSecretName, secretsInValue } from './secret.ts';
import { graphemesOf } from './width.ts';

export type Excerpt = Extract<Block, { readonly kind: 'excerpt' }>;

/** The lines that an excerpt shows, as they may be shown. */
export interface SafeExcerpt {
  readonly kind: 'excerpt';
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

export function linesOf({ source: whole, span }: Excerpt): readonly ExcerptLine[] {
  const shown = withoutBlocks(whole);
  return numbersOf(span).map((number) => ({ number, pieces: safePieces(lineText(shown, number)) }));
}

/** A text in quotes, a comment to the end of the line, one of several lines: in JSON, which should have none. */
const blockOrNot = /"(?:[^"\\\n]|\\[^\n])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** The same places with nothing in comments of several lines. */
function withoutBlocks(whole: Source): Source {
  if (
    !whole.text.includes('/*') ||
    !/^[\s\uFEFF]*[[{/]|\.jsonc?$/i.test(whole.text.slice(0, 1000) + whole.file)
  )
    return whole;
  const text = whole.text.replace(blockOrNot, (found) =>
    found.startsWith('/*') ? `/*${found.slice(2).replace(/[^\n\r]/g, ' ')}` : found,
  );
  return source(whole.file, text);
}

function numbersOf(span: Span): readonly number[] {
  const first = Math.max(1, span.line - linesBefore);
  const last = lastLineOf(span);
  const isLong = last - span.line >= mostSpanLines;
  const end = isLong ? span.line + mostSpanLines - 3 : last;
  const shown = Array.from({ length: end - first + 1 }, (_, index) => first + index);
  return isLong ? [...shown, last] : shown;
}

/** The line of a file: what is told by its name there is a value, not a sentence; of a comment only its sign is left. */
function safePieces(whole: string): readonly LinePiece[] {
  const line = whole.slice(0, commentIn(whole));
  const pieces: LinePiece[] = [];
  let at = 0;
  for (const { start, end } of secretsInLine(line)) {
    pieces.push(...escapedPieces(line.slice(at, start), at), {
      text: '[hidden]',
      column: start + 1,
      insteadOf: end - start,
    });
    at = end;
  }
  return [...pieces, ...escapedPieces(line.slice(at), at)];
}

/** A setting of a line: `aws_secret_access_key: …`, whose value may be torn by blanks. */
const setting = /^\s{0,200}(?:-\s{1,20})?["']?([\w.-]{1,80})["']?\s{0,20}[:=]\s{0,20}(?=[^\s"'])/;

function secretsInLine(line: string): readonly Hidden[] {
  const found = setting.exec(line);
  if (found === null || !isSecretName(found[1] ?? '')) return secretsInValue(line);
  return [{ start: found[0].length, end: line.length }];
}

/**
 * Where the text of a comment begins, behind its sign; the line's length where there is none. A quoted value holds
 * none; what only looks quoted, within other words or up to another line, does not count.
 */
function commentIn(line: string): number {
  const start = line.search(/\S/);
  if (/^\/[/*]/.test(line.slice(start, start + 2))) return start + 2;
  let first = line.length;
  let quote = '';
  /** The last character that is no blank. */
  let before = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const length = signAt(line, at);
    const isSign = length > 0 && /^$|[\s,{}[\]]/.test(line.charAt(at - 1));
    if (isSign) first = Math.min(first, at + length);
    if (quote === '' && isSign) return at + length;
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if (/["']/.test(character) && /^$|[,:=([{-]/.test(before)) quote = character;
    if (character.trim() !== '') before = character;
  }
  return quote === '' ? line.length : first;
}

/** How long the sign of a comment is that stands there. */
function signAt(line: string, at: number): number {
  if (line[at] === '#') return 1;
  return line[at] === '/' && (line[at + 1] === '/' || line[at + 1] === '*') ? 2 : 0;
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
