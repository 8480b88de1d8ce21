import { after } from './named-secrets.ts';
import { wholeName } from './secret-names.ts';
import type { Hidden } from './hidden.ts';
import { matchAt } from './value-end.ts';

/** What stands behind a short name, or where a program takes a secret: rarer still, and only in texts of others. */

/** Behind a short name; with a colon alone only where nothing follows its value. Identifiers stand under such names, too. */
const shortValue =
  /(?:\\{0,8}["']?\s{0,20}=\s{0,20}|\\{0,8}["']\s{0,20}:\s{0,20}|:[ \t]{1,20}(?=\S+[ \t\r]*$))(?!["']?(?:A(?:KI|SI|RO|ID)A|arn:))(\\{0,8}"[^"\n]*"?|'[^'\n]*'?|[^\s"',;}]+)/my;
/** What programs take on their command line, in SQL, in a `.netrc`; numbers of users are none. */
const typed = [
  /((?<![\w-])--?(?:pass|pwd|passphrase|passcode|pin|otp|api-?key|auth|storepass|keypass)(?:=|\s+))(?!-)\S+/gi,
  /((?<!\S)(?:-u|--(?:proxy-)?user)[= ]?["']?[^\s:"']{1,64}:(?!\d+(?:\s|$)))(?!-)\S+/gi,
  /((?<![\w-])(?:mysql|mariadb|sshpass|7z)\w{0,20}\s(?:[^\n|;&]{0,200}?\s)?-p)(?!-)\S+/gi,
  /((?<![\w-])(?:password|passwd|passphrase|pwd|bearer|basic)\s+)(?=\S*[\d=])(?=\S{6})(?!-)\S+/gi,
  /((?<!\w)identified\s+by\s+)\S+/gi,
  /((?<!\S)login\s{1,20}\S{1,128}\s{1,20}password\s{1,20})\S+/gi,
];
/** How AWS, its tools and Terraform say that they do not take a value, or do not know a word. */
const refused = [
  /(\bvalue:?[ \t]{1,4})(?:"[^"\n]*"|'[^'\n]*'|[^\s"']+)(?=[ \t]{1,4}(?:at|for|of)[ \t]{1,4}(?:variable[ \t]|parameter[ \t])?["'`]?[\w.-]{0,64}(?:secret|token|passw|pwd|passphrase|api[-_]?key))/gi,
  /(\bparameter[ \t]{1,4}["'`]?[\w.-]{0,64}(?:secret|token|passw|pwd|passphrase|api[-_]?key)[\w.-]{0,64}["'`]?,[ \t]{1,4}value:[ \t]{0,4})[^\s,]+/gi,
  /(\b(?:unknown options?|unrecognized arguments?):[ \t]{0,4}(?:--?[\w-]{1,64}(?:,[ \t]{0,4}|[ \t]{1,4})){0,20})(?![-\s])[^\n]+/gi,
];

/** What only a whole name announces, or the way a program is called. */
export function shortNamedIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(wholeName())) {
    if (index < end) continue;
    const [whole = '', value = ''] = matchAt(shortValue, text, index + name.length) ?? [];
    if (value === '' || (whole.startsWith(':') && !startsLine(text, index))) continue;
    end = index + name.length + whole.length;
    found.push({ start: end - value.length, end });
  }
  return [...found, ...[...typed, ...refused].flatMap((pattern) => after(pattern, text, () => true))];
}

/** In a sentence other words stand in front of it: `could not get credentials: AccessDenied`. */
function startsLine(text: string, at: number): boolean {
  return /(?:^|\n)\s{0,80}(?:-\s{1,8})?[\w."'-]{0,64}$/.test(text.slice(Math.max(0, at - 150), at));
}
