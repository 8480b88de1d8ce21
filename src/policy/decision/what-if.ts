import type { CompiledStatement, PolicySet, StatementGroup } from './compile.ts';
import { concreteContext } from '../context.ts';
import { evaluating, type DecidingLayer } from './gates.ts';
import type { Request } from '../request.ts';
import { regimeOf } from './regimes.ts';

/** Every layer that would still refuse the request if no Deny matched, in the order in which AWS asks them. */
export function closedGates(request: Request, set: PolicySet): readonly DecidingLayer[] {
  const state = evaluating(request, set, concreteContext(request));
  return regimeOf(request)
    .gates.filter((gate) => gate.holds(state) === false)
    .map(({ layer }) => layer);
}

/** The policies without one statement. */
export function withoutStatement(set: PolicySet, without: CompiledStatement): PolicySet {
  const strip = (group: StatementGroup): StatementGroup => ({
    ...group,
    statements: group.statements.filter((statement) => statement !== without),
    candidates: (actionKey) => {
      const { denies, allows } = group.candidates(actionKey);
      const others = (list: readonly CompiledStatement[]) =>
        list.filter((statement) => statement !== without);
      return { denies: others(denies), allows: others(allows) };
    },
  });
  const entries = Object.entries(set).map(([layer, levels]) => [layer, levels?.map(strip)]);
  return Object.fromEntries(entries) as PolicySet;
}
