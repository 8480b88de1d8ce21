import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host, Watch } from '../../core/host.ts';
import { nameFrom } from '../../lint/file-name.ts';
import type { FileEntry } from '../../policy/scenario/files.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import { wholePath } from '../../policy/scenario/paths.ts';
import type { Ran } from '../answer/document.ts';
import type { Collected } from '../run/collect.ts';
import { readsOf } from '../run/reads.ts';
import { explainable, isFailure, visitFile } from '../run/run.ts';
import { isTest, runEntry, type AskOptions } from '../run/run-entry.ts';
import type { TestResult } from '../test.ts';

/** Tests that are kept between runs, with what came of them. */
export interface KnownTests {
  /**
   * Runs those that read one of the changed paths, or all where none are named: what failed before first. `nothing` where
   * no test reads them.
   */
  readonly run: (
    collected: Collected,
    changed: readonly string[] | undefined,
  ) => Promise<{ readonly kind: 'ran'; readonly ran: Ran } | { readonly kind: 'ended' | 'nothing' }>;
}

interface KnownFile {
  readonly tests: readonly KnownTest[];
  readonly untested: number;
  readonly notices: readonly Diagnostic[];
}

interface KnownTest {
  readonly entry: FileEntry;
  /** Whole paths of the policies that it names. */
  readonly reads: readonly string[];
  /** What it is called, or which of its file it is. */
  readonly name: string;
  /** None before it ran. */
  results: readonly TestResult[] | undefined;
  hasFailed: boolean;
}

/** After so many tests Ctrl-C may come in. */
const stepOf = 32;
/** How often a terminal is told how far it is. */
const progressEvery = 500;

export function knownTests(host: Host, watch: Watch, options: AskOptions): KnownTests {
  let known = new Map<string, KnownFile>();

  const readFile = async (file: string): Promise<KnownFile> => {
    const before = new Set(known.get(file)?.tests.flatMap(({ name, hasFailed }) => (hasFailed ? name : [])));
    const tests: KnownTest[] = [];
    let untested = 0;
    const notices = await visitFile(host, file, (entry) => {
      if (!isTest(entry)) {
        untested++;
        return;
      }
      const name = nameOf(entry) ?? `#${tests.length}`;
      const reads = readsOf(host, entry, options.added);
      tests.push({ entry, reads, name, results: undefined, hasFailed: before.has(name) });
    });
    return { tests, untested, notices };
  };

  const runAll = async (tests: readonly KnownTest[]): Promise<boolean> => {
    // What changed is read anew, and what was read is let go.
    const library = newLibrary(host);
    const now = options.now ?? host.now();
    for (const [index, test] of tests.entries()) {
      if (index % stepOf === 0 && !(await watch.goesOn())) return false;
      if (index > 0 && index % progressEvery === 0) host.showProgress(`${index} of ${tests.length} tests`);
      test.results = await runEntry(host, test.entry, library, { ...options, now });
      test.hasFailed = test.results.some(isFailure);
    }
    host.showProgress('');
    return true;
  };

  /** What an editor leaves beside a file is not worth a word. */
  const ofTests = (
    changed: readonly string[],
    before: readonly string[],
    files: readonly string[],
    asked: readonly KnownTest[],
  ): string[] => {
    const paths = new Set([
      ...[...before, ...files].map((file) => wholePath(host, file)),
      ...asked.flatMap(({ reads }) => reads),
    ]);
    return changed
      .filter((path) => paths.has(path) || [...paths].some((one) => one.startsWith(`${path}/`)))
      .map((path) => nameFrom('.', host.cwd, path));
  };

  return {
    run: async ({ files, diagnostics }, changed) => {
      const isTouched = touching(changed);
      const next = new Map<string, KnownFile>();
      for (const file of files) {
        const kept = isTouched(wholePath(host, file)) ? undefined : known.get(file);
        next.set(file, kept ?? (await readFile(file)));
      }
      const before = [...known.keys()];
      const isSame = next.size === known.size && [...next].every(([file, of]) => known.get(file) === of);
      known = next;
      const all = [...known.values()].flatMap(({ tests }) => tests);
      const asked = all
        .filter(({ results, reads }) => results === undefined || reads.some(isTouched))
        .sort((left, right) => Number(right.hasFailed) - Number(left.hasFailed));
      if (changed !== undefined && isSame && asked.length === 0) return { kind: 'nothing' };
      watch.follow(
        asked.flatMap(({ reads }) => reads),
        [],
      );
      if (!(await runAll(asked))) return { kind: 'ended' };
      const isAsked = new Set(asked);
      const rest = all.filter((test) => !isAsked.has(test));
      const results = (tests: readonly KnownTest[]) => tests.flatMap((test) => test.results ?? []);
      const ran: Ran = {
        tests: [...results(asked), ...results(rest)].map(explainable()),
        files,
        untested: [...known.values()].reduce((sum, { untested }) => sum + untested, 0),
        stopped: false,
        diagnostics: [...diagnostics, ...[...known.values()].flatMap(({ notices }) => notices)],
        watched: {
          changed: ofTests(changed ?? [], before, [...known.keys()], asked).sort(),
          ran: results(asked).length,
        },
      };
      return { kind: 'ran', ran };
    },
  };
}

function nameOf(entry: FileEntry): string | undefined {
  switch (entry.kind) {
    case 'scenario':
      return entry.scenario.name;
    case 'invariant':
      return entry.invariant.name;
    case 'unread':
      return entry.name;
  }
}

/** Whether a path is one of those that changed, or stands in a folder that did. */
function touching(changed: readonly string[] | undefined): (path: string) => boolean {
  if (changed === undefined) return () => true;
  const paths = new Set(changed);
  const folders = changed.map((path) => `${path}/`);
  return (path) => paths.has(path) || folders.some((folder) => path.startsWith(folder));
}
