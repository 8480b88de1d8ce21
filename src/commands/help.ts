import type { CommandEntry } from '../commands.ts';
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
    [heading('Usage'), { kind: 'text', text: '  iamx <command> [options]' }],
    fields(
      'Commands',
      commands.map(({ name, summary }) => ({ name, value: summary })),
    ),
    fields('Options for credentials', globalOptions.filter(isForCredentials).map(describeOption)),
    fields(
      'Options of every command',
      globalOptions.filter((row) => !isForCredentials(row)).map(describeOption),
    ),
    [heading('Examples'), ...commands.map(({ example }): Block => ({ kind: 'command', line: example }))],
    { kind: 'text', text: 'More about a command: iamx help <command>' },
  ];
}

/** `iamx <command> --help`. */
export function commandHelp(name: string, summary: string, module: CommandModule): Page {
  const { argument, options, helpText, reads = [] } = module;
  const usage = ['  iamx', name, '[options]', ...(argument === undefined ? [] : [argument.form])];
  const values =
    argument === undefined
      ? []
      : [{ name: argument.form.replace(/[[\].]/g, ''), value: argument.description }];
  return [
    { kind: 'text', text: summary },
    [heading('Usage'), { kind: 'text', text: usage.join(' ') }],
    ...(values.length === 0 ? [] : [fields('Arguments', values)]),
    ...groupsOf(options).map(([title, rows]) => fields(title, rows.map(describeOption))),
    fields(
      'Options of every command',
      optionsWith(options)
        .slice(options.length)
        .filter((row) => !isForCredentials(row) || reads.some((flag) => flag === longFlagOf(row)))
        .map(describeOption),
    ),
    ...helpText
      .join('\n')
      .split(/\n{2,}/)
      .map(paragraph),
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

/** `Examples:` and command lines, which wrap as such; or sentences. Indented lines are command lines. */
function paragraph(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let sentences = '';
  const end = () => {
    if (sentences !== '') blocks.push({ kind: 'text', text: sentences });
    sentences = '';
  };
  for (const line of text.replace(/(?<! ) *\\\n */g, ' ').split('\n')) {
    const isCommand = line.startsWith('  ');
    const isTitle = !isCommand && line.endsWith(':');
    if (isCommand || isTitle) end();
    if (isCommand) blocks.push({ kind: 'command', line: line.trim() });
    else if (isTitle) blocks.push(heading(line.slice(0, -1)));
    else sentences = sentences === '' ? line : `${sentences} ${line}`;
  }
  end();
  return blocks;
}
