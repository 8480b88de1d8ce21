/** Longer lines are no records: one is reported and the stream goes on. */
export const lineLimit = 16 * 1024 * 1024;

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its line end; empty where the line is too long. */
  readonly text: string;
  readonly tooLong: boolean;
  /**
   * A longer text that the line stands in, and where: reading the characters of a whole text is several times
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
  // Takes off the byte order mark, and keeps a character back that is cut by the end of a piece.
  const decoder = new TextDecoder();
  const state: Splitter = { rest: '', number: 1, skipping: false };
  for await (const chunk of chunks) {
    const lines = takeLines(state, decoder.decode(chunk, { stream: true }), limit);
    if (lines.length > 0) yield lines;
  }
  const lines = takeLines(state, decoder.decode(), limit);
  if (state.skipping || state.rest !== '') lines.push(lineOf(state, state.rest, 0, state.rest.length, limit));
  if (lines.length > 0) yield lines;
}

interface Splitter {
  /** The start of a line whose end has not come. */
  rest: string;
  number: number;
  /** The current line is too long already: only its end is looked for. */
  skipping: boolean;
}

function takeLines(state: Splitter, text: string, limit: number): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end === -1) break;
    if (state.rest === '') lines.push(lineOf(state, text, start, end, limit));
    else {
      const whole = state.rest + text.slice(start, end);
      lines.push(lineOf(state, whole, 0, whole.length, limit));
      state.rest = '';
    }
    start = end + 1;
  }
  if (!state.skipping) state.rest += text.slice(start);
  // One more, since a carriage return may be the line's end.
  if (state.rest.length > limit + 1) {
    state.rest = '';
    state.skipping = true;
  }
  return lines;
}

function lineOf(state: Splitter, within: string, start: number, end: number, limit: number): Line {
  const last = end > start && within.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
  const tooLong = state.skipping || last - start > limit;
  state.skipping = false;
  return { number: state.number++, text: tooLong ? '' : within.slice(start, last), tooLong, within, start };
}

const carriageReturn = 0x0d;
