import type { Command } from '../core/command.ts';

/** The question that goes on from an error. */
export type NextCommand = 'explain-chain' | 'whoami' | 'decode' | 'simulate';

export interface Remedy {
  readonly why: string;
  /** Of our own words alone; what only the user knows stands there in capitals. */
  readonly command?: () => Command | undefined;
}

/** An error of AWS or of its tools: how it is worded, what it means, where it comes from and what helps. */
export interface MessageRow {
  /** As in docs/errors.md. */
  readonly id: string;
  /** Names of the error that say it, whatever the message. */
  readonly codes?: readonly string[];
  /** Wordings; what their named groups hold can stand in `meaning`. */
  readonly patterns?: readonly RegExp[];
  /** Neither the name nor the wording says it without the other. */
  readonly isBoth?: true;
  /** Of a call that a policy refused: says more than the name of the error. */
  readonly isRefusal?: true;
  readonly meaning: string;
  /** The most frequent first. */
  readonly causes: readonly string[];
  readonly remedies: readonly [Remedy, ...Remedy[]];
  /** The credentials of this machine may be the reason: the chain is asked. */
  readonly asksChain?: true;
  /** Whose wording it is, where one tool alone has it: as `--sdk` takes it. */
  readonly sdk?: 'js' | 'go' | 'java' | 'rust' | 'cli';
  readonly next?: NextCommand;
}
