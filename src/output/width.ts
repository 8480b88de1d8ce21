import { lateExpression } from '../core/late-expression.ts';
import { append } from '../core/lists.ts';

/** ASCII, Latin letters, and the signs of our own texts: one column each and none combines. */
const simple = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2713\u2717]*$/;
/**
 * What may be one character with its neighbour: marks, joiners, variation selectors, tags, flags, skin tones, jamo, and
 * the letters that Unicode counts as marks or prefixes. Where none of them stands, each code point is a character by
 * itself (https://www.unicode.org/reports/tr29/, rule GB999); the segmenter, which knows the others, takes 33 ms to start.
 */
const joining = lateExpression(
  '[\\p{M}\\p{Cf}\\p{Emoji_Modifier}\\p{Regional_Indicator}\\r\\u0d4e\\u0e33\\u0eb3\\u1100-\\u11ff\\ua960-\\ua97f\\ud7b0-\\ud7ff\\uff9e\\uff9f\\u{111c2}\\u{111c3}\\u{113d1}\\u{1193f}\\u{11941}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}\\u{16d63}\\u{16d67}-\\u{16d6a}]',
  'u',
);
const nothing = lateExpression('^[\\p{M}\\p{Cf}\\u200b-\\u200d]', 'u');
const emoji = lateExpression('^\\p{Emoji_Presentation}|\\ufe0f', 'u');
// East Asian Wide and Fullwidth, as blocks: https://www.unicode.org/reports/tr11/
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

let segmenter: Intl.Segmenter | undefined;

/** What a reader sees as one character, with the columns that it takes and its offset in UTF-16 units. */
export interface Grapheme {
  readonly text: string;
  readonly width: number;
  readonly start: number;
}

export function graphemesOf(text: string): readonly Grapheme[] {
  if (simple.test(text))
    return Array.from(text, (character, start) => ({ text: character, width: 1, start }));
  if (!joining().test(text)) return codePointsOf(text);
  const graphemes: Grapheme[] = [];
  for (let from = 0; from < text.length;) {
    const { found, end } = graphemesFrom(text, from);
    append(graphemes, found);
    from = end;
  }
  return graphemes;
}

function codePointsOf(text: string): readonly Grapheme[] {
  let start = 0;
  return Array.from(text, (character) => {
    const grapheme = { text: character, width: widthOfGrapheme(character), start };
    start += character.length;
    return grapheme;
  });
}

/**
 * No character that a reader sees is longer. The segmenter copies its whole text for every one that it finds, so
 * that a long text would take the time and the memory of its square.
 */
const windowLength = 256;

/** Some of the graphemes from a boundary on, and the boundary behind them. */
function graphemesFrom(
  text: string,
  from: number,
): { readonly found: readonly Grapheme[]; readonly end: number } {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const isCut = (text.codePointAt(from + windowLength - 1) ?? 0) > 0xffff;
  const piece = text.slice(from, from + windowLength + (isCut ? 1 : 0));
  const found = Array.from(segmenter.segment(piece), ({ segment, index }) => ({
    text: segment,
    width: widthOfGrapheme(segment),
    start: from + index,
  }));
  // What the last one consists of may go on behind the piece.
  const last = from + piece.length < text.length && found.length > 1 ? found.pop() : undefined;
  return { found, end: last?.start ?? from + piece.length };
}

/** Columns that the text takes on a terminal: wide characters two, combining marks none. */
export function widthOf(text: string): number {
  if (simple.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, { width }) => sum + width, 0);
}

function widthOfGrapheme(grapheme: string): number {
  if (nothing().test(grapheme)) return 0;
  return emoji().test(grapheme) || wide.test(grapheme) ? 2 : 1;
}
