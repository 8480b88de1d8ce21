import { command, type Command } from '../../core/command.ts';
import { countMore } from '../../core/listed.ts';
import type { Block, Mark, Page, Text } from '../../core/page.ts';
import { describeLine } from '../../core/place.ts';
import { explained } from '../../policy/answer/explained.ts';
import { withoutRepetition } from '../../policy/answer/notes.ts';
import { simulatedPage } from '../../policy/answer/page.ts';
import { describeMiss } from '../../policy/scenario/expectations.ts';
import { allowAll } from '../../policy/compare.ts';
import { countOf, type Failure, type Outcome, type TestResult } from '../test.ts';
import { mutantsPage } from './mutants-page.ts';
import { matricesOf, matrixBlocks, toldApart } from './matrix-page.ts';
import { coveragePage } from './coverage-page.ts';
import { filesOf, many, summaryOf, verdictOf, type Ran, type Verdict } from './document.ts';
import { toPass } from './to-pass.ts';

/** So many failures are explained on one page; the others have a line each. */
const mostExplained = 10;
/** So many tests that stop for one reason are named. */
const mostNamed = 5;
/** So many warnings are told; more are counted. */
const mostWarnings = 20;
/** So many files have a line each; more are counted. */
const mostFiles = 20;
/** So many files that changed are named. */
const mostChanged = 5;

const words: Readonly<Record<Verdict, readonly [word: string, tone: 'good' | 'bad' | 'warn']>> = {
  passed: ['PASSED', 'good'],
  failed: ['FAILED', 'bad'],
  empty: ['NO TEST', 'warn'],
};

/** What a person reads: how many, then each failure as an answer of its own. */
export function pageOf(ran: Ran, verbose: boolean, allMatrices = false): Page {
  const matrices = matricesOf(ran.tests);
  const isToldApart = toldApart(matrices);
  const failed = ran.tests.filter(
    (test) => (test.outcome === 'failed' || test.outcome === 'error') && isToldApart(test),
  );
  const told = toldTogether(failed);
  const most = verbose ? Infinity : mostExplained;
  const warnings = withoutRepetition([...ran.diagnostics, ...passedWarnings(ran.tests)]);
  const mostWarned = verbose ? warnings.length : mostWarnings;
  return [
    [verdictBlock(ran), filesBlock(ran, verbose), ...watchedBlock(ran)],
    ...matrices.filter(({ missed }) => allMatrices || missed > 0).map((each) => matrixBlocks(each, verbose)),
    ...told.slice(0, most).flatMap(failurePage),
    ...(told.length > most ? [restBlock(told.slice(most).flat())] : []),
    ...(warnings.length === 0
      ? []
      : [{ kind: 'diagnostics', diagnostics: warnings.slice(0, mostWarned) } as const]),
    ...(warnings.length > mostWarned
      ? [
          {
            kind: 'text',
            text: `${countMore(warnings.length - mostWarned, 'warning')}: add --verbose`,
          } as const,
        ]
      : []),
    ...(ran.mutants === undefined ? [] : mutantsPage(ran.mutants)),
    ...(ran.coverage === undefined ? [] : coveragePage(ran.coverage, ran.leastCoverage)),
    ...nextOf(ran),
  ];
}

function verdictBlock(ran: Ran): Block {
  const verdict = verdictOf(ran);
  const [word, tone] = words[verdict];
  return { kind: 'verdict', tone, word, text: summaryOf(ran) };
}

/** What ran again, and why. */
function watchedBlock({ watched, tests }: Ran): readonly Block[] {
  if (watched === undefined || watched.changed.length === 0) return [];
  const { changed, ran } = watched;
  const files = changed.slice(0, mostChanged).join(', ');
  const more = changed.length > mostChanged ? ` and ${countMore(changed.length - mostChanged, 'file')}` : '';
  return [
    { kind: 'text', text: `${ran} of ${many(tests.length, 'test')} ran again: ${files}${more} changed` },
  ];
}

const marks: Readonly<Record<Outcome, Mark>> = { passed: 'yes', failed: 'no', error: 'no', skipped: 'none' };

function filesBlock(ran: Ran, verbose: boolean): Block {
  if (verbose) {
    return {
      kind: 'marked',
      rows: ran.tests.map((test) => ({
        mark: marks[test.outcome],
        cells: [test.name, test.actual ?? test.outcome, test.because, describeLine(test.span)],
      })),
    };
  }
  const files = filesOf(ran.tests).filter(([, tests]) => tests.some(({ outcome }) => outcome !== 'skipped'));
  const rows = files.map(([file, tests]) => {
    const run = tests.filter(({ outcome }) => outcome !== 'skipped');
    const failed = countOf({ tests: run }, 'failed', 'error');
    return {
      mark: failed > 0 ? ('no' as const) : ('yes' as const),
      cells: [
        file === '-' ? 'standard input' : file,
        failed > 0 ? `${failed} of ${many(run.length, 'test')} failed` : many(run.length, 'test'),
      ],
    };
  });
  const first = [...rows].sort((left, right) => Number(left.mark === 'yes') - Number(right.mark === 'yes'));
  const shown = rows.length > mostFiles ? first.slice(0, mostFiles) : rows;
  const more: Text[] = rows.length > mostFiles ? [countMore(rows.length - mostFiles, 'file')] : [];
  return {
    kind: 'marked',
    rows: [...shown, ...more.map((text) => ({ mark: 'none' as const, cells: [text] }))],
  };
}

/** Tests that nothing but the same problems keeps from being asked, as a policy that is missing: these are told once. */
function toldTogether(failed: readonly TestResult[]): readonly (readonly [TestResult, ...TestResult[]])[] {
  const groups = new Map<unknown, [TestResult, ...TestResult[]]>();
  for (const test of failed) {
    const { failure, diagnostics } = test;
    const isAsked = failure !== undefined || diagnostics.length === 0;
    const key = isAsked ? test : JSON.stringify(diagnostics.map(({ code, message }) => [code, message]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [test]);
    else group.push(test);
  }
  return [...groups.values()];
}

/** A failing test is an answer: what was expected, what decided and where, and what would let it pass. */
function failurePage([test, ...others]: readonly [TestResult, ...TestResult[]]): Page {
  const { misses, failure, diagnostics } = test;
  const head: Block = { kind: 'heading', text: headingOf(test) };
  if (failure === undefined) {
    if (diagnostics.length === 0) return [[head, ...misses.map(missText)]];
    const more = others.length > mostNamed ? ` and ${countMore(others.length - mostNamed, 'test')}` : '';
    const named = others.slice(0, mostNamed).map(headingOf).join(', ');
    const same =
      others.length === 0 ? [] : [{ kind: 'text', text: `The same stops ${named}${more}` } as const];
    return [[head, { kind: 'diagnostics', diagnostics }, ...same]];
  }
  const told = explained(failure.named);
  const edits = isAnybodys(failure) ? [] : toPass(failure.named.simulated, failure.expect);
  return [
    [head, ...misses.map(missText)],
    ...simulatedPage(told),
    ...(edits.length === 0 ? [] : [editsBlock(edits)]),
  ];
}

function headingOf({ name, span }: TestResult): string {
  return `${name}  ${describeLine(span)}`;
}

/** Decided by a policy that nobody wrote: that of whoever may do everything. */
function isAnybodys({ named: { simulated } }: Failure): boolean {
  return simulated.statement?.policy.name === allowAll().name;
}

function missText(miss: TestResult['misses'][number]): Block {
  return { kind: 'text', text: [{ text: describeMiss(miss), tone: 'strong' }] };
}

function editsBlock(edits: readonly Text[]): Block {
  return {
    kind: 'marked',
    title: 'what would let it pass',
    rows: edits.map((text) => ({ mark: 'arrow' as const, cells: [text] })),
  };
}

function restBlock(failed: readonly TestResult[]): Block {
  return {
    kind: 'marked',
    rows: failed.map(({ name, misses, because, span }) => ({
      mark: 'no' as const,
      cells: [name, misses.map(describeMiss).join('; ') || because, describeLine(span)],
    })),
  };
}

/** What is odd about tests that passed: of the others it is told with them. */
function passedWarnings(tests: readonly TestResult[]) {
  return tests.flatMap(({ outcome, diagnostics }) => (outcome === 'passed' ? diagnostics : []));
}

function nextOf(ran: Ran): Page {
  const items: { label: string; text: Text | Command }[] = [];
  const { updated, coverageFile } = ran;
  if (updated !== undefined)
    items.push({
      label: 'updated',
      text: `${many(updated.count, 'expectation')} in ${many(updated.files.length, 'file')}`,
    });
  if (ran.saved !== undefined)
    items.push({ label: 'saved', text: `${many(ran.saved.count, 'scenario')} in ${ran.saved.file}` });
  if (coverageFile !== undefined) items.push({ label: 'coverage', text: coverageFile });
  if (verdictOf(ran) === 'empty') {
    const save = command`iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --policy policy.json --save first.iamx.yaml`;
    items.push({ label: 'write one', text: save });
  }
  if (
    updated === undefined &&
    ran.tests.some(({ outcome, invariant }) => outcome === 'failed' && invariant === undefined)
  )
    items.push({
      label: 'if the policies are right',
      text: 'add --update: the tests then expect what is decided',
    });
  if (ran.untested > 0)
    items.push({
      label: `${many(ran.untested, 'scenario')} without \`expect\``,
      text: 'no tests until they expect something',
    });
  return items.length === 0 ? [] : [{ kind: 'next', items }];
}
