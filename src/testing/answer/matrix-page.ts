import { countMore } from '../../core/listed.ts';
import { addTo } from '../../core/lists.ts';
import type { Block } from '../../core/page.ts';
import { describeLine } from '../../core/place.ts';
import type { MatrixCell, TestResult } from '../test.ts';
import { many } from './document.ts';

type Cell = TestResult & { readonly cell: MatrixCell };

/** A matrix of principals, actions and resources, with what came of each request. */
export interface Matrix {
  readonly cells: readonly Cell[];
  readonly missed: number;
}

/** So many requests have a line; what differs comes first. */
const mostShown = 30;

export function matricesOf(tests: readonly TestResult[]): readonly Matrix[] {
  const all = new Map<string, Cell[]>();
  for (const test of tests) {
    const { cell } = test;
    if (cell === undefined) continue;
    const { file, line, column } = cell.matrix;
    const id = `${file}:${line}:${column}`;
    addTo(all, id, { ...test, cell });
  }
  return [...all.values()].map((cells) => ({ cells, missed: cells.filter(isMissed).length }));
}

function isMissed({ outcome }: TestResult): boolean {
  return outcome === 'failed' || outcome === 'error';
}

/** Of the requests of a matrix that failed the first is explained: the table says the others. */
export function toldApart(matrices: readonly Matrix[]): (test: TestResult) => boolean {
  const first = new Map(matrices.flatMap(({ cells }) => cells.find(isMissed) ?? []).map(bySpan));
  return ({ cell, span, name }) => cell === undefined || first.get(span) === name;
}

const bySpan = ({ span, name }: Cell) => [span, name] as const;

/** The requests as tables, one for each principal; what differs is marked and comes first. */
export function matrixBlocks({ cells, missed }: Matrix, verbose: boolean): readonly Block[] {
  const [first] = cells;
  if (first === undefined) return [];
  const { name, matrix } = first.cell;
  const count = many(cells.length, 'request');
  const most = verbose ? Infinity : mostShown;
  const ordered = [...cells].sort(missedFirst).slice(0, most);
  const left = cells.length - ordered.length;
  return [
    { kind: 'heading', text: `${name}  ${describeLine(matrix)}` },
    {
      kind: 'text',
      text: missed === 0 ? `${count}, as expected` : `${missed} of ${count} not as expected`,
    },
    ...byPrincipal(ordered).flatMap(principalBlocks(cells)),
    ...(left === 0 ? [] : [{ kind: 'text' as const, text: `${countMore(left, 'request')}: add --verbose` }]),
  ];
}

function missedFirst(left: Cell, right: Cell): number {
  return Number(isMissed(right)) - Number(isMissed(left));
}

function byPrincipal(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const all = new Map<string, Cell[]>();
  for (const each of cells) {
    const list = all.get(each.cell.principal);
    if (list === undefined) all.set(each.cell.principal, [each]);
    else list.push(each);
  }
  return [...all.values()];
}

function principalBlocks(all: readonly Cell[]): (rows: readonly Cell[]) => readonly Block[] {
  const actionOf = shortened(
    all.map(({ cell }) => cell.action),
    clipped,
  );
  const resourceOf = shortened(
    all.map(({ cell }) => cell.resource),
    ending,
  );
  return (rows) => [
    { kind: 'text', text: `as ${rows[0]?.cell.principal ?? ''}` },
    {
      kind: 'marked',
      header: ['action', 'resource', 'decision', 'expected'],
      rows: rows.map((each) => ({
        mark: isMissed(each) ? 'no' : each.outcome === 'skipped' ? 'none' : 'yes',
        cells: [
          actionOf(each.cell.action),
          resourceOf(each.cell.resource),
          each.actual ?? each.outcome,
          isMissed(each) ? clipped(each.expected) : '',
        ],
      })),
    },
  ];
}

/** Four columns fit on a line of 80 characters so. */
const widest = 20;

function clipped(text: string): string {
  return text.length <= widest ? text : `${text.slice(0, widest - 1)}…`;
}

function ending(text: string): string {
  return text.length <= widest ? text : `…${text.slice(1 - widest)}`;
}

/** The names cut short, as long as that tells them apart; the whole names where it does not. */
function shortened(names: readonly string[], short: (name: string) => string): (name: string) => string {
  const all = new Set(names);
  return new Set([...all].map(short)).size === all.size ? short : (name) => name;
}
