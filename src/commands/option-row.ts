/** An option as data: the reader of the good path, commander and the help are all made of it. */
export interface OptionRow {
  /** `--name`, `--name <value>`, `--name [value]`, each perhaps with a short form before it. */
  readonly flags: string;
  readonly description: string;
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[];
  /** The value that holds where it is not given. */
  readonly standard?: string;
  /** What a second one does, where it does not take the place of the first: it is refused, or kept beside it. */
  readonly again?: 'refused' | 'kept';
}

/** `--name` of the row. */
export function longFlagOf({ flags }: OptionRow): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** The name by which a command reads the option: `sessionTag` of `--session-tag`, `color` of `--no-color`. */
export function optionKeyOf(longFlag: string): string {
  return longFlag.replace(/^--(no-)?/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
