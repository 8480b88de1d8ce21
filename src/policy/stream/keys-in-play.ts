import type { PolicySet } from '../decision/compile.ts';
import { openContext } from '../context.ts';
import { independent, type Dependences } from '../decision/dependences.ts';
import { dependencesOf, type Simulated } from '../decision/simulate.ts';

/**
 * As `dependencesOf`, cheaper for streams: where every key that the statements about the action look up follows from
 * the request, another context cannot give another decision, and the second evaluation is left out.
 */
export function quickDependencesOf(simulated: Simulated): Dependences {
  const { denied, allowed, companions, set } = simulated;
  const { request } = simulated.case;
  if (companions.length > 0 || typeof denied !== 'boolean' || typeof allowed !== 'boolean') {
    return dependencesOf(simulated);
  }
  const keys = keysInPlay(set, request.actionKey);
  if (keys.length === 0) return independent;
  const lookUp = openContext(request);
  for (const key of keys) if (typeof lookUp(key) === 'symbol') return dependencesOf(simulated);
  return independent;
}

const known = new WeakMap<PolicySet, Map<string, readonly string[]>>();
/** Answers for so many different actions are kept of one set; then the memory starts anew. */
const rememberedActions = 4096;

/** Keys, in lower case, in conditions and variables of the statements whose action element matches. */
function keysInPlay(set: PolicySet, actionKey: string): readonly string[] {
  const byAction = known.get(set) ?? new Map<string, readonly string[]>();
  if (byAction.size === 0) known.set(set, byAction);
  let keys = byAction.get(actionKey);
  if (keys === undefined) {
    keys = findKeys(set, actionKey);
    if (byAction.size >= rememberedActions) byAction.clear();
    byAction.set(actionKey, keys);
  }
  return keys;
}

function findKeys(set: PolicySet, actionKey: string): readonly string[] {
  const keys = new Set<string>();
  for (const levels of Object.values(set)) {
    for (const level of levels ?? []) {
      const { denies, allows } = level.candidates(actionKey);
      for (const { conditions, resource } of [...denies, ...allows]) {
        for (const each of [...conditions, ...(resource?.patterns ?? [])])
          each.keys.forEach((key) => keys.add(key));
      }
    }
  }
  return [...keys];
}
