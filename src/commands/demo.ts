import { Raw } from '../core/raw.ts';
import { printPath } from '../printers/addresses.ts';
import { printTyped } from '../printers/names.ts';
import { typedFile } from './typed-file.ts';
import { argumentsOf, command, type Command, type Hint } from '../core/command.ts';
import type { Answer } from '../core/answer.ts';
import { IamxError } from '../core/error.ts';
import { FileError, type Host } from '../core/host.ts';
import { nearest } from '../core/nearest.ts';
import type { DemoDocument } from '../documents/program.ts';
import type { Block, Page } from '../core/page.ts';
import { memoryHost } from '../host/memory.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { chainDemonstrations } from './demo/chain.ts';
import { demonstrations as sampleDemonstrations, sampleFiles, type Demonstration } from './demo/sample.ts';
import { errorDemonstrations } from './demo/errors.ts';
import { whoamiDemonstrations } from './demo/whoami.ts';
import { readOptions } from './read-options.ts';

const demonstrations: readonly Demonstration[] = [
  ...sampleDemonstrations,
  ...chainDemonstrations,
  ...whoamiDemonstrations,
  ...errorDemonstrations,
];
/** Those of one name belong together. */
const allNames = [...new Set(demonstrations.map(({ name }) => name))];

/** The commands that demonstrations call: the real ones, on a Host of plain data. */
const modules: Readonly<Record<string, () => Promise<CommandModule>>> = {
  decode: async () => (await import('./decode.ts')).decode,
  'explain-chain': async () => (await import('./explain-chain.ts')).explainChain,
  'explain-error': async () => (await import('./explain-error.ts')).explainError,
  whoami: async () => (await import('./demo/whoami-sample.ts')).whoamiOnSample,
  simulate: async () => (await import('./simulate.ts')).simulate,
};

export const demo: CommandModule = {
  argument: { form: '[name]', description: `one demonstration: ${allNames.join(', ')}` },
  options: [
    { flags: '--list', description: 'list the demonstrations and their command lines' },
    { flags: '--export <folder>', description: 'write the sample’s files, to play with' },
  ],
  get helpText() {
    return ['Examples:', command`iamx demo`, command`iamx demo denied`, command`iamx demo --export acme`];
  },

  async run(host, values, options) {
    const folder = options['export'];
    const [name] = values;
    const asks = [name !== undefined, options['list'] === true, folder !== undefined];
    if (asks.filter(Boolean).length > 1) {
      throw new IamxError('usage', 'a name, `--list` and `--export` are three questions', {
        hint: ['Ask one at a time, as in `', command`iamx demo denied`, '`.'],
      });
    }
    if (typeof folder === 'string') return exportSample(host, folder);
    if (options['list'] === true) return list();
    return show(name === undefined ? demonstrations : find(name), options);
  },
};

function find(name: string): readonly Demonstration[] {
  const found = demonstrations.filter((demonstration) => demonstration.name === name);
  if (found.length > 0) return found;
  const near = nearest(name, allNames);
  throw new IamxError('usage', `there is no demonstration ${printTyped(name)}`, {
    hint: near === undefined ? `There are: ${allNames.join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}

async function show(chosen: readonly Demonstration[], options: GlobalOptions): Promise<Answer> {
  const answers: { readonly demonstration: Demonstration; readonly answer: Answer }[] = [];
  for (const demonstration of chosen) {
    answers.push({ demonstration, answer: await ask(demonstration, options) });
  }
  return {
    kind: 'document',
    document: (): DemoDocument => ({
      schema: 'iamx.demo/1',
      verdict: 'shown',
      summary: `${answers.length} demonstrations on a bundled sample`,
      steps: [],
      diagnostics: [],
      demonstrations: answers.map(({ demonstration, answer }) => ({
        name: demonstration.name,
        title: demonstration.title,
        command: oneLine(demonstration),
        exitStatus: answer.exitStatus,
        answer: answer.document(),
      })),
    }),
    page: () => [
      ...answers.flatMap(({ demonstration, answer }) => demonstrationPage(demonstration, answer)),
      { kind: 'next', items: [{ label: 'play', text: command`iamx demo --export acme` }] },
    ],
    exitStatus: 0,
  };
}

/** Runs the command line on a host that holds the sample and nothing else. */
async function ask(
  { command: asked, world = { files: sampleFiles } }: Demonstration,
  options: GlobalOptions,
): Promise<Answer> {
  const [name = '', ...rest] = argumentsOf(asked);
  const load = modules[name];
  if (load === undefined) throw new Error(`the demonstration names no command: ${name}`);
  const module = await load();
  const { values, options: own } = await readOptions(name, module, rest);
  const sends = () => Promise.reject(new Error('a demonstration sends nothing'));
  const answer = await module.run(memoryHost(world), values, { ...own, verbose: options.verbose }, sends);
  if (answer.kind !== 'document') throw new Error('a demonstration has one answer');
  return answer;
}

function demonstrationPage(demonstration: Demonstration, answer: Answer): Page {
  const heading: readonly Block[] = [
    { kind: 'heading', text: demonstration.title },
    { kind: 'text', text: demonstration.text },
  ];
  return [heading, { kind: 'command', commands: linesOf(demonstration) }, ...answer.page()];
}

/** The lines as a user would type them. */
function linesOf({ before, command }: Demonstration): readonly Command[] {
  return before === undefined ? [command] : [before, command];
}

function oneLine({ before, command }: Demonstration): Hint {
  return before === undefined ? command : [before, ' && ', command];
}

function list(): Answer {
  return {
    kind: 'document',
    document: (): DemoDocument => ({
      schema: 'iamx.demo/1',
      verdict: 'listed',
      summary: `${demonstrations.length} demonstrations`,
      steps: [],
      diagnostics: [],
      demonstrations: demonstrations.map((each) => ({
        name: each.name,
        title: each.title,
        command: oneLine(each),
      })),
      files: Object.keys(sampleFiles),
    }),
    page: () => [
      ...demonstrations.map((each): readonly Block[] => [
        { kind: 'heading', text: `${each.name}: ${each.title}` },
        { kind: 'command', commands: linesOf(each) },
      ]),
      { kind: 'next', items: [{ label: 'see one', text: command`iamx demo denied` }] },
    ],
    exitStatus: 0,
  };
}

/** Writes nothing where one of the files is there already. */
async function exportSample(host: Host, folder: string): Promise<Answer> {
  if (folder === '')
    throw new IamxError('usage', '`--export` names no folder', { hint: command`iamx demo --export acme` });
  const files = Object.entries(sampleFiles).map(([name, text]) => ({
    path: `${folder.replace(/(?<![/\\])[/\\]+$/, '')}/${name}`,
    text,
  }));
  for (const { path } of files) {
    if ((await host.inspect(path)) !== undefined) {
      throw new IamxError('file-unwritable', `\`${printPath(new Raw(path))}\` is there already`, {
        hint: ['Name a folder that does not exist: ', command`iamx demo --export other-folder`],
      });
    }
  }
  for (const { path, text } of files) await write(host, path, text);
  const open = command`cd ${typedFile(folder)}`;
  const example = demonstrations.find(({ name }) => name === 'denied') ?? demonstrations[0];
  return {
    kind: 'document',
    document: (): DemoDocument => ({
      schema: 'iamx.demo/1',
      verdict: 'written',
      summary: `${files.length} files in ${folder}`,
      steps: [],
      diagnostics: [],
      files: files.map(({ path }) => path),
    }),
    page: () => [
      {
        kind: 'verdict',
        tone: 'good',
        word: 'written',
        text: files.map(({ path }) => path).join(', '),
      },
      { kind: 'text', text: 'Change a policy and ask again:' },
      {
        kind: 'command',
        commands: [
          ...(open === undefined ? [] : [open]),
          example === undefined ? command`iamx simulate --help` : example.command,
        ],
      },
    ],
    exitStatus: 0,
  };
}

async function write(host: Host, path: string, text: string): Promise<void> {
  try {
    await host.writeFile(path, text);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write \`${printPath(new Raw(path))}\``, {
      hint: 'Name a folder that you may write to.',
      cause: error,
    });
  }
}
