/** Words of a command line that a user pastes into a POSIX shell. */

/** No shell gives these characters a meaning, but for `=` at the start of a word (zsh). */
const plain = /^[\w.@/:+,-][\w.@/:+,=-]*$/;

/** The text as one word. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : shellQuoted(text);
}

/** The text in quotes, also where it needs none: for what a reader shall see as one, like a `sed` script. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** An option with its value: joined by `=` where the value would be taken for an option itself. */
export function shellOption(name: string, value: string): string {
  return value.startsWith('-') ? shellWord(`${name}=${value}`) : `${name} ${shellWord(value)}`;
}

/** A path, which is no option, and which may begin with `~`: a shell expands that outside of quotes only. */
export function shellPath(path: string): string {
  const [, home, rest] = /^(~[/\\])(.*)$/s.exec(path) ?? [];
  if (home !== undefined && rest !== undefined) return rest === '' ? home : home + shellWord(rest);
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}
