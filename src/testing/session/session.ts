import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';
import { savedText } from '../../formats/saved.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import { pathFrom } from '../../policy/scenario/paths.ts';
import { checkTarget } from '../../policy/scenario/save.ts';
import { mutate } from '../run/mutate.ts';
import type { Ran } from '../answer/document.ts';
import { html } from '../answer/reporters/html.ts';
import { lcov } from '../answer/reporters/lcov.ts';
import { collect } from '../run/collect.ts';
import { newCollector, type Coverage } from '../run/coverage.ts';
import { knownPolicies } from '../run/known-policies.ts';
import { unread, type Decided } from '../run/run-entry.ts';
import { runTests, type TestOptions } from '../run/run.ts';
import { checkPaths } from './paths.ts';
import { updateExpectations } from '../run/update.ts';
import { escapeJson } from '../../output/escape.ts';
import { renderJsonFile } from '../../output/json.ts';
import { safePlain } from '../../output/safe-document.ts';

/** What `iamx test` is asked. */
export interface Session {
  /** Files and folders; none is this folder. */
  readonly paths: readonly string[];
  readonly options: TestOptions;
  /** Set where coverage is to be measured. */
  readonly coverage?: CoverageAsked;
  /** What is decided takes the place of what was expected. */
  readonly update: boolean;
  /** Policies are changed, one change at a time, to find those that no test notices. */
  readonly mutate: boolean;
  /** The file that takes what breaks invariants, and the tests that are missing, as scenarios. */
  readonly save?: { readonly file: string; readonly force: boolean };
}

export interface CoverageAsked {
  readonly form: CoverageForm;
  /** The least share of statements that is enough, in percent. */
  readonly least?: number;
}

export const coverageForms = ['text', 'json', 'lcov', 'html'] as const;
export type CoverageForm = (typeof coverageForms)[number];

/** Runs the tests, with all that was asked beside. Throws `file-missing` for a path that is not there, and `file-unwritable`. */
export async function runSession(host: Host, session: Session): Promise<Ran> {
  const { files, closed, diagnostics } = await collect(host, session.paths);
  await checkPaths(host, session.paths);
  if (session.update) {
    const missed: Decided[] = [];
    const keep = (test: Decided) => {
      if (test.isMissed) missed.push(test);
    };
    await runTests(host, files, { ...session.options, decided: keep });
    const updated = await updateExpectations(host, missed);
    const ran = withClosed(await runOnce(host, files, session), closed);
    return {
      ...ran,
      updated: { count: updated.count, files: updated.files },
      diagnostics: [...diagnostics, ...updated.diagnostics, ...ran.diagnostics],
    };
  }
  if (session.save !== undefined) await checkTarget(host, session.save.file, session.save.force);
  const ran = withClosed(await runOnce(host, files, session), closed);
  const saved = session.save === undefined ? undefined : await saveMissing(host, session.save.file, ran);
  return {
    ...ran,
    ...(saved === undefined ? {} : { saved }),
    diagnostics: [...diagnostics, ...ran.diagnostics],
  };
}

/** Nobody knows the tests of a folder that cannot be read: they did not pass. */
function withClosed(ran: Ran, closed: readonly string[]): Ran {
  const tests = closed.map((folder) => {
    const message = `${quoted(folder)} cannot be read, and nobody knows its tests`;
    const span = { file: folder, line: 1, column: 1, endLine: 1, endColumn: 1 };
    return unread(folder, span, [{ code: 'test/unreadable-folder', severity: 'error', message }]);
  });
  return tests.length === 0 ? ran : { ...ran, tests: [...ran.tests, ...tests] };
}

async function runOnce(host: Host, files: readonly string[], session: Session): Promise<Ran> {
  if (!session.mutate) return runCovered(host, files, session);
  const decided: Decided[] = [];
  const run = await runCovered(host, files, session, (test) => decided.push(test));
  return { ...run, mutants: mutate(decided, session.options.now ?? host.now()) };
}

async function runCovered(
  host: Host,
  files: readonly string[],
  { options, coverage: asked, paths }: Session,
  decided?: (test: Decided) => void,
): Promise<Ran> {
  if (asked === undefined)
    return runTests(host, files, decided === undefined ? options : { ...options, decided });
  const collector = newCollector();
  const run = await runTests(host, files, {
    ...options,
    decided: (test) => {
      decided?.(test);
      collector.add(test.simulated);
    },
  });
  for (const policy of await knownPolicies(host, paths)) collector.know(policy);
  const coverage = collector.coverage();
  const written = await writeCoverage(host, asked.form, coverage);
  return {
    ...run,
    coverage,
    ...(asked.least === undefined ? {} : { leastCoverage: asked.least }),
    ...(written === undefined ? {} : { coverageFile: written }),
  };
}

/** Writes what breaks invariants and the tests that no mutant passes; the count of scenarios. */
async function saveMissing(host: Host, file: string, { tests, mutants }: Ran): Promise<Ran['saved']> {
  const scenarios = [
    ...tests.map(({ invariant }) => invariant?.witness),
    ...(mutants?.survived ?? []).map(({ scenario }) => scenario),
  ].filter((one) => one !== undefined);
  if (scenarios.length === 0) return { count: 0, file };
  const beside = scenarios.map((scenario) => besideTarget(host, file, scenario));
  try {
    await host.writeFile(file, savedText(file, beside));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write ${quoted(file)}: ${error.code}`, {
      hint: 'Name a file in a folder that you may write to.',
      cause: error,
    });
  }
  return { count: scenarios.length, file };
}

/** The files of policies as the scenario's file names them. */
function besideTarget(host: Host, file: string, scenario: object): Plain & object {
  const moved = (value: Plain): Plain => {
    if (typeof value !== 'object') return value;
    if (isList(value)) return value.map(moved);
    const path = value['file'];
    if (typeof path === 'string' && Object.keys(value).length === 1)
      return { file: pathFrom(host, file, path) };
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, moved(member)]));
  };
  const { policies, ...others } = scenario as Readonly<Record<string, Plain>>;
  return { ...others, policies: moved(policies) };
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}

const coverageFiles: Readonly<
  Record<Exclude<CoverageForm, 'text'>, readonly [file: string, text: (coverage: Coverage) => string]>
> = {
  json: ['coverage/coverage.json', (coverage) => renderJsonFile(coverage)],
  lcov: ['coverage/lcov.info', lcov],
  html: ['coverage/index.html', html],
};

/** The file that was written; none where coverage is told on the page. */
async function writeCoverage(
  host: Host,
  form: CoverageForm,
  coverage: Coverage,
): Promise<string | undefined> {
  if (form === 'text') return undefined;
  const [file, textOf] = coverageFiles[form];
  try {
    // As an answer: looked at before it has a form, and what hides in it escaped after.
    await host.writeFile(file, escapeJson(textOf(safePlain(coverage))));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write ${quoted(file)}: ${error.code}`, {
      hint: 'Run it in a folder that you may write to, or ask for `--coverage=text`.',
      cause: error,
    });
  }
  return file;
}
