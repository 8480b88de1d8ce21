import type { SessionContext } from '../identifiers/session-source.ts';
import { decodeTexts, lineDecoder } from './decode.ts';
import { toItem } from './document.ts';
import type { Decoded } from './item.ts';

/** Answers the lines of one input, in their order. */
export interface LineAnswerer {
  /**
   * What stands in a line of standard input, each value as JSON on a line of its own; empty for an empty line. Where
   * a line holds several values, each says the line's number, 1-based.
   */
  readonly line: (text: string, number: number) => string;
  /** The same for a value of the command line, which has no number and nothing above it. */
  readonly value: (text: string) => string;
  /** What stands for a line that is too long to be looked at. */
  readonly tooLong: (number: number) => string;
  /** Values so far. */
  readonly count: () => number;
  readonly areAllKnown: () => boolean;
}

export function lineAnswerer(context: SessionContext): LineAnswerer {
  const decodeLine = lineDecoder(context);
  let count = 0;
  let unknown = 0;
  const write = (all: readonly Decoded[], line: number | undefined): string => {
    let text = '';
    for (const decoded of all) {
      count++;
      if (decoded.item.kind === 'unknown') unknown++;
      const { diagnostics } = decoded;
      const answer = {
        ...toItem(decoded),
        ...(line === undefined ? {} : { line }),
        ...(diagnostics.length === 0 ? {} : { diagnostics }),
      };
      // Secrets are hidden where all that is written passes: a stream of lines is not looked through twice.
      text += `${JSON.stringify(answer)}\n`;
    }
    return text;
  };
  return {
    line: (text, number) => {
      if (text.trim() === '') return '';
      const all = decodeLine(text);
      return write(all, all.length > 1 ? number : undefined);
    },
    value: (text) => (text.trim() === '' ? '' : write(decodeTexts([text], context), undefined)),
    tooLong: (number) => write([tooLong], number),
    count: () => count,
    areAllKnown: () => unknown === 0,
  };
}

/** What it holds is not looked at, and so not shown either. */
const tooLong: Decoded = {
  item: { kind: 'unknown', input: null, because: 'the line is longer than 4 MB' },
  notes: [],
  diagnostics: [],
};
