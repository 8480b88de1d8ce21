import { command } from '../core/command.ts';
import { writtenAnswer, type Answer, type LiveAnswer, type WrittenAnswer } from '../core/answer.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import type { Page } from '../core/page.ts';
import { nearest } from '../core/nearest.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { quoted } from '../formats/problem.ts';
import { givenOptions, type Given } from '../policy/scenario/given.ts';
import { instantOf, policiesOf, wholeNames } from '../policy/scenario/options.ts';
import { policyOptions } from '../policy/scenario/policy-options.ts';
import { statusOf, toDocument, type Ran } from '../testing/answer/document.ts';
import { pageOf } from '../testing/answer/page.ts';
import { reporters, reportOf } from '../testing/answer/reporters/for-ci.ts';
import type { AskOptions } from '../testing/run/run-entry.ts';
import { coverageForms, runSession, type CoverageAsked, type Session } from '../testing/session/session.ts';
import { watchTests } from '../testing/session/watch.ts';
import { renderJson } from '../output/json.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { optionKeyOf } from './option-row.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

export const test: CommandModule = {
  argument: {
    form: '[path...]',
    description: 'files of scenarios, or folders with *.iamx.yaml, .json or .jsonl; this folder if not given',
  },
  options: [
    { flags: '-t, --name <text>', description: 'only tests whose name holds this' },
    {
      flags: '--watch',
      description: 'go on, and run the tests again that read a file that changed; what failed comes first',
    },
    { flags: '--bail', description: 'stop at the first failure' },
    { flags: '--shard <part>', description: 'only this part of the tests, as `2/8`' },
    { flags: '--update', description: 'write what is decided where something else was expected' },
    { flags: '--force', description: '--update also where CI is set; --save may replace a file' },
    {
      flags: '--reporter <name>',
      description: 'how the results are written',
      choices: ['text', 'json', ...Object.keys(reporters)],
      standard: 'text',
    },
    {
      flags: '--coverage [form]',
      description: 'what the tests decide by: `text`; `json`, `lcov` or `html` into the folder coverage',
    },
    { flags: '--matrix', description: 'show every `matrix` as a table, not only those that failed' },
    {
      flags: '--mutate',
      description: 'change the policies, one change at a time, and tell the changes that no test notices',
    },
    {
      flags: '--save <file>',
      description: 'write what breaks `never` and `always`, and the tests that --mutate misses, as scenarios',
    },
    {
      flags: '--coverage-min <percent>',
      description: 'status 1 where fewer of the statements decide a test',
    },
    {
      flags: '--strict',
      description: 'what would be assumed is unknown: a decision that hangs on it is conditional',
    },
    { flags: '--now <time>', description: 'the instant of scenarios that name none' },
    { flags: '--region <name>', description: 'the region of scenarios that name none' },
    ...policyOptions.map((row) => ({ ...row, group: 'Policies that every test has besides its own' })),
  ],
  get helpText() {
    return [
      'Examples:',
      command`iamx test`,
      command`iamx test policies -t bucket --bail`,
      command`iamx test --watch`,
      command`iamx test --coverage --coverage-min 80`,
      command`iamx test --reporter junit > report.xml`,
      '',
      'Status 0: all passed; 1: one failed, or cannot be read; 2: there was no test.',
    ];
  },
  run: (host, values, options) => runAsked(host, values, options),
};

async function runAsked(
  host: Host,
  values: readonly string[],
  options: Options,
): Promise<Answer | WrittenAnswer | LiveAnswer> {
  installData(dataFiles);
  const given = givenOptions((name) => options[optionKeyOf(name)]);
  if (given.isOn('watch')) return watchAsked(host, values, given, options);
  const ran = await runSession(host, await sessionOf(host, values, given));
  const exitStatus = statusOf(ran);
  const reporter = given.text('reporter') ?? 'text';
  if (!options.json && reporter === 'json')
    return writtenAnswer(toDocument(ran), renderJson, { notices: [], exitStatus });
  if (!options.json && isReporter(reporter))
    return writtenAnswer(reportOf(ran), reporters[reporter], {
      notices: [],
      exitStatus,
      isForRunner: reporter === 'github',
    });
  return answerOf(ran, options);
}

function answerOf(ran: Ran, options: Options, keys = false): Answer {
  const { verbose } = options;
  return {
    kind: 'document',
    document: () => toDocument(ran),
    page: () => [...pageOf(ran, verbose, options['matrix'] === true), ...(keys ? keysPage : [])],
    exitStatus: statusOf(ran),
  };
}

/** What runs and then ends has no place in what goes on. */
const notWatched = ['bail', 'shard', 'update', 'save', 'mutate', 'coverage', 'coverage-min'] as const;

const keysPage: Page = [{ kind: 'text', text: [{ text: 'a or Enter runs all tests, q ends', tone: 'dim' }] }];

async function watchAsked(
  host: Host,
  paths: readonly string[],
  given: Given,
  options: Options,
): Promise<LiveAnswer> {
  const reporter = given.text('reporter') ?? 'text';
  const other =
    notWatched.find((name) => given.isOn(name) || given.text(name) !== undefined) ??
    (reporter === 'text' || reporter === 'json' ? undefined : 'reporter');
  if (other !== undefined) {
    throw new IamxError('usage', `--watch goes on, and --${other} is for a run that ends`, {
      hint: 'Leave one of them out.',
    });
  }
  const hasKeys = host.stdin.isTerminal && host.stdout.isTerminal;
  const runs = watchTests(host, { paths, options: await askOptionsOf(host, given) });
  return {
    kind: 'live',
    isDocument: reporter === 'json',
    answers: mapped(runs, (ran) => answerOf(ran, options, hasKeys)),
  };
}

async function* mapped<From, To>(all: AsyncIterable<From>, to: (one: From) => To): AsyncGenerator<To> {
  for await (const one of all) yield to(one);
}

function isReporter(name: string): name is keyof typeof reporters {
  return name in reporters;
}

async function sessionOf(host: Host, values: readonly string[], given: Given): Promise<Session> {
  const { coverage, paths } = await coverageOf(host, given, values);
  const update = given.isOn('update');
  const save = given.text('save');
  if (update) checkUpdate(host, given);
  return {
    paths,
    update,
    mutate: given.isOn('mutate'),
    ...(save === undefined ? {} : { save: { file: save, force: given.isOn('force') } }),
    ...(coverage === undefined ? {} : { coverage }),
    options: {
      ...(await askOptionsOf(host, given)),
      now: instantOf(given) ?? host.now(),
      shard: shardOf(given),
      bail: given.isOn('bail'),
    },
  };
}

async function askOptionsOf(host: Host, given: Given): Promise<AskOptions> {
  return {
    now: instantOf(given),
    region: given.text('region'),
    strict: given.isOn('strict'),
    name: given.text('name'),
    added: policiesOf(given, await wholeNames(host, given)),
  };
}

/** On a build server a test that fails has to fail. */
function checkUpdate({ env }: Host, given: Given): void {
  if (given.isOn('strict')) {
    throw new IamxError(
      'usage',
      '--update writes the decision that a scenario has, and --strict is no part of one',
      {
        hint: 'Leave one of them out.',
      },
    );
  }
  const ci = env['CI'] ?? '';
  if (ci === '' || ci === 'false' || ci === '0' || given.isOn('force')) return;
  throw new IamxError('usage', '--update changes tests, and CI is set: a build would pass whatever it does', {
    hint: 'Run it where you work; or add --force.',
  });
}

/** `--coverage PATH` is a path: the form is left out by most. */
async function coverageOf(
  host: Host,
  given: Given,
  values: readonly string[],
): Promise<{ readonly coverage?: CoverageAsked; readonly paths: readonly string[] }> {
  const least = percentOf(given);
  const text = given.text('coverage');
  const form = coverageForms.find((one) => one === text);
  const rest = least === undefined ? {} : { least };
  if (form !== undefined) return { coverage: { form, ...rest }, paths: values };
  if (text === undefined) {
    const isAsked = given.isOn('coverage') || least !== undefined;
    return { ...(isAsked ? { coverage: { form: 'text', ...rest } } : {}), paths: values };
  }
  const near = nearest(text, coverageForms);
  if ((await host.inspect(text)) !== undefined)
    return { coverage: { form: 'text', ...rest }, paths: [text, ...values] };
  throw new IamxError('usage', `--coverage: ${quoted(text)} is no form of it, and no path`, {
    hint: near === undefined ? `Write one of ${coverageForms.join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}

function percentOf(given: Given): number | undefined {
  const text = given.text('coverage-min');
  if (text === undefined) return undefined;
  const percent = Number(text);
  if (/^\d{1,3}$/.test(text) && percent <= 100) return percent;
  throw new IamxError('usage', `--coverage-min: ${quoted(text)} is no percentage`, {
    hint: 'Write a whole number from 0 to 100.',
  });
}

function shardOf(given: Given): { readonly index: number; readonly of: number } | undefined {
  const text = given.text('shard');
  if (text === undefined) return undefined;
  const [, index = 0, of = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new IamxError('usage', `--shard: ${quoted(text)} is no part`, {
    hint: 'Write which of how many, as `2/8`.',
  });
}
