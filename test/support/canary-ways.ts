import type { CommandModule } from '../../src/commands/command.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';

/** The forms of a command, out of its own table: a new option or a new way of writing is tried without a word here. */

type Words = readonly string[];

/** What goes on until somebody ends it has tests of its own. */
const endless = ['--watch'];

/** Each option that takes no value, and each value of those that take one of a few. */
export function switchesOf({ options }: CommandModule): readonly Words[] {
  return options
    .filter((row) => !endless.includes(longFlagOf(row)))
    .flatMap((row): readonly Words[] => {
      if (row.choices !== undefined) return row.choices.map((choice) => [longFlagOf(row), choice]);
      return row.flags.includes('<') ? [] : [[longFlagOf(row)]];
    });
}

/** The command about something: as it is, with each of these, and with each of its own switches. */
export function waysOf(
  name: string,
  module: CommandModule,
  about: Words,
  more: readonly Words[],
): readonly Words[] {
  return [[], ...switchesOf(module), ...more].map((words) => [name, ...words, ...about]);
}

/** The spellings in which a secret has its shape. */
export const shaped = [
  ...['whole', 'quoted', 'with blanks around it'],
  ...['a session token', 'a web token', 'a token of GitHub'],
];
