import { IamxError, joinErrors, problemsOf } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import type { Named } from '../answer/explained.ts';
import type { PrepareOptions } from '../prepare.ts';
import { visitScenarios } from './files.ts';
import { newLibrary } from './library.ts';
import { expectationNotices, runQuestion } from './run.ts';

/** What came of the scenarios of files. */
export interface RanFiles<Told> {
  readonly answers: readonly Told[];
  readonly notices: readonly Diagnostic[];
  /** Files and scenarios whose question could not be read: the others were answered. */
  readonly failures: readonly Diagnostic[];
}

/**
 * Decides the scenarios of all the files, and keeps of each answer what `tell` makes of it: there may be many. What
 * cannot be read does not keep the others from being answered; throws it where there is no other. `standards` hold for
 * scenarios that do not say it.
 */
export async function runFiles<Told>(
  host: Host,
  paths: readonly string[],
  standards: Pick<PrepareOptions, 'now' | 'region' | 'strict'>,
  tell: (answer: Named) => Told,
): Promise<RanFiles<Told>> {
  const library = newLibrary(host);
  const answers: Told[] = [];
  const notices: Diagnostic[] = [];
  const failures: IamxError[] = [];
  for (const path of paths) {
    const ofFile: Told[] = [];
    const said: Diagnostic[] = [];
    const missed: IamxError[] = [];
    await attempt(failures, async () => {
      // A file that cannot be read to its end counts for nothing: what was answered until then is let go with it.
      const aboutBytes = await visitScenarios(host, path, (scenario) =>
        attempt(missed, async () => {
          const ran = await runQuestion(scenario, library, { ...standards, place: scenario.place });
          append(said, ran.notices);
          append(said, ran.warnings);
          for (const simulated of ran.answers)
            ofFile.push(
              tell({ name: scenario.name, simulated, notices: expectationNotices(scenario, simulated) }),
            );
        }),
      );
      append(notices, aboutBytes);
      // One by one: as arguments of one call they might be too many.
      for (const answer of ofFile) answers.push(answer);
      for (const notice of said) notices.push(notice);
      for (const failure of missed) failures.push(failure);
    });
  }
  const [first] = failures;
  if (answers.length === 0 && first !== undefined) throw joinErrors(first, failures.slice(1));
  return { answers, notices, failures: failures.flatMap(problemsOf) };
}

/** What is wrong with one of many is kept, and the others go on. */
async function attempt(failures: IamxError[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    failures.push(error);
  }
}
