import type { Command } from 'commander';
import type { Answer, StreamAnswer } from '../core/answer.ts';
import type { Host } from '../core/host.ts';

/** Options that every command takes (contract, section 2). */
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
  /** Adds the command's arguments, options and help examples. */
  configure(command: Command): void;
  /** `options` are commander's, the command's own and the global ones together. */
  run(
    host: Host,
    values: readonly string[],
    options: GlobalOptions & Readonly<Record<string, unknown>>,
  ): Promise<Answer | StreamAnswer>;
}
