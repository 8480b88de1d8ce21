import type { KeyFacts } from '../keys.ts';
import type { Condition } from './condition.ts';

/** A condition, and whether it must hold or must not. */
export interface Atom {
  readonly condition: Condition;
  readonly holds: boolean;
}

/** What one value of a key must do: meet one of the condition's values, or meet none. */
export interface Constraint {
  readonly condition: Condition;
  readonly listed: boolean;
}

/** What the atoms of one key leave it to be. */
export interface KeyState {
  readonly key: string;
  readonly facts: KeyFacts | undefined;
  readonly mayBeAbsent: boolean;
  readonly mayBePresent: boolean;
  readonly atoms: readonly Atom[];
  readonly constraints: Constraints;
}

/** The atoms of a present key, said of its values. */
export interface Constraints {
  /** What each value must do. */
  readonly every: readonly Constraint[];
  /** What some value must do, each of these maybe another value. */
  readonly some: readonly Constraint[];
}
