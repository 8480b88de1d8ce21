import type { Member, Node, ObjectNode, StringNode } from './tree.ts';

/**
 * The documents of YAML that most people write, read in one go: maps and lists by indentation, lists and maps in brackets,
 * texts on one line. It is a tenth of the work that the whole language is. What is not certainly as the package reads it is
 * left to the package: `undefined` says nothing about the text but that.
 */
export function readPlainYaml(text: string, start: number, end: number): Node | undefined {
  try {
    return read({ text, at: start, end, column: 0, ended: start });
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

/** Made once: it is thrown often, and its stack tells nothing. */
const notPlain = new Error('more than plain YAML');

/** Deeper ones are counted elsewhere. */
const mostDepth = 60;

interface Reading {
  readonly text: string;
  readonly end: number;
  at: number;
  /** Of what stands at `at`, where that is the first of its line, or stands behind the `-` of its item. */
  column: number;
  /** The end of the last line that was read. */
  ended: number;
}

function read(reading: Reading): Node {
  toContent(reading);
  const root = isAt(reading, '{') || isAt(reading, '[') ? flowLine(reading, -1) : block(reading, 1);
  if (reading.at < reading.end) throw notPlain;
  return root;
}

function isAt({ text, at }: Reading, character: string): boolean {
  return text[at] === character;
}

const blankLine = / *\n/y;
const commentLine = / *#[^\n]*(?:\n|$)/y;
const spaces = / */y;

/** To the first thing of the next line that holds something, or to the end. */
function toContent(reading: Reading): void {
  const { text, end } = reading;
  let line = reading.at;
  let deepest = 0;
  while (line < end) {
    const at = endOf(spaces, text, line);
    const isComment = text[at] === '#';
    if (isComment) deepest = Math.max(deepest, at - line);
    else if (at < end && text[at] !== '\n') break;
    const next = endOf(isComment ? commentLine : blankLine, text, line);
    if (next < 0) line = end;
    else line = next;
  }
  const at = line < end ? endOf(spaces, text, line) : end;
  reading.at = at;
  reading.column = at < end ? at - line : 0;
  // A comment that is indented more belongs to what stands above it, and makes that longer.
  if (deepest > reading.column) throw notPlain;
}

/** Where an expression ends that fits there; -1 where it does not. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : -1;
}

const dash = /-(?= )/y;
const plainKey = /[\w./$](?:[\w./@$*+=-]|:(?![ \n]))*(?=:[ \n])/y;
const quotedKey = /(?:"[^"\\\n]*"|'[^'\n]*')(?=:[ \n])/y;

function block(reading: Reading, depth: number): Node {
  if (depth > mostDepth || reading.at >= reading.end) throw notPlain;
  const { text, at } = reading;
  if (endOf(dash, text, at) >= 0) return sequence(reading, depth);
  if (endOfKey(reading) >= 0) return mapping(reading, depth);
  throw notPlain;
}

function endOfKey({ text, at }: Reading): number {
  return endOf(text[at] === '"' || text[at] === "'" ? quotedKey : plainKey, text, at);
}

function mapping(reading: Reading, depth: number): ObjectNode {
  const { text, end, column, at: start } = reading;
  const members: Member[] = [];
  while (reading.at < end && reading.column === column) {
    const key = keyAt(reading, endOfKey(reading));
    reading.at = endOf(spaces, text, key.end + 1);
    members.push({ key, value: valueOf(reading, column, depth) });
  }
  if (reading.at < end && reading.column > column) throw notPlain;
  return { kind: 'object', start, end: reading.ended, members };
}

function keyAt({ text, at }: Reading, end: number): StringNode {
  // The package has a limit for keys, and a merge key is no key.
  if (end < 0 || end - at > 1000) throw notPlain;
  const isQuoted = text[at] === '"' || text[at] === "'";
  return {
    kind: 'string',
    start: at,
    end,
    value: isQuoted ? text.slice(at + 1, end - 1) : text.slice(at, end),
  };
}

/** Behind the `:` of a key in `column`. */
function valueOf(reading: Reading, column: number, depth: number): Node {
  const { text } = reading;
  if (!isAt(reading, '\n') && !isAt(reading, '#')) return inline(reading, column);
  endLine(reading);
  if (reading.column > column) return block(reading, depth + 1);
  // A list may stand as far left as its key.
  if (reading.column === column && reading.at < reading.end && endOf(dash, text, reading.at) >= 0)
    return sequence(reading, depth + 1);
  throw notPlain;
}

function sequence(reading: Reading, depth: number): Node {
  const { text, end, column, at: start } = reading;
  if (depth > mostDepth) throw notPlain;
  const items: Node[] = [];
  while (reading.at < end && reading.column === column && endOf(dash, text, reading.at) >= 0) {
    const at = endOf(spaces, text, reading.at + 1);
    reading.column += at - reading.at;
    reading.at = at;
    if (isAt(reading, '#') || isAt(reading, '\n')) throw notPlain;
    const isBlock = endOf(dash, text, at) >= 0 || endOfKey(reading) >= 0;
    items.push(isBlock ? block(reading, depth + 1) : inline(reading, column));
  }
  if (reading.at < end && reading.column > column) throw notPlain;
  return { kind: 'array', start, end: reading.ended, items };
}

/** What stands on the line of its key or dash, and ends with it; what is indented more would go on with it. */
function inline(reading: Reading, column: number): Node {
  const { text, at } = reading;
  const node =
    text[at] === '{' || text[at] === '['
      ? flowLine(reading, column)
      : text[at] === '"' || text[at] === "'"
        ? quotedLine(reading)
        : plainLine(reading);
  if (reading.at < reading.end && reading.column > column) throw notPlain;
  return node;
}

const restOfLine = / *(?:(?<= )#[^\n]*)?(?:\n|$)/y;

function endLine(reading: Reading): void {
  const at = endOf(restOfLine, reading.text, reading.at);
  if (at < 0) throw notPlain;
  reading.at = at;
  reading.ended = at;
  toContent(reading);
}

function quotedLine(reading: Reading): Node {
  const node = quoted(reading);
  endLine(reading);
  return node;
}

const doubleQuoted = /"[^"\\\n]*"/y;
const singleQuoted = /'(?:[^'\n]|'')*'/y;

function quoted(reading: Reading): StringNode {
  const { text, at } = reading;
  const isDouble = text[at] === '"';
  const end = endOf(isDouble ? doubleQuoted : singleQuoted, text, at);
  if (end < 0) throw notPlain;
  reading.at = end;
  const inside = text.slice(at + 1, end - 1);
  return { kind: 'string', start: at, end, value: isDouble ? inside : inside.replaceAll("''", "'") };
}

/** Not what has a meaning of its own at the start of a text. */
const plainText = /[^\s\-?:,[\]{}#&*!|>'"%@`][^\n]*/y;

function plainLine(reading: Reading): Node {
  const { text, at } = reading;
  const lineEnd = endOf(plainText, text, at);
  if (lineEnd < 0) throw notPlain;
  const line = text.slice(at, lineEnd);
  const comment = line.indexOf(' #');
  const node = scalar(withoutSpaces(comment < 0 ? line : line.slice(0, comment)), at);
  reading.at = node.end;
  endLine(reading);
  return node;
}

/** Other white space at its end is a part of a text. */
function withoutSpaces(value: string): string {
  let end = value.length;
  while (value[end - 1] === ' ') end--;
  return value.slice(0, end);
}

const decimal = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const word = /^(?:true|True|TRUE|false|False|FALSE|null|Null|NULL|~)$/;

/** A text without quotes, as the core schema of YAML 1.2 reads it. */
function scalar(value: string, start: number): Node {
  const range = { start, end: start + value.length };
  if (value.endsWith(':') || value.includes(': ')) throw notPlain;
  if (decimal.test(value)) return { kind: 'number', ...range, text: value };
  if (!word.test(value)) return { kind: 'string', ...range, value };
  const first = value.charAt(0).toLowerCase();
  return first === 'n' || first === '~'
    ? { kind: 'null', ...range }
    : { kind: 'boolean', ...range, value: first === 't' };
}

/** A list or map in brackets, and the end of its line. Each of its lines is indented more than `column`. */
function flowLine(reading: Reading, column: number): Node {
  const node = flow(reading, column, 1);
  endLine(reading);
  return node;
}

const gap = /(?: *\n)* */y;

/** Over spaces and line ends between brackets. */
function skipGap(reading: Reading, column: number): void {
  const { text, at } = reading;
  const next = endOf(gap, text, at);
  // Within the gap alone: a line may have as many values as a file has letters.
  const end = text.slice(at, next).lastIndexOf('\n');
  if (next >= reading.end || (end >= 0 && next - (at + end + 1) <= column)) throw notPlain;
  reading.at = next;
}

function flow(reading: Reading, column: number, depth: number): Node {
  if (depth > mostDepth) throw notPlain;
  const { text, at: start } = reading;
  const isMap = text[start] === '{';
  const close = isMap ? '}' : ']';
  const items: Node[] = [];
  const members: Member[] = [];
  reading.at++;
  skipGap(reading, column);
  while (!isAt(reading, close)) {
    if (isMap) members.push(flowMember(reading, column, depth));
    else items.push(flowValue(reading, column, depth));
    skipGap(reading, column);
    if (isAt(reading, close)) break;
    if (!isAt(reading, ',')) throw notPlain;
    reading.at++;
    skipGap(reading, column);
    if (isAt(reading, close)) throw notPlain;
  }
  reading.at++;
  return isMap
    ? { kind: 'object', start, end: reading.at, members }
    : { kind: 'array', start, end: reading.at, items };
}

const flowKey = /[\w./$](?:[\w./@$*+=-]|:(?![ \n,[\]{}]))*(?=:[ \n])/y;
const quotedFlowKey = /(?:"[^"\\\n]*"|'[^'\n]*')(?=:)/y;

function flowMember(reading: Reading, column: number, depth: number): Member {
  const { text, at } = reading;
  const isQuoted = text[at] === '"' || text[at] === "'";
  const key = keyAt(reading, endOf(isQuoted ? quotedFlowKey : flowKey, text, at));
  reading.at = key.end + 1;
  skipGap(reading, column);
  return { key, value: flowValue(reading, column, depth) };
}

const flowText = /[^\s\-?:,[\]{}#&*!|>'"%@`][^\n,[\]{}#]*/y;

function flowValue(reading: Reading, column: number, depth: number): Node {
  const { text, at } = reading;
  if (text[at] === '{' || text[at] === '[') return flow(reading, column, depth + 1);
  if (text[at] === '"' || text[at] === "'") return quoted(reading);
  const end = endOf(flowText, text, at);
  if (end < 0) throw notPlain;
  const node = scalar(withoutSpaces(text.slice(at, end)), at);
  reading.at = node.end;
  return node;
}
