import { largest } from '../core/lists.ts';
import { hanging, indented, lineWidth, longestWord, padded, spaces, wrap } from './line.ts';
import type { Line } from './line.ts';

const gap = 2;
/** A column is not made narrower than this: its text would become a pillar. */
const narrowest = 16;

/**
 * Rows of cells under each other, each column as wide as its widest cell. Where that is too wide the widest
 * columns wrap; where that does not help the cells of a row stand below each other.
 */
export function alignCells(rows: readonly (readonly Line[])[], width: number): readonly (readonly Line[])[] {
  const aligned = alignAll(rows.map(withoutCommand), width);
  const ends = aligned.map((lines, index) =>
    commandAt(rows[index] ?? []) === undefined ? [] : [endOf(lines)],
  );
  const edge = largest(ends.flat().map(lineWidth), 0);
  return aligned.map((lines, index) => {
    const last = commandAt(rows[index] ?? []);
    return last === undefined
      ? lines
      : [...lines.slice(0, -1), [...padded(endOf(lines), edge), ...spaces(gap), ...last]];
  });
}

function endOf(lines: readonly Line[]): Line {
  return lines.at(-1) ?? [];
}

/** A command at the end of a row is one line however long: the columns do not make room for it. */
function withoutCommand(row: readonly Line[]): readonly Line[] {
  return commandAt(row) === undefined ? row : row.slice(0, -1);
}

function commandAt(row: readonly Line[]): Line | undefined {
  const last = row.at(-1);
  return row.length > 1 && last?.length === 1 && last[0]?.whole === true ? last : undefined;
}

function alignAll(rows: readonly (readonly Line[])[], width: number): readonly (readonly Line[])[] {
  const count = largest(
    rows.map((row) => row.length),
    0,
  );
  const all = layOut(rows, count, width);
  // The last cell of a row that has fewer may go on to the edge: a column need not be made narrow for it.
  const isShort = (row: readonly Line[]) => row.length > 1 && row.length < count;
  if (all.isWhole || !rows.some(isShort)) return all.lines;
  const { lines, widths } = layOut(
    rows.map((row) => (isShort(row) ? row.slice(0, -1) : row)),
    count,
    width,
  );
  if (widths === undefined) return all.lines;
  return lines.map((own, at) => {
    const row = rows[at] ?? [];
    return isShort(row) ? besideLast(own, row, widths, width) : own;
  });
}

/** The cells before the last, which are one line each, and the last one up to the edge. */
function besideLast(
  before: readonly Line[],
  row: readonly Line[],
  widths: readonly number[],
  width: number,
): readonly Line[] {
  const start = widths.slice(0, row.length - 1).reduce((sum, each) => sum + each + gap, 0);
  const first = [...padded(before[0] ?? [], start - gap), ...spaces(gap)];
  const last = wrap(row.at(-1) ?? [], width - start);
  return [...hanging(first, last), ...before.slice(1)];
}

interface Layout {
  readonly lines: readonly (readonly Line[])[];
  /** Undefined where the cells stand below each other. */
  readonly widths: readonly number[] | undefined;
  /** No cell had to be broken. */
  readonly isWhole: boolean;
}

function layOut(rows: readonly (readonly Line[])[], count: number, width: number): Layout {
  const column = (index: number) => rows.map((row) => row[index] ?? []);
  const natural = Array.from({ length: count }, (_, index) => largest(column(index).map(lineWidth), 0));
  const least = Array.from({ length: count }, (_, index) =>
    Math.min(natural[index] ?? 0, largest(column(index).map(longestWord), narrowest)),
  );
  const widths = fitWidths(natural, least, width - gap * (count - 1));
  return {
    lines: rows.map((row) => (widths === undefined ? stacked(row, width) : beside(row, widths))),
    widths,
    isWhole: widths?.every((each, index) => each === natural[index]) === true,
  };
}

/** The widest columns made narrower until all fit, none below its least width; undefined where that fails. */
function fitWidths(
  natural: readonly number[],
  least: readonly number[],
  available: number,
): readonly number[] | undefined {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    let widest = -1;
    widths.forEach((width, index) => {
      if (width > (least[index] ?? 0) && width > (widths[widest] ?? 0)) widest = index;
    });
    if (widest < 0) return undefined;
    const next = largest(
      widths.filter((width, index) => index !== widest && width < (widths[widest] ?? 0)),
      least[widest] ?? 0,
    );
    const cut = Math.min(excess, Math.max(1, (widths[widest] ?? 0) - next));
    widths[widest] = (widths[widest] ?? 0) - cut;
    excess -= cut;
  }
  return widths;
}

function beside(row: readonly Line[], widths: readonly number[]): readonly Line[] {
  const cells = row.map((cell, index) => wrap(cell, widths[index] ?? 0));
  const height = largest(
    cells.map((cell) => cell.length),
    1,
  );
  return Array.from({ length: height }, (_, line) =>
    cells.flatMap((cell, index) => {
      const text = cell[line] ?? [];
      const isLast = cells.slice(index + 1).every((after) => after[line] === undefined);
      return isLast ? text : [...padded(text, widths[index] ?? 0), ...spaces(gap)];
    }),
  );
}

function stacked(row: readonly Line[], width: number): readonly Line[] {
  const [first, ...rest] = row.filter((cell) => cell.length > 0);
  if (first === undefined) return [[]];
  return [...wrap(first, width), ...rest.flatMap((cell) => indented(gap, wrap(cell, width - gap)))];
}
