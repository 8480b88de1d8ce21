/**
 * Identifiers that are glued to what stands around them get blanks: in a URL, in Markdown, behind a name and a colon, between
 * escaped quotes. Nothing is taken away, so that what marks a secret is still there.
 */
export function spacedOut(text: string): string {
  return text.replace(word, spaceOut);
}

/** As `sentence.ts` splits words. */
const word = /[^\s,;|"'`<>()[\]{}]+/g;

/** https://www.rfc-editor.org/rfc/rfc3986#section-2.1; the rest of a URL stays as it is. */
const escapes: Readonly<Record<string, string>> = { '20': ' ', '22': '"', '27': "'", '2f': '/', '3a': ':' };

/** Without the colours of a terminal, the escapes of a URL, and what makes a query of its last part. */
export function undressed(text: string): string {
  // Most texts hold none of them.
  const bare = text.includes('\u001b') ? text.replace(/\u001b\[[0-9;]{0,20}[A-Za-z]/g, ' ') : text;
  const plain = bare.includes('://') ? bare.replace(word, withoutQuery) : bare;
  if (!plain.includes('%')) return plain;
  return plain.replace(/%(20|22|27|2f|3a)/gi, (_, code: string) => escapes[code.toLowerCase()] ?? '');
}

/** The values of a query are looked at one by one, its names still in front of them; an ARN may be a pattern. */
function withoutQuery(url: string): string {
  return url.includes('://') && !url.startsWith('arn:') ? url.replace(/[?&]/g, ' ') : url;
}

function spaceOut(whole: string): string {
  const at = whole.search(/arn:aws[a-z-]{0,20}:/);
  if (at >= 0) return spaceOutArn(whole.slice(0, at), whole.slice(at));
  return whole
    .replace(/(?<![A-Za-z0-9+])A[A-Z]{3}[A-Z0-9]{12,17}(?![A-Za-z0-9+=]|\/(?!\d{8}\/))/g, spaced)
    .replace(/(?<![A-Za-z0-9.+-])\d{12}(?![A-Za-z0-9+=-])/g, spaced)
    .replace(/(?<![A-Za-z0-9.-])[a-z]{1,8}-(?:[a-z]{2,8}-)?[0-9a-z]{4,32}(?![A-Za-z0-9-])/g, spaced);
}

/** A user id goes on behind its colon. */
function spaced(found: string, at: number, whole: string): string {
  const isAlone = found.length === whole.length;
  const isUserId = whole.charAt(at + found.length) === ':' && found.startsWith('A');
  return isAlone ? found : isUserId ? ` ${found}` : ` ${found} `;
}

/** Names hold most signs that could end an ARN: what stands in front of it tells how it is dressed. */
function spaceOutArn(before: string, arn: string): string {
  if (/[A-Za-z0-9]$/.test(before)) return before + arn;
  const dress = /[*_~]{1,3}$/.exec(before)?.[0];
  const bare = dress !== undefined && arn.endsWith(dress) ? arn.slice(0, -dress.length) : arn;
  const end = bare.search(/[&\\\u2026]|!$/);
  const [own, rest] = end < 0 ? [bare, ''] : [bare.slice(0, end), bare.slice(end)];
  const behind = rest + arn.slice(bare.length);
  return `${before}${before === '' ? '' : ' '}${own}${behind === '' ? '' : ' '}${behind}`;
}
