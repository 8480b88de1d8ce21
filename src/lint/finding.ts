import type { Diagnostic, Severity, Span } from '../core/evaluation.ts';
import { spanOf, type Range, type Source } from '../core/source.ts';
import type { PolicyType } from '../policy/policy.ts';

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
] as const;

export type Category = (typeof categories)[number];

/** `["Statement", 0, "Action", 1]`, as AWS's own policy validation writes it; a single statement counts as number 0. */
export type NodePath = readonly (string | number)[];

/** A diagnostic about one policy: `code` is the id of the rule that found it. */
export interface Finding extends Diagnostic {
  readonly category: Category;
  /** The narrowest place: a wrong value, the key of a wrong element, the statement's Effect where one is missing. */
  readonly span: Span;
  /** The same place in the policy; empty for the whole document. */
  readonly path: NodePath;
  /** The issue code of `ValidatePolicy` for the same mistake (IAM Access Analyzer's policy check reference). */
  readonly awsCode?: string;
  /** Of the policy; absent where the finding is about none. */
  readonly policyType?: PolicyType;
  /** The policy's name, where a file holds several. */
  readonly policy?: string;
  /** Of the statement, where it has one. */
  readonly sid?: string;
  /** The other places that the mistake is made of. */
  readonly related?: readonly Span[];
}

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
