// C0 but for tab and line feed, DEL, C1, and what reorders or hides text: zero-width and bidirectional controls,
// line and paragraph separators, byte order mark, lone surrogates.
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Nearly always there is none, and one range of characters is looked through faster than many. */
const notPlain = /[^\n -~]/;
// What JSON allows in a string and a terminal should not see: DEL, C1, and what hides or reorders text.
const unsafeInJson = /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with every character that could move the cursor, hide or reorder text written as `\u{…}`. */
export function escapeControls(text: string): string {
  if (!notPlain.test(text)) return text;
  return text.replace(unsafe, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** As `escapeControls`, for text that must stay on one line: tab and line feed are escaped too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));
}

/** JSON text with what a terminal should not see written as `\u…`: it stands in strings alone. */
export function escapeJson(json: string): string {
  if (!notPlain.test(json)) return json;
  return json.replace(
    unsafeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
