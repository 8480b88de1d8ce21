import type { Answer } from '../../core/answer.ts';
import type { ExitStatus } from '../../core/error.ts';
import type { Diagnostic, Step } from '../../core/evaluation.ts';
import { append } from '../../core/lists.ts';
import type { Block, Page } from '../../core/page.ts';
import type { SimulateDocument, SimulateResult } from '../../documents/simulate.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { assumedOwners } from './assumed.ts';
import { notesOf, withoutRepetition } from './notes.ts';
import { simulatedPage } from './page.ts';
import { resultOf } from './result.ts';
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

export type Verdict = SimulateDocument['verdict'];

/** An answer whose document is that of `simulate`. */
interface SimulateAnswer extends Answer {
  readonly document: () => SimulateDocument;
}

export function answerOf(simulation: Simulation): SimulateAnswer {
  const { answers, failures } = simulation;
  const verdict = verdictOf(answers.map(({ simulated }) => simulated.decision));
  let known: readonly Diagnostic[] | undefined;
  /** Each answer is explained once for what is told of it and for its notes, and then let go: there may be many. */
  const tellEach = <Told>(tell: (answer: Explained) => Told): readonly Told[] => {
    const notes: Diagnostic[] = [];
    const told = answers.map((named) => {
      const answer = explained(named);
      append(notes, allNotesOf(answer));
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
      return { ...documentOf(results.map(outcomeOf), [...failures, ...diagnostics()]), results };
    },
    page: () => {
      const main = pageOf(simulation, verdict, tellEach);
      const untold = diagnostics().filter((each) => !isTold(each, main, simulation.answers));
      const doubts = untold.filter(isDoubt);
      const rest = untold.filter((each) => !isDoubt(each));
      return [...listed(doubts), ...main, ...listed(rest), ...simulation.next];
    },
    notices: failures,
    exitStatus: exitStatusOf(verdict, answers, failures),
  };
}

/** An answer that is not what a scenario expects is no yes, whatever was decided. */
export function exitStatusOf(
  verdict: Verdict,
  answers: readonly Pick<Named, 'notices'>[],
  failures: readonly Diagnostic[],
): ExitStatus {
  const isYes = verdict === 'allowed' && answers.every(({ notices = [] }) => notices.length === 0);
  return failures.length > 0 ? 2 : isYes ? 0 : 1;
}

/** Everything that is to be said of an answer: by its scenario, by its question, by what was compared. */
export function allNotesOf(answer: Explained): readonly Diagnostic[] {
  return [...(answer.notices ?? []), ...answer.simulated.case.notices, ...notesOf(answer)];
}

/** What makes the question or the answer doubtful stands above the verdict, the rest below it (R734). */
function isDoubt({ severity }: Diagnostic): boolean {
  return severity !== 'info';
}

/** What the verdict, or the excerpt of the same place, says is not said twice. */
function isTold({ code, span }: Diagnostic, page: Page, answers: readonly Named[]): boolean {
  if (code === 'simulate/assumed-role-path') return answers.length === 1;
  return page
    .flatMap((part) => ('kind' in part && part.kind === 'elastic' ? part.blocks(part.most) : part))
    .some(
      (block) =>
        code === 'simulate/literal-wildcard' &&
        block.kind === 'excerpt' &&
        block.span.file === span?.file &&
        block.span.line === span.line,
    );
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

/** What the document says of each answer beside its result. */
export interface Outcome {
  readonly decision: DecisionWord;
  /** The whole in a sentence, where there is no other. */
  readonly sentence: string;
  readonly step: Step;
}

export function outcomeOf(result: SimulateResult): Outcome {
  const { principal, action, resource, decision } = result;
  const on = resource === '*' ? '' : ` on ${resource}`;
  return { decision, sentence: `${action}${on} as ${principal}: ${decision}`, step: stepOf(result) };
}

/** The document without its results, which stand last. */
export function documentOf(
  outcomes: readonly Outcome[],
  diagnostics: readonly Diagnostic[],
): SimulateDocument {
  const decisions = outcomes.map(({ decision }) => decision);
  const verdict = verdictOf(decisions);
  const [only] = outcomes;
  return {
    schema: 'iamx.simulate/1',
    verdict,
    summary:
      outcomes.length === 1 && only !== undefined
        ? only.sentence
        : `${counts(decisions)} of ${outcomes.length} questions (${verdict})`,
    steps: outcomes.map(({ step }) => step),
    diagnostics,
    results: [],
  };
}

function counts(decisions: readonly DecisionWord[]): string {
  const words = [
    ['allowed', 'allowed'],
    ['explicitDeny', 'explicitly denied'],
    ['implicitDeny', 'implicitly denied'],
    ['conditional', 'conditional'],
  ] as const;
  return words
    .map(([decision, word]) => [decisions.filter((each) => each === decision).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** The answers in short; each result holds its own steps. */
function stepOf(result: SimulateResult): Step {
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
    ...assumedOwners(answers.map(({ simulated }) => simulated)),
  ];
  const head: Block = {
    kind: 'verdict',
    tone: verdict === 'allowed' ? 'good' : verdict === 'denied' ? 'bad' : 'warn',
    word: verdict === 'conditional' ? 'IT DEPENDS' : verdict.toUpperCase(),
    text: `${answers.length} questions: ${counts(answers.map(({ simulated }) => simulated.decision))}`,
    ...(shared.length === 0 ? {} : { details: shared.map((text) => ({ text })) }),
  };
  return [[head], ...groupsPage(answers, verbose)];
}
