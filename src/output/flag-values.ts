import { isHarmlessForm, isNameOfHarmless, isSwitch, takesNoSecret } from './harmless-values.ts';
import type { Hidden } from './hidden.ts';
import { matchAt } from './value-end.ts';

/**
 * What stands behind a flag that nobody knows, in texts of others: a password as likely as anything else, and one of no
 * shape. It is shown where its form is one that no password has, or where the name of the flag says what it is
 * (docs/decisions/0143). What stands behind the name of a secret is hidden whatever it is: `typed-secrets.ts`.
 */

/** A word that begins with a dash or two, by itself or in quotes; `/p:…` of Windows. */
const flags = /(?<![^\s"'`([,;|&])(--?|\/(?=[A-Za-z]{1,30}:[^/]))([A-Za-z][\w.-]{0,63})/g;
/** Whether there may be one: most texts have none. */
export const mayHoldFlag = /(?<!\w)[-/][A-Za-z]/;
/** What parts it from its value: a sign, a blank, a line that goes on; in a list of JSON or YAML, the next of its words. */
const between =
  /=[ \t]{0,20}|:(?=[^\s:"'])|[ \t]{1,20}(?:[\\^`]\r?\n[ \t]{0,80}|\r?\n[ \t]{1,80})?|\\{0,8}["'][ \t]{0,20},\s{0,80}(?=\\{0,8}["'])|["']?[ \t]{0,20}\r?\n[ \t]{0,80}-[ \t]{1,20}/y;
/** Of a list of YAML the rest of the line. */
const item = /[^\n]+/y;
const anyValue = /\\{0,8}"(?:\\.|[^"\\\n])*"?|'[^'\n]*'?|(?:\\.|[^\s"`\\])+/y;
/** A word that is the next flag; behind a sign it is a value. */
const nextFlag = /^\\{0,8}["']?--?[A-Za-z][\w.-]{0,63}(?:[\\"'=,;)\]]|$)/;
/** Behind the letter of `-pSommer2024`, with no sign between; up to what ends a word of a command. */
const rest = /[^\s"'`;)\]}|&<>]+/y;
/** What no name of a flag ends with. */
const otherSign = /[^\s"'`=:;)\]}|&<>]/y;
/** In a list without quotes, the next of its words. */
const listed = /[ \t]{0,20},[ \t]{0,20}(?=[^\s"',\]-])/y;
const openList = /\[[^\]\n]{0,200}$/;
const shortestGlued = 6;
const trailing = /(?<!['`,;)\]}>])['`,;)\]}>]+$/;

/** The values of flags, in order. */
export function flagValuesIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  let end = 0;
  for (const { 0: flag, 1: dashes = '', 2: name = '', index } of text.matchAll(flags)) {
    if (index < end || isSwitch(name)) continue;
    if (dashes === '-' && name.length < 5 && takesNoSecret(text, index)) continue;
    const glued = dashes === '-' ? gluedIn(text, index, name) : undefined;
    const piece = glued ?? valueIn(text, index, flag, name);
    if (piece === undefined) continue;
    if (!piece.isHarmless) found.push(piece);
    ({ end } = piece);
  }
  return found;
}

interface Value extends Hidden {
  readonly isHarmless: boolean;
}

function gluedIn(text: string, index: number, name: string): Value | undefined {
  const end = index + 1 + name.length;
  if (!/\d/.test(name) && matchAt(otherSign, text, end) === undefined) return undefined;
  const start = index + 2;
  const [whole = ''] = matchAt(rest, text, start) ?? [];
  // `-Dmy.key2=x`: the name goes on, and has a value.
  if (whole.length < shortestGlued || /^[\w.-]+[=:][^=]/.test(whole)) return undefined;
  return { start, end: start + whole.length, isHarmless: isHarmlessForm(whole) };
}

function valueIn(text: string, index: number, flag: string, name: string): Value | undefined {
  const from = index + flag.length;
  const sign = signAt(text, index, from);
  if (sign === undefined) return undefined;
  const start = from + sign.length;
  const isItem = sign.includes('\n') && sign.trimEnd().endsWith('-');
  const [whole = ''] = matchAt(isItem ? item : anyValue, text, start) ?? [];
  const shown = /^(?:\\*"|'|<[^<>]*>$)/.test(whole) ? whole : whole.replace(trailing, '');
  const plain = shown.replace(/^[\\"']+/, '').replace(/(?<![\\"'])[\\"']+$/, '');
  if (plain === '' || (!/[=:]/.test(sign) && nextFlag.test(shown))) return undefined;
  const end = start + shown.length;
  // The name of the next field: `"Sid": "run tool --foo", "Effect": …`.
  if (sign.includes(',') && /^\s{0,20}:/.test(text.slice(end, end + 21))) return undefined;
  const isHarmless = isNameOfHarmless(name, plain) || isHarmlessForm(plain) || isAboutAws(plain);
  return { start, end, isHarmless };
}

function signAt(text: string, index: number, from: number): string | undefined {
  const [sign] = matchAt(between, text, from) ?? [];
  if (sign !== undefined) return sign;
  // `-k"Sommer2024"`
  if (from - index === 2 && /["']/.test(text.charAt(from)) && !/["']/.test(text.charAt(index - 1))) return '';
  return openList.test(text.slice(Math.max(0, index - 200), index))
    ? matchAt(listed, text, from)?.[0]
    : undefined;
}

/** A sentence with an ARN: what is secret in it is looked for by itself. */
function isAboutAws(text: string): boolean {
  return /^\S+(?:\s+\S+){3}/.test(text) && /(?<![\w:])arn:aws[a-z-]{0,20}:[a-z0-9-]{1,40}:/.test(text);
}
