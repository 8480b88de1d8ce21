import { describeLine, describePlace } from '../../../core/place.ts';
import { workflowCommand, xmlAttribute, xmlText } from '../../../output/reports.ts';
import type { TestResult } from '../../test.ts';
import { becauseOf, filesOf, summaryOf, type Ran } from '../document.ts';

/** What the reports are made of: plain data, which crosses the border before it has a form. */
export interface Report {
  readonly summary: string;
  readonly tests: readonly ReportedTest[];
}

type ReportedTest = Pick<
  TestResult,
  'name' | 'span' | 'outcome' | 'expected' | 'actual' | 'because' | 'spans' | 'ms'
>;

export function reportOf(ran: Ran): Report {
  const tests = ran.tests.map((test) => {
    const { name, span, outcome, expected, actual, spans, ms } = test;
    return {
      ...{ name, span, outcome, expected, spans, ms, because: becauseOf(test) },
      ...(actual === undefined ? {} : { actual }),
    };
  });
  return { summary: summaryOf(ran), tests };
}

/** What build servers read: one text each, made of the same results. */
export const reporters = { junit, github, tap } as const satisfies Record<string, (report: Report) => string>;

const isFailure = ({ outcome }: ReportedTest) => outcome === 'failed' || outcome === 'error';

/**
 * JUnit's XML, as Jenkins, GitLab and Azure DevOps read it, by the schema of Jenkins, which counts what was skipped at a
 * suite alone (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd).
 */
function junit({ tests }: Report): string {
  const suites = filesOf(tests).map(([file, own]) =>
    [
      `  <testsuite name="${xmlAttribute(file)}" ${countsOf(own)} skipped="${countIn(own, 'skipped')}">`,
      ...own.map((test) => junitCase(file, test)),
      '  </testsuite>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="iamx test" ${countsOf(tests)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function countsOf(tests: readonly ReportedTest[]): string {
  const seconds = tests.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  return `tests="${tests.length}" failures="${countIn(tests, 'failed')}" errors="${countIn(tests, 'error')}" time="${seconds.toFixed(3)}"`;
}

function countIn(tests: readonly ReportedTest[], outcome: TestResult['outcome']): number {
  return tests.filter((test) => test.outcome === outcome).length;
}

function junitCase(file: string, test: ReportedTest): string {
  const { name, outcome, ms, because: why } = test;
  const head = `    <testcase name="${xmlAttribute(name)}" classname="${xmlAttribute(file)}" time="${(ms / 1000).toFixed(3)}"`;
  if (outcome === 'passed') return `${head}/>`;
  const inner =
    outcome === 'skipped'
      ? '      <skipped/>'
      : `      <${outcome === 'error' ? 'error' : 'failure'} message="${xmlAttribute(why)}">${xmlText(`${placesOf(test)}\n${why}`)}</${outcome === 'error' ? 'error' : 'failure'}>`;
  return [`${head}>`, inner, '    </testcase>'].join('\n');
}

function placesOf({ span, spans }: ReportedTest): string {
  return [...new Set([span, ...spans].map(describePlace))].join('\n');
}

/** Annotations of GitHub Actions: each failure where its expectation stands. */
function github({ summary, tests }: Report): string {
  const lines = tests.filter(isFailure).map((test) => {
    const { file, line, column, endLine, endColumn } = test.spans.at(-1) ?? test.span;
    const place = { file, line, col: column, endLine, endColumn, title: test.name };
    return workflowCommand('error', place, test.because);
  });
  return `${lines.join('')}${summary}\n`;
}

/** The Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html). */
function tap({ tests }: Report): string {
  const lines = tests.map((test, index) => {
    const { name, outcome } = test;
    const point = `${isFailure(test) ? 'not ok' : 'ok'} ${index + 1} - ${escaped(name)}`;
    if (outcome === 'skipped') return `${point} # SKIP`;
    return isFailure(test) ? `${point}\n${diagnosis(test)}` : point;
  });
  return ['TAP version 14', `1..${tests.length}`, ...lines, ''].join('\n');
}

/** A `#` begins a directive, and a line is a line. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('#', '\\#')
    .replace(/[\r\n]+/g, ' ');
}

function diagnosis(test: ReportedTest): string {
  const field = (name: string, value: string) => `  ${name}: ${JSON.stringify(value)}`;
  return [
    '  ---',
    field('message', test.because),
    field('expected', test.expected),
    ...(test.actual === undefined ? [] : [field('actual', test.actual)]),
    field('at', describeLine(test.span)),
    '  ...',
  ].join('\n');
}
