import type { Answer } from '../../core/answer.ts';
import type { ExitStatus } from '../../core/error.ts';
import type { Diagnostic, Evaluation, Step } from '../../core/evaluation.ts';
import type { Block, Page } from '../../core/page.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { notesOf, withoutRepetition } from './notes.ts';
import { simulatedPage } from './page.ts';
import { resultOf, type Result } from './result.ts';
import { explained, type Explained, type Named } from './explained.ts';
import { groupsPage, sharedBy } from './many.ts';

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

/** The document of `--json`: its names and shapes are promised. */
export interface SimulateDocument extends Evaluation {
  readonly schema: 'iamx.simulate/1';
  readonly verdict: Verdict;
  readonly results: readonly Result[];
}

/** An answer whose document is that of `simulate`. */
interface SimulateAnswer extends Answer {
  readonly document: () => SimulateDocument;
}

export function answerOf(simulation: Simulation): SimulateAnswer {
  const { answers, failures } = simulation;
  const verdict = verdictOf(answers.map(({ simulated }) => simulated.decision));
  const isYes = verdict === 'allowed' && answers.every(({ notices = [] }) => notices.length === 0);
  const exitStatus: ExitStatus = failures.length > 0 ? 2 : isYes ? 0 : 1;
  let known: readonly Diagnostic[] | undefined;
  /** Each answer is explained once for what is told of it and for its notes, and then let go: there may be many. */
  const tellEach = <Told>(tell: (answer: Explained) => Told): readonly Told[] => {
    const notes: Diagnostic[] = [];
    const told = answers.map((named) => {
      const answer = explained(named);
      notes.push(...(named.notices ?? []), ...named.simulated.case.notices, ...notesOf(answer));
      return tell(answer);
    });
    known ??= withoutRepetition([...simulation.notices, ...notes]);
    return told;
  };
  const diagnostics = (): readonly Diagnostic[] => {
    if (known === undefined) tellEach(() => undefined);
    return known ?? [];
  };
  return {
    kind: 'document',
    document: () => {
      const results = tellEach((answer) => resultOf(answer, { steps: true }));
      return documentOf(answers, verdict, results, [...failures, ...diagnostics()]);
    },
    page: () => {
      const main = pageOf(simulation, verdict, tellEach);
      const doubts = diagnostics().filter(isDoubt);
      const rest = diagnostics().filter((each) => !isDoubt(each));
      return [...listed(doubts), ...main, ...listed(rest), ...simulation.next];
    },
    notices: failures,
    exitStatus,
  };
}

/** What makes the question or the answer doubtful stands above the verdict, the rest below it (R734). */
function isDoubt({ severity }: Diagnostic): boolean {
  return severity !== 'info';
}

function listed(diagnostics: readonly Diagnostic[]): Page {
  return diagnostics.length === 0 ? [] : [{ kind: 'diagnostics', diagnostics }];
}

/** R811: what depends is not allowed. */
export function verdictOf(decisions: readonly DecisionWord[]): Verdict {
  const words = new Set(
    decisions.map((word) => (word === 'implicitDeny' || word === 'explicitDeny' ? 'denied' : word)),
  );
  const [only] = words;
  return words.size === 1 && only !== undefined ? only : 'mixed';
}

function documentOf(
  answers: readonly Named[],
  verdict: Verdict,
  results: readonly Result[],
  diagnostics: readonly Diagnostic[],
): SimulateDocument {
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

type TellEach = <Told>(tell: (answer: Explained) => Told) => readonly Told[];

function pageOf({ answers, verbose }: Simulation, verdict: Verdict, tellEach: TellEach): Page {
  const tellAll = () => tellEach((answer) => onePage(answer, verbose)).flat();
  if (answers.length === 1) return tellAll();
  return [...manyPage(answers, verdict, verbose), ...(verbose ? tellAll() : [])];
}

function onePage(answer: Explained, verbose: boolean): Page {
  if (!verbose) return simulatedPage(answer);
  const { steps = [] } = resultOf(answer, { steps: true });
  return [...simulatedPage(answer, Infinity), { kind: 'steps', title: 'every comparison', steps }];
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
  return [[head], ...groupsPage(answers, verbose)];
}
