import type { CommandEntry } from '../commands.ts';
import type { Block, Field, Page } from '../core/page.ts';
import type { CommandModule } from './command.ts';
import { globalOptions, optionsWith } from './global-options.ts';
import type { OptionRow } from './option-row.ts';

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
    fields('Options of every command', globalOptions.map(describeOption)),
    [heading('Examples'), ...commands.map(({ example }): Block => ({ kind: 'command', line: example }))],
    { kind: 'text', text: 'More about a command: iamx help <command>' },
  ];
}

/** `iamx <command> --help`. */
export function commandHelp(name: string, summary: string, module: CommandModule): Page {
  const { argument, options, helpText } = module;
  const usage = ['  iamx', name, '[options]', ...(argument === undefined ? [] : [argument.form])];
  const values =
    argument === undefined
      ? []
      : [{ name: argument.form.replace(/[[\].]/g, ''), value: argument.description }];
  return [
    { kind: 'text', text: summary },
    [heading('Usage'), { kind: 'text', text: usage.join(' ') }],
    ...(values.length === 0 ? [] : [fields('Arguments', values)]),
    ...(options.length === 0 ? [] : [fields('Options', options.map(describeOption))]),
    fields('Global options', optionsWith(options).slice(options.length).map(describeOption)),
    ...helpText
      .join('\n')
      .split(/\n{2,}/)
      .map(paragraph),
  ];
}

/** The description, the values that the option takes where they are few, and the one that holds without it. */
function describeOption({ flags, description, choices, standard }: OptionRow): Field {
  const named = choices === undefined ? [] : [`one of ${choices.join(', ')}`];
  const without = standard === undefined ? [] : [`default ${standard}`];
  return { name: flags, value: [description, ...named, ...without].join('; ') };
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
