import type { Hint } from '../../../core/command.ts';
import type { Severity, Span } from '../../../core/evaluation.ts';
import { posixShell, writeHint } from '../../../core/write-command.ts';
import { severities } from '../../finding.ts';
import type { Findings, PrintedFinding, RuleData } from './written.ts';

/** GitHub takes no more of one run: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const mostResults = 25_000;
const mostRelated = 100;
const information = 'https://github.com/iamx-cli/iamx';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** GitHub sorts findings of security by this number. */
const weights: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0', info: '2.0' };

/** A SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), within GitHub's limits. */
export function sarif({ findings, rules }: Findings, version: string): string {
  const kept = gravest(findings);
  const cut = findings.length - kept.length;
  const codes = new Set(kept.map(({ code }) => code));
  const used = rules.filter(({ id }) => codes.has(id));
  const indexes = new Map(used.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'iamx', version, informationUri: information, rules: used.map(ruleOf) } },
        invocations: [
          {
            executionSuccessful: true,
            ...(cut === 0
              ? {}
              : { toolExecutionNotifications: [{ level: 'warning', message: { text: cutMessage(cut) } }] }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: kept.map((finding) => resultOf(finding, indexes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What is said where not all findings could be kept. */
export function cutMessage(cut: number): string {
  return `${cut} findings were left out: GitHub takes ${mostResults} of one run, and the gravest were kept`;
}

/** How many findings a SARIF log cannot hold. */
export function cutOf({ findings }: { readonly findings: readonly unknown[] }): number {
  return Math.max(0, findings.length - mostResults);
}

function gravest(findings: readonly PrintedFinding[]): readonly PrintedFinding[] {
  if (findings.length <= mostResults) return findings;
  const bySeverity = severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
  const kept = new Set(bySeverity.slice(0, mostResults));
  return findings.filter((finding) => kept.has(finding));
}

function ruleOf({ id, title, repair, severity, category, awsCode, docs }: RuleData) {
  const isSecurity = category === 'security' || category === 'escalation' || category === 'trust';
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title} ${repair}` },
    help: { text: repair },
    ...(docs === undefined ? {} : { helpUri: docs }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [
        category,
        ...(isSecurity && category !== 'security' ? ['security'] : []),
        ...(awsCode === undefined ? [] : [awsCode]),
      ],
      ...(isSecurity ? { 'security-severity': weights[severity] } : {}),
    },
  };
}

function resultOf(finding: PrintedFinding, indexes: ReadonlyMap<string, number>) {
  const { code, severity, message, hint, span, related = [], fingerprint } = finding;
  return {
    ruleId: code,
    ruleIndex: indexes.get(code) ?? -1,
    level: levels[severity],
    message: { text: withoutLinks(withHint(message, hint)) },
    locations: [{ physicalLocation: physical(span) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.slice(0, mostRelated).map((one) => ({ physicalLocation: physical(one) })),
        }),
    partialFingerprints: { 'iamx/v1': fingerprint },
  };
}

/** A finding in one text, for formats that have one field for it. */
export function withHint(message: string, hint: Hint | undefined): string {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return hint === undefined ? sentence : `${sentence} ${writeHint(hint, posixShell)}`;
}

/** `[text](target)` is a link, with a target of whoever wrote the policy (`message.text` of the standard). */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

function physical({ file, line, column, endLine, endColumn }: Span) {
  return {
    artifactLocation: { uri: uriOf(file) },
    region: {
      startLine: line,
      startColumn: column,
      endLine,
      endColumn: Math.max(endColumn, endLine === line ? column + 1 : 1),
    },
  };
}

/** A path as a relative URI: forward slashes, everything else encoded. */
export function uriOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%3A', ':'))
    .join('/');
}
