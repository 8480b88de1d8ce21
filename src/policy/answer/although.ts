import type { Text } from '../../core/page.ts';
import { describeCondition } from '../condition/describe.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import { namesOf } from '../decision/layers.ts';
import { resourceHint } from './advice/hints.ts';
import { statementName } from './describe.ts';
import type { Explanation, LayerTrace, StatementTrace } from './explain.ts';
import { place } from './place.ts';

/** More lines than these are not for a first screen. */
const most = 2;

/** Conditions of the Allow that hold because their key is not there: people write them to ask for it (R728). */
export function although(by: CompiledStatement | undefined, { layers }: Explanation): readonly Text[] {
  const trace = layers
    .flatMap(({ levels }) => levels.flatMap((level) => level.statements))
    .find(({ compiled }) => compiled === by);
  return (trace?.conditions ?? [])
    .filter(
      ({ condition: { operator, test }, result, reason }) =>
        result === true &&
        test !== undefined &&
        (reason.kind === 'absent' || reason.kind === 'only-empty-text') &&
        (operator.ifExists || operator.quantifier === 'ForAllValues' || test.negated),
    )
    .slice(0, most)
    .map((outcome) => describeCondition(outcome));
}

/** Policies that were given and had no say, with the reason, and a Deny that misses the resource by a slip (R728). */
export function withoutSay({ layers, request }: Explanation): readonly Text[] {
  const setAside = layers.flatMap(({ id, state, because }) =>
    (state === 'not-applicable' || state === 'ignored') && because !== undefined
      ? [`${namesOf(id, request).title}: ${because.text}`]
      : [],
  );
  const aboutOthers = layers
    .filter(isOfOthers)
    .map(({ id }): Text => `${namesOf(id, request).title}: no Deny is about ${request.action}`);
  const missed = layers
    .flatMap(({ levels }) => levels.flatMap((level) => level.statements))
    .filter(isMissedDeny)
    .flatMap(({ compiled }) => {
      const hints = (compiled.statement.resource?.values ?? []).flatMap(
        ({ text }) => resourceHint(text, request)?.text ?? [],
      );
      const where = place(compiled.policy.source, compiled.statement);
      return hints.slice(0, 1).map((hint) => `Deny ${statementName(compiled)} (${where}): ${hint}`);
    });
  return [...setAside, ...aboutOthers, ...missed].slice(0, most);
}

/** RCPs that were given and deny, though nothing that this action does. */
export function isOfOthers({ id, state, levels }: LayerTrace): boolean {
  if (id !== 'rcp' || state !== 'given') return false;
  const denies = levels
    .flatMap(({ statements }) => statements)
    .filter(({ compiled }) => compiled.effect === 'Deny');
  return denies.length > 0 && denies.every(({ action }) => !action);
}

function isMissedDeny({ compiled, action, principal, resource, misses }: StatementTrace): boolean {
  return (
    compiled.effect === 'Deny' && action && principal?.reached !== false && resource === false && misses === 1
  );
}
