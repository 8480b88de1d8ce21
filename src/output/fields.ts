import { largest } from '../core/lists.ts';
import type { Field } from '../core/page.ts';
import { indented, lineWidth, padded, piecesOf, spaces, wrap } from './line.ts';
import type { Line } from './line.ts';

const indent = 2;
const gap = 2;
/** Values this wide no longer push the notes of the other rows to the right. */
const widestAlignedValue = 48;

/** `  name   value   note`, names and notes aligned; what does not fit stands below, under the value. */
export function renderFields(rows: readonly Field[], width: number): readonly Line[] {
  const cells = rows.map(({ name, value, note, more }) => ({
    name: piecesOf(name),
    value: piecesOf(value),
    note: note === undefined ? [] : piecesOf(note, 'dim'),
    more: (more ?? []).map((text) => piecesOf(text)),
  }));
  const nameWidth = largest(
    cells.map(({ name }) => lineWidth(name)),
    0,
  );
  const start = indent + nameWidth + gap;
  if (start > width / 2) return cells.flatMap((row) => belowName(row, width));

  const valueWidth = largest(
    cells
      .filter(({ note }) => note.length > 0)
      .map(({ value }) => lineWidth(value))
      .filter((value) => value <= widestAlignedValue),
    0,
  );
  const room = width - start;
  return cells.flatMap(({ name, value, note, more }) => {
    const wide = Math.max(valueWidth, lineWidth(value)) + gap + lineWidth(note);
    const narrow = lineWidth(value) + gap + lineWidth(note);
    const lines =
      note.length === 0 || narrow > room
        ? [...wrap(value, room), ...wrap(note, room)]
        : [[...padded(value, wide > room ? 0 : valueWidth), ...spaces(gap), ...note]];
    const below = more.flatMap((text) => wrap(text, room));
    const all = lines.length + below.length === 0 ? [[]] : [...lines, ...below];
    return all.map((line, index) => [
      ...spaces(indent),
      ...(index === 0 ? padded(name, nameWidth + gap) : spaces(nameWidth + gap)),
      ...line,
    ]);
  });
}

interface Cells {
  readonly name: Line;
  readonly value: Line;
  readonly note: Line;
  readonly more: readonly Line[];
}

/** For narrow terminals: the name on a line of its own. */
function belowName({ name, value, note, more }: Cells, width: number): readonly Line[] {
  const room = width - 2 * indent;
  return [
    ...indented(indent, wrap(name, width - indent)),
    ...indented(
      2 * indent,
      [value, note, ...more].flatMap((text) => wrap(text, room)),
    ),
  ];
}
