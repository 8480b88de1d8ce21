import { lateExpression } from '../core/late-expression.ts';
import { isSecretName, wholeName } from './secret-names.ts';
import type { Hidden } from './secret-shapes.ts';
import { matchAt } from './value-end.ts';

/** What stands behind a name that says that it is a secret, or where a program takes one. Few texts have such names. */

const words = 'secret|token|password|passwd|passphrase|pwd|api[-_]?key|authorization|private.?key';
const assignedSign = '[\\w.-]{0,64}(?:\\s*=\\s*|\\\\{0,8}["\']\\s*:\\s*';
const anyValue = '(?:\\\\{0,8}"[^"\\n]*"?|\'[^\'\\n]*\'?|[^\\s"\',;}]+)';
/** `password=…`, `"SecretAccessKey": "…"`, `token: …`: a name that says it, whatever the value looks like. */
const named = lateExpression(`((?:${words})${assignedSign}|:\\s+))${anyValue}`, 'gi');
/** The same without the colon of a sentence: `there is no token: …`. */
const assigned = lateExpression(`((?:${words})${assignedSign}))${anyValue}`, 'gi');
/**
 * `--password …`: an option whose value is a secret; a word that begins with a dash is the next option, and the
 * `FILE` of `--web-identity-token` is no token.
 */
const optionText =
  '(--?[\\w-]{0,64}(?:secret|token|password|passwd|private-?key)[\\w-]{0,64}\\s+)(?!-|(?<=identity-token )<?file>?(?![\\w<>-]))\\S+';
const option = lateExpression(optionText, 'gi');
/** The same as a word of its own: not `web-identity-token file`. */
const optionWord = lateExpression(`(?<![\\w-])${optionText}`, 'gi');
/** Behind a short name; with a colon alone only where nothing follows its value. Identifiers stand under such names, too. */
const shortValue =
  /(?:\\{0,8}["']?\s{0,20}=\s{0,20}|\\{0,8}["']\s{0,20}:\s{0,20}|:[ \t]{1,20}(?=\S+[ \t\r]*$))(?!["']?(?:A(?:KI|SI|RO|ID)A|arn:))(\\{0,8}"[^"\n]*"?|'[^'\n]*'?|[^\s"',;}]+)/my;
/** What programs take on their command line, in SQL, in a `.netrc`; ports, folders and numbers of users are none. */
const typed = [
  /((?<![\w-])--?(?:pass|pwd|passphrase|passcode|pin|otp|api-?key|auth|storepass|keypass)(?:=|\s+))(?!-)\S+/gi,
  /((?<!\S)(?:-p\s+(?!\d{1,5}(?:[:/\s]|$)|[/.~])|(?:-u|--(?:proxy-)?user)[= ]?["']?[^\s:"']{1,64}:(?!\d+(?:\s|$))))(?!-)\S+/gi,
  /((?<![\w-])(?:mysql|mariadb|sshpass|7z)\w{0,20}\s(?:[^\n|;&]{0,200}?\s)?-p)(?!-)\S+/gi,
  /((?<![\w-])(?:password|passwd|passphrase|pwd|bearer|basic)\s+)(?=\S*[\d=])(?=\S{6})(?!-)\S+/gi,
  /((?<!\w)identified\s+by\s+)\S+/gi,
];
/** A header whose line is a secret to its end; of AWS's own signature only the signature is one. */
const header =
  /((?:(?:proxy-)?authorization|(?:set-)?cookie|x-amz-security-token|x-vault-token)["']?\s{0,4}[:=]\s{0,4})(?!b?["']?AWS4-)(b?"[^"\n]*"?|b?'[^'\n]*'?|[^\s"'][^\n]*)/gi;
const signature = /((?:X-Amz-)?Signature=)[^\s&"',;}]+/gi;
/** `<SecretAccessKey>…</SecretAccessKey>`. */
const element = /(<[\w:.-]{0,64}(?:secret|token|passw|private.?key)[\w.-]{0,64}>)[^<\n]+/gi;
/** As programs print what they hold: `{SecretAccessKey:… SessionToken:…}`. */
const glued =
  /((?:secret_?access_?key|session_?token|security_?token|access_?token|refresh_?token|id_?token|client_?secret):)[^\s"',;}]+/gi;
const inBackticks = /`([^`\n]+)`/g;

/** What a name announces. */
export function namedIn(value: string): readonly Hidden[] {
  return [
    ...[named(), option(), element, glued].flatMap((pattern) => behind(pattern, value)),
    ...[header, signature].flatMap((pattern) => after(pattern, value, () => true)),
  ];
}

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
  return [...found, ...typed.flatMap((pattern) => after(pattern, text, () => true))];
}

/** In a sentence other words stand in front of it: `could not get credentials: AccessDenied`. */
function startsLine(text: string, at: number): boolean {
  return /(?:^|\n)\s{0,80}(?:-\s{1,8})?[\w."'-]{0,64}$/.test(text.slice(Math.max(0, at - 150), at));
}

/** Of a text of ours in which values of others stand. */
export function namedInSentence(text: string): readonly Hidden[] {
  const values = [...text.matchAll(inBackticks)].flatMap(({ 1: value = '', index }) =>
    namedIn(value).map(({ start, end }) => ({
      start: start + index + 1,
      end: end + index + 1,
    })),
  );
  return [...behind(assigned(), text), ...behind(optionWord(), text), ...values];
}

/** What stands behind a name that says that it is a secret. */
function behind(pattern: RegExp, text: string): readonly Hidden[] {
  return after(pattern, text, isSecretName);
}

function after(pattern: RegExp, text: string, isName: (name: string) => boolean): readonly Hidden[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: name = '', index }) =>
    // A backtick alone is no value: the name stands in code, `aws_secret_access_key =`.
    isName(name) && whole.slice(name.length) !== '`'
      ? [{ start: index + name.length, end: index + whole.length }]
      : [],
  );
}
