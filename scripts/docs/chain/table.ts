import { flavourIds } from '../../../src/credentials/chain/chain.ts';
import type { Flavour } from '../../../src/credentials/chain/flavour.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { line } from '../markdown.ts';

/** A row of a table that has a column for each tool. */
export interface Row {
  /** Markdown. */
  readonly label: string;
  /** Markdown, in the order of the tools. */
  readonly cells: readonly string[];
}

const tools = flavourIds.map((id) => flavours[id]);

export function row(label: string, cell: (flavour: Flavour) => string): Row {
  return { label, cells: tools.map(cell) };
}

/** The rows as a table; tools that are the same in all of them share a column. */
export function toolTable(first: string, rows: readonly Row[]): readonly string[] {
  const columns = new Map<string, { readonly titles: string[]; readonly at: number }>();
  for (const [at, { title }] of tools.entries()) {
    const content = JSON.stringify(rows.map(({ cells }) => cells[at]));
    const known = columns.get(content);
    if (known === undefined) columns.set(content, { titles: [title], at });
    else known.titles.push(title);
  }
  const shown = [...columns.values()];
  return [
    line([first, ...shown.map(({ titles }) => titles.join(', '))]),
    line([first, ...shown].map(() => '---')),
    ...rows.map(({ label, cells }) =>
      line([label.replace(/\.$/, ''), ...shown.map(({ at }) => cells[at] ?? '')]),
    ),
  ];
}
