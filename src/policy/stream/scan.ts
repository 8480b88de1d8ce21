import type { Line } from '../../formats/jsonl.ts';

/**
 * Where the parts of a scenario on one line of JSON stand, found without making a tree: a stream has no time for
 * that. Whatever is unusual is left to the positional reader, which also says what is wrong.
 */
export interface Slices<Known> {
  /** The raw JSON text of each field; undefined where the line has not got it. */
  readonly name: string | undefined;
  /** Whether it is one object, `JSON.parse` says. */
  readonly request: string;
  /** Where `request` begins in the line. */
  readonly requestStart: number;
  readonly policies: string | undefined;
  /** What is known of this very text of `policies`. */
  readonly known: Known | undefined;
  /** Where `policies` begins in the line. */
  readonly policiesStart: number;
  readonly expect: string | undefined;
}

/** Recognises a text of `policies` that begins at `at`, in a line that goes to `end`. */
export type Recognise<Known> = (within: string, at: number, end: number) => Known | undefined;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Undefined for a line that is not plainly one scenario: it may be invalid, or a list, or have defaults. */
export function scanLine<Known extends { readonly text: string }>(
  { within: line, start: first, text }: Line,
  recognise: Recognise<Known>,
): Slices<Known> | undefined {
  const end = first + text.length;
  let at = skipSpace(line, first);
  if (line.charCodeAt(at) !== openBrace) return undefined;
  let name: string | undefined;
  let request: string | undefined;
  let requestStart = 0;
  let policies: string | undefined;
  let known: Known | undefined;
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
      at = requestEnd(text, first, at) ?? objectEnd(line, at, end);
      if (at < 0) return undefined;
      request = line.slice(start, at);
      requestStart = start - first;
    } else if (length === 8 && line.startsWith('policies', keyStart)) {
      if (policies !== undefined || code !== openBrace) return undefined;
      known = recognise(line, at, end);
      at = known === undefined ? objectEnd(line, at, end) : at + known.text.length;
      if (at < 0) return undefined;
      policies = known?.text ?? line.slice(start, at);
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
    return { name, request, requestStart, policies, known, policiesStart, expect };
  }
}

const afterRequest = ',"policies":{';

/**
 * The offset behind `request` where `policies` follows, as most writers put it; undefined elsewhere. In a string the
 * quotes of what is looked for would stand behind backslashes, so that it can be found too early in an object inside
 * `request` alone: what stands before is then not JSON.
 */
function requestEnd(text: string, first: number, start: number): number | undefined {
  const found = text.indexOf(afterRequest, start - first);
  return found > 0 && text.charCodeAt(found - 1) === closeBrace ? first + found : undefined;
}

/** The offset behind the object that begins at `start`; -1 where it does not end. */
function objectEnd(line: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const code = line.charCodeAt(at);
    if (code === quote) {
      at = stringEnd(line, at, end) - 1;
      if (at < 0) return -1;
    } else if (code === openBrace || code === openBracket) depth++;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at + 1;
  }
  return -1;
}

/** How many members the objects of a valid JSON text have, those that stand there twice counted twice. */
export function countMembers(json: string): number {
  let members = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) at = stringEnd(json, at, json.length) - 1;
    else if (code === colon) members++;
  }
  return members;
}

/** The offset behind the string that begins at `start`; -1 where it does not end. */
function stringEnd(line: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
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
