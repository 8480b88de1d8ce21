import { rememberByAction } from '../decision/by-action.ts';
import { openContext } from '../context.ts';
import { independent, type Dependences } from '../decision/dependences.ts';
import { dependencesOf, type Simulated } from '../decision/simulate.ts';

/**
 * As `dependencesOf`, cheaper for streams: where every key that the statements about the action look up follows from
 * the request, another context cannot give another decision, and the second evaluation is left out.
 */
export function quickDependencesOf(simulated: Simulated): Dependences {
  const { denied, allowed, companions, set, ifAnothers } = simulated;
  const { request } = simulated.case;
  if (
    ifAnothers !== undefined ||
    companions.length > 0 ||
    typeof denied !== 'boolean' ||
    typeof allowed !== 'boolean'
  ) {
    return dependencesOf(simulated);
  }
  const keys = keysInPlay(set, request.actionKey);
  if (keys.length === 0) return independent;
  const lookUp = openContext(request);
  for (const key of keys) if (typeof lookUp(key) === 'symbol') return dependencesOf(simulated);
  return independent;
}

/** Keys, in lower case, in conditions and variables of the statements whose action element matches. */
const keysInPlay = rememberByAction((statements): readonly string[] => [
  ...new Set(
    statements.flatMap(({ conditions, resource }) =>
      [...conditions, ...(resource?.patterns ?? [])].flatMap(({ keys }) => keys),
    ),
  ),
]);
