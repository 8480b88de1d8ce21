import type { Command } from './command.ts';
import type { Diagnostic, Span, Step } from './evaluation.ts';
import type { Source } from './source.ts';

/**
 * What a person sees, before it has a width or colours: an answer described as blocks, which `output/text.ts`
 * renders for every command alike. Texts may hold raw user text: the renderer escapes it.
 */

export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong' | 'plain';

export interface Run {
  readonly text: string;
  readonly tone: Tone;
}

/** A line of text, or pieces of it: some with a tone, some a command, which stays on one line. */
export type Text = string | Command | readonly (string | Run | Command)[];

/** What a row is marked with: `✓ ✗ · ! →` on UTF-8 terminals, `[ok] [no] [--] [!!] [->]` otherwise. */
export type Mark = 'yes' | 'no' | 'none' | 'warn' | 'arrow';

/** `name   value   note`, names aligned; `more` lines stand under the value. */
export interface Field {
  readonly name: string;
  readonly value: Text;
  readonly note?: Text;
  readonly more?: readonly Text[];
}

/** `mark  cell  cell  cell`, cells aligned under each other. */
export interface MarkedRow {
  readonly mark: Mark;
  readonly cells: readonly Text[];
}

export type Block =
  /** The first line: the verdict's word, what it is about, something at the right edge; details under it. */
  | {
      readonly kind: 'verdict';
      readonly tone: Tone;
      readonly word: string;
      readonly text: Text;
      readonly right?: Text;
      readonly details?: readonly { readonly text: Text; readonly right?: Text }[];
    }
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'fields'; readonly rows: readonly Field[] }
  | {
      readonly kind: 'marked';
      readonly title?: Text;
      /** The names of the columns. */
      readonly header?: readonly string[];
      readonly rows: readonly MarkedRow[];
    }
  /** The source's lines around the span, the span marked, the reason under it. */
  | {
      readonly kind: 'excerpt';
      /** Stands before the place. */
      readonly title?: Text;
      /** How many lines before the span are shown; two where it is not said. */
      readonly before?: number;
      readonly source: Source;
      readonly span: Span;
      readonly note: Text;
      readonly tone: Tone;
    }
  /** The whole tree of steps, for `--verbose`. */
  | { readonly kind: 'steps'; readonly title?: Text; readonly steps: readonly Step[] }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly Text[])[];
    }
  /** Command lines that a user would type, as in the demo: `$ iamx decode …`. */
  | { readonly kind: 'command'; readonly commands: readonly Command[] }
  /** Text that must not wrap or be styled: a document, a help text. */
  | { readonly kind: 'verbatim'; readonly text: string }
  /** The last lines: what to type next. */
  | { readonly kind: 'next'; readonly items: readonly { readonly label?: string; readonly text: Text }[] };

/**
 * A part that lists things, and lists fewer where the page has more lines than its command has room for. Who makes
 * the page says what may be left out and in which order; how much is left out, `output/fit.ts` finds at the real width.
 */
export interface Elastic {
  readonly kind: 'elastic';
  /** How many things there are: all are listed where there is room. */
  readonly most: number;
  /** Of all parts of the page, those with the lowest turn give way first, each down to `to`. */
  readonly gives: readonly { readonly turn: number; readonly to: number }[];
  /** The part with so many of its things; it says itself how many it leaves out. */
  readonly blocks: (count: number) => readonly Block[];
}

/** Blocks are set apart by an empty line; the blocks of one group are not. */
export type Page = readonly (Block | readonly Block[] | Elastic)[];
