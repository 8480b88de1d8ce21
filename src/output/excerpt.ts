import { lastLineOf, type ExcerptLine, type SafeExcerpt } from './excerpt-lines.ts';
import { describePlace } from '../core/place.ts';
import { lineWidth, piecesOf, spaces, wrap } from './line.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';
import { graphemesOf, widthOf } from './width.ts';

const tabStop = 4;
/** A note beside the underline needs this much room, else it goes below. */
const narrowestNote = 28;

/** One character of a source's line as it is shown, and where it stands in the source. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** 1-based, UTF-16 units; the end is exclusive. */
  readonly column: number;
  readonly end: number;
}

/** The place, the lines around the span with their numbers, the span marked, the note under it. */
export function renderExcerpt(
  { title, span, lines: shownLines, note, tone }: SafeExcerpt,
  look: Look,
): readonly Line[] {
  const last = lastLineOf(span);
  const digits = String(last).length;
  const room = Math.max(8, look.width - digits - 6);
  const noteLine = piecesOf(note, tone);
  const lines: Line[] = [...headOf(piecesOf(title), piecesOf(describePlace(span), 'strong'), look)];
  const add = (label: string, sign: string, line: Line) =>
    lines.push([{ text: `  ${label.padStart(digits)} ${sign} `, tone: 'dim' }, ...line]);
  const { gutter: bar, spanGutter, cut } = look.glyphs;
  const isOneLine = last === span.line;

  let before = shownLines[0]?.number ?? 0;
  for (const line of shownLines) {
    const cells = cellsOf(line);
    if (line.number > before + 1) add('', spanGutter, piecesOf(cut, 'dim'));
    before = line.number;
    if (isOneLine && line.number === span.line) {
      const end = span.endLine > span.line ? Number.MAX_SAFE_INTEGER : span.endColumn;
      const view = viewOf(cells, span.column, end, room, cut);
      add(String(line.number), bar, shown(cells, view.first, room, cut));
      for (const under of underNote(view.start, view.length, noteLine, room, tone, look)) add('', bar, under);
    } else {
      add(String(line.number), line.number < span.line ? bar : spanGutter, shown(cells, 0, room, cut));
    }
  }
  if (!isOneLine) for (const line of wrap(noteLine, room)) add('', bar, line);
  return lines;
}

/** The title and the place, on one line where both have room. */
function headOf(title: Line, where: Line, { width }: Look): readonly Line[] {
  if (title.length === 0) return [where];
  const gap = spaces(3);
  return lineWidth([...title, ...gap, ...where]) <= width
    ? [[...title, ...gap, ...where]]
    : [...wrap(title, width), where];
}

function cellsOf({ pieces }: ExcerptLine): readonly Cell[] {
  let at = 0;
  const cells: Cell[] = [];
  const add = (text: string, width: number, column: number, units: number) => {
    cells.push({ text, width, column, end: column + units });
    at += width;
  };
  for (const { text, column, insteadOf } of pieces) {
    if (insteadOf !== undefined) add(text, widthOf(text), column, insteadOf);
    else {
      for (const grapheme of graphemesOf(text)) {
        const isTab = grapheme.text === '\t';
        const width = isTab ? tabStop - (at % tabStop) : grapheme.width;
        const { length } = grapheme.text;
        add(isTab ? ' '.repeat(width) : grapheme.text, width, column + grapheme.start, length);
      }
    }
  }
  return cells;
}

/** As much of the line as fits, from the given cell on, with a sign where it was cut. */
function shown(cells: readonly Cell[], first: number, room: number, cut: string): Line {
  const total = cells.slice(first).reduce((sum, { width }) => sum + width, 0);
  const before = first > 0 ? cut : '';
  if (total + widthOf(before) <= room) return plain(before, cells.slice(first), '');
  let left = room - widthOf(before) - widthOf(cut);
  const fitting: Cell[] = [];
  for (const cell of cells.slice(first)) {
    left -= cell.width;
    if (left < 0) break;
    fitting.push(cell);
  }
  return plain(before, fitting, cut);
}

function plain(before: string, cells: readonly Cell[], after: string): Line {
  const text = cells.map((cell) => cell.text).join('');
  return [
    { text: before, tone: 'dim' as const },
    { text, tone: 'plain' as const },
    { text: after, tone: 'dim' as const },
  ].filter((piece) => piece.text !== '');
}

/** From which cell a line is shown so that the span is seen, and where the span then stands. */
function viewOf(
  cells: readonly Cell[],
  column: number,
  endColumn: number,
  room: number,
  cut: string,
): { readonly first: number; readonly start: number; readonly length: number } {
  const widthBetween = (from: number, to: number) =>
    cells.slice(from, to).reduce((sum, { width }) => sum + width, 0);
  const indexOf = (at: number) => {
    // A column inside a character of several units belongs to that character.
    const index = cells.findIndex((_, cell) => (cells[cell + 1]?.column ?? Number.MAX_SAFE_INTEGER) > at);
    return index < 0 || at > lineEnd ? cells.length : index;
  };
  const lineEnd = (cells.at(-1)?.end ?? 1) - 1;
  const from = indexOf(column);
  const to = Math.max(from, endColumn > lineEnd ? cells.length : indexOf(endColumn));

  let first = 0;
  if (widthBetween(0, Math.min(to, cells.length)) > room - widthOf(cut)) {
    // A third of the room shows what stands before the span.
    first = from;
    while (first > 0 && widthBetween(first - 1, from) <= Math.floor(room / 3)) first--;
    if (first === 1) first = 0;
  }
  const start = (first > 0 ? widthOf(cut) : 0) + widthBetween(first, from);
  const visible = room - start - (start + widthBetween(from, cells.length) > room ? widthOf(cut) : 0);
  return { first, start, length: Math.max(1, Math.min(widthBetween(from, to), visible)) };
}

function underNote(
  start: number,
  length: number,
  note: Line,
  room: number,
  tone: SafeExcerpt['tone'],
  { glyphs }: Look,
): readonly Line[] {
  const underline: Line = [...spaces(start), { text: glyphs.underline.repeat(length), tone }];
  const beside = room - start - length - 1;
  if (beside >= Math.min(narrowestNote, lineWidth(note))) {
    const [first = [], ...rest] = wrap(note, beside);
    return [
      [...underline, ...(first.length > 0 ? spaces(1) : []), ...first],
      ...rest.map((line) => [...spaces(start + length + 1), ...line]),
    ];
  }
  return [underline, ...wrap(note, room)];
}
