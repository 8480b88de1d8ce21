import { openProgram } from './program.ts';

/** What the build knows about itself, put here by `scripts/bundle.mjs`. */
declare const built: {
  readonly version: string;
  /** Of all that was built: other code has another one. */
  readonly id: string;
  readonly commands: readonly string[];
  /** The file for words that name no command. */
  readonly noCommand: string;
};

/** Runs the program. Resolves to the exit status once all output is written. */
export function start(): Promise<number> {
  const program = openProgram(import.meta.dirname, require, () => undefined);
  return program.load(fileFor(process.argv.slice(2))).start();
}

/** Where the words ask for something else, as a profile of a command's name, that is answered too, only later. */
function fileFor(words: readonly string[]): string {
  const isHelp = words.includes('--help') || words.includes('-h');
  const command = isHelp ? undefined : words.find((word) => built.commands.includes(word));
  return `${command ?? built.noCommand}.cjs`;
}
