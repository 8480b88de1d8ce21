import type { Source } from '../core/source.ts';
import { apart, type Hidden } from './secret-shapes.ts';
import { isSecretName, mayNameOne } from './secret.ts';

/**
 * Values under the name of a secret, wherever in JSON and YAML they end: in lists, over several lines, in the field
 * beside their name. What stands on one line with its name, `hideSecrets` finds. A text that is neither is read as far
 * as it looks like one: too much is hidden then.
 */

const known = new WeakMap<Source, readonly Hidden[]>();

/** The pieces of the text, in order and apart from each other. */
export function secretValuesOf(from: Source): readonly Hidden[] {
  const found = known.get(from) ?? apart(secretValuesIn(from.text));
  known.set(from, found);
  return found;
}

/** Those of them that stand in a piece, from its start on. */
export function within(pieces: readonly Hidden[], { start, end }: Hidden): readonly Hidden[] {
  // Of a file with many of them each line asks.
  let low = 0;
  for (let high = pieces.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found: Hidden[] = [];
  for (let piece = pieces[low]; piece !== undefined && piece.start < end; piece = pieces[++low])
    found.push({ start: Math.max(piece.start, start) - start, end: Math.min(piece.end, end) - start });
  return found;
}

/** The last part of a name: what stands before it may be anything. */
const name = /(?:secret|token|passw|passphrase|pwd|api[-_]?key|authorization|private.?key)[\w.-]{0,64}/gi;
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g;

function secretValuesIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  if (!mayNameOne.test(text)) return found;
  let read = 0;
  for (const { 0: start, index } of text.matchAll(privateKey)) {
    if (index < read) continue;
    const end = text.indexOf('-----END', index);
    read = end < 0 ? text.length : end;
    found.push({ start: index + start.length, end: read });
  }
  read = 0;
  for (const { 0: word, index } of text.matchAll(name)) {
    if (index < read || !isSecretName(word)) continue;
    const value = valueBehind(text, index + word.length) ?? valueBeside(text, index, index + word.length);
    if (value === undefined) continue;
    const piece = { start: value, end: endOf(text, value, columnOf(text, index)) };
    if (piece.end <= piece.start) continue;
    found.push(piece);
    read = piece.end;
  }
  return found;
}

/** Where the value begins, behind a colon or an equals sign; undefined where the name is none of a field. */
function valueBehind(text: string, end: number): number | undefined {
  const [sign] = match(/\\{0,8}["']?\s{0,40}(?::(?=[\s"'[{\\])|=)[ \t]{0,40}/y, text, end) ?? [];
  if (sign === undefined) return undefined;
  // In `x:y` the colon belongs to the name.
  return /^\\*["']|\s$|=|:$/.test(sign) ? end + sign.length : undefined;
}

/** `{"name": "DB_PASSWORD", "value": …}`, in either order of lines: the name is a value itself. */
function valueBeside(text: string, start: number, end: number): number | undefined {
  if (
    !/(?:key|name)\\{0,8}["']?\s{0,20}[:=]\s{0,20}\\{0,8}["']?[\w./:-]{0,60}$/i.test(
      text.slice(Math.max(0, start - 140), start),
    )
  )
    return undefined;
  const [between] =
    match(
      /\\{0,8}["']?\s{0,40},?\s{0,80}\\{0,8}["']?value\\{0,8}["']?\s{0,20}[:=][ \t]{0,20}/iy,
      text,
      end,
    ) ?? [];
  return between === undefined ? undefined : end + between.length;
}

const longestStart = 200;

/** The column of a name at the start of its line; undefined where other things stand before it. */
function columnOf(text: string, index: number): number | undefined {
  // Of a long line the start is far away, and looking for it once for each of its names takes long.
  const before = text.slice(Math.max(0, index - longestStart), index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [indent = ''] = /^\s*(?:[-?]\s+)*/.exec(line) ?? [];
  return line.length < longestStart && /^["']?[\w./:@-]*$/.test(line.slice(indent.length))
    ? indent.length
    : undefined;
}

/** Where the value that begins there ends. */
function endOf(text: string, start: number, column: number | undefined): number {
  // Tags and anchors of YAML.
  const [before = ''] = match(/(?:[!&][^\s,[\]{}]{0,128}[ \t]{1,20}){0,4}/y, text, start) ?? [];
  const at = start + before.length;
  switch (text.charAt(at)) {
    case '"':
    case "'":
      return endOfQuotes(text, at);
    case '[':
      return endOfBrackets(text, at);
    case '{':
      return endOfInner(text, at);
    case '|':
    case '>':
    case '\n':
    case '\r':
      return endOfLines(text, at, column);
    default:
      return endOfPlain(text, at, column);
  }
}

function endOfQuotes(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

/** Of a list with all that is in it. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '"') at = endOfQuotes(text, at) - 1;
    else if (sign === '[') depth++;
    else if (sign === ']' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Of an object the value that is called so, 0 where none is: other objects under such a name describe it. */
function endOfInner(text: string, start: number): number {
  const [inner] =
    match(/[{\s][^{}[\]]{0,300}?\b(?:value|default)\\{0,8}["']?\s{0,20}[:=][ \t]{0,20}/iy, text, start) ?? [];
  if (inner === undefined) return 0;
  const at = start + inner.length;
  const quote = text[at];
  return quote === '"' || quote === "'" ? endOfQuotes(text, at) : endOfPlain(text, at, undefined);
}

/** Of lines of YAML that are indented more than the name, or begin with the dash of a list. */
function endOfLines(text: string, start: number, column: number | undefined): number {
  const isBlock = /[|>]/.test(text.charAt(start));
  const first = nextLine(text, start);
  const [blank = ''] = match(/(?:[ \t]*\r?\n)*/y, text, first) ?? [];
  const [indent = ''] = match(/[ \t]*/y, text, first + blank.length) ?? [];
  const at = first + blank.length + indent.length;
  if (!isBlock && /["'[{]/.test(text.charAt(at))) return endOf(text, at, column);
  if (column === undefined) return isBlock ? nextLine(text, start) : start;
  const isList = text[at] === '-';
  if (!isBlock && !isList && match(/["']?[\w.:/-]{1,128}["']?:(?:\s|$)/y, text, at) !== undefined)
    return indent.length > column ? Math.max(start, endOfInner(text, at - 1)) : start;
  return deeper(text, first, isList ? column - 1 : column, isList);
}

/** Of the lines from there on the end of those that are indented more than so far. */
function deeper(text: string, first: number, column: number, isList: boolean): number {
  let end = first;
  while (end < text.length) {
    const [indent = ''] = match(/[ \t]*/y, text, end) ?? [];
    const sign = text.charAt(end + indent.length);
    const isBlank = /^[\r\n]?$/.test(sign);
    const isIn = indent.length > column && (!isList || indent.length > column + 1 || sign === '-');
    if (!isBlank && !isIn) break;
    end = nextLine(text, end);
  }
  return end;
}

/** Of words without quotes: to the end of the line and over lines that go on; within brackets to the next sign of them. */
function endOfPlain(text: string, start: number, column: number | undefined): number {
  if (column === undefined) {
    const [word = ''] = match(/[^\s,}\]]*/y, text, start) ?? [];
    return start + word.length;
  }
  return deeper(text, nextLine(text, start), column, false);
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
