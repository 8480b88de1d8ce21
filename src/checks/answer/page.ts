import type { Block, MarkedRow, Page } from '../../core/page.ts';
import { listed } from '../../core/listed.ts';
import type { Checked, CheckStep, Outcome } from '../check.ts';

const marks = { yes: 'yes', no: 'no', unknown: 'warn', skip: 'none' } as const satisfies Record<
  Outcome,
  MarkedRow['mark']
>;
const tones = { yes: 'good', no: 'bad', unknown: 'warn' } as const;

/** What a person reads: the verdict, what is in the way, what to paste. */
export function pageOf(
  { verdict, word, summary, steps, remedies, diagnostics }: Checked,
  verbose: boolean,
): Page {
  const blocks: Block[][] = [[{ kind: 'verdict', tone: tones[verdict], word, text: summary }]];
  // A lone step is what the summary says.
  if (steps.length > 1)
    blocks.push([{ kind: 'marked', rows: verbose ? steps.map(rowOf) : shortRows(steps) }]);
  if (diagnostics.length > 0) blocks.push([{ kind: 'diagnostics', diagnostics }]);
  if (remedies.length > 0)
    blocks.push([
      { kind: 'heading', text: remedies.length === 1 ? 'To paste' : 'To paste, in this order' },
      ...remedies.map(({ command }): Block => ({ kind: 'text', text: [command] })),
    ]);
  return blocks;
}

function rowOf({ outcome, title, because }: CheckStep): MarkedRow {
  return { mark: marks[outcome], cells: [title, because] };
}

/** Kinds of which there is nothing are named in one row. */
function shortRows(steps: readonly CheckStep[]): readonly MarkedRow[] {
  const isClear = (one: CheckStep) => one.outcome === 'yes' && one.isClear === true;
  const clear = steps.filter(isClear).map(({ title }) => title);
  return [
    ...steps.filter((one) => !isClear(one)).map(rowOf),
    ...(clear.length === 0 ? [] : [{ mark: 'yes' as const, cells: ['none', listed(clear)] }]),
  ];
}
