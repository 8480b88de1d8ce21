import type { CompiledStatement, PolicySet } from './compile.ts';

/** Answers for so many different actions are kept of one set; then the memory starts anew. */
const rememberedActions = 4096;

/** What `find` makes of the statements of a set whose action element may match, found once for an action: for streams. */
export function rememberByAction<Found>(
  find: (statements: readonly CompiledStatement[], set: PolicySet) => Found,
): (set: PolicySet, actionKey: string) => Found {
  const known = new WeakMap<PolicySet, Map<string, Found>>();
  return (set, actionKey) => {
    let byAction = known.get(set);
    if (byAction === undefined) known.set(set, (byAction = new Map<string, Found>()));
    let found = byAction.get(actionKey);
    if (found === undefined) {
      found = find(candidatesOf(set, actionKey), set);
      if (byAction.size >= rememberedActions) byAction.clear();
      byAction.set(actionKey, found);
    }
    return found;
  };
}

function candidatesOf(set: PolicySet, actionKey: string): readonly CompiledStatement[] {
  return Object.values(set).flatMap((levels) =>
    (levels ?? []).flatMap((level) => {
      const { denies, allows } = level.candidates(actionKey);
      return [...denies, ...allows];
    }),
  );
}
