import type { Command } from '../core/command.ts';
import type { Evaluation, Step } from '../core/evaluation.ts';

/** `unknown` is what could not be read, and never passes for `yes`; `skip` has no say in this question. */
export type CheckOutcome = 'yes' | 'no' | 'unknown' | 'skip';

/** A side of the question. */
export interface CheckStepDocument extends Step {
  readonly outcome: CheckOutcome;
}

/** What a person can paste; iamx changes nothing itself. */
export interface Remedy {
  readonly why: string;
  readonly command: Command;
}

/** What `iamx check … --json` prints. */
export interface CheckDocument extends Evaluation {
  readonly schema: 'iamx.check/1';
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Which check it was: `delete-user`. */
  readonly check: string;
  readonly steps: readonly CheckStepDocument[];
  readonly remedies: readonly Remedy[];
}
