import type { Diagnostic, Span } from '../core/evaluation.ts';
import type { Named } from '../policy/answer/explained.ts';
import type { Expectation, Miss } from '../policy/scenario/expectations.ts';
import type { Plain } from '../formats/yaml-write.ts';

export type Outcome = 'passed' | 'failed' | 'error' | 'skipped';

/** One request of a scenario, and what came of it. */
export interface TestResult {
  readonly name: string;
  /** Where its scenario stands. */
  readonly span: Span;
  readonly outcome: Outcome;
  readonly expected: string;
  /** Absent where nothing was decided. */
  readonly actual?: string;
  /** What decided, in a line. */
  readonly because: string;
  /** Of the statement that decided, and of the expectation that was missed. */
  readonly spans: readonly Span[];
  readonly ms: number;
  /** What is not as it was expected. */
  readonly misses: readonly Miss[];
  /** Why it could not be asked, and what is odd about it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of what must hold of all requests of a kind. */
  readonly invariant?: InvariantTold;
  /** Of a row of a `matrix`. */
  readonly cell?: MatrixCell;
  /** Kept of those that failed, to explain them. */
  readonly failure?: Failure;
}

/** One request of a matrix. */
export interface MatrixCell {
  /** Where the whole matrix stands, and what it is called. */
  readonly matrix: Span;
  readonly name: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

export interface Failure {
  readonly named: Named;
  readonly expect: Expectation;
}

export interface InvariantTold {
  readonly kind: 'never' | 'always';
  readonly outcome: 'holds' | 'fails' | 'cannot-tell';
  /** A scenario that breaks it: its request and policies, to be saved as a test. */
  readonly witness?: Plain & object;
}

/** The tests of a run, in the order of their files. */
export interface TestRun {
  readonly tests: readonly TestResult[];
  readonly files: readonly string[];
  /** Scenarios that expect nothing, and are no tests for that. */
  readonly untested: number;
  /** A failure ended the run: what comes behind it was not asked. */
  readonly stopped: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function countOf({ tests }: Pick<TestRun, 'tests'>, ...outcomes: readonly Outcome[]): number {
  return tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
}
