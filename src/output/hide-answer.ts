import type { Diagnostic, Step } from '../core/evaluation.ts';
import type { Block, Page, Text } from '../core/page.ts';
import { hideSecrets } from './secret.ts';

/**
 * A last look at an answer before it leaves: a secret that a user put where a name or a path belongs
 * (`AWS_PROFILE=<token>`) is in the texts about it. Words alone are looked at: sentences may well speak of tokens.
 */

const longWord = /[^\s"'`()[\]‹›]{20,}/g;

export function hideWords(text: string): string {
  return text.length < 20 ? text : text.replace(longWord, hideSecrets);
}

export function hidePage(page: Page): Page {
  return page.map((group) => ('kind' in group ? hideBlock(group) : group.map(hideBlock)));
}

function hideBlock(block: Block): Block {
  switch (block.kind) {
    case 'verdict':
      return {
        ...block,
        text: hideText(block.text),
        details: (block.details ?? []).map((detail) => ({ ...detail, text: hideText(detail.text) })),
      };
    case 'text':
    case 'heading':
      return { ...block, text: hideText(block.text) };
    case 'marked':
      return { ...block, rows: block.rows.map((row) => ({ ...row, cells: row.cells.map(hideText) })) };
    case 'diagnostics':
      return { ...block, diagnostics: block.diagnostics.map(hideDiagnostic) };
    case 'steps':
      return { ...block, steps: block.steps.map(hideStep) };
    case 'next':
      return { ...block, items: block.items.map((item) => ({ ...item, text: hideText(item.text) })) };
    case 'fields':
    case 'table':
    case 'excerpt':
    case 'command':
    case 'verbatim':
      return block;
  }
}

function hideText(text: Text): Text {
  if (typeof text === 'string') return hideWords(text);
  return text.map((run) =>
    typeof run === 'string' ? hideWords(run) : { ...run, text: hideWords(run.text) },
  );
}

function hideDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const { hint, message } = diagnostic;
  return {
    ...diagnostic,
    message: hideWords(message),
    ...(hint === undefined ? {} : { hint: hideWords(hint) }),
  };
}

function hideStep(step: Step): Step {
  return {
    ...step,
    because: hideWords(step.because),
    evidence: step.evidence.map((one) => ({
      ...one,
      name: hideWords(one.name),
      ...(one.value === undefined ? {} : { value: hideWords(one.value) }),
    })),
    ...(step.steps === undefined ? {} : { steps: step.steps.map(hideStep) }),
  };
}

/** The document with every text in it looked at. */
export function hideDocument(document: object): object {
  const safe: unknown = JSON.parse(JSON.stringify(document), (_, value: unknown) =>
    typeof value === 'string' ? hideWords(value) : value,
  );
  return typeof safe === 'object' && safe !== null ? safe : {};
}
