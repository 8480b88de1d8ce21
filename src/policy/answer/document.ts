import type { Answer } from '../../core/answer.ts';
import type { ExitStatus } from '../../core/error.ts';
import type { Diagnostic, Step } from '../../core/evaluation.ts';
import type { Block, Page } from '../../core/page.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { notesOf } from './notes.ts';
import { simulatedPage } from './page.ts';
import { resultOf, type Result } from './result.ts';
import { dependencesOf } from '../decision/simulate.ts';
import { groupsPage, sharedBy, type Named } from './many.ts';

export interface Simulation {
  readonly answers: readonly Named[];
  readonly notices: readonly Diagnostic[];
  /** Files whose question could not be read: the others were answered. */
  readonly failures: readonly Diagnostic[];
  readonly verbose: boolean;
  /** What to type next. */
  readonly next: Page;
}

export type Verdict = 'allowed' | 'denied' | 'conditional' | 'mixed';

export function answerOf(simulation: Simulation): Answer {
  const { answers, failures } = simulation;
  const verdict = verdictOf(answers.map(({ simulated }) => simulated.decision));
  const all = diagnosticsOf(simulation);
  const exitStatus: ExitStatus = failures.length > 0 ? 2 : verdict === 'allowed' ? 0 : 1;
  return {
    kind: 'document',
    document: () => documentOf(simulation, verdict, [...failures, ...all]),
    page: () => pageOf(simulation, verdict, all),
    notices: [...failures, ...all.filter(({ severity }) => severity !== 'info')],
    exitStatus,
  };
}

/** R811: what depends is not allowed. */
export function verdictOf(decisions: readonly DecisionWord[]): Verdict {
  const words = new Set(
    decisions.map((word) => (word === 'implicitDeny' || word === 'explicitDeny' ? 'denied' : word)),
  );
  const [only] = words;
  return words.size === 1 && only !== undefined ? only : 'mixed';
}

/** Every one once: the same assumption is made for each of many actions. */
function diagnosticsOf({ answers, notices }: Simulation): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const every = answers.flatMap(({ simulated }) => [...simulated.case.notices, ...notesOf(simulated)]);
  for (const diagnostic of [...notices, ...every]) {
    const { code, message, span } = diagnostic;
    found.set(JSON.stringify([code, message, span]), diagnostic);
  }
  return [...found.values()];
}

function documentOf({ answers }: Simulation, verdict: Verdict, diagnostics: readonly Diagnostic[]): object {
  const results = answers.map(({ name, simulated }) => resultOf(simulated, { name, steps: true }));
  return {
    schema: 'iamx.simulate/1',
    verdict,
    summary: summaryOf(answers, verdict),
    steps: results.map(stepOf),
    diagnostics,
    results,
  };
}

function summaryOf(answers: readonly Named[], verdict: Verdict): string {
  const [only] = answers;
  if (answers.length === 1 && only !== undefined) {
    const { request } = only.simulated.case;
    const on = request.resource === '*' ? '' : ` on ${request.resource}`;
    return `${request.action}${on} as ${request.principal.text}: ${only.simulated.decision}`;
  }
  return `${counts(answers)} of ${answers.length} questions (${verdict})`;
}

function counts(answers: readonly Named[]): string {
  const words = [
    ['allowed', 'allowed'],
    ['explicitDeny', 'explicitly denied'],
    ['implicitDeny', 'implicitly denied'],
    ['conditional', 'conditional'],
  ] as const;
  return words
    .map(
      ([decision, word]) =>
        [answers.filter(({ simulated }) => simulated.decision === decision).length, word] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** The answers in short; each result holds its own steps. */
function stepOf(result: Result): Step {
  const { action, resource, decision, decidedBy } = result;
  return {
    id: 'result',
    title: resource === '*' ? action : `${action} on ${resource}`,
    outcome: decision,
    because: result.message ?? `decided by ${decidedBy.layer}`,
    evidence: decidedBy.statement === undefined ? [] : [decidedBy.statement],
  };
}

function pageOf(simulation: Simulation, verdict: Verdict, all: readonly Diagnostic[]): Page {
  const { answers, verbose, next } = simulation;
  const infos = all.filter(({ severity }) => severity === 'info');
  const [only] = answers;
  const main =
    answers.length === 1 && only !== undefined ? onePage(only, verbose) : manyPage(answers, verdict, verbose);
  return [
    ...main,
    ...(infos.length === 0 ? [] : [{ kind: 'diagnostics', diagnostics: infos } as const]),
    ...next,
  ];
}

function onePage({ simulated, name }: Named, verbose: boolean): Page {
  const dependences = dependencesOf(simulated);
  if (!verbose) return simulatedPage(simulated, dependences);
  const { steps } = resultOf(simulated, { name, steps: true }, dependences);
  const page = simulatedPage(simulated, dependences, Infinity);
  return [...page, { kind: 'steps', title: 'every comparison', steps: steps ?? [] }];
}

function manyPage(answers: readonly Named[], verdict: Verdict, verbose: boolean): Page {
  const resource = sharedBy(answers, ({ simulated }) => simulated.case.request.resource);
  const principal = sharedBy(answers, ({ simulated }) => simulated.case.request.principal.text);
  const shared = [
    ...(resource === undefined || resource === '*' ? [] : [`on ${resource}`]),
    ...(principal === undefined ? [] : [`as ${principal}`]),
  ];
  const head: Block = {
    kind: 'verdict',
    tone: verdict === 'allowed' ? 'good' : verdict === 'denied' ? 'bad' : 'warn',
    word: verdict === 'conditional' ? 'IT DEPENDS' : verdict.toUpperCase(),
    text: `${answers.length} questions: ${counts(answers)}`,
    ...(shared.length === 0 ? {} : { details: shared.map((text) => ({ text })) }),
  };
  return [
    [head],
    ...groupsPage(answers, verbose),
    ...(verbose ? answers.flatMap((each) => onePage(each, true)) : []),
  ];
}
