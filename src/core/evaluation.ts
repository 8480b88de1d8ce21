import type { Hint } from './command.ts';

/**
 * The one shape of answer: a question goes in, an ordered tree of steps with evidence comes out.
 * Every command's JSON is an `Evaluation` with fields of its own.
 */

export type EvidenceKind =
  | 'file'
  | 'env'
  | 'option'
  | 'endpoint'
  | 'process'
  | 'cache'
  | 'statement'
  | 'context'
  | 'derived'
  /** What AWS says itself: the rule's name in `docs/rules.md`, and AWS's page as the value. */
  | 'rule'
  | 'default';

/** A place in a text. Lines and columns are 1-based, columns count UTF-16 units, the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something that was looked at. `value` is already safe to show: never a secret. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly value?: string;
  readonly span?: Span;
}

/** One thing that was looked at on the way to the verdict, and what it concluded. */
export interface Step {
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  readonly because: string;
  readonly evidence: readonly Evidence[];
  readonly steps?: readonly Step[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Something the user should know beside the verdict. `hint` says what to type or change next. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: Hint;
  readonly span?: Span;
  readonly docs?: string;
}

export interface Evaluation {
  readonly schema: `iamx.${string}/1`;
  readonly verdict: string;
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}
