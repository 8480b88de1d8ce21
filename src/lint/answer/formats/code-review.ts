import { byFile } from '../../finding.ts';
import type { Severity } from '../../../core/evaluation.ts';
import { workflowCommand, xmlText } from '../../../output/reports.ts';
import { backticks, element, withCodeSpans } from './code-spans.ts';
import { withHint } from './sarif.ts';
import type { Findings } from './written.ts';

/** Workflow commands of GitHub Actions (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). */
export function github({ findings }: Findings): string {
  const words = { error: 'error', warning: 'warning', info: 'notice' } as const;
  return findings
    .map(({ severity, code, message, hint, span }) => {
      const { file, line, column: col, endLine, endColumn } = span;
      const place = { file, line, col, endLine, endColumn, title: `iamx ${code}` };
      return workflowCommand(words[severity], place, withHint(message, hint));
    })
    .join('');
}

/** A Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). */
export function gitlab({ findings }: Findings): string {
  const words: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };
  const entries = findings.map((finding) => ({
    description: withHint(finding.message, finding.hint),
    check_name: finding.code,
    fingerprint: finding.fingerprint,
    severity: words[finding.severity],
    location: { path: finding.span.file.replaceAll('\\', '/'), lines: { begin: finding.span.line } },
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** For reviewdog: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
export function rdjson({ findings }: Findings): string {
  const words: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };
  const position = (line: number, column: number) => ({ line, column });
  const report = {
    source: { name: 'iamx', url: 'https://github.com/iamx-cli/iamx' },
    diagnostics: findings.map(({ severity, code, message, hint, span, docs }) => ({
      // It is put into a comment as it is.
      message: withCodeSpans(withHint(message, hint), backticks),
      location: {
        path: span.file.replaceAll('\\', '/'),
        range: { start: position(span.line, span.column), end: position(span.endLine, span.endColumn) },
      },
      severity: words[severity],
      code: { value: code, ...(docs === undefined ? {} : { url: docs }) },
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A test report, a suite for each file (https://github.com/testmoapp/junitxml). */
export function junit({ findings }: Findings): string {
  const suites = [...byFile(findings)].map(([file, found]) => {
    const cases = found.map(({ code, severity, message, hint, span }) => {
      const name = `${code} ${span.line}:${span.column}`;
      return [
        `    <testcase name="${xmlText(name)}" classname="${xmlText(file)}">`,
        `      <failure type="${severity}" message="${xmlText(message)}">${xmlText(`${file}:${span.line}:${span.column}\n${withHint(message, hint)}`)}</failure>`,
        '    </testcase>',
      ].join('\n');
    });
    return [
      `  <testsuite name="${xmlText(file)}" tests="${found.length}" failures="${found.length}">`,
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  const clean =
    '  <testsuite name="iamx lint" tests="1" failures="0">\n    <testcase name="clean" classname="iamx"/>\n  </testsuite>';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="iamx lint" tests="${Math.max(1, findings.length)}" failures="${findings.length}">`,
    ...(suites.length === 0 ? [clean] : suites),
    '</testsuites>',
    '',
  ].join('\n');
}

const mostRows = 50;

/** A comment for a pull request. */
export function markdown({ summary, findings }: Findings): string {
  const words: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
  const title = `### iamx lint: ${summary}`;
  if (findings.length === 0) return `${title}\n`;
  const rows = findings
    .slice(0, mostRows)
    .map(
      ({ severity, code, message, hint, span }) =>
        `| ${words[severity]} | ${element(line(`${span.file}:${span.line}`))} | \`${code}\` | ${withCodeSpans(line(withHint(message, hint)), element)} |`,
    );
  const left = findings.length - rows.length;
  return [
    title,
    '',
    '| | Place | Code | What to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', `${left} more.`] : []),
    '',
  ].join('\n');
}

/** A row is one line. */
function line(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
