import type { SessionContext } from '../identifiers/session-source.ts';
import { looksLikeSecret } from '../output/secret.ts';
import type { Decoded } from './item.ts';
import { isShapeInTexts } from './known-shapes.ts';
import { readAccount } from './read-account.ts';
import { readArn } from './read-arn.ts';
import { readId } from './read-id.ts';
import { readShape, secret } from './read-rest.ts';
import { repair } from './repair.ts';
import { readUserId } from './user-id.ts';

/** What stands between words, in prose, JSON and shell. */
const between = /[\s,;|"'`<>()[\]{}]+/;
export const hasSeveralWords = /[\s,;|"'`<>()[\]{}=]/;
/** The shortest identifier that means one wherever it stands: `r-f6g7`. */
const shortest = 6;
const mostWords = 10_000;
/** What no identifier is without: a digit, the colons of an ARN, capitals alone. */
const mayBeOne = /\d|^arn:|^A[A-Z]{15}/;

/** The identifiers and secrets among the words of a longer text, each once. */
export function readSentence(text: string, context: SessionContext): readonly Decoded[] {
  const found: Decoded[] = [];
  for (const [word, times] of wordsOf(text)) {
    const decoded = readWord(word, context);
    if (decoded !== undefined) found.push(times === 1 ? decoded : { ...decoded, times });
  }
  const [first, ...rest] = found;
  if (first === undefined || found.every(({ item }) => item.kind === 'unknown' && item.input === null))
    return [];
  const message = `took ${found.length === 1 ? 'one identifier' : `${found.length} identifiers`} out of a longer text`;
  const diagnostic = { code: extracted, severity: 'info', message } as const;
  return [{ ...first, diagnostics: [diagnostic, ...first.diagnostics] }, ...rest];
}

/** The code of what is said of values that stood among other words. */
export const extracted = 'decode/extracted';

/** The words that may be identifiers, and how often each stands there. */
function wordsOf(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const part of text.split(between)) {
    if (part.length < shortest || !mayBeOne.test(part)) continue;
    const word = part.replace(/(?<![.:!?])[.:!?]+$/, '');
    const times = words.get(word) ?? 0;
    if (times > 0 || words.size < mostWords) words.set(word, times + 1);
  }
  return words;
}

function readWord(word: string, context: SessionContext): Decoded | undefined {
  const { text, isSecret } = repair(word);
  if (isSecret || looksLikeSecret(text)) return secret('');
  if (text.startsWith('arn:')) {
    const arn = readArn(text, text, context);
    return arn.item.kind === 'arn' ? arn : undefined;
  }
  // A short number in a sentence is a status or a time, not an account.
  const decoded =
    (/^\d{12}$/.test(text) ? readAccount(text, text) : undefined) ??
    readUserId(text, text, context) ??
    (/^[A-Z0-9]{16,}$/.test(text) ? readId(text, text) : undefined);
  if (decoded !== undefined) return decoded.item.kind === 'unknown' ? undefined : decoded;
  return /^[a-z]+-/.test(text) && isShapeInTexts(text) ? readShape(text, text, []) : undefined;
}
