import { listed } from '../../core/listed.ts';
import type { Block, Page, Text, Tone } from '../../core/page.ts';
import { describePlace } from '../../core/place.ts';
import { spanOf } from '../../core/source.ts';
import { quoteOf } from '../../policy/condition/wording.ts';
import type { Widening } from '../../policy/compare.ts';
import type { Compared, Parts, Verdict } from '../run/compare-versions.ts';
import { nameOfStatement } from '../run/gates.ts';
import { diagnosticsOf, summaryOf } from './diff.ts';
import { simulateCommand } from './simulate-command.ts';

const tones: Readonly<Record<Verdict, Tone>> = {
  same: 'good',
  narrower: 'good',
  wider: 'bad',
  mixed: 'bad',
  unknown: 'warn',
};

/** With more of them the others are counted. */
const mostShown = 8;

/** What a person reads: the verdict, what is newly allowed and newly denied by statement, each with a request. */
export function diffPage(compared: Compared, old: string, next: string, isVerbose: boolean): Page {
  const { verdict, newlyAllowed, newlyDenied } = compared;
  const diagnostics = diagnosticsOf(compared);
  const again = commandFor(newlyAllowed) ?? commandFor(newlyDenied);
  return [
    { kind: 'verdict', tone: tones[verdict], word: verdict, text: summaryOf(compared, old, next) },
    ...groupOf('newly allowed', newlyAllowed, isVerbose),
    ...groupOf('newly denied', newlyDenied, isVerbose),
    ...(diagnostics.length === 0 ? [] : [{ kind: 'diagnostics', diagnostics } as const]),
    ...(again === undefined
      ? []
      : [{ kind: 'next', items: [{ label: 'see for yourself', text: again }] } as const]),
  ];
}

interface Row {
  readonly own: Parts<Widening>;
  readonly part: Widening;
}

function groupOf(title: string, found: readonly Parts<Widening>[], isVerbose: boolean): Page {
  const all = found.flatMap((own) => own.parts.map((part): Row => ({ own, part })));
  if (all.length === 0) return [];
  const shown = isVerbose ? all : all.slice(0, mostShown);
  const blocks: Block[] = [{ kind: 'heading', text: title }];
  let last: Widening['statement'] | undefined;
  for (const row of shown) {
    if (row.part.statement !== last) blocks.push(headOf(row));
    last = row.part.statement;
    blocks.push(linesOf(row));
  }
  const left = all.length - shown.length;
  if (left > 0)
    blocks.push({ kind: 'text', text: `${left} more ${left === 1 ? 'part' : 'parts'}: add --verbose` });
  return [blocks];
}

function headOf({ own: { subject }, part: { statement, of } }: Row): Block {
  const where = subject.name === subject.source.file ? '' : ` of ${subject.name}`;
  const place = describePlace(spanOf(of.source, statement.effectRange));
  return { kind: 'text', text: `${nameOfStatement(statement)}${where}  ${place}` };
}

function linesOf({ part }: Row): Block {
  const { action, resource, actions, witness } = part;
  const { request } = witness;
  const many = actions.length > 1 ? `${actions.length} actions: ${listed(actions, 3)}` : '';
  const context = Object.entries(request.context ?? {}).map(
    ([key, value]) =>
      `${key} = ${[value]
        .flat()
        .map((one) => quoteOf(key, one))
        .join(', ')}`,
  );
  const more: Text[] = [
    `${request.action} on ${request.resource}`,
    `by ${request.principal}${context.length === 0 ? '' : `, ${context.join(', ')}`}`,
  ];
  return {
    kind: 'fields',
    rows: [
      { name: '  part', value: `${action} on ${resource}`, ...(many === '' ? {} : { more: [many] }) },
      { name: '  example', value: more[0] ?? '', more: more.slice(1) },
    ],
  };
}

/** A version of a commit or of AWS has no file that could be named. */
function isFile({ source: { file } }: Parts<unknown>['subject']): boolean {
  return /\.(?:json|ya?ml)$/i.test(file) && !/^[^/\\]+:/.test(file);
}

function commandFor(found: readonly Parts<Widening>[]) {
  for (const { subject, parts } of found) {
    const [first] = parts;
    if (first === undefined || !isFile(subject)) continue;
    return simulateCommand(subject.type, subject.source.file, first.witness);
  }
  return undefined;
}
