/**
 * What must never be shown (identifiers.md section 1.2, rows 10 and 11). When in doubt a text is a secret: hiding
 * too much costs a question, showing too much costs a key.
 */

const secretLength = 40;
const hidden = '[hidden]';
const run = /[A-Za-z0-9/+]{40,}={0,2}/g;
const tokenStart = /^(IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoD|AQoE)/;
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
/** `password=…`, `"SecretAccessKey": "…"`: a name that says it, whatever the value looks like. */
const named =
  /((?:secret|token|password|passwd|private.?key)[\w.-]{0,64}(?:\s*=\s*|["']\s*:\s*|:\s+))("[^"\n]*"?|'[^'\n]*'?|[^\s"',;}]+)/gi;
/** `--password …`: an option whose value is a secret; a word that begins with a dash is the next option. */
const option = /(--?[\w-]{0,64}(?:secret|token|password|passwd|private-?key)[\w-]{0,64}\s+)(?!-)\S+/gi;
/** `https://user:password@host`. */
const userInfo = /(:\/\/)[^\s/@?#:]{0,256}:[^\s/@?#]{1,256}@/g;
const urlToken = /[\w-]{150,}={0,2}/g;

/** Exactly 40 characters of a secret access key's alphabet, small letters and capitals. */
export function looksLikeSecret(text: string): boolean {
  return (
    text.length === secretLength && /^[A-Za-z0-9/+]+$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text)
  );
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
  return (
    /secret|token|password|passwd|private.?key/i.test(name) &&
    !/file|path|lastused|nexttoken|codetoken/i.test(name)
  );
}

/**
 * The text with every piece that may be a secret replaced by `[hidden]`; the same text where there is none.
 * A secret may hold slashes, so a path in front of it is hidden too.
 */
export function hideSecrets(text: string): string {
  // Most texts are one short ID: what cannot be in it is not looked for.
  const safe = /secret|token|passw|private/i.test(text)
    ? text
        .replace(named, (whole, name: string) => (isSecretName(name) ? `${name}${hidden}` : whole))
        .replace(option, (whole, name: string) => (isSecretName(name) ? `${name}${hidden}` : whole))
    : text;
  return hideShapes(safe);
}

/** The text without what looks like a secret by itself, whatever stands before it: for sentences of our own. */
export function hideShapes(text: string): string {
  if (text.length < 13) return text;
  const withoutUsers = text.includes('://') ? text.replace(userInfo, `$1${hidden}@`) : text;
  const withoutTokens = withoutUsers.includes('eyJ')
    ? withoutUsers.replace(jsonWebToken, hidden)
    : withoutUsers;
  if (!hasLongRun(withoutTokens)) return withoutTokens;
  return withoutTokens
    .replace(run, (piece) => (isSecretRun(piece) ? hidden : piece))
    .replace(urlToken, (piece) => (isMixed(piece) ? hidden : piece));
}

/**
 * Whether so many characters of base64, of either alphabet, follow each other as a secret has. Looks from the end of
 * each possible place: where words are short, few characters are looked at.
 */
function hasLongRun(text: string): boolean {
  for (let start = 0; start + secretLength <= text.length;) {
    let at = start + secretLength - 1;
    while (at >= start && isBase64(text.charCodeAt(at))) at--;
    if (at < start) return true;
    start = at + 1;
  }
  return false;
}

function isBase64(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === underscore;
  return (code >= 47 && code <= 57) || code === plus || code === dash;
}

const plus = 0x2b;
const dash = 0x2d;
const underscore = 0x5f;

/** A document with `hideShapes` in each of its texts. */
export function hideShapesIn(document: object): object {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(document);
  return Object.fromEntries(entries.map(([name, value]) => [name, hideInValue(value)]));
}

function hideInValue(value: unknown): unknown {
  if (typeof value === 'string') return hideShapes(value);
  if (Array.isArray(value)) return value.map(hideInValue);
  return typeof value === 'object' && value !== null ? hideShapesIn(value) : value;
}

function isSecretRun(piece: string): boolean {
  if (looksLikeSecret(piece.replace(/=+$/, ''))) return true;
  for (let at = 0; at + secretLength <= piece.length; at++) {
    if (isRandom(piece.slice(at, at + secretLength))) return true;
  }
  return false;
}

/**
 * Whether 40 characters change between small letters, capitals, digits and signs as random ones do: 25 times on
 * average, below 14 once in ten thousand. Words in camel case and paths change less.
 */
function isRandom(text: string): boolean {
  if (!isMixed(text)) return false;
  let changes = 0;
  for (let at = 1; at < text.length; at++) {
    if (classOf(text.charCodeAt(at)) !== classOf(text.charCodeAt(at - 1))) changes++;
  }
  return changes >= 14;
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

function classOf(code: number): number {
  if (code >= 97) return 0;
  if (code >= 65) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}
