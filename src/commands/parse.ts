import { Command, CommanderError, Option } from 'commander';
import { IamxError } from '../core/error.ts';
import type { CommandModule } from './command.ts';
import { optionsWith } from './global-options.ts';
import { longFlagOf, type OptionRow } from './option-row.ts';
import { wordsError } from './word-errors.ts';
import { withSwitches, type ParsedCommand } from './parsed-command.ts';

/** Throws `usage`. */
export function parseWithCommander(
  name: string,
  module: CommandModule,
  words: readonly string[],
): ParsedCommand {
  const command = commanderOf(name, module);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw wordsError(name, module, words, error);
    throw error;
  }
  return { values: command.args, options: withSwitches(command.opts()) };
}

/** The command as commander sees it: its own arguments and options, then the global ones. */
function commanderOf(name: string, module: CommandModule): Command {
  const command = new Command(`iamx ${name}`)
    .helpOption(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    .allowExcessArguments(module.keepsStrayWords === true)
    .configureOutput({ writeErr: () => undefined });
  if (module.argument !== undefined) command.argument(module.argument.form, module.argument.description);
  for (const row of optionsWith(module.options)) command.addOption(optionOf(row));
  return command;
}

function optionOf(row: OptionRow): Option {
  const option = new Option(row.flags, row.description);
  if (row.choices !== undefined) option.choices(row.choices);
  if (row.standard !== undefined) option.default(row.standard);
  if (row.again === 'kept') option.argParser(collect);
  if (row.again === 'refused') option.argParser(once(longFlagOf(row)));
  return option;
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** A second value would silently replace the first. */
function once(flag: string) {
  return (value: string, before: string | undefined): string => {
    if (before === undefined) return value;
    throw new IamxError('usage', `\`${flag}\` is given twice`, { hint: 'Keep one of them.' });
  };
}
