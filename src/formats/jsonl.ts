/** Longer lines are no records: one is reported and the stream goes on. */
export const lineLimit = 16 * 1024 * 1024;

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its line end; empty where the line is too long. */
  readonly text: string;
  readonly tooLong: boolean;
  /**
   * The longer text that the line stands in, and where: reading the characters of a whole text is several times
   * faster than of a part of one.
   */
  readonly within: string;
  readonly start: number;
}

/**
 * Lines of UTF-8 text, a batch for each piece that came in, in constant memory. Lines end at LF or CRLF; the
 * last one needs no end; a byte order mark in front is taken off; bytes that are no UTF-8 become U+FFFD.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  limit = lineLimit,
): AsyncGenerator<readonly Line[]> {
  const state: Splitter = { rest: [], restBytes: 0, number: 1, skipping: false, isStart: true };
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end > 0) yield takeLines(state, chunk.subarray(0, end), limit);
    if (end < chunk.length) keep(state, chunk.subarray(end), limit);
  }
  if (state.skipping || state.restBytes > 0) yield takeLines(state, new Uint8Array(), limit);
}

interface Splitter {
  /** The start of a line whose end has not come. Whole lines are decoded at once, so that no character is cut. */
  rest: Uint8Array[];
  restBytes: number;
  number: number;
  /** The current line is too long already: only its end is looked for. */
  skipping: boolean;
  isStart: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** No UTF-16 unit takes more bytes. */
const mostBytes = 3;

function keep(state: Splitter, bytes: Uint8Array, limit: number): void {
  if (state.skipping) return;
  // A copy: whoever gave the piece may use its memory again.
  state.rest.push(bytes.slice());
  state.restBytes += bytes.length;
  // Some more, since a byte order mark and a carriage return do not count.
  if (state.restBytes <= limit * mostBytes + 8) return;
  state.rest = [];
  state.restBytes = 0;
  state.skipping = true;
}

/** The lines of the bytes kept and given, which end at a line end or at the end of the stream. */
function takeLines(state: Splitter, bytes: Uint8Array, limit: number): readonly Line[] {
  const text = decode(state, state.restBytes === 0 ? bytes : joined([...state.rest, bytes]));
  state.rest = [];
  state.restBytes = 0;
  const lines: Line[] = [];
  for (let start = 0; start < text.length || state.skipping;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    lines.push(lineOf(state, text, start, end, limit));
    start = end + 1;
  }
  return lines;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Pieces never cut a character: a decoder that had to be ready for that would be several times slower. */
function decode(state: Splitter, bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  const isMarked = state.isStart && text.startsWith('\ufeff');
  state.isStart = false;
  return isMarked ? text.slice(1) : text;
}

function lineOf(state: Splitter, within: string, start: number, end: number, limit: number): Line {
  const last = end > start && within.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
  const tooLong = state.skipping || last - start > limit;
  state.skipping = false;
  return { number: state.number++, text: tooLong ? '' : within.slice(start, last), tooLong, within, start };
}
