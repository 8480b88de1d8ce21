import type { Line } from '../formats/jsonl.ts';

/**
 * Where the parts of a scenario on one line of JSON stand, found without making a tree: a stream has no time for
 * that. Whatever is unusual is left to the positional reader, which also says what is wrong.
 */
export interface Slices {
  /** The raw JSON text of each field; undefined where the line has not got it. */
  readonly name: string | undefined;
  readonly request: string;
  /** How many members the objects in `request` have: fewer after `JSON.parse` means that a key stands twice. */
  readonly requestMembers: number;
  readonly policies: string | undefined;
  /** Where `policies` begins in the line. */
  readonly policiesStart: number;
  readonly expect: string | undefined;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Undefined for a line that is not plainly one scenario: it may be invalid, or a list, or have defaults. */
export function scanLine(
  { within: line, start: first, text }: Line,
  known: (line: string, at: number) => string | undefined,
): Slices | undefined {
  const end = first + text.length;
  let at = skipSpace(line, first);
  if (line.charCodeAt(at) !== openBrace) return undefined;
  let name: string | undefined;
  let request: string | undefined;
  let requestMembers = 0;
  let policies: string | undefined;
  let policiesStart = 0;
  let expect: string | undefined;

  at = skipSpace(line, at + 1);
  for (;;) {
    const keyStart = at + 1;
    if (line.charCodeAt(at) !== quote) return undefined;
    const keyEnd = stringEnd(line, at, end) - 1;
    if (keyEnd < 0) return undefined;
    at = skipSpace(line, keyEnd + 1);
    if (line.charCodeAt(at) !== colon) return undefined;
    at = skipSpace(line, at + 1);
    const start = at;
    const code = line.charCodeAt(at);
    const length = keyEnd - keyStart;

    if (length === 7 && line.startsWith('request', keyStart)) {
      if (request !== undefined || code !== openBrace) return undefined;
      at = objectEnd(line, at, end);
      if (at < 0) return undefined;
      request = line.slice(start, at);
      requestMembers = members;
    } else if (length === 8 && line.startsWith('policies', keyStart)) {
      if (policies !== undefined || code !== openBrace) return undefined;
      policies = known(line, at);
      if (policies === undefined) {
        at = objectEnd(line, at, end);
        if (at < 0) return undefined;
        policies = line.slice(start, at);
      } else at += policies.length;
      policiesStart = start - first;
    } else if (code === quote && length === 4 && line.startsWith('name', keyStart) && name === undefined) {
      at = stringEnd(line, at, end);
      if (at < 0) return undefined;
      name = line.slice(start, at);
    } else if (
      code === quote &&
      length === 6 &&
      line.startsWith('expect', keyStart) &&
      expect === undefined
    ) {
      at = stringEnd(line, at, end);
      if (at < 0) return undefined;
      expect = line.slice(start, at);
    } else return undefined;

    at = skipSpace(line, at);
    const next = line.charCodeAt(at);
    if (next === comma) {
      at = skipSpace(line, at + 1);
      continue;
    }
    if (next !== closeBrace || skipSpace(line, at + 1) < end || request === undefined) return undefined;
    return { name, request, requestMembers, policies, policiesStart, expect };
  }
}

/** Counted by `objectEnd`: a second result without an object for it. */
let members = 0;

/**
 * The offset behind the object or list that begins at `start`, and its members; -1 where it does not end. One loop
 * over the characters: the strings of a policy are short, and a search for each end costs more.
 */
function objectEnd(line: string, start: number, length: number): number {
  let depth = 0;
  let found = 0;
  for (let at = start; at < length; at++) {
    const code = line.charCodeAt(at);
    if (code === quote) {
      for (at++; at < length; at++) {
        const inside = line.charCodeAt(at);
        if (inside === quote) break;
        if (inside === backslash) at++;
      }
    } else if (code === colon) found++;
    else if (code === openBrace || code === openBracket) depth++;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) {
      members = found;
      return at + 1;
    }
  }
  return -1;
}

/** The offset behind the string that begins at `start`; -1 where it does not end. */
function stringEnd(line: string, start: number, length: number): number {
  for (let at = start + 1; at < length; at++) {
    const code = line.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return -1;
}

/** JSON's white space but for the line feed: the next line is another's. */
function skipSpace(line: string, start: number): number {
  let at = start;
  for (;;) {
    const code = line.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return at;
    at++;
  }
}
