import { frozen } from '../../core/frozen.ts';
import type { DecisionWord } from './decide.ts';

/** One test of one key that a decision depends on, as the policy wrote it, and whether it must hold (R802). */
export interface Atom {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly holds: boolean;
  readonly text: string;
}

/** A way to another decision: all the atoms of `when` together. Entries are alternatives. */
export interface Dependence {
  readonly decision: Exclude<DecisionWord, 'conditional'>;
  readonly when: readonly Atom[];
}

export interface Dependences {
  readonly entries: readonly Dependence[];
  /** How many atoms a decision depends on where its ways are too many to list (R808). */
  readonly tooComplex: number | undefined;
  /** The keys whose values could change the decision, each once, as the policies spell them (R704). */
  readonly keys: readonly string[];
}

/** Nothing that is not known could give another decision. */
export const independent: Dependences = frozen({ entries: [], tooComplex: undefined, keys: [] });
