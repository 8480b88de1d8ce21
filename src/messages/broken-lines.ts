/** A text that a terminal broke at its width, inside of words too. */

const narrowest = 60;
const named = /(?<!\S)["'(>]?(?:arn:[^\s"'(>]+|anonymous) is not authorized/;

/** A sentence that was broken at its words. */
const beginsWord =
  /^(?:because|with an|on resource|is not|not authorized|authorized to|to perform|allows the) /;

/** Whether the line carries on with the refusal that the last one began: the caller stands in both. */
export function isBroken(last: string, line: string): boolean {
  return last.length >= narrowest && !named.test(line) && named.test(last + line);
}

const unfinished = /\b(?:because no?|with an?)(?: [a-z-]{0,20}){0,6}$/i;

const carriesOn = /^(?!\d{4}-)[a-z\d:,.;)-]/;

/** Whether the line belongs to lines that are filled: inside of the words that say who refused, or below several. */
export function fills(lines: readonly string[], line: string): boolean {
  const [first = '', last = first] = [lines[0], lines.at(-1)];
  if (last.length < narrowest || last.length !== first.length || line.length > last.length) return false;
  return unfinished.test(last.slice(-100)) || (lines.length > 2 && carriesOn.test(line));
}

export interface Joined {
  readonly text: string;
  /** More than one line was filled. */
  readonly isSure: boolean;
}

/** The lines as one, as far as they are of one length; undefined where nothing was broken. */
export function joinBroken(text: string): Joined | undefined {
  const lines = text.split(/\r?\n/);
  const [{ length: width } = { length: 0 }] = lines;
  if (width < narrowest) return undefined;
  const shorter = lines.findIndex(({ length }) => length !== width);
  const end = shorter < 0 ? lines.length - 1 : shorter;
  if (end < 1) return undefined;
  const [first = '', ...rest] = lines.slice(0, end + 1);
  const joined = rest.reduce((text, line) => `${text}${beginsWord.test(line) ? ' ' : ''}${line}`, first);
  return { text: [joined, ...lines.slice(end + 1)].join('\n'), isSure: end > 1 };
}
