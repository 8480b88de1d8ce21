/** An option as data: the reader of the good path, commander and the help are all made of it. */
export interface OptionRow {
  /** `--name`, `--name <value>`, `--name [value]`, each perhaps with a short form before it. */
  readonly flags: string;
  readonly description: string;
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[];
  /** The value that holds where it is not given. */
  readonly standard?: string;
  /** What the options beside it are about, for the help of a command that has many. */
  readonly group?: string;
  /** Nothing is asked without it. */
  readonly isRequired?: true;
  /** What a second one does, where it does not take the place of the first: it is refused, or kept beside it. */
  readonly again?: 'refused' | 'kept';
}

/** `--name` of the row. By hand, as the next: a regular expression would take longer to make than all options to read. */
export function longFlagOf({ flags }: OptionRow): string {
  const start = flags.indexOf('--');
  const end = flags.indexOf(' ', start);
  return flags.slice(start, end < 0 ? undefined : end);
}

/** The name by which a command reads the option: `sessionTag` of `--session-tag`, or without its hyphens; `color` of `--no-color`. */
export function optionKeyOf(flag: string): string {
  const start = flag.startsWith('--no-') ? 5 : flag.startsWith('--') ? 2 : 0;
  const [first = '', ...rest] = flag.slice(start).split('-');
  return first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
