import { Command, CommanderError, Option } from 'commander';
import { IamxError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { quoted } from '../formats/problem.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { globalOptions } from './global-options.ts';

const globalGroup = 'Global options:';

export interface ParsedCommand {
  readonly values: readonly string[];
  readonly options: GlobalOptions & Readonly<Record<string, unknown>>;
}

/** The command as commander sees it: its own arguments and options, then the global ones. */
export function commanderOf(name: string, summary: string, module: CommandModule): Command {
  const command = new Command(`iamx ${name}`)
    .description(summary)
    .helpOption(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeErr: () => undefined });
  module.configure(command);
  for (const { flags, description, choices, standard } of globalOptions) {
    const option = new Option(flags, description).helpGroup(globalGroup);
    if (choices !== undefined) option.choices(choices);
    if (standard !== undefined) option.default(standard);
    command.addOption(option);
  }
  return command;
}

/** Throws `usage`. */
export function parseCommand(command: Command, words: readonly string[]): ParsedCommand {
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw usageError(command, error);
    throw error;
  }
  const options = command.opts<GlobalOptions & Readonly<Record<string, unknown>>>();
  const isOn = (name: string) => command.getOptionValue(name) === true;
  return {
    values: command.args,
    options: { ...options, offline: isOn('offline'), json: isOn('json'), verbose: isOn('verbose') },
  };
}

function usageError(command: Command, error: CommanderError): IamxError {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/'([^']*)'/g, '`$1`');
  const help = `See: ${command.name()} --help`;
  if (error.code === 'commander.unknownOption') {
    const flag = /`([^`=]*)/.exec(message)?.[1] ?? '';
    const near = nearest(
      flag,
      command.options.flatMap(({ long }) => long ?? []),
    );
    const hint = near === undefined ? help : `Did you mean \`${near}\`? ${help}`;
    return new IamxError('usage', `unknown option ${quoted(flag)}`, { hint, cause: error });
  }
  const [problem = message, choices] = message.split('. Allowed choices are ');
  const hint = choices === undefined ? help : `One of: ${choices}. ${help}`;
  return new IamxError('usage', problem, { hint, cause: error });
}
