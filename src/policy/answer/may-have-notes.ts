import { mayWarnOf, warnsAlways, type MayWarn } from '../condition/warnings.ts';
import { concreteContext } from '../context.ts';
import { rememberByAction } from '../decision/by-action.ts';
import type { CompiledStatement } from '../decision/compile.ts';
import type { Simulated } from '../decision/simulate.ts';
import { roleArn, type Request } from '../request.ts';
import { hasServiceNotes } from './service-notes.ts';
import { tookStricterReading } from './stricter-notes.ts';

/** What the statements about one action could give rise to a note by, worked out once for many requests. */
interface Occasions {
  /** Whatever the request is. */
  readonly always: boolean;
  /** Keys of which some values give a warning. */
  readonly ofValues: readonly { readonly key: string; readonly mayWarn: MayWarn }[];
  /** Conditions for one value, which warn of several. */
  readonly ofOneValue: boolean;
  readonly asksRole: boolean;
}

/**
 * Whether `notesOf` may find anything, without the work of an explanation: true too often, never false where it would.
 * For streams, whose lines are mostly without a note.
 */
export function mayHaveNotes(simulated: Simulated): boolean {
  const { decidedFor, set } = simulated;
  const { always, ofValues, ofOneValue, asksRole } = occasionsOf(set, decidedFor.actionKey);
  if (always || simulated.layer === 'rcp' || hasServiceNotes(simulated)) return true;
  if (tookStricterReading(simulated)) return true;
  if (asksRole && roleArn(decidedFor)?.assumed === true) return true;
  if (ofOneValue && hasSeveralValues(decidedFor)) return true;
  if (ofValues.length === 0) return false;
  const lookUp = concreteContext(decidedFor);
  for (const { key, mayWarn } of ofValues) if (mayWarn(lookUp(key))) return true;
  return false;
}

function hasSeveralValues({ context }: Request): boolean {
  for (const { value } of context.values()) if (typeof value !== 'string') return true;
  return false;
}

const occasionsOf = rememberByAction((candidates, set): Occasions => {
  const conditions = candidates.flatMap((statement) => statement.conditions);
  return {
    always:
      conditions.some(warnsAlways) ||
      candidates.some(isOddlyNamed) ||
      (set.scp?.some(allowsNothing) ?? false),
    ofValues: conditions.flatMap((condition) => {
      const mayWarn = mayWarnOf(condition);
      return mayWarn === undefined ? [] : [{ key: condition.key, mayWarn }];
    }),
    // A variable stands for one value, too.
    ofOneValue: conditions.some(
      ({ operator, test, keys }) =>
        test !== undefined && (operator.quantifier === undefined || keys.length > 1),
    ),
    asksRole: conditions.some(({ keys }) => keys.includes('aws:principalarn')),
  };
});

/** Names somebody by an id, or all but somebody. */
function isOddlyNamed({ principal }: CompiledStatement): boolean {
  if (principal === undefined) return false;
  return (
    principal.negated ||
    principal.ids.size > 0 ||
    principal.element.values.some(({ kind }) => kind === 'CanonicalUser')
  );
}

function allowsNothing({ statements }: { readonly statements: readonly CompiledStatement[] }): boolean {
  return !statements.some(({ effect }) => effect === 'Allow');
}
