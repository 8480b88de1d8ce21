import type { Command } from '../core/command.ts';
import type { Diagnostic, Step } from '../core/evaluation.ts';
import type { Plain } from '../formats/yaml-write.ts';
import type { Basis, ExplainedError } from './explained-error.ts';
import type { OnThisMachine } from './on-this-machine.ts';
import type { AskFor } from './request-text.ts';
import type { Suggestion } from './suggestion.ts';

/** One error with all that goes into its answer. */
export interface ErrorAnswer {
  readonly error: ExplainedError;
  /** What is said of it rests on this; on the text if absent. */
  readonly basis?: Basis;
  /** The call that needs the refused action besides. */
  readonly dependentOf?: string;
  /** The action that the call asks for, where the text names the call alone. */
  readonly permission?: string;
  readonly askFor?: AskFor;
  readonly suggestion?: Suggestion;
  readonly here?: OnThisMachine;
  /** Which statement decides, to be asked with the policies. */
  readonly decides?: Command;
  readonly scenario?: Plain & object;
}

export interface Explained {
  readonly answers: readonly ErrorAnswer[];
  readonly total: number;
  /** What the answer rests on. */
  readonly basis: Basis;
  readonly diagnostics: readonly Diagnostic[];
  /** What was decided here, with policies that were given or that AWS keeps. */
  readonly decided?: readonly Step[];
}

/** Of a page the status is made of it, without what makes the document. */
export function verdictOf({ answers }: Explained): 'known' | 'unknown' {
  return answers.length > 0 && answers.every(({ error }) => error.rows.length > 0) ? 'known' : 'unknown';
}

/** The refused requests, each as a scenario. */
export function scenariosOf({ answers }: Explained): readonly (Plain & object)[] {
  return answers.flatMap(({ scenario }) => (scenario === undefined ? [] : [scenario]));
}
