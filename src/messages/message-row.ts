import { word, type Command, type Word } from '../core/command.ts';

/** The question that goes on from an error. */
export type NextCommand =
  'explain-chain' | 'whoami' | 'decode' | 'simulate' | 'lint' | 'check assume-role' | 'check pass-role';

/** What may speak for a cause on the user's machine, or in the fields of the error. */
export type Sign =
  | 'token-missing'
  | 'token-stale'
  | 'expired'
  | 'shadowed'
  | 'clock'
  | 'region'
  | 'endpoint'
  | 'altered'
  | 'two-places'
  | 'profile'
  | 'header'
  | 'folded'
  | 'loop'
  | 'no-source'
  | 'token-elsewhere'
  | 'token-file'
  | 'metadata-off'
  | 'region-form'
  | 'endpoint-form'
  | 'cache-closed'
  | 'swallowed'
  | 'partition'
  | 'session-for-iam';

export interface Cause {
  readonly text: string;
  readonly sign: Sign;
}

/** Names for commands: what the error names, or a word in capitals. */
export interface Names {
  readonly role: Word;
  /** Where the error is about a user. */
  readonly user?: Word;
  /** As `check` takes it: whole, since STS and PassRole compare the whole ARN. */
  readonly roleArn: Word;
  /** The service principal to which a role is passed. */
  readonly service: Word;
  readonly name: Word;
  readonly policy: Word;
}

export const placeholders: Names = {
  role: word`ROLE`,
  roleArn: word`ROLE`,
  service: word`SERVICE`,
  name: word`NAME`,
  policy: word`POLICY`,
};

export interface Remedy {
  readonly why: string;
  /** Of our own words and names that may stand in a command; what only the user knows stands there in capitals. */
  readonly command?: (names: Names) => Command | undefined;
  /** Of these operations alone; of every one if absent. */
  readonly of?: readonly string[];
}

/** What helps where this operation failed: all where it is not told. */
export function remediesFor(row: MessageRow, operation: string | undefined): readonly Remedy[] {
  const fitting = row.remedies.filter(
    ({ of }) => operation !== undefined && of?.includes(operation) === true,
  );
  const others = row.remedies.filter(({ of }) => of === undefined);
  return fitting.length > 0 ? [...fitting, ...others] : row.remedies;
}

/**
 * Whether another question says more than which statement decides: of a role the other side counts, too, and of a policy
 * that was not taken what is wrong in it.
 */
export function leadsAway({ next }: Pick<MessageRow, 'next'>): boolean {
  return next === 'lint' || next?.startsWith('check ') === true;
}

/** A cause in words. */
export function wordsOf(cause: string | Cause): string {
  return typeof cause === 'string' ? cause : cause.text;
}

/** An error of AWS or of its tools: how it is worded, what it means, where it comes from and what helps. */
export interface MessageRow {
  /** As in docs/errors.md. */
  readonly id: string;
  /** Names of the error that say it, whatever the message. */
  readonly codes?: readonly string[];
  /** Wordings; what their named groups hold can stand in `meaning`. */
  readonly patterns?: readonly RegExp[];
  /** Wordings that only introduce what AWS answered: any other wording in the text says more. */
  readonly frames?: readonly RegExp[];
  /** Neither the name nor the wording says it without the other. */
  readonly isBoth?: true;
  /** Of a call that a policy refused: says more than the name of the error. */
  readonly isRefusal?: true;
  /** No policy of IAM decided, and the wording says what did. */
  readonly saysWhy?: true;
  /** Says that nothing is known: no reading beside another one. */
  readonly isVague?: true;
  /** `{name}` stands for what a group holds, `{: name}` for a colon and what it holds, or for nothing. */
  readonly meaning: string;
  /** The most frequent first. */
  readonly causes: readonly (string | Cause)[];
  readonly remedies: readonly [Remedy, ...Remedy[]];
  /** The credentials of this machine may be the reason: the chain is asked. */
  readonly asksChain?: true;
  /** Whose wording it is, where one tool alone has it: as `--sdk` takes it. */
  readonly sdk?: 'js' | 'go' | 'java' | 'rust' | 'cli';
  readonly next?: NextCommand;
}
