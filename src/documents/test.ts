import type { Diagnostic, Evaluation, Span } from '../core/evaluation.ts';

/** What `iamx test --json` prints. */
export interface TestDocument extends Evaluation {
  readonly schema: 'iamx.test/1';
  /** `empty`: no test was found, which is no success. */
  readonly verdict: 'passed' | 'failed' | 'empty';
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly TestEntry[];
  readonly invariants: readonly InvariantEntry[];
  readonly coverage?: CoverageEntry;
  readonly mutants?: MutantsEntry;
  /** Of a run that a change of files asked for. */
  readonly watched?: WatchedEntry;
}

/** Why the tests ran again, with `--watch`. */
export interface WatchedEntry {
  /** Files, from this folder; none where all tests were asked for. */
  readonly changed: readonly string[];
  /** How many of the tests. */
  readonly ran: number;
}

/** One request of a scenario, and what came of it. */
export interface TestEntry {
  readonly name: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** `error`: it could not be asked. */
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  readonly expected: string;
  /** Absent where nothing was decided. */
  readonly actual?: string;
  readonly because: string;
  /** Of the statement that decided, and of the expectation that was missed. */
  readonly spans: readonly Span[];
  /** Milliseconds. */
  readonly ms: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What must hold of every request of a kind. */
export interface InvariantEntry {
  readonly name: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: 'never' | 'always';
  readonly outcome: 'holds' | 'fails' | 'cannot-tell';
  /** It holds of all requests, not only of those that were tried. */
  readonly proved: boolean;
  readonly because: string;
  /** A scenario that breaks it. */
  readonly witness?: object;
}

/** How many there are, and how many of them ever decided. */
export interface Share {
  readonly total: number;
  readonly decided: number;
}

/** What of the policies the tests decide by. */
export interface CoverageEntry {
  readonly statements: Share;
  readonly elements: Share;
  readonly keys: Share;
  /** Statements and elements that never decided. */
  readonly never: readonly Span[];
}

/** Changes of the policies, and which of them the tests notice. */
export interface MutantsEntry {
  readonly killed: number;
  /** Changes that change no decision: nobody can notice them. */
  readonly equal: number;
  readonly survived: readonly SurvivorEntry[];
}

/** A change that no test notices. */
export interface SurvivorEntry {
  readonly file: string;
  readonly kind:
    | 'drop-statement'
    | 'swap-effect'
    | 'widen-action'
    | 'widen-resource'
    | 'widen-principal'
    | 'drop-principal'
    | 'negate-action'
    | 'negate-resource'
    | 'negate-principal'
    | 'negate-condition'
    | 'drop-condition';
  /** The statement, and what was changed in it. */
  readonly name: string;
  readonly span: Span;
  /** A test that would notice it; absent where no request could be made. */
  readonly scenario?: object;
}

/** What `iamx test --coverage json` writes into `coverage/coverage.json`. */
export interface CoverageDocument extends CoverageEntry {
  readonly files: readonly CoveredFile[];
}

/** A file of policies. */
export interface CoveredFile {
  readonly file: string;
  readonly statements: readonly CoveredStatement[];
}

/** A statement, and how the tests use it. */
export interface CoveredStatement {
  readonly name: string;
  readonly span: Span;
  /** Tests whose decision rests on it. */
  readonly decided: number;
  readonly elements: readonly CoveredElement[];
}

/** An element of a statement that can keep it from matching: `Action`, `Resource`, one condition … */
export interface CoveredElement {
  readonly name: string;
  /** Of a condition: the key that it asks for. */
  readonly key?: string;
  readonly span: Span;
  /** Tests in which it alone kept the statement from matching; 0 while no decision rests on the statement. */
  readonly decided: number;
}
