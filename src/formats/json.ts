import type { Source } from '../core/source.ts';
import {
  extraComma,
  mismatchedBracket,
  missingColon,
  missingComma,
  missingKey,
  missingValue,
  closing,
  textAfterEnd,
  trailingComma,
  unexpected,
  unfinished,
} from './json-mistakes.ts';
import { attach, close, newReader, open, report, type Reader } from './json-reader.ts';
import { notJsonHint, readString, skipSpace } from './json-scan.ts';
import {
  isForeignQuote,
  isWordPart,
  readBareKey,
  readForeignString,
  readNumber,
  readWord,
} from './json-words.ts';
import { diagnosticOf, placeOf, type Problem } from './problem.ts';
import type { Node, Parsed, StringNode } from './tree.ts';

/**
 * Reads JSON (RFC 8259) with the place of every node. There is a problem exactly where `JSON.parse` would
 * throw, or where brackets nest more than 200 deep; reading goes on behind it, so that one look at the file
 * mends them all. Duplicate keys are kept and not reported. Never throws.
 */
export function parseJson(source: Source): Parsed {
  const { root, problems } = readJson(source.text, (offset) => placeOf(source, offset));
  return { source, root, problems: problems.map((problem) => diagnosticOf(source, problem)) };
}

export interface JsonReading {
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
}

/** As `parseJson`, for a text inside another: `placeText` tells where one of its offsets is for the user. */
export function readJson(text: string, placeText: (offset: number) => string): JsonReading {
  const reader = newReader(text, placeText);
  for (;;) {
    skipSpace(reader);
    if (reader.at >= text.length) break;
    step(reader);
  }
  unfinished(reader);
  if (reader.root === undefined && reader.problems.length === 0) {
    report(reader, 'empty', { start: 0, end: text.length }, 'the text is empty', notJsonHint);
  }
  return { root: reader.root, problems: reader.problems };
}

const doubleQuote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function step(reader: Reader): void {
  switch (reader.mode) {
    case 'value':
    case 'first-value':
      stepValue(reader);
      return;
    case 'key':
    case 'first-key':
      stepKey(reader);
      return;
    case 'after':
      stepAfter(reader);
  }
}

function stepValue(reader: Reader): void {
  const code = reader.text.charCodeAt(reader.at);
  if (code === doubleQuote) attach(reader, readString(reader));
  else if (code === openBrace) open(reader, 'object');
  else if (code === openBracket) open(reader, 'array');
  else if (code === closeBrace || code === closeBracket) stepClosing(reader);
  else if (code === comma) extraComma(reader);
  else if (startsNumber(code)) attach(reader, readNumber(reader));
  else if (isForeignQuote(code)) attach(reader, readForeignString(reader));
  else if (isWordPart(code)) attach(reader, readWord(reader));
  else unexpected(reader);
}

/** A digit, `-`, and what people write at the start of numbers: `+` and a dot. */
function startsNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e;
}

function stepClosing(reader: Reader): void {
  const { frame, mode } = reader;
  if (frame === undefined) {
    unexpected(reader);
    return;
  }
  const { at } = reader;
  const bracket = reader.text.charAt(at);
  if (frame.kind === 'object' && mode === 'value')
    missingValue(reader, frame.key, { start: at, end: at + 1 });
  else if (mode === 'key' || mode === 'value') trailingComma(reader, bracket);
  if (reader.stopped) return;
  if (closing[frame.kind] !== bracket) {
    mismatchedBracket(reader, frame, bracket);
    return;
  }
  reader.at++;
  close(reader, reader.at);
}

function stepKey(reader: Reader): void {
  const { frame } = reader;
  const code = reader.text.charCodeAt(reader.at);
  if (frame?.kind !== 'object') unexpected(reader);
  else if (code === doubleQuote) readColon(reader, (frame.key = readString(reader)));
  else if (code === closeBrace || code === closeBracket) stepClosing(reader);
  else if (code === comma) extraComma(reader);
  else if (code === openBrace || code === openBracket) missingKey(reader, reader.text.charAt(reader.at));
  else if (isForeignQuote(code)) readColon(reader, (frame.key = readForeignString(reader)));
  else if (isWordPart(code)) readColon(reader, (frame.key = readBareKey(reader)));
  else unexpected(reader);
}

function readColon(reader: Reader, key: StringNode): void {
  reader.mode = 'value';
  skipSpace(reader);
  const { at, text } = reader;
  const code = text.charCodeAt(at);
  if (code === colon) {
    reader.at++;
    return;
  }
  // The text ends here, or the member has no value: whoever reads on reports that.
  if (at >= text.length || code === comma || code === closeBrace || code === closeBracket) return;
  missingColon(reader, key);
}

function stepAfter(reader: Reader): void {
  const { frame, at } = reader;
  const code = reader.text.charCodeAt(at);
  if (frame === undefined) {
    textAfterEnd(reader);
  } else if (code === comma) {
    reader.comma = at;
    reader.at++;
    reader.mode = frame.kind === 'object' ? 'key' : 'value';
  } else if (code === closeBrace || code === closeBracket) {
    stepClosing(reader);
  } else if (startsItem(code)) {
    missingComma(reader, frame);
  } else {
    unexpected(reader);
  }
}

function startsItem(code: number): boolean {
  return (
    code === doubleQuote ||
    code === openBrace ||
    code === openBracket ||
    isForeignQuote(code) ||
    isWordPart(code)
  );
}
