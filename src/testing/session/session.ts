import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';
import type { Ran } from '../answer/document.ts';
import { html } from '../answer/reporters/html.ts';
import { lcov } from '../answer/reporters/lcov.ts';
import { collect } from '../run/collect.ts';
import { newCollector, type Collector, type Coverage } from '../run/coverage.ts';
import { knownPolicies } from '../run/known-policies.ts';
import { runTests, type Decided, type TestOptions } from '../run/run.ts';
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
  const { files, diagnostics } = await collect(host, session.paths);
  await checkPaths(host, session.paths);
  if (session.update) {
    const missed: Decided[] = [];
    const keep = (test: Decided) => {
      if (test.isMissed) missed.push(test);
    };
    await runTests(host, files, { ...session.options, decided: keep });
    const updated = await updateExpectations(host, missed);
    const ran = await runOnce(host, files, session);
    return {
      ...ran,
      updated: { count: updated.count, files: updated.files },
      diagnostics: [...diagnostics, ...updated.diagnostics, ...ran.diagnostics],
    };
  }
  const ran = await runOnce(host, files, session);
  return { ...ran, diagnostics: [...diagnostics, ...ran.diagnostics] };
}

async function runOnce(host: Host, files: readonly string[], session: Session): Promise<Ran> {
  const { options, coverage: asked, paths } = session;
  if (asked === undefined) return runTests(host, files, options);
  const collector = newCollector();
  const run = await runTests(host, files, collecting(options, collector));
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

function collecting(options: TestOptions, collector: Collector): TestOptions {
  return {
    ...options,
    decided: (test) => {
      options.decided?.(test);
      collector.add(test.simulated);
    },
  };
}

/** A folder without tests is an answer; a path that is not there is a slip. */
async function checkPaths(host: Host, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (path === '-' || (await found(host, path))) continue;
    throw new IamxError('file-missing', `there is no ${quoted(path)}`, {
      hint: 'Name a file of scenarios, or a folder that holds some.',
    });
  }
}

async function found(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path)) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return error.code !== 'missing' && error.code !== 'not-directory';
    throw error;
  }
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
