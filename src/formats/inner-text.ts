import type { Range } from '../core/source.ts';
import type { Problem } from './problem.ts';
import { mapRanges } from './tree-value.ts';
import type { Node, StringNode } from './tree.ts';

/** A text that was taken out of another one, and where in the file its pieces stand. */
export interface InnerText {
  readonly text: string;
  /** From a range of `text` to the file's. */
  readonly map: (range: Range) => Range;
}

/** A file's own text: every range stands for itself. */
export function wholeText(text: string): InnerText {
  return { text, map: itself };
}

function itself(range: Range): Range {
  return range;
}

/** A tree that was read from the inner text, with the file's ranges. */
export function inFile({ map }: InnerText, node: Node): Node {
  return map === itself ? node : mapRanges(node, map);
}

/** Where each unit of a decoded text starts and ends in the written one. */
interface Alignment {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

function innerText(outer: InnerText, text: string, { starts, ends }: Alignment, written: Range): InnerText {
  const startOf = (offset: number) => starts[offset] ?? written.end;
  return {
    text,
    map: ({ start, end }) =>
      outer.map({
        start: startOf(start),
        end: end > start ? (ends[end - 1] ?? written.end) : startOf(start),
      }),
  };
}

/**
 * What a string of `outer` holds. Where its way of writing cannot be followed, as with folded lines of YAML,
 * every range is the whole string's.
 */
export function textInString(outer: InnerText, node: StringNode): InnerText {
  const alignment = align(outer.text, node);
  return alignment === undefined
    ? { text: node.value, map: () => outer.map(node) }
    : innerText(outer, node.value, alignment, { start: node.start, end: node.end - 1 });
}

/** Follows the value through its written form: quotes, escapes, and the indented lines of a YAML block. */
function align(written: string, { start, end, value }: StringNode): Alignment | undefined {
  const style = written.charAt(start);
  const block = style === '|' || style === '>' ? blockStart(written, start) : undefined;
  const indent = block?.indent ?? 0;
  let at = block?.at ?? (style === '"' || style === "'" ? start + 1 : start);
  const starts = new Uint32Array(value.length);
  const ends = new Uint32Array(value.length);
  for (let index = 0; index < value.length; index++) {
    const width = widthOf(written, at, value.charCodeAt(index), style);
    if (width === 0 || at + width > end) return undefined;
    starts[index] = at;
    at += width;
    ends[index] = at;
    if (block !== undefined && written.charCodeAt(at - 1) === lineFeed) {
      for (let skipped = 0; skipped < indent && written.charCodeAt(at) === space; skipped++) at++;
    }
  }
  return { starts, ends };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/** How many characters stand for the unit; 0 where none do. */
function widthOf(written: string, at: number, unit: number, style: string): number {
  const code = written.charCodeAt(at);
  if (style === '"' && code === 0x5c) return written.charAt(at + 1) === 'u' ? 6 : 2;
  if (style === "'" && code === 0x27) return written.charCodeAt(at + 1) === 0x27 && unit === 0x27 ? 2 : 0;
  if (code === carriageReturn && unit === lineFeed && written.charCodeAt(at + 1) === lineFeed) return 2;
  if (code === unit) return 1;
  return style === '>' && code === lineFeed && unit === space ? 1 : 0;
}

/** Where the first line of a YAML block starts, behind its header and indentation. */
function blockStart(written: string, start: number): { readonly at: number; readonly indent: number } {
  const header = /[^\n]*\n/y;
  header.lastIndex = start;
  header.test(written);
  const indentation = / */y;
  indentation.lastIndex = header.lastIndex;
  const indent = indentation.exec(written)?.[0].length ?? 0;
  return { at: header.lastIndex + indent, indent };
}

const urlEncoded = /^(?:\s|%0[9ad]|%20)*(?:[[{](?:\s|%0[9ad]|%20)*)?%(?:7B|5B|22)/i;

/** Whether a text starts like JSON in URL encoding: `%7B%22Version…`. */
export function isUrlEncodedJson(text: string): boolean {
  return urlEncoded.test(text);
}

const mostProblems = 20;

/** Takes URL encoding off (RFC 3986: `+` is itself). */
export function urlDecoded(outer: InnerText): {
  readonly inner: InnerText;
  readonly problems: readonly Problem[];
} {
  const { text } = outer;
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const problems: Problem[] = [];
  let decoded = '';
  let at = 0;
  while (at < text.length && problems.length < mostProblems) {
    const percent = text.charCodeAt(at) === 0x25;
    const character = percent ? decodeOne(text, at) : { unit: text.charAt(at), width: 1 };
    const { unit, width } = character ?? { unit: '\ufffd', width: 1 };
    if (character === undefined) problems.push(badEscape(outer, at));
    for (let index = 0; index < unit.length; index++) {
      starts[decoded.length + index] = at;
      ends[decoded.length + index] = at + width;
    }
    decoded += unit;
    at += width;
  }
  const alignment = { starts: starts.subarray(0, decoded.length), ends };
  return { inner: innerText(outer, decoded, alignment, { start: at, end: at }), problems };
}

function badEscape(outer: InnerText, at: number): Problem {
  const written = outer.text.slice(at, at + 3).replace(/[^\x21-\x7e].*$/s, '');
  return {
    code: 'json/bad-url-escape',
    message: `\`${written}\` is not URL encoding`,
    hint: 'a `%` that means itself is written `%25`',
    range: outer.map({ start: at, end: at + written.length }),
  };
}

/** The character whose UTF-8 bytes the escapes from `at` on are. */
function decodeOne(text: string, at: number): { readonly unit: string; readonly width: number } | undefined {
  const first = text.slice(at, at + 3);
  if (!/^%[0-9a-f]{2}$/i.test(first)) return undefined;
  const lead = Number.parseInt(first.slice(1), 16);
  if (lead < 0x80) return { unit: String.fromCharCode(lead), width: 3 };
  const bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  try {
    return { unit: decodeURIComponent(text.slice(at, at + bytes * 3)), width: bytes * 3 };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
