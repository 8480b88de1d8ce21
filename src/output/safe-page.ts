import type { Diagnostic, Span, Step } from '../core/evaluation.ts';
import type { Block, Field, Page, Text } from '../core/page.ts';
import { linesOf, type Excerpt, type SafeExcerpt } from './excerpt-lines.ts';
import { safeLine, safeLines } from './safe-text.ts';

/** A page of which every text may be shown: what the renderer takes. */
export type SafeBlock = Exclude<Block, Excerpt> | SafeExcerpt;
export type SafePage = readonly (SafeBlock | readonly SafeBlock[])[];

export function safePage(page: Page): SafePage {
  return page.map((group) => {
    if (!('kind' in group)) return group.map(safeBlock);
    return group.kind === 'elastic' ? group.blocks(group.most).map(safeBlock) : safeBlock(group);
  });
}

function safeBlock(block: Block): SafeBlock {
  switch (block.kind) {
    case 'verdict': {
      const { word, text, right, details } = block;
      return {
        ...block,
        word: safeLine(word),
        ...safeSides({ text, right }),
        ...(details === undefined ? {} : { details: details.map(safeSides) }),
      };
    }
    case 'text':
    case 'heading':
      return { ...block, text: safeText(block.text) };
    case 'fields':
      return { ...block, rows: block.rows.map(safeField) };
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
      const { kind, span, note, tone } = block;
      return { kind, span: safeSpan(span), lines: linesOf(block), note: safeText(note), tone };
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
      return { ...block, diagnostics: block.diagnostics.map(safeDiagnostic) };
    case 'table':
      return {
        ...block,
        header: block.header.map(safeLine),
        rows: block.rows.map((row) => row.map(safeText)),
      };
    case 'command':
      return { ...block, line: safeLine(block.line) };
    case 'verbatim':
      return { ...block, text: safeLines(block.text) };
    case 'next':
      return {
        ...block,
        items: block.items.map(({ label, text }) => ({
          text: safeText(text),
          ...(label === undefined ? {} : { label: safeLine(label) }),
        })),
      };
  }
}

function safeText(text: Text): Text {
  if (typeof text === 'string') return safeLine(text);
  return text.map((run) => (typeof run === 'string' ? safeLine(run) : { ...run, text: safeLine(run.text) }));
}

function safeSides({ text, right }: { readonly text: Text; readonly right?: Text | undefined }) {
  return { text: safeText(text), ...(right === undefined ? {} : { right: safeText(right) }) };
}

function safeField({ name, value, note, more }: Field): Field {
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
function safeDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const { message, hint, span, docs } = diagnostic;
  return {
    ...diagnostic,
    message: safeLine(message),
    ...(hint === undefined ? {} : { hint: safeLines(hint) }),
    ...(span === undefined ? {} : { span: safeSpan(span) }),
    ...(docs === undefined ? {} : { docs: safeLine(docs) }),
  };
}

function safeSpan(span: Span): Span {
  return { ...span, file: safeLine(span.file) };
}
