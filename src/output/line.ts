import { Command } from '../core/command.ts';
import { append } from '../core/lists.ts';
import type { Run, Text, Tone } from '../core/page.ts';
import { widthOf } from './width.ts';

/** A piece of one line: safe to print, of one tone. */
export interface Piece {
  readonly text: string;
  readonly tone: Tone;
  /** A command, written: it is neither broken nor spelled otherwise. */
  readonly whole?: true;
}

/** A command within a text, written. */
export interface Written extends Run {
  readonly whole: true;
}

function isWritten(run: Run): run is Written {
  return 'whole' in run;
}

export type Line = readonly Piece[];

/** The text, which is safe to print, as pieces; `tone` is that of pieces that have none. */
export function piecesOf(text: Text, tone: Tone = 'plain'): Line {
  if (typeof text === 'string') return text === '' ? [] : [{ text, tone }];
  if (text instanceof Command) throw new TypeError('a command is written before it is laid out');
  return text.flatMap((run) => {
    if (typeof run === 'string' || run instanceof Command) return piecesOf(run, tone);
    if (run.text === '') return [];
    const piece = { text: run.text, tone: run.tone === 'plain' ? tone : run.tone };
    return [isWritten(run) ? { ...piece, whole: true } : piece];
  });
}

export function spaces(count: number): Line {
  return count > 0 ? [{ text: ' '.repeat(count), tone: 'plain' }] : [];
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, piece) => sum + widthOf(piece.text), 0);
}

/** The line, with blanks after it up to `width`. */
export function padded(line: Line, width: number): Line {
  return [...line, ...spaces(width - lineWidth(line))];
}

/** Every line with `first` before the first and blanks of the same width before the others. */
export function hanging(first: Line, lines: readonly Line[]): readonly Line[] {
  const indent = spaces(lineWidth(first));
  if (lines.length === 0) return [first];
  return lines.map((line, index) => [...(index === 0 ? first : indent), ...line]);
}

export function indented(columns: number, lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => [...spaces(columns), ...line]);
}

/** Blanks, or a word: the pieces between two blanks, whatever their tones. */
interface Token {
  readonly blank: boolean;
  readonly pieces: Line;
  readonly width: number;
}

/**
 * Lines of at most `width` columns, broken at blanks; a word that is longer stands alone on its line, whole, so
 * that ARNs and paths can be copied.
 */
export function wrap(line: Line, width: number): readonly Line[] {
  if (lineWidth(line) <= width) return line.length === 0 ? [] : [line];
  const lines: Line[] = [];
  let current: Piece[] = [];
  let used = 0;
  let blank: Token | undefined;
  for (const token of tokensOf(line)) {
    if (token.blank) {
      blank = token;
      continue;
    }
    const gap = blank?.width ?? 0;
    if (current.length > 0 && used + gap + token.width > width) {
      lines.push(current);
      current = [];
      used = 0;
    } else if (blank !== undefined) {
      append(current, blank.pieces);
      used += gap;
    }
    append(current, token.pieces);
    used += token.width;
    blank = undefined;
  }
  if (current.length > 0) lines.push(current);
  return lines;
}

function tokensOf(line: Line): readonly Token[] {
  const tokens: { blank: boolean; pieces: Piece[]; width: number }[] = [];
  for (const { text, tone, whole } of line) {
    for (const part of whole ? [text] : (text.match(/ +|[^ ]+/g) ?? [])) {
      const blank = part.startsWith(' ');
      const last = tokens.at(-1);
      const piece: Piece = whole ? { text: part, tone, whole } : { text: part, tone };
      if (last?.blank === blank) {
        last.pieces.push(piece);
        last.width += widthOf(part);
      } else {
        tokens.push({ blank, pieces: [piece], width: widthOf(part) });
      }
    }
  }
  return tokens;
}

/** The columns that the longest word needs. */
export function longestWord(line: Line): number {
  return tokensOf(line).reduce(
    (longest, token) => (token.blank ? longest : Math.max(longest, token.width)),
    0,
  );
}
