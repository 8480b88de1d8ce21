import { lateExpression } from '../core/late-expression.ts';
import { isSecretName } from './secret-names.ts';
import type { Hidden } from './hidden.ts';

/** What stands behind a name that says that it is a secret, in texts of others and of ours. Few texts have such names. */

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

export function after(pattern: RegExp, text: string, isName: (name: string) => boolean): readonly Hidden[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: name = '', index }) =>
    // A backtick alone is no value: the name stands in code, `aws_secret_access_key =`.
    isName(name) && whole.slice(name.length) !== '`'
      ? [{ start: index + name.length, end: index + whole.length }]
      : [],
  );
}
