import type { Source } from '../core/source.ts';

/** A line that starts with `[`, and the lines below it up to the next such. */
export interface OutlinePart {
  readonly start: number;
  /** Offset of the line below the header. */
  readonly body: number;
  readonly end: number;
  /**
   * Every line below is empty, a comment, or `key = value` with a key of small letters that stands once: what every
   * dialect reads alike, and none rejects or passes over.
   */
  readonly isPlain: boolean;
  readonly isEmpty: boolean;
}

const known = new WeakMap<Source, readonly OutlinePart[] | undefined>();

/** Found once for all dialects; undefined where lines may end in more than one way. */
export function outlineOf(source: Source): readonly OutlinePart[] | undefined {
  if (!known.has(source)) known.set(source, source.text.includes('\r') ? undefined : findParts(source.text));
  return known.get(source);
}

function findParts(text: string): readonly OutlinePart[] {
  const parts: OutlinePart[] = [];
  const keys = new Set<string>();
  let start = text.startsWith('[') ? 0 : text.indexOf('\n[') + 1;
  if (start === 0 && !text.startsWith('[')) return parts;
  while (start < text.length) {
    const body = lineEnd(text, start);
    let isPlain = true;
    let at = body;
    keys.clear();
    while (at < text.length && text.charCodeAt(at) !== 91) {
      isPlain &&= isPlainLine(text, at, keys);
      at = lineEnd(text, at);
    }
    parts.push({ start, body, end: at, isPlain, isEmpty: keys.size === 0 });
    start = at;
  }
  return parts;
}

/** Offset of the next line. */
function lineEnd(text: string, start: number): number {
  const feed = text.indexOf('\n', start);
  return feed < 0 ? text.length : feed + 1;
}

function isPlainLine(text: string, start: number, keys: Set<string>): boolean {
  let code = text.charCodeAt(start);
  if (code === 10 || code === 35 || code === 59) return true;
  let at = start;
  while ((code >= 97 && code <= 122) || code === 95 || (code >= 48 && code <= 57)) {
    code = text.charCodeAt(++at);
  }
  if (at === start) return false;
  const key = text.slice(start, at);
  while (code === 32) code = text.charCodeAt(++at);
  if (code !== 61) return false;
  do code = text.charCodeAt(++at);
  while (code === 32);
  // Something that no dialect takes for a blank: the value is not empty.
  if (!(code > 32 && code < 127)) return false;
  // Behind a blank it would be a comment to some, and the value empty.
  if (code === 35 || code === 59 || code === 34 || code === 39) return false;
  const count = keys.size;
  return keys.add(key).size > count;
}
