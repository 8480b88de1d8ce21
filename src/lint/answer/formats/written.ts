import { fingerprintsOf } from '../../fingerprint.ts';
import type { Span } from '../../../core/evaluation.ts';
import type { Finding } from '../../finding.ts';
import type { Rule } from '../../rule.ts';
import { allRules } from '../../rules.ts';
import type { Report } from '../../run/lint-files.ts';
import { summaryOf } from '../document.ts';

/** What the forms for other programs are made of: plain data, which crosses the border before it has a form. */
export interface Findings {
  readonly summary: string;
  /** Of the rules that found them, what SARIF tells. */
  readonly rules: readonly RuleData[];
  readonly findings: readonly PrintedFinding[];
}

export type RuleData = Pick<Rule, 'id' | 'severity' | 'category' | 'title' | 'repair' | 'awsCode' | 'docs'>;

/** Files are named from the current folder, as other programs know them. */
export type PrintedFinding = Finding & { readonly fingerprint: string };

export function findingsOf(report: Report): Findings {
  const { nameOf } = report;
  const prints = fingerprintsOf(report.findings, report.sources, nameOf);
  const named = (span: Span): Span => ({ ...span, file: nameOf(span.file) });
  const codes = new Set(report.findings.map(({ code }) => code));
  return {
    summary: summaryOf(report),
    rules: [...allRules(), ...report.own].filter(({ id }) => codes.has(id)).map(dataOf),
    findings: report.findings.map((finding) => ({
      ...finding,
      span: named(finding.span),
      ...(finding.related === undefined ? {} : { related: finding.related.map(named) }),
      fingerprint: prints.get(finding) ?? '',
    })),
  };
}

function dataOf({ id, severity, category, title, repair, awsCode, docs }: Rule): RuleData {
  return {
    id,
    severity,
    category,
    title,
    repair,
    ...(awsCode === undefined ? {} : { awsCode }),
    ...(docs === undefined ? {} : { docs }),
  };
}
