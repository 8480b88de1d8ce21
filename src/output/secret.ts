import { apart, shapesIn, type Hidden } from './secret-shapes.ts';

/**
 * What must never be shown (SECURITY.md). When in doubt a text is a secret: hiding
 * too much costs a question, showing too much costs a key.
 */

export const hidden = '[hidden]';
const tokenStart = /^(IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoD|AQoE)/;
/** Most texts are one short ID: what cannot be in it is not looked for. */
export const mayNameOne =
  /secret|token|passw|private|passphrase|pwd|api[-_]?key|authorization|cookie|signature=/i;
/** `password=…`, `"SecretAccessKey": "…"`, `token: …`: a name that says it, whatever the value looks like. */
const named =
  /((?:secret|token|password|passwd|passphrase|pwd|api[-_]?key|authorization|private.?key)[\w.-]{0,64}(?:\s*=\s*|\\{0,8}["']\s*:\s*|:\s+))(\\{0,8}"[^"\n]*"?|'[^'\n]*'?|[^\s"',;}]+)/gi;
/** The same without the colon of a sentence: `there is no token: …`. */
const assigned =
  /((?:secret|token|password|passwd|passphrase|pwd|api[-_]?key|authorization|private.?key)[\w.-]{0,64}(?:\s*=\s*|\\{0,8}["']\s*:\s*))(\\{0,8}"[^"\n]*"?|'[^'\n]*'?|[^\s"',;}]+)/gi;
/**
 * `--password …`: an option whose value is a secret; a word that begins with a dash is the next option, and the
 * `FILE` of `--web-identity-token` is no token.
 */
const option =
  /(--?[\w-]{0,64}(?:secret|token|password|passwd|private-?key)[\w-]{0,64}\s+)(?!-|(?<=identity-token )<?file>?(?![\w<>-]))\S+/gi;
/** The same as a word of its own: not `web-identity-token file`. */
const optionWord =
  /(?<![\w-])(--?[\w-]{0,64}(?:secret|token|password|passwd|private-?key)[\w-]{0,64}\s+)(?!-|(?<=identity-token )<?file>?(?![\w<>-]))\S+/gi;
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

/** A variable, setting or JSON field whose value is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    /secret|token|password|passwd|passphrase|pwd|api[-_]?key|authorization|private.?key/.test(lower) &&
    !/file|path|lastused|nexttoken|codetoken|tokenissuetime/.test(lower)
  );
}

/** What in a condition key is named by the user: a tag, a pair of KMS's encryption context. */
const ownName = /(?:\/|^kms:EncryptionContext:)(?!\/)/i;

/** A condition key that is named so by the user: `aws:RequestTag/Password`. AWS's own keys name no secret of anybody's. */
export function isSecretTag(key: string): boolean {
  if (!isSecretName(key)) return false;
  const found = ownName.exec(key);
  return found !== null && isSecretName(key.slice(found.index + found[0].length));
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
  return mayNameOne.test(value) ? apart([...namedIn(value), ...shapes]) : shapes;
}

/** Whether a text has to be looked at piece by piece: nearly none of a stream has. */
export function maySpellSecret(text: string): boolean {
  return mayNameOne.test(text) || shapesIn(text).length > 0;
}

/** What a name announces. */
function namedIn(value: string): readonly Hidden[] {
  return [
    ...[named, option, element, glued].flatMap((pattern) => behind(pattern, value)),
    ...[header, signature].flatMap((pattern) => after(pattern, value, () => true)),
  ];
}

function secretsInSentence(text: string): readonly Hidden[] {
  const shapes = shapesIn(text);
  if (!mayNameOne.test(text)) return shapes;
  const values = [...text.matchAll(inBackticks)].flatMap(({ 1: value = '', index }) =>
    namedIn(value).map(({ start, end }) => ({
      start: start + index + 1,
      end: end + index + 1,
    })),
  );
  return apart([...behind(assigned, text), ...behind(optionWord, text), ...values, ...shapes]);
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
