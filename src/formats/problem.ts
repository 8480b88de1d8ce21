import type { Diagnostic, Severity } from '../core/evaluation.ts';
import { describePlace } from '../core/place.ts';
import { escapeLine } from '../output/escape.ts';
import { hideSecrets } from '../output/secret.ts';
import { positionAt, spanOf, type Range, type Source } from '../core/source.ts';

/** Something wrong in a text, before its place has a file, a line and a column. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly range: Range;
}

export function diagnosticOf(source: Source, problem: Problem, severity: Severity = 'error'): Diagnostic {
  const { code, message, hint, range } = problem;
  const span = spanOf(source, range);
  if (hint === undefined) return { code, severity, message, span };
  // The readers of formats word the end of a sentence; a hint is one.
  return { code, severity, message, hint: hint.charAt(0).toUpperCase() + hint.slice(1), span };
}

/** `policy.json:3:14`, for the second place that a message names. */
export function placeOf(source: Source, offset: number): string {
  return describePlace({ file: source.file, ...positionAt(source, offset) });
}

const shownLength = 60;

/** User text as it stands in a message: on one line, without secrets, in backticks, cut where it is long. */
export function quoted(text: string): string {
  // Hidden before it is cut: half a secret looks like none.
  const safe = hideSecrets(text);
  const cut =
    safe.length > shownLength ? `${safe.slice(0, shownLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : safe;
  // A backtick within would end what is quoted, and begin it again where our words stand.
  return `\`${escapeLine(cut).replaceAll('`', '\\u{60}')}\``;
}
