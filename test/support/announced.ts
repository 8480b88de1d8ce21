import { stripVTControlCharacters } from 'node:util';

const line =
  /^! sending to (\S+), which is not AWS's, (signed with key \*{16}.{4}|with a token that signs in|with the token of a container): [^\n]*\n/;

export interface Announced {
  /** The lines that say where something goes, in order. */
  readonly announced: readonly string[];
  /** What else stands on standard error. */
  readonly err: string;
}

/** Takes what is announced before anything is sent from the start of standard error; colours go. */
export function announcedIn(err: string): Announced {
  const announced: string[] = [];
  for (let rest = stripVTControlCharacters(err); ;) {
    const [found] = line.exec(rest) ?? [];
    if (found === undefined) return { announced, err: rest };
    announced.push(found.trimEnd());
    rest = rest.slice(found.length);
  }
}
