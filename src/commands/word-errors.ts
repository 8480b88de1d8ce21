import { command, given, hintOf } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { quoted } from '../formats/problem.ts';
import { printTyped } from '../printers/names.ts';
import type { CommandModule } from './command.ts';
import { optionsWith } from './global-options.ts';
import { longFlagOf, type OptionRow } from './option-row.ts';

/** What is wrong with the words of a command that commander refused: its own sentences say it in its own terms. */
export function wordsError(
  name: string,
  module: CommandModule,
  words: readonly string[],
  cause: unknown,
): IamxError {
  const rows = optionsWith(module.options);
  const found = firstMistake(rows, words);
  const { message, hint } = found ?? excess(name, module);
  const help = hintOf(`${hint === undefined ? '' : `${hint} `}See: `, command`iamx ${given(name)} --help`);
  return new IamxError('usage', message, { ...(help === undefined ? {} : { hint: help }), cause });
}

interface Mistake {
  readonly message: string;
  readonly hint?: string;
}

function firstMistake(rows: readonly OptionRow[], words: readonly string[]): Mistake | undefined {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') continue;
    const equals = word.indexOf('=');
    const flag = equals < 0 ? word : word.slice(0, equals);
    const row = rows.find(({ flags }) => flags.split(/[ ,]+/).includes(flag));
    if (row === undefined) return unknownOption(rows, flag);
    const needsValue = row.flags.endsWith('>');
    if (!needsValue && !row.flags.endsWith(']')) {
      if (equals >= 0) return { message: `${quoted(flag)} takes no value` };
      continue;
    }
    const value = equals < 0 ? words[index + 1] : word.slice(equals + 1);
    if (value === undefined) {
      if (needsValue) return { message: `${quoted(flag)} needs a value: ${quoted(row.flags)}` };
      continue;
    }
    if (row.choices?.includes(value) === false) return noChoice(row, row.choices, value);
    if (equals < 0 && (needsValue || !value.startsWith('-'))) index++;
  }
  return undefined;
}

/** Short forms that other programs have. */
const shortForms: Readonly<Record<string, string>> = {
  '-V': '--version',
  '-j': '--json',
  '-o': '--json',
  '-p': '--profile',
  '-q': '--json',
  '-r': '--region',
  '-v': '--verbose',
};

function unknownOption(rows: readonly OptionRow[], flag: string): Mistake {
  const message = `unknown option ${printTyped(flag)}`;
  const near = shortForms[flag] ?? nearest(flag, rows.map(longFlagOf));
  return near === undefined ? { message } : { message, hint: `Did you mean \`${near}\`?` };
}

function noChoice(row: OptionRow, choices: readonly string[], value: string): Mistake {
  const near = nearest(value, choices);
  const meant = near === undefined ? '' : `Did you mean \`${near}\`? `;
  return {
    message: `${quoted(longFlagOf(row))} does not take ${printTyped(value)}`,
    hint: `${meant}One of: ${choices.join(', ')}.`,
  };
}

/** More words than the command takes: what they are is not said, since anything may have been pasted there. */
function excess(name: string, { argument }: CommandModule): Mistake {
  if (argument !== undefined) return { message: `\`${name}\` takes one word: ${quoted(argument.form)}` };
  const hint =
    name === 'whoami' || name === 'explain-chain' ? { hint: 'For a profile: --profile NAME.' } : {};
  return { message: `\`${name}\` takes options alone, and a word stands there without one`, ...hint };
}
