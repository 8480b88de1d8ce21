import type { Severity, Span } from '../core/evaluation.ts';
import { spanOf, type Range, type Source } from '../core/source.ts';
import type { Category, Finding } from '../documents/policies.ts';

/** What a finding is about, for `--fail-on-category` and for whoever sorts them. */
export const categories = [
  'syntax',
  'arn',
  'action',
  'principal',
  'condition',
  'variable',
  'type',
  'quota',
  'security',
  'escalation',
  'trust',
  'style',
  'terraform',
] as const satisfies readonly Category[];

export type { Category, Finding };

/** `["Statement", 0, "Action", 1]`, as AWS's own policy validation writes it; a single statement counts as number 0. */
export type NodePath = Finding['path'];

/** As they are printed: by file, place and code. */
export function byPlace(left: Finding, right: Finding): number {
  return (
    compare(left.span.file, right.span.file) ||
    left.span.line - right.span.line ||
    left.span.column - right.span.column ||
    compare(left.code, right.code)
  );
}

/** Whether a place lies in a range of the same text. */
export function isWithin(span: Span, range: Range, source: Source): boolean {
  const { line, column, endLine, endColumn } = spanOf(source, range);
  const starts = span.line > line || (span.line === line && span.column >= column);
  const ends = span.endLine < endLine || (span.endLine === endLine && span.endColumn <= endColumn);
  return starts && ends;
}

/** By the units of the text, whatever the locale. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether one is at least as grave as the other. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** The findings of each file, in their order. */
export function byFile<Item extends Finding>(
  findings: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const files = new Map<string, Item[]>();
  for (const finding of findings) {
    const list = files.get(finding.span.file);
    if (list === undefined) files.set(finding.span.file, [finding]);
    else list.push(finding);
  }
  return files;
}
