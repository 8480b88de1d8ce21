import { typedFile } from './typed-file.ts';
import { command } from '../core/command.ts';
import type { Answer, LongAnswer, StreamAnswer } from '../core/answer.ts';
import type { Host } from '../core/host.ts';
import type { Page, Text } from '../core/page.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { answerOf } from '../policy/answer/document.ts';
import { longAnswerOf, tellAnswer } from '../policy/answer/long-document.ts';
import { givenOptions, type Given } from '../policy/scenario/given.ts';
import { newLibrary } from '../policy/scenario/library.ts';
import { checkOptions } from '../policy/scenario/option-conflicts.ts';
import {
  flagOf,
  instantOf,
  noticesOf,
  readAsked,
  simulateOptions,
  wholeNames,
} from '../policy/scenario/options.ts';
import { runFiles } from '../policy/scenario/run-files.ts';
import { runQuestion } from '../policy/scenario/run.ts';
import { checkTarget, saveQuestion } from '../policy/scenario/save.ts';
import type { StreamQuestion } from '../policy/stream/answer.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { optionKeyOf } from './option-row.ts';

installData(dataFiles);

export const simulate: CommandModule = {
  options: simulateOptions,
  keepsStrayWords: true,
  mostLines: 25,
  get helpText() {
    return [
      'Examples:',
      command`iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --resource arn:aws:s3:::acme/x.csv --policy policy.json --resource-policy bucket.json`,
      command`iamx simulate --principal arn:aws:iam::111122223333:user/mika --action ec2:StartInstances --managed PowerUserAccess --scp root.json --scp ou.json,team.json`,
      command`iamx simulate --scenario request.yaml --verbose`,
      command`iamx simulate --jsonl --scenario - < requests.jsonl > results.jsonl`,
      '',
      'Values with commas for a key of several: repeat the key, then each occurrence is one value.',
      'Every FILE may be `-`, standard input.',
    ];
  },

  async run(host, values, options) {
    const given = givenOptions((name) => options[optionKeyOf(name)]);
    checkOptions(given, values, options);
    const now = instantOf(given) ?? host.now();
    const standards = { now, region: given.text('region'), strict: given.isOn('strict') };
    if (given.isOn('jsonl')) return streamLines(host, given, standards);
    return given.isGiven('scenario')
      ? askScenarios(host, given.texts('scenario'), standards, options)
      : askOptions(host, given, standards, options.verbose);
  },
};

/** What holds for questions that do not say it themselves. */
interface Standards {
  readonly now: number;
  readonly region: string | undefined;
  readonly strict: boolean;
}

async function streamLines(host: Host, given: Given, standards: Standards): Promise<StreamAnswer> {
  const { streamAnswer } = await import('../policy/stream/answer.ts');
  const question: StreamQuestion = given.isGiven('scenario')
    ? { paths: given.texts('scenario') }
    : {
        asked: readAsked(given, await wholeNames(host, given)),
        nameOf: flagOf,
        noticesFor: (requests) => noticesOf(given, requests),
      };
  return streamAnswer(host, question, { ...standards, steps: given.isOn('steps') });
}

async function askOptions(
  host: Host,
  given: Given,
  { now, strict }: Standards,
  verbose: boolean,
): Promise<Answer> {
  const asked = readAsked(given, await wholeNames(host, given));
  const target = given.text('save');
  if (target !== undefined) await checkTarget(host, target, given.isOn('force'));
  const { answers, notices, warnings } = await runQuestion(asked, newLibrary(host), {
    now,
    strict,
    nameOf: flagOf,
  });
  if (target !== undefined) await saveQuestion(host, target, asked, answers);
  return answerOf({
    answers: answers.map((simulated) => ({ name: undefined, simulated })),
    notices: [
      ...noticesOf(
        given,
        answers.map((each) => each.case.request),
      ),
      ...notices,
      ...warnings,
    ],
    failures: [],
    verbose,
    next: target === undefined ? nextIs('keep this as a test', 'add --save NAME.iamx.yaml') : savedIn(target),
  });
}

async function askScenarios(
  host: Host,
  paths: readonly string[],
  standards: Standards,
  { json, verbose }: GlobalOptions,
): Promise<Answer | LongAnswer> {
  if (json) return longAnswerOf(await runFiles(host, paths, standards, tellAnswer));
  const ran = await runFiles(host, paths, standards, (answer) => answer);
  const next = verbose ? nextIs('as data', 'add --json') : nextIs('every comparison', 'add --verbose');
  return answerOf({ ...ran, verbose, next });
}

function nextIs(label: string, text: Text): Page {
  return [{ kind: 'next', items: [{ label, text }] }];
}

function savedIn(file: string): Page {
  const again = command`iamx test ${typedFile(file)}`;
  return again === undefined ? nextIs('saved', file) : nextIs('saved as a test', again);
}
