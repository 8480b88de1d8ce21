import type { Block, Elastic, MarkedRow, Page } from '../../core/page.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import type { Checked, CheckStep, Outcome } from '../check.ts';

const marks = { yes: 'yes', no: 'no', unknown: 'warn', skip: 'none' } as const satisfies Record<
  Outcome,
  MarkedRow['mark']
>;
const tones = { yes: 'good', no: 'bad', unknown: 'warn' } as const;

/** Where there is more than a screen holds: what holds gives way first, what is to be pasted last. */
const turns = { held: 1, notes: 2, missing: 3, commands: 4 } as const;
/** Of what is to be pasted so much stays that one sees what it is. */
const fewCommands = 5;

/** What a person reads: the verdict, what is in the way, what to paste. */
export function pageOf(
  { verdict, word, summary, steps, remedies, diagnostics }: Checked,
  verbose: boolean,
): Page {
  const page: Page[number][] = [[{ kind: 'verdict', tone: tones[verdict], word, text: summary }]];
  // A lone step is what the summary says.
  if (steps.length > 1) page.push(stepsPart(verbose ? steps.map(toldOf) : shortened(steps)));
  if (diagnostics.length > 0) page.push(notesPart(diagnostics));
  if (remedies.length > 0) page.push(pastePart(remedies.map(({ command }) => command)));
  return page;
}

interface Told {
  readonly row: MarkedRow;
  /** It says what is wrong, or what could not be asked. */
  readonly isMissing: boolean;
}

function toldOf({ outcome, title, because }: CheckStep): Told {
  return {
    row: { mark: marks[outcome], cells: [title, because] },
    isMissing: outcome === 'no' || outcome === 'unknown',
  };
}

/** Kinds of which there is nothing are named in one row. */
function shortened(steps: readonly CheckStep[]): readonly Told[] {
  const isClear = (one: CheckStep) => one.outcome === 'yes' && one.isClear === true;
  const clear = steps.filter(isClear).map(({ title }) => title);
  return [
    ...steps.filter((one) => !isClear(one)).map(toldOf),
    ...(clear.length === 0
      ? []
      : [{ row: { mark: 'yes' as const, cells: ['none', listed(clear)] }, isMissing: false }]),
  ];
}

function stepsPart(told: readonly Told[]): Elastic {
  const missing = told.filter(({ isMissing }) => isMissing);
  const byWeight = [...missing, ...told.filter(({ isMissing }) => !isMissing)];
  return {
    kind: 'elastic',
    most: told.length,
    gives: [
      { turn: turns.held, to: missing.length },
      { turn: turns.missing, to: 0 },
    ],
    blocks: (count) => {
      const kept = new Set(byWeight.slice(0, count));
      const rows = told.filter((one) => kept.has(one)).map(({ row }) => row);
      const left = told.length - rows.length;
      return [{ kind: 'marked', rows: [...rows, ...(left === 0 ? [] : [leftOut(left, 'step')])] }];
    },
  };
}

function leftOut(left: number, what: string): MarkedRow {
  return { mark: 'none', cells: [`${left} more ${what}${left === 1 ? '' : 's'}: add --verbose`] };
}

function notesPart(diagnostics: readonly Diagnostic[]): Elastic {
  const grave = diagnostics.filter(({ severity }) => severity !== 'info');
  const byWeight = [...grave, ...diagnostics.filter(({ severity }) => severity === 'info')];
  return {
    kind: 'elastic',
    most: diagnostics.length,
    gives: [{ turn: turns.notes, to: grave.length }],
    blocks: (count) => {
      const kept = new Set(byWeight.slice(0, count));
      const shown = diagnostics.filter((one) => kept.has(one));
      const left = diagnostics.length - shown.length;
      return [
        ...(shown.length === 0 ? [] : [{ kind: 'diagnostics', diagnostics: shown } as const]),
        ...(left === 0 ? [] : [{ kind: 'marked', rows: [leftOut(left, 'note')] } as const]),
      ];
    },
  };
}

function pastePart(commands: readonly Checked['remedies'][number]['command'][]): Elastic {
  return {
    kind: 'elastic',
    most: commands.length,
    gives: [{ turn: turns.commands, to: Math.min(commands.length, fewCommands) }],
    blocks: (count) => {
      const left = commands.length - count;
      const title = commands.length === 1 ? 'To paste' : 'To paste, in this order';
      return [
        { kind: 'heading', text: left === 0 ? title : `${title} (${left} more: add --verbose)` },
        ...commands.slice(0, count).map((command): Block => ({ kind: 'text', text: [command] })),
      ];
    },
  };
}
