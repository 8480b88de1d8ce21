import type { Hint } from './command.ts';

/** What sort of thing was looked at. */
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
  /** As it was named; `-` is standard input. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something that was looked at. `value` is already safe to show: never a secret. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** Of the setting, the variable, the statement … */
  readonly name: string;
  /** What it said; absent where it says nothing, or is a secret. */
  readonly value?: string;
  readonly span?: Span;
}

/** One thing that was looked at on the way to the verdict, and what it concluded. */
export interface Step {
  /** What kind of thing it was. */
  readonly id: string;
  readonly title: string;
  /** One word. */
  readonly outcome: string;
  /** Why, in a sentence. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** What it is made of. */
  readonly steps?: readonly Step[];
}

/** How grave it is. */
export type Severity = 'error' | 'warning' | 'info';

/** Something the user should know beside the verdict. `hint` says what to type or change next. */
export interface Diagnostic {
  /** What it is, for programs. */
  readonly code: string;
  readonly severity: Severity;
  /** A sentence; its words may change. */
  readonly message: string;
  /** What to type or change next. */
  readonly hint?: Hint;
  readonly span?: Span;
  /** A page about it. */
  readonly docs?: string;
}

/**
 * The one shape of answer: a question goes in, an ordered tree of steps with evidence comes out. Every command's JSON is
 * an `Evaluation` with fields of its own.
 */
export interface Evaluation {
  /** The command and the version of the shape. */
  readonly schema: `iamx.${string}/1`;
  /** One word. */
  readonly verdict: string;
  /** One sentence; its words may change. */
  readonly summary: string;
  /** What was looked at, in order. */
  readonly steps: readonly Step[];
  /** What else to know. */
  readonly diagnostics: readonly Diagnostic[];
}
