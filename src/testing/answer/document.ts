import type { ExitStatus } from '../../core/error.ts';
import type { Span, Step } from '../../core/evaluation.ts';
import { describeLine } from '../../core/place.ts';
import type {
  InvariantEntry,
  MutantsEntry,
  TestDocument,
  TestEntry,
  WatchedEntry,
} from '../../documents/test.ts';
import { withoutRepetition } from '../../policy/answer/notes.ts';
import { describeMiss } from '../../policy/scenario/expectations.ts';
import type { Mutants } from '../run/mutate.ts';
import { percentOf, type Coverage } from '../run/coverage.ts';
import { countOf, type TestResult, type TestRun } from '../test.ts';

/** What came of a run and of what was asked for beside it. */
export interface Ran extends TestRun {
  readonly coverage?: Coverage;
  /** The least share of statements that is enough, in percent. */
  readonly leastCoverage?: number;
  /** Where the coverage was written. */
  readonly coverageFile?: string;
  readonly mutants?: Mutants;
  /** Scenarios that were written, and where. */
  readonly saved?: { readonly count: number; readonly file: string } | undefined;
  /** In a run of `--watch`: what changed, and how many of the tests, the first ones, ran for it. */
  readonly watched?: WatchedEntry;
  /** Expectations that were written anew. */
  readonly updated?: { readonly count: number; readonly files: readonly string[] };
}

export type Verdict = TestDocument['verdict'];

export function verdictOf(ran: Ran): Verdict {
  if (countOf(ran, 'failed', 'error') > 0) return 'failed';
  return countOf(ran, 'passed') === 0 ? 'empty' : 'passed';
}

/** Of a run without a test nobody can say that it passed. */
export function statusOf(ran: Ran): ExitStatus {
  const verdict = verdictOf(ran);
  if (verdict !== 'passed') return verdict === 'empty' ? 2 : 1;
  return isCovered(ran) ? 0 : 1;
}

function isCovered({ coverage, leastCoverage }: Ran): boolean {
  if (leastCoverage === undefined || coverage === undefined) return true;
  return percentOf(coverage.statements) >= leastCoverage;
}

export function toDocument(ran: Ran): TestDocument {
  const { coverage } = ran;
  return {
    schema: 'iamx.test/1',
    verdict: verdictOf(ran),
    summary: summaryOf(ran),
    passed: countOf(ran, 'passed'),
    failed: countOf(ran, 'failed', 'error'),
    skipped: countOf(ran, 'skipped'),
    tests: ran.tests.map(entryOf),
    invariants: ran.tests.flatMap(invariantOf),
    ...(coverage === undefined
      ? {}
      : {
          coverage: {
            statements: coverage.statements,
            elements: coverage.elements,
            keys: coverage.keys,
            never: coverage.never,
          },
        }),
    ...(ran.mutants === undefined ? {} : { mutants: mutantsOf(ran.mutants) }),
    ...(ran.watched === undefined ? {} : { watched: ran.watched }),
    steps: stepsOf(ran),
    diagnostics: withoutRepetition([
      ...ran.diagnostics,
      ...ran.tests.flatMap(({ diagnostics }) => diagnostics),
    ]),
  };
}

function invariantOf({ name, because, span, invariant }: TestResult): readonly InvariantEntry[] {
  if (invariant === undefined) return [];
  const { kind, outcome, witness } = invariant;
  const told = {
    name,
    file: span.file,
    line: span.line,
    kind,
    outcome,
    proved: outcome === 'holds',
    because,
  };
  return [witness === undefined ? told : { ...told, witness }];
}

function mutantsOf({ killed, equal, survived }: Mutants): MutantsEntry {
  return { killed, equal, survived: survived.map((one) => ({ file: one.span.file, ...one })) };
}

function entryOf(test: TestResult): TestEntry {
  const { name, span, outcome, expected, actual, spans, ms, diagnostics } = test;
  return {
    name,
    file: span.file,
    line: span.line,
    outcome,
    expected,
    ...(actual === undefined ? {} : { actual }),
    because: becauseOf(test),
    spans,
    ms,
    diagnostics,
  };
}

/** Why the test has this outcome, in a line. */
export function becauseOf({ misses, because }: TestResult): string {
  return misses.length === 0 ? because : `${misses.map(describeMiss).join('; ')}; decided by ${because}`;
}

/** `3 of 12 tests failed in 2 files`. */
export function summaryOf(ran: Ran): string {
  const failed = countOf(ran, 'failed', 'error');
  const skipped = countOf(ran, 'skipped');
  const all = ran.tests.length - skipped;
  const where = `in ${many(ran.files.length, 'file')}`;
  const more = skipped === 0 ? '' : `, ${skipped} skipped`;
  if (all === 0) return `no test ${where}${more}`;
  const stopped = ran.stopped ? ', stopped at the first' : '';
  return failed === 0
    ? `${many(all, 'test')} ${where}${more}`
    : `${failed} of ${many(all, 'test')} failed ${where}${more}${stopped}`;
}

export function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** The files that have tests, and in them those that failed. */
function stepsOf(ran: Ran): readonly Step[] {
  return filesOf(ran.tests).map(([file, tests]) => {
    const failed = tests.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
    return {
      id: 'file',
      title: file,
      outcome: failed.length > 0 ? 'failed' : 'passed',
      because:
        failed.length > 0
          ? `${failed.length} of ${many(tests.length, 'test')} failed`
          : many(tests.length, 'test'),
      evidence: [],
      steps: failed.map((test) => ({
        id: 'test',
        title: test.name,
        outcome: test.outcome,
        because: becauseOf(test),
        evidence: test.spans.map((span) => ({ kind: 'file', name: describeLine(span), span })),
      })),
    };
  });
}

/** The tests by their files, in the order of their first ones. */
export function filesOf<Test extends { readonly span: Span }>(
  tests: readonly Test[],
): readonly (readonly [string, readonly Test[]])[] {
  const files = new Map<string, Test[]>();
  for (const test of tests) {
    const list = files.get(test.span.file);
    if (list === undefined) files.set(test.span.file, [test]);
    else list.push(test);
  }
  return [...files];
}
