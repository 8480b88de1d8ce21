import { lateExpression } from '../../core/late-expression.ts';
import { wholeText } from '../inner-text.ts';
import {
  deeper,
  fail,
  isAt,
  isAtEnd,
  readName,
  shown,
  skipBlanks,
  skipLine,
  take,
  type Cursor,
} from './cursor.ts';
import { readHeredoc, readQuoted } from './template.ts';
import type { HclExpression, HclObject } from '../hcl-tree.ts';

/** One expression. `lines`: line ends mean nothing, as between brackets. */
export function readExpression(cursor: Cursor, lines: boolean): HclExpression {
  const start = cursor.at;
  return deeper(cursor, () => readOperation(cursor, lines)) ?? other(start, cursor);
}

function other(start: number, { at }: Cursor): HclExpression {
  return { kind: 'other', start, end: at };
}

const operator = /==|!=|<=|>=|&&|\|\||[+\-*/%<>]/y;

function readOperation(cursor: Cursor, lines: boolean): HclExpression {
  skipBlanks(cursor, lines);
  const start = cursor.at;
  let result = readTerm(cursor, lines);
  for (;;) {
    const end = cursor.at;
    if (cursor.hasFailed) return other(start, cursor);
    skipBlanks(cursor, lines);
    operator.lastIndex = cursor.at;
    const [sign] = operator.exec(cursor.text) ?? [];
    if (sign !== undefined) {
      cursor.at += sign.length;
      skipBlanks(cursor, lines);
      readTerm(cursor, lines);
      result = other(start, cursor);
    } else if (take(cursor, '?')) {
      readExpression(cursor, lines);
      skipBlanks(cursor, lines);
      if (take(cursor, ':')) readExpression(cursor, lines);
      else unexpected(cursor, '`:`');
      return other(start, cursor);
    } else {
      cursor.at = end;
      return result;
    }
  }
}

function unexpected(cursor: Cursor, expected: string): void {
  fail(cursor, `${expected} is missing before ${shown(cursor)}`, { start: cursor.at, end: cursor.at + 1 });
}

function readTerm(cursor: Cursor, lines: boolean): HclExpression {
  const start = cursor.at;
  let isSigned = false;
  while (take(cursor, '!') || take(cursor, '-')) {
    isSigned = true;
    skipBlanks(cursor, lines);
  }
  const read = readSteps(cursor, readPrimary(cursor));
  if (!isSigned) return read;
  if (read.kind !== 'literal' || read.type !== 'number') return other(start, cursor);
  return { ...read, text: cursor.text.slice(start, read.end).replace(/\s/g, ''), start };
}

const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readPrimary(cursor: Cursor): HclExpression {
  const { text, at: start } = cursor;
  switch (text.charAt(start)) {
    case '"':
      return readQuoted(cursor, readExpression);
    case '[':
      return readList(cursor);
    case '{':
      return readObject(cursor);
    case '(':
      return readGroup(cursor);
    case '<': {
      const heredoc = readHeredoc(cursor, readExpression);
      if (heredoc !== undefined) return heredoc;
    }
  }
  number.lastIndex = start;
  const [digits] = number.exec(text) ?? [];
  if (digits !== undefined) {
    cursor.at += digits.length;
    return { kind: 'literal', type: 'number', text: digits, start, end: cursor.at };
  }
  return readWord(cursor);
}

function readWord(cursor: Cursor): HclExpression {
  const name = readName(cursor);
  if (name === undefined) {
    unexpected(cursor, 'a value');
    return other(cursor.at, cursor);
  }
  const { start, end, text } = name;
  if (text === 'true' || text === 'false')
    return { kind: 'literal', type: 'boolean', value: text === 'true', start, end };
  if (text === 'null') return { kind: 'literal', type: 'null', start, end };
  let called = text;
  while (take(cursor, '::')) called += `::${readName(cursor)?.text ?? ''}`;
  if (isAt(cursor, '(')) return readCall(cursor, called, start);
  return { kind: 'traversal', steps: [text], start, end: cursor.at };
}

function readCall(cursor: Cursor, name: string, start: number): HclExpression {
  const { items, isPlain } = readItems(cursor, ')');
  const end = cursor.at;
  // `f(list...)` has arguments that nobody counts here.
  return isPlain ? { kind: 'call', name, args: items, start, end } : { kind: 'other', start, end };
}

/** `(…)`: the expression in it. */
function readGroup(cursor: Cursor): HclExpression {
  const start = cursor.at;
  cursor.at++;
  const inside = readExpression(cursor, true);
  skipBlanks(cursor, true);
  if (!take(cursor, ')')) unexpected(cursor, '`)`');
  return { ...inside, start, end: cursor.at };
}

function readList(cursor: Cursor): HclExpression {
  const start = cursor.at;
  if (isFor(cursor)) return skipFor(cursor);
  const { items } = readItems(cursor, ']');
  return { kind: 'list', items, start, end: cursor.at };
}

/** What stands between brackets, with commas between. */
function readItems(cursor: Cursor, close: string) {
  const items: HclExpression[] = [];
  let isPlain = true;
  cursor.at++;
  for (;;) {
    skipBlanks(cursor, true);
    if (take(cursor, close)) break;
    items.push(readExpression(cursor, true));
    if (cursor.hasFailed) break;
    skipBlanks(cursor, true);
    if (take(cursor, '...')) isPlain = false;
    skipBlanks(cursor, true);
    if (take(cursor, ',') || isAt(cursor, close)) continue;
    unexpected(cursor, `\`,\` or \`${close}\``);
    break;
  }
  return { items, isPlain };
}

function readObject(cursor: Cursor): HclExpression {
  const start = cursor.at;
  if (isFor(cursor)) return skipFor(cursor);
  cursor.at++;
  const members: HclObject['members'][number][] = [];
  for (;;) {
    skipBlanks(cursor, true);
    if (take(cursor, '}')) break;
    const key = readKey(cursor);
    skipBlanks(cursor, true);
    if (!take(cursor, '=') && !take(cursor, ':')) {
      unexpected(cursor, '`=`');
      break;
    }
    const value = readExpression(cursor, false);
    members.push({ key, value });
    skipBlanks(cursor, false);
    if (cursor.hasFailed) break;
    if (take(cursor, ',') || isAt(cursor, '\n') || isAt(cursor, '}')) continue;
    unexpected(cursor, 'a line end, `,` or `}`');
    break;
  }
  return { kind: 'object', members, start, end: cursor.at };
}

/** A bare word is its own text. */
function readKey(cursor: Cursor): HclExpression {
  const key = readExpression(cursor, false);
  const [word = '', ...more] = key.kind === 'traversal' ? key.steps : [];
  if (word === '' || more.length > 0 || isAtParenthesis(cursor, key.start)) return key;
  const { start, end } = key;
  const parts = [{ kind: 'text', value: word, start, end }] as const;
  return { kind: 'template', isHeredoc: false, parts, inner: wholeText(cursor.text), start, end };
}

function isAtParenthesis({ text }: Cursor, at: number): boolean {
  return text.charAt(at) === '(';
}

const forStart = /[[{]\s*for\s/y;

function isFor({ text, at }: Cursor): boolean {
  forStart.lastIndex = at;
  return forStart.test(text);
}

/** From a bracket to the one that closes it: `for` makes what only Terraform knows. */
function skipFor(cursor: Cursor): HclExpression {
  const start = cursor.at;
  let open = 0;
  while (!isAtEnd(cursor) && !cursor.hasFailed) {
    skipBlanks(cursor, true);
    if (isAtEnd(cursor)) break;
    const character = cursor.text.charAt(cursor.at);
    if (character === '"') {
      readQuoted(cursor, readExpression);
      continue;
    }
    if (character === '<' && readHeredoc(cursor, readExpression) !== undefined) continue;
    cursor.at++;
    if (/[[{(]/.test(character)) open++;
    if (/[\]})]/.test(character) && --open === 0) return other(start, cursor);
  }
  if (!cursor.hasFailed)
    fail(cursor, `\`${cursor.text.charAt(start)}\` is not closed`, { start, end: start + 1 });
  return other(start, cursor);
}

const dotStep = lateExpression(String.raw`\.(?:([\p{L}_][\p{L}\p{N}_-]*)|(\d+)|\*)`, 'uy');

/** What follows a value: `.name`, `[0]`, `[*]`. */
function readSteps(cursor: Cursor, first: HclExpression): HclExpression {
  const steps: string[] = [];
  for (;;) {
    if (cursor.hasFailed) return other(first.start, cursor);
    const step = dotStep();
    step.lastIndex = cursor.at;
    const [written, name, index] = step.exec(cursor.text) ?? [];
    if (written !== undefined) {
      cursor.at += written.length;
      steps.push(name ?? (index === undefined ? '[*]' : `[${index}]`));
    } else if (isAt(cursor, '[')) steps.push(readIndex(cursor));
    else break;
  }
  if (steps.length === 0) return first;
  return first.kind === 'traversal'
    ? { ...first, steps: [...first.steps, ...steps], end: cursor.at }
    : other(first.start, cursor);
}

function readIndex(cursor: Cursor): string {
  cursor.at++;
  skipBlanks(cursor, true);
  if (take(cursor, '*')) {
    if (!take(cursor, ']')) unexpected(cursor, '`]`');
    return '[*]';
  }
  const index = readExpression(cursor, true);
  skipBlanks(cursor, true);
  if (!take(cursor, ']')) unexpected(cursor, '`]`');
  if (index.kind === 'literal' && index.type === 'number') return `[${index.text}]`;
  const [only, ...more] = index.kind === 'template' ? index.parts : [];
  return only?.kind === 'text' && more.length === 0 ? `["${only.value}"]` : '[?]';
}

/** After a mistake in what begins at `start`: to the first line behind it that stands no further in. */
export function skipMistake(cursor: Cursor, start: number, column: number): void {
  cursor.hasFailed = false;
  const own = cursor.text.lastIndexOf('\n', cursor.at - 1) + 1;
  // The line that the mistake was seen on may be the first one that is meant otherwise.
  if (own > start) cursor.at = own - 1;
  else skipLine(cursor);
  while (!isAtEnd(cursor)) {
    line.lastIndex = cursor.at + 1;
    const [, blanks = '', first = ''] = line.exec(cursor.text) ?? [];
    const isOutside = blanks.length < column && !/[\])]/.test(first);
    if (first !== '' && (isOutside || (blanks.length === column && !/[\])}]/.test(first)))) return;
    cursor.at++;
    skipLine(cursor);
  }
}

const line = /([ \t]*)([^\s]?)/y;
