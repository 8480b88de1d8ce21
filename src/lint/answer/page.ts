import { command, given } from '../../core/command.ts';
import type { Severity } from '../../core/evaluation.ts';
import type { Block, Mark, Page, Tone } from '../../core/page.ts';
import { describePlace } from '../../core/place.ts';
import type { Finding } from '../finding.ts';
import type { Report } from '../run/lint-files.ts';
import { gateLines } from './gates.ts';
import { closedGates, countsOf, summaryOf } from './document.ts';

/** With more of them each has a line, without the text of the file. */
const mostInFull = 25;

const marks: Readonly<Record<Severity, Mark>> = { error: 'no', warning: 'warn', info: 'none' };
const tones: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warn', info: 'dim' };

/** What a person reads: how many of what, then each with its place, the text of the file and what to do. */
export function pageOf(report: Report, verbose: boolean): Page {
  const { findings, diagnostics } = report;
  const isFull = verbose || findings.length <= mostInFull;
  return [
    verdictOf(report),
    ...gateLines(report),
    ...(isFull ? findings.flatMap((finding) => fullFinding(finding, report)) : [linesOf(findings)]),
    ...(report.unknown > 0 ? [unknownNote(report.unknown)] : []),
    ...skippedNote(report, verbose),
    ...(diagnostics.length > 0 ? [{ kind: 'diagnostics', diagnostics } as const] : []),
    ...nextOf(findings, isFull),
  ];
}

function unknownNote(count: number): Block {
  const values = count === 1 ? '1 value is' : `${count} values are`;
  return { kind: 'text', text: `${values} known after the deployment alone: nothing is told of them.` };
}

function skippedNote({ skipped }: Report, verbose: boolean): Page {
  if (skipped.length === 0) return [];
  if (verbose) {
    const rows = skipped.map(({ file, looksLike }) => ({
      mark: 'none' as const,
      cells: [file, `no policy: it looks like ${looksLike}`],
    }));
    return [{ kind: 'marked', rows }];
  }
  const files = skipped.length === 1 ? '1 file holds' : `${skipped.length} files hold`;
  return [{ kind: 'text', text: `${files} no policy; --verbose says what they look like.` }];
}

function verdictOf(report: Report): Block {
  const { findings, ignored } = report;
  const counts = countsOf(findings);
  const isClosed = closedGates(report).length > 0;
  const worst: Severity | undefined =
    counts.error > 0 || isClosed
      ? 'error'
      : counts.warning > 0
        ? 'warning'
        : findings.length > 0
          ? 'info'
          : undefined;
  return {
    kind: 'verdict',
    tone: worst === undefined ? 'good' : tones[worst],
    word: isClosed ? 'no' : worst === undefined ? 'clean' : 'findings',
    text: summaryOf(report),
    ...(ignored > 0 ? { right: `${ignored} ignored` } : {}),
  };
}

/** What is wrong; then the place, and under it what to do. */
function fullFinding({ severity, message, span, code, hint = '' }: Finding, { sources }: Report): Page {
  const source = sources.get(span.file);
  const mark = marks[severity];
  const isPoint = span.line === span.endLine && span.column >= span.endColumn;
  if (source === undefined || isPoint)
    return [
      [
        { kind: 'marked', rows: [{ mark, cells: [code, message, describePlace(span)] }] },
        { kind: 'text', text: hint },
      ],
    ];
  return [
    [
      { kind: 'marked', rows: [{ mark, cells: [code, message] }] },
      { kind: 'excerpt', source, span, note: hint, tone: tones[severity] },
    ],
  ];
}

function linesOf(findings: readonly Finding[]): Block {
  return {
    kind: 'marked',
    rows: findings.map(({ severity, code, message, span }) => ({
      mark: marks[severity],
      cells: [describePlace(span), code, message],
    })),
  };
}

function nextOf(findings: readonly Finding[], isFull: boolean): Page {
  const [first] = findings;
  if (first === undefined) return [];
  const explain = command`iamx lint --explain ${given(first.code)}`;
  return [
    {
      kind: 'next',
      items: [
        ...(explain === undefined ? [] : [{ label: 'What a code means', text: explain }]),
        ...(isFull ? [] : [{ label: 'With the text of each place', text: 'add --verbose' }]),
      ],
    },
  ];
}
