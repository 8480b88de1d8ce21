/**
 * ASCII, Latin letters, and the signs of our own texts: one column each and none combines. The segmenter, which
 * knows all others, takes 10 ms to start.
 */
const simple = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2713\u2717]*$/;
const nothing = /^[\p{M}\p{Cf}\u200b-\u200d]/u;
const emoji = /^\p{Emoji_Presentation}|\ufe0f/u;
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
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({
    text: segment,
    width: widthOfGrapheme(segment),
    start: index,
  }));
}

/** Columns that the text takes on a terminal: wide characters two, combining marks none. */
export function widthOf(text: string): number {
  if (simple.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, { width }) => sum + width, 0);
}

function widthOfGrapheme(grapheme: string): number {
  if (nothing.test(grapheme)) return 0;
  return emoji.test(grapheme) || wide.test(grapheme) ? 2 : 1;
}
