import { renderJsonLine } from '../output/json.ts';
import { safeDocument } from '../output/safe-document.ts';
import type { SessionContext } from '../identifiers/session-source.ts';
import { decodeTexts, lineDecoder } from './decode.ts';
import { besideItem } from './document.ts';
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
      const json = jsonOf(decoded, line);
      // Secrets are hidden where all that is written passes: a stream of lines is not looked through twice. Only where
      // the letter behind a backslash could be taken for one of a key, texts are looked at apart.
      text += json.includes('\\') ? renderJsonLine(JSON.parse(json) as object) : `${json}\n`;
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

/** The item as it is, and the rest behind it: to copy the fields of a million items takes longer than to decode them. */
function jsonOf(decoded: Decoded, line: number | undefined): string {
  const { item, diagnostics } = decoded;
  const json = JSON.stringify(item);
  const beside = besideItem(decoded);
  const more =
    diagnostics.length === 0 && line === undefined
      ? JSON.stringify(beside)
      : JSON.stringify({
          ...beside,
          ...(line === undefined ? {} : { line }),
          // Their commands are still data.
          ...(diagnostics.length === 0 ? {} : { diagnostics: diagnostics.map((one) => safeDocument(one)) }),
        });
  return more === '{}' ? json : `${json.slice(0, -1)},${more.slice(1)}`;
}

/** What it holds is not looked at, and so not shown either. */
const tooLong: Decoded = {
  item: { input: null, kind: 'unknown', because: 'the line is longer than 4 MB' },
  notes: [],
  diagnostics: [],
};
