import type { CheckDocument } from '../../documents/check.ts';
import type { Checked } from '../check.ts';

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
