import { Command, piecesOfHint, type Hint } from '../core/command.ts';
import type { Diagnostic, Span } from '../core/evaluation.ts';
import { lineText, type Source } from '../core/source.ts';
import { secretValuesOf, within } from './secret-values.ts';
import { hideSecrets } from './secret.ts';

/** Where a text is no JSON or YAML, a mistake may be about a piece of a secret that stands around it. */
const around = 100;

/**
 * The problems of a text that cannot be parsed, as they may be shown: a reader that stumbles inside a secret quotes
 * only a piece of it, which nobody would recognise later. Where one stands near the place, nothing is quoted.
 */
export function withoutSecrets(source: Source, problems: readonly Diagnostic[]): readonly Diagnostic[] {
  return problems.map((problem) => hideNear(source, problem, around));
}

/** The problems of a document, each about a whole value: only a long one that is quoted in part is told apart. */
export function withoutSecretValues<Problem extends Diagnostic>(
  source: Source,
  problems: readonly Problem[],
): readonly Problem[] {
  return problems.map((problem) => hideNear(source, problem, 0));
}

function hideNear<Problem extends Diagnostic>(source: Source, problem: Problem, reach: number): Problem {
  const { span, message, hint } = problem;
  if (span === undefined) return problem;
  const line = lineText(source, span.line);
  const end = span.endLine === span.line ? span.endColumn - 1 : line.length;
  const near = line.slice(Math.max(0, span.column - 1 - reach), end + reach);
  if (hideSecrets(near) === near && !touchesValue(source, span)) return problem;
  const hidden = { ...problem, message: hideQuoted(message) };
  return hint === undefined ? hidden : { ...hidden, hint: hideInHint(hint) };
}

/** Whether it is about what stands under the name of a secret. */
function touchesValue(source: Source, { line, column, endLine, endColumn }: Span): boolean {
  const offset = (of: number, at: number) => (source.lineStarts()[of - 1] ?? 0) + at - 1;
  const range = { start: offset(line, column), end: offset(endLine, endColumn) };
  return within(secretValuesOf(source), range).length > 0;
}

function hideInHint(hint: Hint): Hint {
  return piecesOfHint(hint).map((piece) => (piece instanceof Command ? piece : hideQuoted(piece)));
}

/** Signs of JSON stay: they say what is missing. Letters of other languages are no signs. */
function hideQuoted(text: string): string {
  return text.replace(/`[^`\n]*`/g, (quote) =>
    /[A-Za-z0-9+/]{2}|[^ -~]/.test(quote) ? '`[hidden]`' : quote,
  );
}
