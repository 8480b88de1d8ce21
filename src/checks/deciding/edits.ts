import { openGates } from '../../policy/answer/advice/open-gates.ts';
import { editsOf } from '../../policy/answer/changes.ts';
import type { Judged } from './judge.ts';

/** What to write into a policy so that the request is allowed: tried, as `simulate` tries it. Nothing against a Deny. */
export function allowingEdits({ outcome, simulated }: Judged): readonly string[] {
  if (outcome !== 'no') return [];
  const opening = openGates(simulated);
  return opening?.then.decision === 'allowed' ? editsOf(opening) : [];
}
