import { command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import { optionNameOf, type Given } from './given.ts';
import { askingOptions, scenarioPlace, simulateOptions, stdinPolicies } from './options.ts';

/** Throws `usage` for options that do not go together, and for a word that is no option. */
export function checkOptions(
  options: Given,
  values: readonly string[],
  { json }: { readonly json: boolean },
): void {
  const [stray] = values;
  if (stray !== undefined) throw strayValue(stray);
  if (options.isGiven('scenario')) checkScenario(options);
  const lines = options.isOn('jsonl');
  if (lines && options.isGiven('save')) {
    throw conflict('`--save` saves one question, `--jsonl` answers many', 'Leave one of them out.');
  }
  if (lines && json) {
    throw conflict('`--json` prints one document, `--jsonl` one result a line', 'Leave one of them out.');
  }
  if (options.isOn('steps') && !lines) {
    throw conflict('`--steps` is for `--jsonl`', 'Write `--verbose`, or `--json`, which has the steps.');
  }
  if (options.isOn('strict') && options.isGiven('save')) {
    throw conflict(
      '`--save` writes the decision that a scenario has, and `--strict` is no part of one',
      'Leave one of them out.',
    );
  }
  if (options.isOn('force') && !options.isGiven('save')) {
    throw conflict('`--force` is for `--save`', 'Leave it out.');
  }
  const fromStdin = stdinPolicies(options) + options.texts('scenario').filter((path) => path === '-').length;
  if (options.isGiven('save') && fromStdin > 0) {
    throw conflict(
      '`--save` names policies by their files, and `-` is none',
      'Write the policy into a file first.',
    );
  }
  if (fromStdin > 1) {
    throw conflict(
      '`-` is given more than once, and standard input can be read once',
      'Write the others into files.',
    );
  }
}

function conflict(message: string, hint: string): IamxError {
  return new IamxError('usage', message, { hint });
}

/** Options that hold for scenarios which do not say it themselves. */
const standards: ReadonlySet<string> = new Set(['now', 'region']);

/** A scenario holds the whole question. */
function checkScenario(options: Given): void {
  if (options.isGiven('save') || options.isGiven('force')) {
    throw conflict(
      '`--save` writes a question given by options, and `--scenario` is one already',
      'Leave one of them out.',
    );
  }
  const [file = 'FILE'] = options.texts('scenario');
  for (const { flags } of askingOptions) {
    const name = optionNameOf(flags);
    if (standards.has(name) || !options.isGiven(name)) continue;
    throw conflict(
      `\`--${name}\` and \`--scenario\` do not go together: a scenario holds the whole question`,
      `Write it as ${scenarioPlace(name)} in ${quoted(file)}, or leave \`--scenario\` out.`,
    );
  }
}

function strayValue(text: string): IamxError {
  const near = nearest(
    `--${text}`,
    simulateOptions.map(({ flags }) => `--${optionNameOf(flags)}`),
  );
  const hint = text.startsWith('arn:')
    ? 'Write `--principal ARN` or `--resource ARN`.'
    : /\.(json|ya?ml|jsonl)$/i.test(text)
      ? `Write \`--policy ${text}\` or \`--scenario ${text}\`.`
      : near === undefined
        ? ['Every part of the question is an option: see `', command`iamx simulate --help`, '`.']
        : `Did you mean \`${near}\`?`;
  return new IamxError('usage', 'a word stands there without an option', { hint });
}
