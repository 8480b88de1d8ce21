import { indented, lineWidth, longestWord, padded, spaces, wrap } from './line.ts';
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
  const edge = Math.max(0, ...ends.flat().map(lineWidth));
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
  const count = Math.max(0, ...rows.map((row) => row.length));
  const column = (index: number) => rows.map((row) => row[index] ?? []);
  const natural = Array.from({ length: count }, (_, index) => Math.max(0, ...column(index).map(lineWidth)));
  const least = Array.from({ length: count }, (_, index) =>
    Math.min(natural[index] ?? 0, Math.max(narrowest, ...column(index).map(longestWord))),
  );
  const widths = fitWidths(natural, least, width - gap * (count - 1));
  return rows.map((row) => (widths === undefined ? stacked(row, width) : beside(row, widths)));
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
    const next = Math.max(
      least[widest] ?? 0,
      ...widths.filter((width, index) => index !== widest && width < (widths[widest] ?? 0)),
    );
    const cut = Math.min(excess, Math.max(1, (widths[widest] ?? 0) - next));
    widths[widest] = (widths[widest] ?? 0) - cut;
    excess -= cut;
  }
  return widths;
}

function beside(row: readonly Line[], widths: readonly number[]): readonly Line[] {
  const cells = row.map((cell, index) => wrap(cell, widths[index] ?? 0));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
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
