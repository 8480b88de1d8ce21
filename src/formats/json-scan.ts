import type { Range } from '../core/source.ts';
import { report, type Reader } from './json-reader.ts';
import { quoted } from './problem.ts';
import type { StringNode } from './tree.ts';

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const doubleQuote = 0x22;
const backslash = 0x5c;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

export const notJsonHint = 'a JSON document starts with `{` or `[`';

/** Moves past white space, and past comments and spaces that JSON does not have, which are reported. */
export function skipSpace(reader: Reader): void {
  const { text } = reader;
  let at = reader.at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === space || code === lineFeed || code === carriageReturn || code === tab) {
      at++;
      continue;
    }
    reader.at = at;
    // `#`, `/` and everything beyond ASCII; NaN at the end of the text.
    if (code !== 0x23 && code !== 0x2f && !(code > 0x7f)) return;
    if (!skipForeignSpace(reader)) return;
    at = reader.at;
  }
}

const comment = /(?:\/\/|#)[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const oddSpaces = /[\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+/y;

function skipForeignSpace(reader: Reader): boolean {
  const start = reader.at;
  comment.lastIndex = start;
  if (comment.test(reader.text)) {
    const end = comment.lastIndex;
    const unclosed = reader.text.startsWith('/*', start) && !reader.text.slice(start + 2, end).endsWith('*/');
    reader.at = end;
    const message = unclosed
      ? 'the comment is never closed, and JSON has no comments'
      : 'JSON has no comments';
    report(reader, 'comment', { start, end }, message, 'delete the comment');
    return true;
  }
  oddSpaces.lastIndex = start;
  if (!oddSpaces.test(reader.text)) return false;
  reader.at = oddSpaces.lastIndex;
  const range = { start, end: reader.at };
  report(reader, 'odd-space', range, 'an invisible character stands here', 'replace it by a space');
  return true;
}

/** Reads the string that starts at `reader.at` with a double quote. */
export function readString(reader: Reader): StringNode {
  const { text, at: start } = reader;
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) {
      reader.at = at + 1;
      return { kind: 'string', start, end: at + 1, value: text.slice(start + 1, at) };
    }
    if (code === backslash) return readEscapedString(reader, at) ?? readLongString(reader, '"', at);
    if (!(code >= space)) return readLongString(reader, '"', at);
    at++;
  }
}

/** A whole string with escapes, read by the platform, which is fast; undefined where something is wrong in it. */
function readEscapedString(reader: Reader, from: number): StringNode | undefined {
  const { text, at: start } = reader;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) break;
    if (!(code >= space)) return undefined;
    at += code === backslash ? 2 : 1;
  }
  const end = at + 1;
  try {
    const value: unknown = JSON.parse(text.slice(start, end));
    if (typeof value !== 'string') return undefined;
    reader.at = end;
    return { kind: 'string', start, end, value };
  } catch {
    return undefined;
  }
}

/** A string with an escape, an error in it, or quotes that JSON does not have; nothing special before `from`. */
export function readLongString(reader: Reader, closing: string, from: number): StringNode {
  const { text, at: start } = reader;
  let value = '';
  let copied = start + 1;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    // The four that may close a string: `"`, `'`, a backtick, a typographic quote.
    const mayClose =
      code === doubleQuote || code === 0x27 || code === 0x60 || (code >= 0x2018 && code <= 0x201d);
    if (mayClose && closing.includes(text.charAt(at))) {
      value += text.slice(copied, at);
      reader.at = at + 1;
      return { kind: 'string', start, end: at + 1, value };
    }
    if (code === backslash) {
      value += text.slice(copied, at) + readEscape(reader, at);
      copied = at = reader.at;
    } else if ((code === lineFeed || code === carriageReturn) && endsAtLine(text, at)) {
      return unclosedString(reader, start, value + text.slice(copied, at), at);
    } else if (code < space) {
      // CR and LF together are one line break.
      const isPair = code === carriageReturn && text.charCodeAt(at + 1) === lineFeed;
      const end = isPair ? at + 2 : at + 1;
      reportControl(reader, { start: at, end }, isPair ? lineFeed : code);
      at = end;
    } else if (at >= text.length) {
      value += text.slice(copied);
      reader.openString ??= start;
      reader.at = text.length;
      return { kind: 'string', start, end: text.length, value };
    } else {
      at++;
    }
    // Too many problems: the rest is not looked at.
    if (reader.stopped) return { kind: 'string', start, end: text.length, value };
  }
}

const nextLine = /[\r\n\t ]*(?:["'\]}[{,#]|\/\/|$)/y;

/** Whether the text goes on as JSON in the next line: a quote is missing then, else the line break is inside. */
function endsAtLine(text: string, at: number): boolean {
  nextLine.lastIndex = at;
  return nextLine.test(text);
}

const controlNames: ReadonlyMap<number, readonly [name: string, written: string]> = new Map([
  [tab, ['a tab', '\\t']],
  [lineFeed, ['a line break', '\\n']],
  [carriageReturn, ['a line break', '\\r']],
]);

function reportControl(reader: Reader, range: Range, code: number): void {
  const escaped = `\\u${code.toString(16).padStart(4, '0')}`;
  const [name, written] = controlNames.get(code) ?? [`the control character \`${escaped}\``, escaped];
  const hint = `write \`${written}\`, or delete it`;
  report(reader, 'control-character', range, `${name} stands inside a string`, hint);
}

const fourHex = /[0-9a-fA-F]{4}/y;

/** The character that the escape at `at` stands for; moves `reader.at` past it. */
function readEscape(reader: Reader, at: number): string {
  const { text } = reader;
  const letter = text.charAt(at + 1);
  const plain = escapes.get(letter);
  reader.at = Math.min(at + 2, text.length);
  if (plain !== undefined) return plain;
  fourHex.lastIndex = at + 2;
  if (letter === 'u' && fourHex.test(text)) {
    reader.at = at + 6;
    return String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
  }
  // The text ends here: that alone is reported.
  if (letter === '' || (letter === 'u' && /^[0-9a-fA-F]{0,3}$/.test(text.slice(at + 2)))) {
    reader.at = text.length;
    return '';
  }
  const range = { start: at, end: reader.at };
  const hint =
    letter === 'u'
      ? 'write four hexadecimal digits after `\\u`'
      : `for a backslash write \`\\\\\`${letter === "'" ? ', for an apostrophe just the apostrophe' : ''}`;
  // A line end stays to be seen by the string.
  if (letter === '\n' || letter === '\r') reader.at = at + 1;
  report(
    reader,
    'bad-escape',
    range,
    `${quoted(text.slice(at, at + 2))} is not an escape that JSON has`,
    hint,
  );
  return letter === '\n' || letter === '\r' ? '' : letter;
}

/**
 * A string that its line ends: a closing quote is missing. A comma or bracket at its end was most likely meant
 * to follow the quote, so that the next line is read as it was meant.
 */
function unclosedString(reader: Reader, start: number, value: string, lineEnd: number): StringNode {
  const tail =
    /[\s,\]]*$/.exec(reader.text.slice(Math.max(start + 1, lineEnd - 80), lineEnd))?.[0].length ?? 0;
  const end = lineEnd - tail;
  reader.at = end;
  const hint = 'close it with `"`, or write `\\n` for a line break inside it';
  report(reader, 'unclosed-string', { start, end }, 'the string is not closed on its line', hint);
  return { kind: 'string', start, end, value: value.slice(0, Math.max(0, value.length - tail)) };
}
