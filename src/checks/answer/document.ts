import type { Evaluation } from '../../core/evaluation.ts';
import type { Checked, Remedy } from '../check.ts';

export interface CheckDocument extends Evaluation {
  readonly schema: 'iamx.check/1';
  readonly check: string;
  readonly verdict: Checked['verdict'];
  readonly remedies: readonly Remedy[];
}

/** `iamx.check/1`: docs/checks.md. Commands are still data: whoever writes it knows the shell. */
export function toDocument({
  check,
  verdict,
  summary,
  steps,
  remedies,
  diagnostics,
}: Checked): CheckDocument {
  return {
    schema: 'iamx.check/1',
    check,
    verdict,
    summary,
    steps: steps.map(({ id, title, outcome, because, evidence, steps: inner }) => ({
      id,
      title,
      outcome,
      because,
      evidence,
      ...(inner === undefined ? {} : { steps: inner }),
    })),
    remedies,
    diagnostics,
  };
}
