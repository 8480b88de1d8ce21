import { fingerprintsOf } from '../../fingerprint.ts';
import type { Finding } from '../../finding.ts';
import type { Report } from '../../run/lint-files.ts';
import { summaryOf } from '../document.ts';

/** What the forms for other programs are made of: plain data, which crosses the border before it has a form. */
export interface Findings {
  readonly summary: string;
  readonly findings: readonly PrintedFinding[];
}

export type PrintedFinding = Finding & { readonly fingerprint: string };

export function findingsOf(report: Report): Findings {
  const prints = fingerprintsOf(report.findings, report.sources);
  return {
    summary: summaryOf(report),
    findings: report.findings.map((finding) => ({ ...finding, fingerprint: prints.get(finding) ?? '' })),
  };
}
