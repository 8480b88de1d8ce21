import { lateExpression } from '../../core/late-expression.ts';
import { wholeText } from '../inner-text.ts';
import { deeper, fail, isAt, isAtEnd, skipBlanks, take, type Cursor } from './cursor.ts';
import type { HclExpression, HclPart, HclTemplate } from '../hcl-tree.ts';

/** Reads one expression; line ends mean nothing in it. */
export type ReadExpression = (cursor: Cursor, lines: boolean) => HclExpression;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** A text between quotes, from its first quote on. */
export function readQuoted(cursor: Cursor, readExpression: ReadExpression): HclTemplate {
  const start = cursor.at;
  cursor.at++;
  const parts = readParts(cursor, readExpression, true);
  if (!take(cursor, '"')) {
    fail(cursor, 'the text has no closing quote', { start, end: start + 1 });
  }
  return { kind: 'template', isHeredoc: false, parts, inner: wholeText(cursor.text), start, end: cursor.at };
}

const heredocStart = lateExpression(String.raw`<<-?([\p{L}_][\p{L}\p{N}_-]*)[ \t\r]*\n`, 'uy');

/** `<<EOF` and the lines up to one that is `EOF` alone. */
export function readHeredoc(cursor: Cursor, readExpression: ReadExpression): HclTemplate | undefined {
  const { text, at: start } = cursor;
  const expression = heredocStart();
  expression.lastIndex = start;
  const [header, word = ''] = expression.exec(text) ?? [];
  if (header === undefined) return undefined;
  const first = start + header.length;
  const last = lineThatIs(text, first, word);
  if (last === undefined) {
    fail(cursor, `the text has no line that is \`${word}\` alone`, { start, end: start + header.length - 1 });
  }
  const inside: Cursor = { ...cursor, text: text.slice(0, last?.start ?? text.length), at: first };
  const read = readParts(inside, readExpression, false);
  // What stands behind a mistake is as little known as what a directive makes.
  const rest = { kind: 'directive', start: inside.at, end: inside.text.length } as const;
  const parts = inside.hasFailed ? [...read, rest] : read;
  cursor.at = last?.end ?? text.length;
  return { kind: 'template', isHeredoc: true, parts, inner: wholeText(text), start, end: cursor.at };
}

function lineThatIs(text: string, from: number, word: string) {
  for (let start = from; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    if (end - start < word.length + 200 && text.slice(start, end).trim() === word)
      return { start, end: start + text.slice(start, end).trimEnd().length };
    start = end + 1;
  }
  return undefined;
}

/** A text without quotes around it, as the strings of `.tf.json` are. */
export function readBareTemplate(cursor: Cursor, readExpression: ReadExpression): readonly HclPart[] {
  return readParts(cursor, readExpression, false);
}

const eaten = /\$\{~?[ \t]*([A-Za-z][\w-]*:(?!:)[^}"\n]{0,200})\}/y;
const plain = /[^\\"$%\n]+/y;
const plainLines = /[^$%]+/y;

function readParts(cursor: Cursor, readExpression: ReadExpression, isQuoted: boolean): readonly HclPart[] {
  const parts: HclPart[] = [];
  const { text } = cursor;
  while (!isAtEnd(cursor) && !cursor.hasFailed) {
    const start = cursor.at;
    const character = text.charAt(start);
    if (isQuoted && (character === '"' || character === '\n')) break;
    if (isQuoted && character === '\\') parts.push(readEscape(cursor));
    else if (isAt(cursor, '${') || isAt(cursor, '%{')) parts.push(readInside(cursor, readExpression));
    else if (isAt(cursor, '$${') || isAt(cursor, '%%{')) {
      cursor.at += 3;
      parts.push({ kind: 'text', value: text.slice(start + 1, cursor.at), start, end: cursor.at });
    } else {
      const run = isQuoted ? plain : plainLines;
      run.lastIndex = start;
      cursor.at = run.test(text) ? run.lastIndex : start + 1;
      parts.push({ kind: 'text', value: text.slice(start, cursor.at), start, end: cursor.at });
    }
  }
  return parts;
}

const unicode = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/y;

function readEscape(cursor: Cursor): HclPart {
  const start = cursor.at;
  unicode.lastIndex = start;
  const [written, short, long] = unicode.exec(cursor.text) ?? [];
  const point = Number.parseInt(short ?? long ?? '0', 16);
  const value =
    written === undefined || point > 0x10ffff
      ? escapes[cursor.text.charAt(start + 1)]
      : String.fromCodePoint(point);
  cursor.at += written?.length ?? 2;
  if (value === undefined) {
    cursor.at = start + 1;
    fail(cursor, 'there is no such escape', { start, end: start + 2 }, 'write `\\\\` for a backslash');
  }
  return { kind: 'text', value: value ?? '\\', start, end: cursor.at };
}

/** `${ … }` or `%{ … }`. */
function readInside(cursor: Cursor, readExpression: ReadExpression): HclPart {
  const start = cursor.at;
  eaten.lastIndex = start;
  const [written, variable] = eaten.exec(cursor.text) ?? [];
  if (written !== undefined && variable !== undefined) {
    cursor.at += written.length;
    return { kind: 'eaten', text: variable, start, end: cursor.at };
  }
  const isDirective = isAt(cursor, '%{');
  cursor.at += 2;
  take(cursor, '~');
  if (isDirective) {
    const end = cursor.text.indexOf('}', cursor.at);
    cursor.at = end < 0 ? cursor.text.length : end + 1;
    return { kind: 'directive', start, end: cursor.at };
  }
  const expression = deeper(cursor, () => {
    const read = readExpression(cursor, true);
    skipBlanks(cursor, true);
    take(cursor, '~');
    if (!take(cursor, '}'))
      fail(cursor, 'the `${` has no closing `}`', { start, end: start + 2 }, 'write `$${` for the text `${`');
    return read;
  });
  const end = cursor.at;
  return { kind: 'interpolation', expression: expression ?? { kind: 'other', start, end }, start, end };
}
