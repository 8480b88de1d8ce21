import { command, type Command } from '../core/command.ts';
import type { CommandEntry } from '../commands.ts';
import { append } from '../core/lists.ts';
import type { Block, Field, Page } from '../core/page.ts';
import type { CommandModule } from './command.ts';
import { credentialOptions, globalOptions, optionsWith } from './global-options.ts';
import { longFlagOf, type OptionRow } from './option-row.ts';

/** `iamx --help`. */
export function programHelp(commands: readonly CommandEntry[]): Page {
  return [
    {
      kind: 'text',
      text: 'Explains AWS IAM: which credentials are used, who they are, and which policy statement decides.',
    },
    [heading('Usage'), { kind: 'text', text: ['  ', command`iamx`, ' <command> [options]'] }],
    fields(
      'Commands',
      commands.map(({ name, summary }) => ({ name, value: summary })),
    ),
    fields('Options for credentials', globalOptions.filter(isForCredentials).map(describeOption)),
    fields(
      'Options of every command',
      globalOptions.filter((row) => !isForCredentials(row)).map(describeOption),
    ),
    [heading('Examples'), { kind: 'command', commands: commands.map(({ example }) => example) }],
    { kind: 'text', text: ['More about a command: ', command`iamx help COMMAND`] },
  ];
}

/** `iamx <command> --help`. */
export function commandHelp(name: string, summary: string, module: CommandModule): Page {
  const { argument, options, helpText, reads = [] } = module;
  const usage = ['', name, '[options]', ...(argument === undefined ? [] : [argument.form])];
  const values =
    argument === undefined
      ? []
      : [{ name: argument.form.replace(/[[\].]/g, ''), value: argument.description }];
  return [
    { kind: 'text', text: summary },
    [heading('Usage'), { kind: 'text', text: ['  ', command`iamx`, usage.join(' ')] }],
    ...(values.length === 0 ? [] : [fields('Arguments', values)]),
    ...groupsOf(options).map(([title, rows]) => fields(title, rows.map(describeOption))),
    fields(
      'Options of every command',
      optionsWith(options)
        .slice(options.length)
        .filter((row) => !isForCredentials(row) || reads.some((flag) => flag === longFlagOf(row)))
        .map(describeOption),
    ),
    ...paragraphsOf(helpText),
  ];
}

const forCredentials: readonly string[] = credentialOptions;

function isForCredentials(row: OptionRow): boolean {
  return forCredentials.includes(longFlagOf(row));
}

/** The options by their groups, in the order in which these are met first. */
function groupsOf(options: readonly OptionRow[]): readonly (readonly [string, readonly OptionRow[]])[] {
  const titles = [...new Set(options.map(({ group = 'Options' }) => group))];
  return titles.map((title) => [title, options.filter(({ group = 'Options' }) => group === title)]);
}

/** The description, the values that the option takes where they are few, and the one that holds without it. */
function describeOption({ flags, description, choices, standard, isRequired }: OptionRow): Field {
  const named = choices === undefined ? [] : [`one of ${choices.join(', ')}`];
  const without = standard === undefined ? [] : [`default ${standard}`];
  const required = isRequired === true ? ['required'] : [];
  return { name: flags, value: [description, ...named, ...without, ...required].join('; ') };
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function fields(title: string, rows: readonly Field[]): readonly Block[] {
  return [heading(title), { kind: 'fields', rows }];
}

/** `Examples:` and commands, which wrap as such; or sentences, parted where a line is empty. */
function paragraphsOf(lines: readonly (string | Command)[]): readonly (readonly Block[])[] {
  const paragraphs: Block[][] = [[]];
  let sentences: readonly string[] = [];
  const add = (...blocks: readonly Block[]) => {
    if (sentences.length > 0) paragraphs.at(-1)?.push({ kind: 'text', text: sentences.join(' ') });
    sentences = [];
    append(paragraphs.at(-1) ?? [], blocks);
  };
  for (const line of lines) {
    if (typeof line !== 'string') add({ kind: 'command', commands: [line] });
    else if (line.endsWith(':')) add(heading(line.slice(0, -1)));
    else if (line !== '') sentences = [...sentences, line];
    else {
      add();
      paragraphs.push([]);
    }
  }
  add();
  return paragraphs;
}
