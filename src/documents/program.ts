import type { Hint } from '../core/command.ts';
import type { Diagnostic, Evaluation, Span } from '../core/evaluation.ts';

/** What `iamx --version --json` prints. */
export interface VersionDocument extends Evaluation {
  readonly schema: 'iamx.version/1';
  readonly verdict: 'known';
  readonly version: string;
  /** The version of Node. */
  readonly node: string;
  /** With `--verbose`. */
  readonly data?: DataVersions;
}

/** How old the tables are. */
export interface DataVersions {
  /** Services, actions, resource types, condition keys. */
  readonly iam: DataVersion;
  /** The policies that AWS manages. */
  readonly managed: DataVersion;
}

/** Tables, and what they were made from. */
export interface DataVersion {
  /** The package that the tables were made from. */
  readonly source: string;
  readonly version: string;
  /** `2026-09-26`: what AWS published later is not in the tables. */
  readonly date: string;
  /** How many of each: `{ services: 456, actions: 22091, … }`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What `iamx demo --json` prints. */
export interface DemoDocument extends Evaluation {
  readonly schema: 'iamx.demo/1';
  readonly verdict: 'shown' | 'listed' | 'written';
  readonly demonstrations?: readonly DemonstrationEntry[];
  /** Of the sample. */
  readonly files?: readonly string[];
}

/** A demonstration; its answer where it was shown. */
export interface DemonstrationEntry {
  readonly name: string;
  readonly title: string;
  /** As one would type it. */
  readonly command: Hint;
  /** Of the answer: docs/output.md. */
  readonly exitStatus?: number;
  /** The document of the command that is shown, by its own schema. */
  readonly answer?: Evaluation;
}

/** What stands on standard error with `--json` where there is no answer: one line. */
export interface ErrorDocument {
  readonly schema: 'iamx.error/1';
  /** What kind it is; decides the exit status. */
  readonly code: string;
  readonly message: string;
  /** What to type or change next. */
  readonly hint?: Hint;
  readonly span?: Span;
  /** All problems of a document that has more than one. */
  readonly diagnostics?: readonly Diagnostic[];
}
