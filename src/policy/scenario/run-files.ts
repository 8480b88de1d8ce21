import { IamxError, joinErrors, problemsOf } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Simulation } from '../answer/document.ts';
import type { Named } from '../answer/explained.ts';
import type { PrepareOptions } from '../prepare.ts';
import { visitScenarios } from './files.ts';
import { newLibrary } from './library.ts';
import { expectationNotices, runQuestion } from './run.ts';

/**
 * Decides the scenarios of all the files. What cannot be read does not keep the others from being answered; throws it
 * where there is no other. `standards` hold for scenarios that do not say it.
 */
export async function runFiles(
  host: Host,
  paths: readonly string[],
  standards: Pick<PrepareOptions, 'now' | 'region'>,
): Promise<Pick<Simulation, 'answers' | 'notices' | 'failures'>> {
  const library = newLibrary(host);
  const answers: Named[] = [];
  const notices: Diagnostic[] = [];
  const failures: IamxError[] = [];
  for (const path of paths) {
    const ofFile: Named[] = [];
    const said: Diagnostic[] = [];
    const missed: IamxError[] = [];
    await attempt(failures, async () => {
      // A file that cannot be read to its end counts for nothing: what was answered until then is let go with it.
      const aboutBytes = await visitScenarios(host, path, (scenario) =>
        attempt(missed, async () => {
          const ran = await runQuestion(scenario, library, { ...standards, place: scenario.place });
          said.push(...ran.notices, ...ran.warnings);
          for (const simulated of ran.answers)
            ofFile.push({ name: scenario.name, simulated, notices: expectationNotices(scenario, simulated) });
        }),
      );
      notices.push(...aboutBytes);
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
