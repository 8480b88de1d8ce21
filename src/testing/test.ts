import type { Diagnostic, Span } from '../core/evaluation.ts';
import type { InvariantEntry, TestEntry } from '../documents/test.ts';
import type { Named } from '../policy/answer/explained.ts';
import type { Expectation, Miss } from '../policy/scenario/expectations.ts';
import type { Plain } from '../formats/yaml-write.ts';

export type Outcome = TestEntry['outcome'];

/** One request of a scenario, and what came of it: what the document says of it, and what its page is made of. */
export interface TestResult extends Omit<TestEntry, 'file' | 'line'> {
  /** Where its scenario stands. */
  readonly span: Span;
  /** What is not as it was expected. */
  readonly misses: readonly Miss[];
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

export interface InvariantTold extends Pick<InvariantEntry, 'kind' | 'outcome'> {
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
