import type { Answer } from '../core/answer.ts';
import { IamxError, joinErrors, problemsOf } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import type { Page } from '../core/page.ts';
import { shellPath } from '../output/shell.ts';
import { newLibrary, type Library } from '../policy/scenario/library.ts';
import { loadScenarios } from '../policy/scenario/files.ts';
import { runQuestion } from '../policy/scenario/run.ts';
import type { CommandModule } from './command.ts';
import { answerOf } from '../policy/answer/document.ts';
import type { Named } from '../policy/answer/many.ts';
import { givenOptions, optionRows, type Given } from './simulate/options.ts';
import { checkOptions, commandLine, flagOf, policiesOf, questionOf } from './simulate/question.ts';
import { checkTarget, saveQuestion } from '../policy/scenario/save.ts';
import { readInstant } from './simulate/now.ts';

export const simulate: CommandModule = {
  options: optionRows,
  keepsStrayWords: true,
  helpText: [
    'Examples:',
    '  iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject \\',
    '      --resource arn:aws:s3:::acme/x.csv --policy policy.json --resource-policy bucket.json',
    '  iamx simulate --principal … --action ec2:StartInstances --managed PowerUserAccess \\',
    '      --scp root.json --scp ou.json,team.json',
    '  iamx simulate --scenario request.yaml --verbose',
    '  iamx simulate --jsonl --scenario - < requests.jsonl > results.jsonl',
    '',
    'Values with commas for a key of several: repeat the key, then each occurrence is one value.',
    'Every FILE may be `-`, standard input.',
  ],

  async run(host, values, options) {
    const given = givenOptions(options);
    checkOptions(given, values, options);
    const now = readInstant(given.text('now')) ?? host.now();
    if (given.isOn('jsonl')) {
      const { streamAnswer } = await import('./simulate/stream.ts');
      return streamAnswer(host, given, now);
    }
    const library = newLibrary(host);
    return given.isGiven('scenario')
      ? askScenarios(host, given.texts('scenario'), library, now, options.verbose)
      : askOptions(host, given, library, now, options.verbose);
  },
};

async function askOptions(
  host: Host,
  given: Given,
  library: Library,
  now: number,
  verbose: boolean,
): Promise<Answer> {
  const question = questionOf(given);
  const policies = policiesOf(given);
  const target = given.text('save');
  if (target !== undefined) await checkTarget(host, target, given.isOn('force'));
  const asked = { question, policies, source: commandLine };
  const { answers, notices, warnings } = await runQuestion(asked, library, { now, nameOf: flagOf });
  if (target !== undefined) await saveQuestion(host, target, asked, answers);
  return answerOf({
    answers: answers.map((simulated) => ({ name: undefined, simulated })),
    notices: [...(given.isGiven('resource') ? [] : [noResource]), ...notices, ...warnings],
    failures: [],
    verbose,
    next: target === undefined ? nextIs('keep this as a test', 'add --save NAME.iamx.yaml') : savedIn(target),
  });
}

const noResource: Diagnostic = {
  code: 'request/no-resource',
  severity: 'info',
  message: 'no `--resource` was given: asked on `*`, as for actions that name no resource',
  hint: 'Add `--resource ARN` where the action names one.',
};

function nextIs(label: string, text: string): Page {
  return [{ kind: 'next', items: [{ label, text }] }];
}

function savedIn(file: string): Page {
  return nextIs('saved, ask again', `iamx simulate --scenario ${shellPath(file)}`);
}

/** A file that cannot be read does not keep the others from being answered. */
async function askScenarios(
  host: Host,
  paths: readonly string[],
  library: Library,
  now: number,
  verbose: boolean,
): Promise<Answer> {
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
          const ran = await runQuestion(scenario, library, { now, place: scenario.place });
          notices.push(...ran.notices, ...ran.warnings);
          answers.push(...ran.answers.map((simulated) => ({ name: scenario.name, simulated })));
        });
      }
    });
  }
  const [first] = failures;
  if (answers.length === 0 && first !== undefined) throw joinErrors(first, failures.slice(1));
  const next = verbose ? nextIs('as data', 'add --json') : nextIs('every comparison', 'add --verbose');
  return answerOf({ answers, notices, failures: failures.flatMap(problemsOf), verbose, next });
}
