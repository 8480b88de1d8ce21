import type { CommandModule } from './commands/command.ts';

export interface CommandEntry {
  readonly name: string;
  /** The question that the command answers, for `iamx --help`. */
  readonly summary: string;
  /** A command line that shows it, for the same place. */
  readonly example: string;
  /** A chunk of its own: a command waits only for what it uses. */
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of `iamx --help`. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'decode',
    summary: 'What is this ID, access key, ARN or encoded message?',
    example: 'iamx decode AROAXMPLROLEIDEXAMPLE:mika AKIAIOSFODNN7EXAMPLE',
    load: async () => (await import('./commands/decode.ts')).decode,
  },
];
