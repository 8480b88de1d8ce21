/**
 * What could move a cursor, hide or reorder text, or is not seen at all: controls, format characters, line and paragraph
 * separators, lone surrogates, and what Unicode lets a reader ignore, assigned or not
 * (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point). The one list of the program; of its characters
 * text may have tabs and line feeds.
 */
const unsafe = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Nearly always there is none, and one range of characters is looked through faster than many. */
const notPlain = /[^\n -~]/;

/** The text with every character that could move the cursor, hide or reorder text written as `\u{…}`. */
export function escapeControls(text: string): string {
  if (!notPlain.test(text)) return text;
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** As `escapeControls`, for text that must stay on one line: tab and line feed are escaped too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));
}

/** JSON text with what a terminal should not see written as `\u…`: it stands in strings alone. */
export function escapeJson(json: string): string {
  if (!notPlain.test(json)) return json;
  return json.replace(unsafe, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
