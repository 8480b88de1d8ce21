import type { Diagnostic } from '../../core/evaluation.ts';
import { concreteContext } from '../context.ts';
import { ownStrength } from '../decision/evaluate.ts';
import { allowOf, evaluating } from '../decision/gates.ts';
import type { LayerId } from '../decision/layers.ts';
import { rulePages } from '../decision/rules.ts';
import type { Simulated } from '../decision/simulate.ts';
import { isTrustRequest } from '../decision/trust.ts';

/** A decision that another reading of AWS's documents would turn into "allowed" (R125). */
interface StricterReading {
  /** What AWS does not say, and what was taken. */
  readonly message: string;
  readonly docs: string;
  /** The layer that denies by it. */
  readonly layer: LayerId;
  readonly appliesTo: (simulated: Simulated) => boolean;
}

const readings: readonly StricterReading[] = [
  {
    message:
      'AWS does not say whether the boundary of an IAM user limits what a resource policy gives to everyone: the stricter reading was taken, the boundary must allow',
    docs: rulePages.R622,
    layer: 'boundary',
    appliesTo: (simulated) => allowOf(resourceOf(simulated), 'resource').everyone !== false,
  },
  {
    message:
      'AWS does not say whether a session policy limits a role whose trust policy names the session: the stricter reading was taken, the session policy must allow',
    docs: rulePages.R646,
    layer: 'session',
    appliesTo: (simulated) =>
      isTrustRequest(simulated.decidedFor) &&
      ownStrength(allowOf(resourceOf(simulated), 'resource')) !== false,
  },
  {
    message:
      'AWS does not say whether this call asks the tagging action for its tags: the stricter reading was taken, the tagging action must be allowed too',
    docs: rulePages.R696,
    layer: 'identity',
    appliesTo: ({ decidedFor }) => decidedFor.isGuessed === true,
  },
];

function resourceOf({ decidedFor, set }: Simulated) {
  return evaluating(decidedFor, set, concreteContext(decidedFor));
}

function applying(simulated: Simulated): readonly StricterReading[] {
  if (simulated.decision !== 'implicitDeny') return [];
  return readings.filter(({ layer, appliesTo }) => layer === simulated.layer && appliesTo(simulated));
}

export function tookStricterReading(simulated: Simulated): boolean {
  return applying(simulated).length > 0;
}

export function stricterNotes(simulated: Simulated): readonly Diagnostic[] {
  return applying(simulated).map(({ message, docs }) => ({
    code: 'simulate/stricter-reading',
    severity: 'warning',
    message,
    docs,
  }));
}
