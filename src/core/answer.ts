import type { ExitStatus } from './error.ts';
import type { Diagnostic, Evaluation } from './evaluation.ts';
import type { Page } from './page.ts';

/** Says on standard error what is about to be sent, before it is. */
export type Announce = (notice: Diagnostic) => Promise<void>;

/** What a command returns: one document for `--json`, one page for people, one exit status. */
export interface Answer {
  readonly kind: 'document';
  /** The JSON of docs/output.md, made when asked for. */
  readonly document: () => Evaluation;
  readonly page: () => Page;
  /** Warnings that go to standard error whatever the format. */
  readonly notices?: readonly Diagnostic[];
  readonly exitStatus: ExitStatus;
}

/**
 * A part of a stream: JSON documents, each on a line, ending at a line end. A text alone is looked at as a whole for what
 * must not be shown.
 */
export type JsonLines = string | KnownLines;

/** Lines with members that were looked at before: what is hidden is hidden in each string of a document by itself. */
export interface KnownLines {
  readonly text: string;
  /** What is left to be looked at, in whole members. */
  readonly fresh: string;
}

export function knownLines(lines: JsonLines): KnownLines {
  return typeof lines === 'string' ? { text: lines, fresh: lines } : lines;
}

/** An answer of many lines, written as they come; the status is known at the end. */
export interface StreamAnswer {
  readonly kind: 'stream';
  readonly pieces: AsyncIterable<JsonLines>;
  readonly notices: () => readonly Diagnostic[];
  readonly exitStatus: () => ExitStatus;
}

/** An answer in a form that other programs read: XML, a table, lines of a log. */
export interface WrittenAnswer {
  readonly kind: 'written';
  /** The whole text; `safe` gives the same data with nothing in it that may not be shown. */
  readonly text: (safe: <Data>(data: Data) => Data) => string;
  /** Its lines are commands to a build server. */
  readonly isForRunner?: boolean;
  readonly notices: readonly Diagnostic[];
  readonly exitStatus: ExitStatus;
}

/**
 * Plain data, and how it is written. The border stands between the two: behind the signs of a form nobody recognises a
 * secret, and what is replaced there breaks the form.
 */
export function writtenAnswer<Data>(
  data: Data,
  write: (data: Data) => string,
  more: Pick<WrittenAnswer, 'notices' | 'exitStatus' | 'isForRunner'>,
): WrittenAnswer {
  return { ...more, kind: 'written', text: (safe) => write(safe(data)) };
}

/** An answer whose document is too long for one text. */
export interface LongAnswer {
  readonly kind: 'long';
  /** Of the document, as `output/json.ts` writes it; ends at a line end. */
  readonly pieces: () => AsyncIterable<string>;
  /** For people; absent where the document alone is asked for. */
  readonly page?: () => Page;
  readonly notices: readonly Diagnostic[];
  readonly exitStatus: ExitStatus;
}

/** What is told about a program that was run: on standard error, behind what the program wrote. The status is its own. */
export interface ChildAnswer {
  readonly kind: 'child';
  /** Absent where there is nothing to tell. */
  readonly page?: () => Page;
  readonly notices: readonly Diagnostic[];
  readonly exitStatus: number;
}

/** An answer that is given anew whenever something changes, until whoever looks at it ends that. */
export interface LiveAnswer {
  readonly kind: 'live';
  readonly answers: AsyncIterable<Answer>;
  /** Documents are asked for, a line each, without --json too. */
  readonly isDocument: boolean;
}
