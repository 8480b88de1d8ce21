import type { Command } from 'commander';
import type { CommandEntry } from '../commands.ts';
import type { Block, Page } from '../core/page.ts';
import { globalOptions } from './global-options.ts';

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
    fields(
      'Options of every command',
      globalOptions.map(({ flags, description, choices, standard }) => ({
        name: flags,
        value: describeOption({ description, argChoices: choices, defaultValue: standard }),
      })),
    ),
    [heading('Examples'), ...commands.map(({ example }): Block => ({ kind: 'command', line: example }))],
    { kind: 'text', text: 'More about a command: iamx help <command>' },
  ];
}

/** `iamx <command> --help`: made from what the command tells commander. */
export function commandHelp(command: Command): Page {
  const help = command.createHelp();
  const options = (isGlobal: boolean) =>
    help
      .visibleOptions(command)
      .filter((option) => (option.helpGroupHeading !== undefined) === isGlobal)
      .map((option) => ({ name: help.optionTerm(option), value: describeOption(option) }));
  const ownOptions = options(false);
  const values = help
    .visibleArguments(command)
    .map((argument) => ({ name: help.argumentTerm(argument), value: help.argumentDescription(argument) }));
  return [
    { kind: 'text', text: command.description() },
    [heading('Usage'), { kind: 'text', text: `  ${help.commandUsage(command)}` }],
    ...(values.length === 0 ? [] : [fields('Arguments', values)]),
    ...(ownOptions.length === 0 ? [] : [fields('Options', ownOptions)]),
    fields('Global options', options(true)),
    ...textAfter(command)
      .split(/\n{2,}/)
      .map(paragraph),
  ];
}

interface DescribedOption {
  readonly description: string;
  readonly argChoices?: readonly string[] | undefined;
  readonly defaultValue?: unknown;
}

/** The description, the values that the option takes where they are few, and the one that holds without it. */
function describeOption({ description, argChoices, defaultValue }: DescribedOption): string {
  const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`];
  const standard = typeof defaultValue === 'string' ? [`default ${defaultValue}`] : [];
  return [description, ...choices, ...standard].join('; ');
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function fields(
  title: string,
  rows: readonly { readonly name: string; readonly value: string }[],
): readonly Block[] {
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

/** The command's examples: what it gave to commander's `addHelpText('after', …)`. */
function textAfter(command: Command): string {
  let text = '';
  command
    .configureHelp({ formatHelp: () => '' })
    .configureOutput({ writeOut: (piece) => (text += piece) })
    .outputHelp();
  return text.trim();
}
