import type {
  Announce,
  Answer,
  ChildAnswer,
  LongAnswer,
  LiveAnswer,
  StreamAnswer,
  WrittenAnswer,
} from '../core/answer.ts';
import type { Command } from '../core/command.ts';
import type { Host } from '../core/host.ts';
import type { OptionRow } from './option-row.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly sdk: string;
  readonly offline: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Reads options, asks a capability, returns its answer: no IAM in here. */
export interface CommandModule {
  /** The words that stand there without an option; a command that has none refuses them. */
  readonly argument?: CommandArgument;
  /** The command's own options: what reads the command line, its errors and the help are made of these rows. */
  readonly options: readonly OptionRow[];
  /** Which of the options of all commands that choose credentials it reads: another one does nothing. */
  readonly reads?: readonly CredentialOption[];
  /** Words without an option reach `run` though the command has no argument: it refuses them in its own words. */
  readonly keepsStrayWords?: true;
  /** The lines that a page may have without `--verbose`; any number where it is not said. */
  readonly mostLines?: number;
  /** Lines at the end of the help: titles end with a colon, commands stand as they are typed. */
  readonly helpText: readonly (string | Command)[];
  /** `announce` is for what is about to be sent; `options` holds the command's own and the global ones together, by their names in camel case. */
  run(
    host: Host,
    values: readonly string[],
    options: GlobalOptions & Readonly<Record<string, unknown>>,
    announce: Announce,
  ): Promise<Answer | LongAnswer | StreamAnswer | WrittenAnswer | ChildAnswer | LiveAnswer>;
}

export type CredentialOption = '--profile' | '--region' | '--sdk' | '--offline';

export interface CommandArgument {
  /** `[name]` takes one word or none, `[name...]` any number. */
  readonly form: `[${string}]`;
  readonly description: string;
}
