// What JSON allows in a string and a terminal should not see: DEL, C1, and what hides or reorders text.
const unsafe = /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The document as `--json` prints it: keys in the order given, fields without a value left out. */
export function renderJson(document: object): string {
  return `${escapeUnsafe(JSON.stringify(document, onlyPlain, 2))}\n`;
}

/** The document on one line, for streams and for errors. */
export function renderJsonLine(document: object): string {
  return `${escapeUnsafe(JSON.stringify(document))}\n`;
}

/** JSON text with what a terminal should not see written as `\u…`: it stands in strings alone. */
export function escapeUnsafe(json: string): string {
  // Nearly always there is none, and one range of characters is looked through faster than eight.
  if (!/[^\n -~]/.test(json)) return json;
  return json.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A Map, a Set or a class would silently become `{}` or show its insides. */
function onlyPlain(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  throw new TypeError(`the document's field ${key} is not plain data`);
}
