import { hinted, unsetVariables } from '../../../core/command.ts';
import type { Diagnostic } from '../../../core/evaluation.ts';
import type { Check } from '../flavour.ts';
import { fail, type Problem } from '../provider.ts';
import { isTaken, type TakenValues } from '../taken-value.ts';
import { quotedValue, type Setting } from '../../places/settings.ts';

/** What a variable or a key may hold where anything else ends the program that loads it. */
export interface ValueRule extends TakenValues {
  readonly name: string;
  /** What it takes, in words. */
  readonly takes: string;
  /** Set to nothing: not set, or a value like any other. */
  readonly emptyValue: 'unset' | 'value';
}

/** The first of the settings that its rule refuses. */
export function refusedValue(
  rules: readonly ValueRule[],
  read: (name: string) => Setting,
): Problem | undefined {
  for (const rule of rules) {
    const { name, takes, emptyValue } = rule;
    const setting = read(name);
    const { value, evidence } = setting;
    if (value === undefined || (value.isEmpty && emptyValue === 'unset') || isTaken(value, rule)) continue;
    const given = `it is ${quotedValue(setting)}`;
    return {
      code: 'invalid-value',
      because: `${name} takes ${takes}; ${given}`,
      evidence: [evidence],
      ...(evidence.kind === 'env'
        ? hinted('Correct it, or: ', unsetVariables([name]))
        : { hint: `Correct or remove ${name}` }),
    };
  }
  return undefined;
}

/** Variables that are read before anything else, whatever the credentials come from. */
export function variableValues(rules: readonly ValueRule[]): Check {
  return {
    says: `a bad value of ${listedNames(rules)}`,
    find: ({ env }) => toDiagnostic(refusedValue(rules, env)),
  };
}

export function listedNames(rules: readonly ValueRule[]): string {
  return rules.map(({ name }) => `\`${name}\``).join(', ');
}

/** The problem as a check finds it. */
export function toDiagnostic(problem: Problem | undefined): Diagnostic | undefined {
  if (problem === undefined) return undefined;
  const failed = fail(problem);
  return failed.outcome === 'fail' ? failed.error : undefined;
}
