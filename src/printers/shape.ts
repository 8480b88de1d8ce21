import { looksLikeSecret, looksLikeToken, secretsInValue } from '../output/secret.ts';
import type { Raw } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';

/** Letters that a key or a token of base64, base32 or base16 is made of. */
const longRun = /[A-Za-z0-9/+=]{20,}/g;
const account = /(?<!\d)\d{12}(?!\d)/g;
/** A name in which letters and digits change places so often was made by a machine. */
const mostTurns = 2;

/**
 * Whether a text may be a secret where a name is wanted: in its own letters, without the blanks with which it was torn
 * apart, without what nobody sees, and as URLs, JSON, XML and programs escape it. Names that people and AWS give pass: `prod-eu-west-1`, `AWSReservedSSO_Admin_0123456789abcdef`.
 */
export function hasSecretShape(text: string): boolean {
  if (isSecretLike(text)) return true;
  if (/\s/.test(text) && isSecretLike(text.replace(/\s+/g, ''))) return true;
  const plain = spelledOut(text);
  return plain !== text && isSecretLike(plain);
}

/** The id of a key: it prints as asterisks and its end, also where it was put in place of a name or a path. */
export const keyIdWithin = /A(?:KI|SI)A[A-Z0-9]{16}/;

const letter = /[A-Za-z0-9+/=_-]/;

/** The same for a piece that was taken out of a text: what it is a piece of may be a secret. */
export function isPieceOfSecret(piece: string, text: string): boolean {
  const start = text.indexOf(piece);
  if (start < 0) return false;
  let first = start;
  while (first > 0 && letter.test(text.charAt(first - 1))) first--;
  let end = start + piece.length;
  while (letter.test(text.charAt(end))) end++;
  return hasSecretShape(text.slice(first, end));
}

/** A tag is the letter of its number, and seen by nobody: https://www.unicode.org/charts/PDF/UE0000.pdf */
const tag = /\udb40[\udc20-\udc7e]/g;

/** In plain letters: those of other widths are the same ones (NFKC), and what is none of them may stand between any two. */
export function spelledOut(text: string): string {
  const plain = /^[ -~]*$/.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(tag, (pair) => String.fromCharCode(pair.charCodeAt(1) - 0xdc00))
        .replace(/[^ -~]/g, '');
  return /[%\\&:]/.test(plain) ? unescaped(plain).replace(pairs, unpaired) : plain;
}

/** Of URLs, JSON, programs, XML. */
const escapes =
  /%([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|&#x([0-9A-Fa-f]{1,5});|&#(\d{1,6});/g;

function unescaped(text: string): string {
  return text.replace(
    escapes,
    (_, byte?: string, unit?: string, program?: string, hex?: string, decimal?: string) =>
      String.fromCodePoint(
        Number.parseInt(byte ?? unit ?? program ?? hex ?? decimal ?? '', decimal ? 10 : 16),
      ),
  );
}

/** Bytes as tools print digests and keys: `48:6e:4f`. An address has no more than sixteen. */
const pairs = /(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}:){16,}[0-9A-Fa-f]{2}/g;

function unpaired(bytes: string): string {
  return bytes.replaceAll(':', '');
}

function isSecretLike(text: string): boolean {
  if (secretsInValue(text).length > 0) return true;
  if (text.length < 13) return false;
  if (looksLikeSecret(text) || looksLikeToken(text)) return true;
  return (text.replace(account, ' ').match(longRun) ?? []).some(isMachineMade);
}

/** `Lambda`, `Role`: words of a name in camel case, as CloudFormation puts its own letters behind. */
const camelWord = /[A-Z][a-z]{2,}/g;

function isMachineMade(run: string): boolean {
  if (/[/+=]/.test(run)) return true;
  const rest = run.replace(camelWord, (word) => (/[aeiouy]/.test(word) ? '' : word));
  if (rest.length >= 14 && turnsIn(rest) > mostTurns) return true;
  const isOneCase = run === run.toLowerCase() || run === run.toUpperCase();
  return run.length >= 30 && isOneCase && /\d/.test(run);
}

/** How often letters and digits change places. */
export function turnsIn(run: string): number {
  return (run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length;
}

/** `37 characters, not shown`. */
export function describeLength(raw: Pick<Raw, 'length'>): string {
  return `${raw.length} ${raw.length === 1 ? 'character' : 'characters'}, not shown`;
}

/** What is said in place of a text that is not what it should be: `not a region (37 characters, not shown)`. */
export function notA(what: string, raw: Raw): Shown {
  return asShown(raw.isEmpty ? 'empty' : `${what} (${describeLength(raw)})`);
}

/** The seal of a printer; no other room may set it. */
export function asShown(text: string): Shown {
  return text as Shown;
}
