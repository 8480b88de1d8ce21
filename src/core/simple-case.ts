/**
 * Lower case character by character, as Unicode's simple mapping has it: the length of a text in characters does
 * not change, `ß` stays and no letter looks at its neighbours [O].
 */
export function simpleLowerCase(text: string): string {
  // ASCII needs no care, and nearly every value is ASCII.
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  let lower = '';
  for (const character of text) {
    const mapped = character.toLowerCase();
    // U+0130, the dotted capital I, is the only one with a longer full mapping; its simple mapping is `i`.
    lower += character === '\u0130' ? 'i' : mapped;
  }
  return lower;
}
