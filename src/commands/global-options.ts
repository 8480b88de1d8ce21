import type { Diagnostic } from '../core/evaluation.ts';
import { flavourIds } from '../credentials/chain/chain.ts';
import type { CommandModule, CredentialOption } from './command.ts';
import { longFlagOf, type OptionRow } from './option-row.ts';

/** Options that every command takes, before the command's name or after it. */
export const globalOptions: readonly OptionRow[] = [
  { flags: '--profile <name>', description: 'the profile, as if AWS_PROFILE were not set' },
  { flags: '--region <name>', description: 'the region, as if AWS_REGION were not set' },
  {
    flags: '--sdk <flavour>',
    description: 'the tool whose rules count',
    choices: flavourIds,
    standard: 'cli',
  },
  { flags: '--offline', description: 'no network at all' },
  { flags: '--json', description: 'the answer as one JSON document' },
  { flags: '--no-color', description: 'no colours; also NO_COLOR, FORCE_COLOR' },
  { flags: '--verbose', description: 'every step on the way to the answer' },
  { flags: '--version', description: 'the version; with --verbose also how old the data is' },
  { flags: '-h, --help', description: 'this help' },
];

/** Those of them that choose credentials, or how they are looked for: a command says which of them it reads. */
export const credentialOptions: readonly CredentialOption[] = ['--profile', '--region', '--sdk', '--offline'];

/** What is said of an option that the command does not read; `--offline` is kept by a command that never asks anybody. */
export function unreadOptions(
  name: string,
  { reads = [], options }: CommandModule,
  words: readonly string[],
): readonly Diagnostic[] {
  const end = words.indexOf('--');
  const given = (end < 0 ? words : words.slice(0, end)).map((word) => word.split('=', 1)[0]);
  return credentialOptions
    .filter((flag) => flag !== '--offline' && given.includes(flag))
    .filter((flag) => !reads.includes(flag) && !options.some((row) => longFlagOf(row) === flag))
    .map((flag) => ({
      code: 'usage/option-unread',
      severity: 'warning',
      message: `\`${flag}\` does nothing under \`${name}\``,
      hint: 'Leave it out.',
    }));
}

/** The options of a command: its own, and those that every command takes; one that both have is the command's. */
export function optionsWith(own: readonly OptionRow[]): readonly OptionRow[] {
  const names = new Set(own.map(longFlagOf));
  return [...own, ...globalOptions.filter((row) => !names.has(longFlagOf(row)))];
}

/** What the command line says before any command has seen it. */
export interface CommandLine {
  /** The first word that is neither an option nor an option's value. */
  readonly name: string | undefined;
  /** All words but that one, and but those of another program. */
  readonly rest: readonly string[];
  /** The words of a program that the command runs. */
  readonly passedOn: readonly string[];
  /** The first option before the name that is not a global one. */
  readonly strayOption: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** `passesOn` as in `commands.ts`, of the command of a name. */
export function readCommandLine(
  all: readonly string[],
  passesOn: (name: string) => readonly string[] | undefined = () => undefined,
): CommandLine {
  const { index, strayOption } = findName(all);
  const name = index < 0 ? undefined : all[index];
  const valued = name === undefined ? undefined : passesOn(name);
  const [words, passedOn] = valued === undefined ? [all, []] : splitAt(all, index + 1, valued);
  const end = words.indexOf('--');
  const has = (...flags: readonly string[]) =>
    words.some((word, other) => flags.includes(word) && (end < 0 || other < end));
  return {
    name,
    rest: words.filter((_, other) => other !== index),
    passedOn,
    strayOption,
    // Of a command that has an option of this name for a file the answer is no JSON.
    json: has('--json') && valued?.includes('--json') !== true,
    verbose: has('--verbose'),
    colour: !has('--no-color'),
    help: has('--help', '-h'),
    version: has('--version'),
  };
}

/** Its own words, and those behind `--`, or from the first one on that is neither an option nor an option's value. */
function splitAt(
  words: readonly string[],
  start: number,
  own: readonly string[],
): readonly [readonly string[], readonly string[]] {
  const valued = [...own, ...globalOptions.filter(takesValue).map(longFlagOf)];
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return [words.slice(0, index), words.slice(index + 1)];
    if (!word.startsWith('-') || word === '-') return [words.slice(0, index), words.slice(index)];
    if (valued.includes(word) && words[index + 1] !== '--') index++;
  }
  return [words, []];
}

function takesValue({ flags }: OptionRow): boolean {
  return flags.includes('<');
}

function findName(words: readonly string[]): {
  readonly index: number;
  readonly strayOption: string | undefined;
} {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return { index: -1, strayOption: undefined };
    if (!word.startsWith('-') || word === '-') return { index, strayOption: undefined };
    const [flag = ''] = word.split('=', 1);
    const option = globalOptions.find(({ flags }) => flags.split(/[ ,]+/).includes(flag));
    if (option === undefined) return { index: -1, strayOption: word };
    if (takesValue(option) && !word.includes('=')) index++;
  }
  return { index: -1, strayOption: undefined };
}
