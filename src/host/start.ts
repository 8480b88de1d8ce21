import { cachePlace, findKeptCode } from './code-cache.ts';
import { openProgram } from './program.ts';

/** What the build knows about itself, put here by `scripts/bundle.mjs`. */
declare const built: {
  /** Of the version and all code: 16 hexadecimal digits. */
  readonly id: string;
  readonly commands: readonly string[];
  /** The file for words that name no command. */
  readonly noCommand: string;
};

/** The first exit status that is no answer. */
const failed = 2;

/** Runs the program. Resolves to the exit status once all output is written. */
export async function start(): Promise<number> {
  const { argv, env, platform, version, arch } = process;
  const name = fileFor(argv);
  const world = { env, platform, userId: process.geteuid?.() };
  // V8 refuses by itself what another build or other options of Node compiled.
  const place = cachePlace(world, `${name}-${built.id}-${version}-${platform}-${arch}`);
  const found = place === undefined ? undefined : findKeptCode(place);
  const program = openProgram(import.meta.dirname, require, found?.codes);
  const status = await program.load(`${name}.cjs`).start();
  // The answer is out, and its status is set: what comes now changes neither.
  process.exitCode = status;
  const isWanted = program.isMoreThanKept() && status < failed && !hasOptions();
  if (place !== undefined && isWanted) {
    const { keepCode } = await import('./keep-code.ts');
    keepCode({ place, found, codes: program.codes, processId: process.pid, now: Date.now() });
  }
  return status;
}

/** Where the words ask for something else, as for a profile of a command's name, that is answered too, only later. */
function fileFor(words: readonly string[]): string {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const isHelp = own.includes('--help') || own.includes('-h');
  const command = isHelp
    ? undefined
    : words.find((word, index) => index > 1 && built.commands.includes(word));
  return command ?? built.noCommand;
}

/** What is compiled under options is often of no use without them. */
function hasOptions(): boolean {
  return process.execArgv.length > 0 || (process.env['NODE_OPTIONS'] ?? '') !== '';
}
