import type { Condition } from './condition/condition.ts';
import { describeAtom } from './condition/describe-atom.ts';
import { emptySide, sideOf } from './compare/side.ts';
import { walk, type Unproven, type WalkOptions, type Widening } from './compare/walk.ts';
import type { Policy } from './policy.ts';

export { allowAll, ownPolicy } from './compare/own-policies.ts';
export type { Unproven, WalkOptions, Widening } from './compare/walk.ts';
export type { Witness } from './compare/witness.ts';

/** What one policy allows and another does not. */
export interface Widenings {
  readonly found: readonly Widening[];
  /** What could neither be shown to be no more nor be found. */
  readonly unproven: readonly Unproven[];
}

/**
 * What one policy allows and another of the same type does not, or no policy where none is given, statement by statement. A
 * part that is in neither list was shown to allow no more: every way past the older policy's statements is closed. A policy is
 * taken alone: others of the same caller may allow besides.
 */
export function findWidenings(newer: Policy, older: Policy | undefined, options: WalkOptions): Widenings {
  return walk(sideOf(newer), older === undefined ? emptySide(newer) : sideOf(older), options);
}

/** One condition of a statement, as an atom of `dependsOn`. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly holds: true;
  readonly text: string;
}

/** What a request must be like beside for the statement to match, as its conditions say it. */
export function requirementsOf({ compiled }: Widening): readonly Requirement[] {
  return compiled.conditions.map(requirementOf);
}

function requirementOf(condition: Condition): Requirement {
  const { element, operator } = condition;
  return {
    key: element.key.text,
    operator: operator.canonical,
    values: element.values.map(({ text }) => text),
    holds: true,
    text: describeAtom(condition, true),
  };
}
