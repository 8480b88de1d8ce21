import type { Command } from '../core/command.ts';
import type { ExitStatus } from '../core/error.ts';
import type { Diagnostic, Evidence, Step } from '../core/evaluation.ts';

/** `unknown` is what could not be read, and never passes for `yes`; `skip` has no say in this question. */
export type Outcome = 'yes' | 'no' | 'unknown' | 'skip';

export interface CheckStep extends Step {
  readonly outcome: Outcome;
  /** AWS or the network is why it is unknown: not a missing permission, nor what nobody said. */
  readonly isFailure?: true;
  /** There is nothing of the kind: the page names such steps together. */
  readonly isClear?: true;
}

/** What a person can paste; iamx changes nothing itself. */
export interface Remedy {
  readonly why: string;
  readonly command: Command;
}

/** The answer of a check. */
export interface Checked {
  /** `delete-user` */
  readonly check: string;
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** The first word of the page: `blocked`. */
  readonly word: string;
  readonly summary: string;
  readonly steps: readonly CheckStep[];
  readonly remedies: readonly Remedy[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One no is enough; yes takes that nothing is unknown, and that something is yes. */
export function verdictOf(steps: readonly Pick<CheckStep, 'outcome'>[]): Checked['verdict'] {
  const outcomes = new Set(steps.map(({ outcome }) => outcome));
  if (outcomes.has('no')) return 'no';
  return outcomes.has('unknown') || !outcomes.has('yes') ? 'unknown' : 'yes';
}

export function exitStatusOf({ verdict, steps }: Pick<Checked, 'verdict' | 'steps'>): ExitStatus {
  if (verdict === 'yes') return 0;
  return verdict === 'unknown' && steps.some(({ isFailure }) => isFailure === true) ? 3 : 1;
}

export function step(
  id: string,
  title: string,
  outcome: Outcome,
  because: string,
  evidence: readonly Evidence[] = [],
): CheckStep {
  return { id, title, outcome, because, evidence };
}
