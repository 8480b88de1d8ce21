import type { Range } from '../core/source.ts';
import { close, report, stop, type Frame, type Reader } from './json-reader.ts';
import { notJsonHint } from './json-scan.ts';
import { quoted } from './problem.ts';
import type { StringNode } from './tree.ts';

/** What people write that JSON does not have: each says so, and goes on where the writer's meaning goes on. */

export const opening = { object: '{', array: '[' } as const;
export const closing = { object: '}', array: ']' } as const;

/** A comma that was reported already. */
const reported = -1;

/** A comma where a value or key should stand. */
export function extraComma(reader: Reader): void {
  const { frame, at } = reader;
  if (frame === undefined) {
    unexpected(reader);
    return;
  }
  const range = { start: at, end: at + 1 };
  reader.at++;
  reader.comma = reported;
  if (frame.kind === 'object' && reader.mode === 'value') missingValue(reader, frame.key, range);
  else report(reader, 'extra-comma', range, 'nothing stands before this comma', 'delete the comma');
  reader.mode = frame.kind === 'object' ? 'key' : 'value';
}

export function missingValue(reader: Reader, key: StringNode | undefined, range: Range): void {
  const message = key === undefined ? 'a value is missing here' : `the key ${quoted(key.value)} has no value`;
  report(reader, 'missing-value', range, message, 'write `:` and a value after the key');
}

export function trailingComma(reader: Reader, bracket: string): void {
  if (reader.comma === reported) return;
  const range = { start: reader.comma, end: reader.comma + 1 };
  const message = `a comma stands before the closing \`${bracket}\``;
  report(reader, 'trailing-comma', range, message, 'delete the comma');
}

/** `]` where `}` was due, or the other way round: closes what it fits, else what is open. */
export function mismatchedBracket(reader: Reader, frame: Frame, bracket: string): void {
  const range = { start: reader.at, end: reader.at + 1 };
  const fits = reader.outer.findLastIndex((outer) => closing[outer.kind] === bracket);
  const due = closing[frame.kind];
  const message = `\`${opening[frame.kind]}\` of ${reader.placeOf(frame.start)} is not closed before this \`${bracket}\``;
  const hint = fits === -1 ? `write \`${due}\` in its place` : `write \`${due}\` before it`;
  report(reader, 'mismatched-bracket', range, message, hint);
  if (reader.stopped) return;
  while (fits !== -1 && reader.outer.length > fits) close(reader, range.start);
  reader.at++;
  close(reader, reader.at);
}

/** A value without a key inside an object: it is read, and left out of the tree. */
export function missingKey(reader: Reader, bracket: string): void {
  const range = { start: reader.at, end: reader.at + 1 };
  const message = `a key is missing before this \`${bracket}\``;
  report(reader, 'missing-key', range, message, 'write `"key": ` before it');
  reader.mode = 'value';
}

const sign = /=>?/y;

export function missingColon(reader: Reader, key: StringNode): void {
  sign.lastIndex = reader.at;
  const written = sign.exec(reader.text)?.[0] ?? '';
  reader.at += written.length;
  const message = `a colon is missing after the key ${quoted(key.value)}`;
  const hint = written === '' ? 'write `:` after it' : `write \`:\` in place of \`${written}\``;
  report(reader, 'missing-colon', { start: key.end, end: key.end }, message, hint);
}

export function missingComma(reader: Reader, frame: Frame): void {
  const range = { start: reader.valueEnd, end: reader.valueEnd };
  const what = frame.kind === 'object' ? 'key' : 'item';
  const { text, at, valueEnd } = reader;
  // `"say "hi" now"`: the text ended at its first inner quote.
  const isInnerQuote = at === valueEnd && text.charAt(at - 1) === '"' && /\w/.test(text.charAt(at));
  const hint = isInnerQuote ? 'write `,` here, or `\\"` for a quote inside the text' : 'write `,` here';
  report(reader, 'missing-comma', range, `a comma is missing before the next ${what}`, hint);
  reader.mode = frame.kind === 'object' ? 'key' : 'value';
  reader.comma = reported;
}

const restOfLine = /[^\r\n]*/y;

export function textAfterEnd(reader: Reader): void {
  const { at, text } = reader;
  const character = text.charAt(at);
  restOfLine.lastIndex = at;
  const rest = (restOfLine.exec(text)?.[0] ?? '').trimEnd();
  const hint = '}]'.includes(character)
    ? `delete this \`${character}\`, or look for the bracket that was closed too early`
    : '{['.includes(character)
      ? 'one file holds one document: put several in an array, or in a file each'
      : 'delete it';
  const message = `text stands after the end of the document: ${quoted(rest)}`;
  report(reader, 'text-after-end', { start: at, end: at + rest.length }, message, hint);
  stop(reader);
}

const garbageRun = /[^\s,:;\]}"{[]+|[\s\S]/y;

/** A character that nothing in JSON starts with: it and what hangs on to it is skipped. */
export function unexpected(reader: Reader): void {
  const { at, text, frame, mode } = reader;
  garbageRun.lastIndex = at;
  const garbage = garbageRun.exec(text)?.[0] ?? '';
  const range = { start: at, end: at + garbage.length };
  reader.at = range.end;
  if (frame === undefined) {
    notJson(reader, range);
    return;
  }
  const due =
    mode === 'after'
      ? '`,` or a closing bracket'
      : mode.endsWith('key')
        ? 'a key in double quotes'
        : 'a value';
  const separates = mode === 'after' && garbage === ';';
  const message = `${quoted(garbage)} stands where ${due} was expected`;
  report(
    reader,
    'unexpected-character',
    range,
    message,
    separates ? 'write `,` in its place' : 'delete or correct it',
  );
  if (!separates) return;
  reader.mode = frame.kind === 'object' ? 'key' : 'value';
  reader.comma = reported;
}

/** The document's first character is not one of JSON: everything after it would be a consequence. */
export function notJson(reader: Reader, range: Range): void {
  const start = quoted(reader.text.slice(range.start, range.end));
  report(reader, 'not-json', range, `this is not JSON: it starts with ${start}`, notJsonHint);
  stop(reader);
}

/** The text is over: says what is still open, closes it. */
export function unfinished(reader: Reader): void {
  const { frame, outer, openString } = reader;
  const end = reader.text.length;
  const open = frame === undefined ? [] : [...outer, frame];
  if (open.length === 0 && openString === undefined) return;
  const names = open.slice(-4).map((one) => `\`${opening[one.kind]}\` of ${reader.placeOf(one.start)}`);
  if (open.length > names.length) names.unshift(`${open.length - names.length} outer brackets`);
  if (openString !== undefined) names.push(`the string of ${reader.placeOf(openString)}`);
  const message = `the text ends too early: ${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} still open`;
  const closers = open.map((one) => closing[one.kind]).reverse();
  const typed = `${openString === undefined ? '' : '"'}${closers.join('')}`;
  const hint = `if the file was cut off, get it again; if only the end is missing, add ${quoted(typed)}`;
  report(reader, 'truncated', { start: end, end }, message, hint);
  // `close` attaches too: what was read stays usable.
  while (reader.frame !== undefined) close(reader, end);
}
