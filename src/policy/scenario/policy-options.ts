import { layers } from '../decision/layers.ts';

/** An option of `simulate`, as the reader of the command line and the help want it. */
export interface Option {
  readonly flags: string;
  readonly description: string;
  /** What a second one does: it is refused, or kept beside the first. */
  readonly again?: 'refused' | 'kept';
  /** What it is about, for the help. */
  readonly group: Group;
  /** Without it there is no question, unless a file holds one. */
  readonly isRequired?: true;
}

export type Group = 'Question' | 'Policies' | 'Context' | 'Output';

/** The options that give the policies around a question. */
export const policyOptions = layers.flatMap(({ shape, only, option, managedOption }): readonly Option[] => [
  { ...option, group: 'Policies', again: shape === 'one' || only !== undefined ? 'refused' : 'kept' },
  ...(managedOption === undefined ? [] : [{ ...managedOption, group: 'Policies', again: 'kept' } as const]),
]);
