import { flagValuesIn } from './flag-values.ts';
import { namedIn, namedInSentence } from './named-secrets.ts';
import { mayNameOne, mayNameShort } from './secret-names.ts';
import type { Hidden } from './hidden.ts';
import { apart, shapesIn } from './secret-shapes.ts';
import { shortNamedIn } from './typed-secrets.ts';

/**
 * What must never be shown (SECURITY.md). When in doubt a text is a secret: hiding
 * too much costs a question, showing too much costs a key.
 */

export const hidden = '[hidden]';
const tokenStart = /^(IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoD|AQoE)/;
/** Access key ids print like the AWS CLI prints them: sixteen asterisks and the last four characters. */
export function maskAccessKeyId(id: string): string {
  return '*'.repeat(16) + id.slice(-4);
}

/** Exactly 40 characters of a secret access key's alphabet, small letters and capitals. */
export function looksLikeSecret(text: string): boolean {
  return /^[A-Za-z0-9/+]{40}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/** A session token by its beginning, a web identity token, or a long text of base64. */
export function looksLikeToken(text: string): boolean {
  if (/^eyJ[\w-]{8,}\.[\w-]+\.[\w-]*$/.test(text)) return true;
  if (text.length >= 60 && tokenStart.test(text)) return true;
  return (
    text.length >= 100 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text)
  );
}

/**
 * A text of somebody else's as it may stand in one of ours: every piece that may be a secret replaced by `[hidden]`,
 * the same text where there is none. A secret may hold slashes, so a path in front of it is hidden too.
 */
export function hideSecrets(value: string): string {
  return withoutPieces(value, secretsInValue(value));
}

/**
 * A text of ours in which values of others stand. What a name and a colon, or an option, would hide is looked for in
 * the values alone, which stand in backticks: `there is no token: unset …` are our own words.
 */
export function hideInSentence(text: string): string {
  return withoutPieces(text, secretsInSentence(text));
}

/** The pieces that `hideSecrets` replaces, in order. */
export function secretsInValue(value: string): readonly Hidden[] {
  // In a text it might be a name; alone it is taken for a key.
  if (value.length === 40 && looksLikeSecret(value)) return [{ start: 0, end: 40 }];
  const shapes = shapesIn(value);
  const found = [
    ...(mayNameOne.test(value) ? namedIn(value) : []),
    ...(mayNameShort().test(value) ? [...shortNamedIn(value), ...flagValuesIn(value)] : []),
  ];
  return found.length === 0 ? shapes : apart([...found, ...shapes]);
}

/** Whether anything in it is a secret by its shape or by a name in front, and is not hidden behind a flag alone. */
export function holdsSecret(value: string): boolean {
  return (
    shapesIn(value).length > 0 ||
    (mayNameOne.test(value) && namedIn(value).length > 0) ||
    (mayNameShort().test(value) && shortNamedIn(value).length > 0)
  );
}

/** Whether a text has to be looked at piece by piece: nearly none of a stream has. */
export function maySpellSecret(text: string): boolean {
  return mayNameOne.test(text) || shapesIn(text).length > 0;
}

function secretsInSentence(text: string): readonly Hidden[] {
  const shapes = shapesIn(text);
  return mayNameOne.test(text) ? apart([...namedInSentence(text), ...shapes]) : shapes;
}

/** The text with `[hidden]` in place of the pieces, which are in order and apart. */
export function withoutPieces(text: string, pieces: readonly Hidden[]): string {
  if (pieces.length === 0) return text;
  let safe = '';
  let at = 0;
  for (const { start, end } of pieces) {
    safe += text.slice(at, start) + hidden;
    at = end;
  }
  return safe + text.slice(at);
}
