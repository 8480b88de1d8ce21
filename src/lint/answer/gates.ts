import type { Diagnostic } from '../../core/evaluation.ts';
import { addTo } from '../../core/lists.ts';
import type { Block, MarkedRow, Page } from '../../core/page.ts';
import { describePlace } from '../../core/place.ts';
import type { Gate } from '../../documents/policies.ts';
import type { Report } from '../run/lint-files.ts';
import { closedGates } from './document.ts';
import { simulateCommand } from './simulate-command.ts';

/** `no  --not-granted iam:PassRole  policies/ci.json:14:17  Allow "Deploy" grants it`; then how to see the first for oneself. */
export function gateLines(report: Report): Page {
  const { gates = [] } = report;
  if (gates.length === 0) return [];
  const closed = closedGates(report);
  const rows = closed.length > 0 ? closed.map(rowOf) : summaries(gates);
  const first = closed.find(({ witness }) => witness !== undefined);
  const shown = first === undefined ? [] : witnessLines(first);
  return [[{ kind: 'marked', rows }, ...shown]];
}

function rowOf({ answer, span, because, ...gate }: Gate): MarkedRow {
  const place = span === undefined ? '' : describePlace(span);
  return { mark: answer === 'no' ? 'no' : 'warn', cells: [`${answer}  ${nameOfGate(gate)}`, place, because] };
}

/** One line for each question, where every policy passes. */
function summaries(gates: readonly Gate[]): readonly MarkedRow[] {
  const byName = new Map<string, Gate[]>();
  for (const gate of gates) addTo(byName, nameOfGate(gate), gate);
  return [...byName].map(([name, own]) => ({
    mark: 'yes',
    cells: [
      `yes  ${name}`,
      '',
      own.length === 1 ? (own[0]?.because ?? '') : `of each of ${own.length} policies`,
    ],
  }));
}

function nameOfGate({ gate, asked }: Pick<Gate, 'gate' | 'asked'>): string {
  return asked === undefined ? `--${gate}` : `--${gate} ${asked}`;
}

function witnessLines({ witness, policies, span, type }: Gate): readonly Block[] {
  if (witness === undefined || span === undefined || type === undefined) return [];
  const { principal, action, resource } = witness;
  const again = simulateCommand(type, span.file, { request: witness, ...(policies && { policies }) });
  const text = `for example ${action} on ${resource} by ${principal}`;
  return [
    { kind: 'text', text },
    ...(again === undefined ? [] : [{ kind: 'text', text: ['see for yourself: ', again] } as const]),
  ];
}

/** Beside an answer in a format that has no place for gates. */
export function noticeOfGate(gate: Gate): Diagnostic {
  const { answer, because, span, policy } = gate;
  const of = policy === undefined ? '' : ` of ${policy}`;
  return {
    code: `lint/${gate.gate}`,
    severity: 'error',
    message: `${nameOfGate(gate)}${of}: ${answer}, ${because}`,
    ...(span === undefined ? {} : { span }),
  };
}
