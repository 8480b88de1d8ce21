import { IamxError, problemsOf } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import { visitEntries, type FileEntry } from '../../policy/scenario/files.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import type { TestResult, TestRun } from '../test.ts';
import { isTest, runEntry, type AskOptions } from './run-entry.ts';

export interface TestOptions extends AskOptions {
  /** Only each `of`th test, from the `index`th on; the first is 1. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
  /** The first failure is the end. */
  readonly bail: boolean;
}

/** Of so many that failed what is needed to explain them is kept. */
const mostExplained = 100;
/** How often a terminal is told how far it is. */
const progressEvery = 500;

/** What reads the files is told that it is enough. */
class Enough extends Error {}

/** Runs the tests of the files. What cannot be read is a test that failed, and the others run. */
export async function runTests(host: Host, files: readonly string[], options: TestOptions): Promise<TestRun> {
  const library = newLibrary(host);
  const tests: TestResult[] = [];
  const diagnostics: Diagnostic[] = [];
  let untested = 0;
  let position = 0;
  let told = 0;
  const isMine = (): boolean => {
    const { shard } = options;
    const at = position++;
    return shard === undefined || at % shard.of === shard.index - 1;
  };
  const keep = explainable();
  const visit = async (entry: FileEntry): Promise<void> => {
    if (!isTest(entry)) {
      untested++;
      return;
    }
    if (!isMine()) return;
    const results = await runEntry(host, entry, library, options);
    append(tests, results.map(keep));
    if (tests.length >= told + progressEvery) {
      told = tests.length;
      host.showProgress(`${told} tests`);
    }
    if (options.bail && results.some(isFailure)) throw new Enough();
  };
  let stopped = false;
  try {
    for (const file of files) append(diagnostics, await visitFile(host, file, visit));
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    stopped = true;
  }
  host.showProgress('');
  return { tests, files, untested, stopped, diagnostics };
}

/** Hands all that a file holds to `visit`; a file that cannot be read is a test that cannot. Returns what is odd about it. */
export async function visitFile(
  host: Host,
  file: string,
  visit: (entry: FileEntry) => void | Promise<void>,
): Promise<readonly Diagnostic[]> {
  try {
    return (await visitEntries(host, file, visit)).notices;
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const span = error.span ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    await visit({ kind: 'unread', span, diagnostics: problemsOf(error) });
    return [];
  }
}

export function isFailure({ outcome }: Pick<TestResult, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'error';
}

/** Takes from all but the first failures what would explain them: of ten thousand nobody reads it. */
export function explainable(): (result: TestResult) => TestResult {
  let explained = 0;
  return (result) => {
    return result.failure === undefined || explained++ < mostExplained ? result : withoutFailure(result);
  };
}

function withoutFailure(result: TestResult): TestResult {
  const { failure, ...others } = result;
  return failure === undefined ? result : others;
}
