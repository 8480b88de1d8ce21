import { notJson } from './json-mistakes.ts';
import { report, type Reader } from './json-reader.ts';
import { readLongString } from './json-scan.ts';
import { quoted } from './problem.ts';
import type { Node, StringNode } from './tree.ts';

/** Whether a string may start here that JSON does not have: `'`, a backtick, a typographic quote. */
export function isForeignQuote(code: number): boolean {
  return code === 0x27 || code === 0x60 || (code >= 0x2018 && code <= 0x201d);
}

/** Reads a string in single or curly quotes, which is reported. */
export function readForeignString(reader: Reader): StringNode {
  const start = reader.at;
  const opening = reader.text.charAt(start);
  const single = opening === "'" || opening === '`';
  const closing = single
    ? opening
    : opening === '\u2018' || opening === '\u2019'
      ? "\u2018\u2019'"
      : '\u201c\u201d"';
  const problemsBefore = reader.problems.length;
  const node = readLongString(reader, closing, start + 1);
  if (reader.problems.length === problemsBefore && reader.openString === undefined) {
    const name = single ? 'single quotes' : 'typographic quotes';
    const message = `the text stands in ${opening === '`' ? 'backticks' : name}`;
    report(
      reader,
      single ? 'single-quotes' : 'curly-quotes',
      node,
      message,
      'write it in double quotes: `"…"`',
    );
  }
  return node;
}

/** Reads what starts with a digit, a sign or a dot. */
export function readNumber(reader: Reader): Node {
  const { text, at: start } = reader;
  let at = start;
  if (text.charCodeAt(at) === 0x2d) at++;
  const whole = at;
  at = pastDigits(text, at);
  let good = at === whole + 1 || (at > whole && text.charCodeAt(whole) !== 0x30);
  if (text.charCodeAt(at) === 0x2e) {
    const fraction = at + 1;
    at = pastDigits(text, fraction);
    good &&= at > fraction;
  }
  if ((text.charCodeAt(at) | 0x20) === 0x65) {
    at++;
    const sign = text.charCodeAt(at);
    if (sign === 0x2b || sign === 0x2d) at++;
    const exponent = at;
    at = pastDigits(text, exponent);
    good &&= at > exponent;
  }
  if (good && !isWordPart(text.charCodeAt(at))) {
    reader.at = at;
    return { kind: 'number', start, end: at, text: text.slice(start, at) };
  }
  return readBadNumber(reader);
}

function pastDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letters, digits and `_ $ . + -`: what a word without quotes is made of. */
export function isWordPart(code: number): boolean {
  const letter = code | 0x20;
  return (
    isDigit(code) ||
    (letter >= 0x61 && letter <= 0x7a) ||
    code === 0x5f ||
    code === 0x24 ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x2d
  );
}

/** The word at `reader.at`, with the colons of an ARN or an action inside it where `withColons`. */
export function wordAt(reader: Reader, withColons: boolean): string {
  const { text, at: start } = reader;
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isWordPart(code)) at++;
    else if (withColons && (code === 0x3a || code === 0x2a || code === 0x2f) && at > start) at++;
    else return text.slice(start, at);
  }
}

function readBadNumber(reader: Reader): Node {
  const start = reader.at;
  const word = wordAt(reader, true).replace(/:$/, '');
  reader.at = start + Math.max(1, word.length);
  const text = reader.text.slice(start, reader.at);
  const range = { start, end: reader.at };
  if (text === '...') {
    const hint = 'write what the three dots stand for';
    report(reader, 'placeholder', range, '`...` is not JSON', hint);
    return { kind: 'null', ...range };
  }
  const hint = /^[+-]?(?:NaN|Infinity)$/.test(text)
    ? 'JSON has no such number'
    : /^-?0\d+$/.test(text)
      ? `numbers do not start with \`0\`; if this is an account id or another text, write \`"${text}"\``
      : /^[+.]|\.$|\.(?=[eE])/.test(text) && Number.isFinite(Number(text))
        ? `write \`${Number(text)}\``
        : `if this is a text, write ${quoted(`"${text}"`)}`;
  report(reader, 'bad-number', range, `${quoted(text)} is not a number`, hint);
  return { kind: 'string', ...range, value: text };
}

const meant: ReadonlyMap<string, string> = new Map([
  ['none', 'null'],
  ['nil', 'null'],
  ['undefined', 'null'],
  ['null', 'null'],
  ['true', 'true'],
  ['yes', 'true'],
  ['on', 'true'],
  ['false', 'false'],
  ['no', 'false'],
  ['off', 'false'],
]);

/** Reads `true`, `false`, `null` and words that JSON does not have, which are reported. */
export function readWord(reader: Reader): Node {
  const start = reader.at;
  const { text } = reader;
  if (text.startsWith('true', start) && !isWordPart(text.charCodeAt(start + 4)))
    return literal(reader, 4, true);
  if (text.startsWith('false', start) && !isWordPart(text.charCodeAt(start + 5)))
    return literal(reader, 5, false);
  if (text.startsWith('null', start) && !isWordPart(text.charCodeAt(start + 4))) {
    reader.at = start + 4;
    return { kind: 'null', start, end: reader.at };
  }
  const word = wordAt(reader, true);
  reader.at = start + Math.max(1, word.length);
  const range = { start, end: reader.at };
  const shown = text.slice(start, reader.at);
  const instead = meant.get(shown.toLowerCase());
  if (reader.frame === undefined) {
    notJson(reader, range);
  } else if (instead !== undefined) {
    report(reader, 'wrong-literal', range, `${quoted(shown)} is not JSON`, `write \`${instead}\``);
  } else if (shown === 'NaN' || shown === 'Infinity') {
    report(
      reader,
      'bad-number',
      range,
      `${quoted(shown)} is not a number of JSON`,
      'JSON has no such number',
    );
  } else {
    report(
      reader,
      'unquoted-text',
      range,
      `the text ${quoted(shown)} stands without quotes`,
      `write ${quoted(`"${shown}"`)}`,
    );
  }
  return { kind: 'string', ...range, value: shown };
}

function literal(reader: Reader, length: number, value: boolean): Node {
  const start = reader.at;
  reader.at = start + length;
  return { kind: 'boolean', start, end: reader.at, value };
}

/** Reads a key without quotes, which is reported. */
export function readBareKey(reader: Reader): StringNode {
  const start = reader.at;
  const value = wordAt(reader, false);
  reader.at = start + value.length;
  const range = { start, end: reader.at };
  const [message, hint] =
    value === '...'
      ? ['`...` is not JSON', 'write what the three dots stand for']
      : [`the key ${quoted(value)} stands without quotes`, `write ${quoted(`"${value}"`)}`];
  report(reader, 'unquoted-key', range, message, hint);
  return { kind: 'string', ...range, value };
}
