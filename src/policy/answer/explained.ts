import type { Diagnostic } from '../../core/evaluation.ts';
import type { Dependences } from '../decision/dependences.ts';
import { dependencesOf, type Simulated } from '../decision/simulate.ts';
import type { Request } from '../request.ts';
import { explain, type Explanation } from './explain.ts';

/** One answer, and the name of the scenario that asked. */
export interface Named {
  readonly name: string | undefined;
  readonly simulated: Simulated;
  /** What else is to be said of it: that it is not what was expected. */
  readonly notices?: readonly Diagnostic[];
}

/** An answer with what was compared on the way to it, worked out when somebody looks, once for all who do. */
export interface Explained extends Named {
  /** Of the request that decided, or of another one of the same call. */
  readonly explanationOf: (request: Request) => Explanation;
  /** What would give another decision. */
  readonly dependences: () => Dependences;
}

export function explained(named: Named): Explained {
  const { simulated } = named;
  const explanations = new Map<Request, Explanation>();
  let dependences: Dependences | undefined;
  return {
    ...named,
    explanationOf: (request) => {
      const known = explanations.get(request);
      if (known !== undefined) return known;
      const explanation = explain(request, simulated.set);
      explanations.set(request, explanation);
      return explanation;
    },
    dependences: () => (dependences ??= dependencesOf(simulated)),
  };
}
