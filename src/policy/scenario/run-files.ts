import { IamxError, joinErrors, problemsOf } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Simulation } from '../answer/document.ts';
import type { Named } from '../answer/explained.ts';
import type { PrepareOptions } from '../prepare.ts';
import { loadScenarios } from './files.ts';
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
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
      failures.push(error);
    }
  };
  for (const path of paths) {
    await attempt(async () => {
      const file = await loadScenarios(host, path);
      notices.push(...file.notices);
      for (const scenario of file.scenarios) {
        await attempt(async () => {
          const ran = await runQuestion(scenario, library, { ...standards, place: scenario.place });
          notices.push(...ran.notices, ...ran.warnings);
          answers.push(
            ...ran.answers.map((simulated) => ({
              name: scenario.name,
              simulated,
              notices: expectationNotices(scenario, simulated),
            })),
          );
        });
      }
    });
  }
  const [first] = failures;
  if (answers.length === 0 && first !== undefined) throw joinErrors(first, failures.slice(1));
  return { answers, notices, failures: failures.flatMap(problemsOf) };
}
