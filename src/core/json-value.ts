/** Deeper than anything of AWS: whoever walks through a value, or writes it again, goes as deep as it is. */
const deepest = 200;

/**
 * What a text of JSON from elsewhere says, as a value; undefined where the text is none, or nests deeper than anything that
 * is read.
 */
export function jsonValue(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) isText = !isText;
    else if (isText) {
      if (code === 0x5c) at++;
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
