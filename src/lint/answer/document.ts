import type { Severity, Step } from '../../core/evaluation.ts';
import type { Gate, LintDocument } from '../../documents/policies.ts';
import { dataVersions } from '../../data/versions.ts';
import { byFile, severities, type Finding } from '../finding.ts';
import type { Report } from '../run/lint-files.ts';

/** Gates that do not answer yes: what cannot be shown counts as no. */
export function closedGates({ gates = [] }: Report): readonly Gate[] {
  return gates.filter(({ answer }) => answer !== 'yes');
}

export function toDocument(report: Report): LintDocument {
  const { findings, ignored, diagnostics } = report;
  return {
    schema: 'iamx.lint/1',
    verdict: findings.length === 0 && closedGates(report).length === 0 ? 'clean' : 'findings',
    summary: summaryOf(report),
    findings,
    counts: countsOf(findings),
    ignored,
    unknown: report.unknown,
    gates: report.gates ?? [],
    dataDate: dataVersions().iam.date,
    steps: stepsOf(report),
    diagnostics,
  };
}

export function countsOf(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/** `1 error and 2 warnings in 3 policies`; `nothing to say about 3 policies`. */
export function summaryOf(report: Report): string {
  const { findings, policies, gates = [] } = report;
  const looked = countOf(policies, 'policy', 'policies');
  const found =
    findings.length === 0
      ? policies === 0
        ? 'no policy had to be looked at'
        : `nothing to say about ${looked}`
      : `${describeCounts(countsOf(findings))} in ${looked}`;
  const closed = closedGates(report).length;
  return closed === 0 ? found : `${closed} of ${countOf(gates.length, 'gate', 'gates')} closed; ${found}`;
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const nouns = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
} as const;

function describeCounts(counts: Readonly<Record<Severity, number>>): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${nouns[severity][counts[severity] === 1 ? 0 : 1]}`);
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** What was looked at, file by file where something was found. */
function stepsOf({ findings, files, policies, others, skipped }: Report): readonly Step[] {
  return [
    {
      id: 'files',
      title: 'What was read',
      outcome: policies > 0 ? 'read' : 'none',
      because: `${countOf(policies, 'policy', 'policies')} in ${countOf(files, 'file', 'files')}, ${others} without one`,
      evidence: [],
      steps: [
        ...[...byFile(findings)].map(([file, found]) => ({
          id: 'file',
          title: file,
          outcome: 'findings',
          because: describeCounts(countsOf(found)),
          evidence: found.map(({ code, message, span }) => ({
            kind: 'file' as const,
            name: code,
            value: message,
            span,
          })),
        })),
        ...skipped.map(({ file, looksLike }) => ({
          id: 'file',
          title: file,
          outcome: 'no-policy',
          because: `it looks like ${looksLike}`,
          evidence: [],
        })),
      ],
    },
  ];
}
