import { lateExpression } from '../../core/late-expression.ts';
import type { Range } from '../../core/source.ts';
import type { Problem } from '../problem.ts';
import type { HclName } from '../hcl-tree.ts';

/** Where a reader stands in its text; it only ever goes on, so that a text is read in a time that grows with it. */
export interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  /** Whether what is being read is given up: whoever sees it leaves. */
  hasFailed: boolean;
  readonly problems: Problem[];
}

const mostDepth = 100;
const mostProblems = 20;
const tooDeep = 'hcl/too-deep';

/** Gives up what is being read; the first mistake of it is the one that is told. */
export function fail(cursor: Cursor, message: string, range: Range, hint?: string): void {
  if (cursor.hasFailed || hasGivenUp(cursor)) {
    cursor.hasFailed = true;
    return;
  }
  cursor.hasFailed = true;
  cursor.problems.push({
    code: 'hcl/syntax',
    message,
    range: { start: range.start, end: Math.min(range.end, cursor.text.length) },
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Whether nothing more is read: a text with that many mistakes is no configuration. */
export function hasGivenUp({ problems }: Cursor): boolean {
  return problems.length >= mostProblems || problems.at(-1)?.code === tooDeep;
}

/** Goes one level down; `undefined`, and nothing more is read, where that is too deep for anything that people write. */
export function deeper<T>(cursor: Cursor, read: () => T): T | undefined {
  if (cursor.depth >= mostDepth) {
    const range = { start: cursor.at, end: cursor.at + 1 };
    const message = `more than ${mostDepth} levels stand in each other here`;
    cursor.problems.push({ code: tooDeep, message, range, hint: 'nothing is read from here on' });
    cursor.hasFailed = true;
    cursor.at = cursor.text.length;
    return undefined;
  }
  cursor.depth++;
  const result = read();
  cursor.depth--;
  return result;
}

const lineFeed = 0x0a;

/** Skips blanks and comments, and line ends too where they mean nothing. */
export function skipBlanks(cursor: Cursor, lines: boolean): void {
  const { text } = cursor;
  // What is given up ends on its line.
  while (!cursor.hasFailed) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x20 || code === 0x09 || code === 0x0d || code === 0xfeff) cursor.at++;
    else if (code === lineFeed && lines) cursor.at++;
    else if (code === 0x23 || (code === 0x2f && text.charCodeAt(cursor.at + 1) === 0x2f)) skipLine(cursor);
    else if (code === 0x2f && text.charCodeAt(cursor.at + 1) === 0x2a) {
      const end = text.indexOf('*/', cursor.at + 2);
      cursor.at = end < 0 ? text.length : end + 2;
    } else return;
  }
}

/** To the end of the line, before its line feed. */
export function skipLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end;
}

export function isAtEnd({ text, at }: Cursor): boolean {
  return at >= text.length;
}

export function isAt({ text, at }: Cursor, word: string): boolean {
  return text.startsWith(word, at);
}

/** Takes the word where it stands here. */
export function take(cursor: Cursor, word: string): boolean {
  if (!isAt(cursor, word)) return false;
  cursor.at += word.length;
  return true;
}

const name = lateExpression(String.raw`[\p{L}_][\p{L}\p{N}_-]*`, 'uy');

export function readName(cursor: Cursor): HclName | undefined {
  const expression = name();
  expression.lastIndex = cursor.at;
  const [text] = expression.exec(cursor.text) ?? [];
  if (text === undefined) return undefined;
  const start = cursor.at;
  cursor.at += text.length;
  return { text, start, end: cursor.at };
}

/** What stands here, as a message names it. */
export function shown({ text, at }: Cursor): string {
  if (at >= text.length) return 'the end of the file';
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /^\s$/.test(character) ? 'the end of the line' : `\`${character}\``;
}
