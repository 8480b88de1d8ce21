/** Prints a table of Markdown, as docs/performance.md shows it. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log([line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n'));
}

export const times = (ratio: number, digits = 2): string => `${ratio.toFixed(digits)}×`;
