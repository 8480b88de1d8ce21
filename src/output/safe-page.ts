import { Command } from '../core/command.ts';
import type { Diagnostic, Span, Step } from '../core/evaluation.ts';
import type { Block, Field, Page, Text } from '../core/page.ts';
import { continuation, wordsOfCommand, type Shell } from '../core/write-command.ts';
import { linesOf, type Excerpt, type SafeExcerpt } from './excerpt-lines.ts';
import { linesOfHint, written } from './safe-hint.ts';
import { safeLine, safeLines } from './safe-text.ts';
import { mayBeShown } from './shown-command.ts';

/** A page of which every text may be shown: what the renderer takes. */
export type SafeBlock =
  | Exclude<Block, Excerpt | { readonly kind: 'command' | 'diagnostics' }>
  | SafeExcerpt
  | SafeCommands
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly SafeDiagnostic[] };
/** Commands, written: the words of each, between which it may be broken. */
export interface SafeCommands {
  readonly kind: 'command';
  readonly lines: readonly (readonly string[])[];
  /** What stands at the end of a line that goes on. */
  readonly continuation: string;
}

/** The hint line by line, its commands written. */
export interface SafeDiagnostic extends Omit<Diagnostic, 'hint'> {
  readonly hint: readonly Text[];
}

export type SafePage = readonly (SafeBlock | readonly SafeBlock[])[];

export function safePage(page: Page, shell: Shell): SafePage {
  const safe = (block: Block) => safeBlock(block, shell);
  return page.map((group) => {
    if (!('kind' in group)) return group.map(safe);
    return group.kind === 'elastic' ? group.blocks(group.most).map(safe) : safe(group);
  });
}

function safeBlock(block: Block, shell: Shell): SafeBlock {
  const safeText = (text: Text) => writtenText(text, shell);
  switch (block.kind) {
    case 'verdict': {
      const { word, text, right, details } = block;
      return {
        ...block,
        word: safeLine(word),
        ...safeSides({ text, right }, safeText),
        ...(details === undefined ? {} : { details: details.map((sides) => safeSides(sides, safeText)) }),
      };
    }
    case 'text':
    case 'heading':
      return { ...block, text: safeText(block.text) };
    case 'fields':
      return { ...block, rows: block.rows.map((field) => safeField(field, safeText)) };
    case 'marked': {
      const { title, header, rows } = block;
      return {
        ...block,
        rows: rows.map((row) => ({ ...row, cells: row.cells.map(safeText) })),
        ...(title === undefined ? {} : { title: safeText(title) }),
        ...(header === undefined ? {} : { header: header.map(safeLine) }),
      };
    }
    case 'excerpt': {
      const { kind, title = '', span, note, tone } = block;
      return {
        kind,
        title: safeText(title),
        span: safeSpan(span),
        lines: linesOf(block),
        note: safeText(note),
        tone,
      };
    }
    case 'steps': {
      const { title, steps } = block;
      return {
        ...block,
        steps: steps.map(safeStep),
        ...(title === undefined ? {} : { title: safeText(title) }),
      };
    }
    case 'diagnostics':
      return { ...block, diagnostics: block.diagnostics.map((one) => safeDiagnostic(one, shell)) };
    case 'table':
      return {
        ...block,
        header: block.header.map(safeLine),
        rows: block.rows.map((row) => row.map(safeText)),
      };
    case 'command':
      return {
        kind: 'command',
        lines: block.commands
          .filter((command) => mayBeShown(command, shell))
          .map((command) => wordsOfCommand(command, shell)),
        continuation: continuation[shell.kind],
      };
    case 'verbatim':
      return { ...block, text: safeLines(block.text) };
    case 'next':
      return {
        ...block,
        items: block.items
          .filter(({ text }) => isWhole(text, shell))
          .map(({ label, text }) => ({
            text: safeText(text),
            ...(label === undefined ? {} : { label: safeLine(label) }),
          })),
      };
  }
}

/** An item that says what to type next says nothing without it. */
function isWhole(text: Text, shell: Shell): boolean {
  const runs = typeof text === 'string' || text instanceof Command ? [text] : text;
  return runs.every((run) => !(run instanceof Command) || mayBeShown(run, shell));
}

/** A command in it is written, and nothing is done to it afterwards. */
function writtenText(text: Text, shell: Shell): Text {
  if (typeof text === 'string') return safeLine(text);
  if (text instanceof Command) return [written(text, shell)];
  return text.map((run) => {
    if (typeof run === 'string') return safeLine(run);
    if (run instanceof Command) return written(run, shell);
    return { text: safeLine(run.text), tone: run.tone };
  });
}

type Safe = (text: Text) => Text;

function safeSides(
  { text, right }: { readonly text: Text; readonly right?: Text | undefined },
  safeText: Safe,
) {
  return { text: safeText(text), ...(right === undefined ? {} : { right: safeText(right) }) };
}

function safeField({ name, value, note, more }: Field, safeText: Safe): Field {
  return {
    name: safeLine(name),
    value: safeText(value),
    ...(note === undefined ? {} : { note: safeText(note) }),
    ...(more === undefined ? {} : { more: more.map(safeText) }),
  };
}

function safeStep(step: Step): Step {
  const { title, outcome, because, evidence, steps } = step;
  return {
    ...step,
    title: safeLine(title),
    outcome: safeLine(outcome),
    because: safeLine(because),
    evidence: evidence.map(({ kind, name, value, span }) => ({
      kind,
      name: safeLine(name),
      ...(value === undefined ? {} : { value: safeLine(value) }),
      ...(span === undefined ? {} : { span: safeSpan(span) }),
    })),
    ...(steps === undefined ? {} : { steps: steps.map(safeStep) }),
  };
}

/** A hint may have several lines. */
function safeDiagnostic(diagnostic: Diagnostic, shell: Shell): SafeDiagnostic {
  const { code, severity, message, hint, span, docs } = diagnostic;
  return {
    code,
    severity,
    message: safeLine(message),
    hint: hint === undefined ? [] : linesOfHint(hint, shell),
    ...(span === undefined ? {} : { span: safeSpan(span) }),
    ...(docs === undefined ? {} : { docs: safeLine(docs) }),
  };
}

function safeSpan(span: Span): Span {
  return { ...span, file: safeLine(span.file) };
}
