import { and, not } from '../../core/truth.ts';
import { rememberByAction } from '../decision/by-action.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import { deniedIn } from '../decision/decide.ts';
import { independent, type Dependences } from '../decision/dependences.ts';
import { dependencesOf, type Simulated } from '../decision/simulate.ts';
import { openContext } from '../context.ts';
import type { LookUp } from '../context-value.ts';

/**
 * As `dependencesOf`, cheaper for streams: where every key that the statements about the action look up follows from
 * the request, another context cannot give another decision, and the second evaluation is left out; where only denies
 * look up one that does not, they alone are evaluated again.
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
  const { ofDenies, ofAllows } = keysInPlay(set, request.actionKey);
  if (ofDenies.length === 0 && ofAllows.length === 0) return independent;
  const lookUp = openContext(request);
  if (isAnyOpen(ofAllows, lookUp)) return dependencesOf(simulated);
  if (!isAnyOpen(ofDenies, lookUp)) return independent;
  // Of what is denied nobody asked whether it would be allowed without the Deny.
  if (denied) return dependencesOf(simulated);
  return dependencesOf(simulated, () => {
    const open = deniedIn(request, set, lookUp);
    return { denied: open, allowed: and(not(open), allowed) };
  });
}

function isAnyOpen(keys: readonly string[], lookUp: LookUp): boolean {
  for (const key of keys) if (typeof lookUp(key) === 'symbol') return true;
  return false;
}

/** Keys, in lower case, in conditions and variables of the statements whose action element matches. */
const keysInPlay = rememberByAction((statements) => ({
  ofDenies: keysOf(statements.filter(({ effect }) => effect === 'Deny')),
  ofAllows: keysOf(statements.filter(({ effect }) => effect === 'Allow')),
}));

function keysOf(statements: readonly CompiledStatement[]): readonly string[] {
  const elements = statements.flatMap(({ conditions, resource }) => [
    ...conditions,
    ...(resource?.patterns ?? []),
  ]);
  return [...new Set(elements.flatMap(({ keys }) => keys))];
}
