import { listed } from '../../core/listed.ts';
import { hidden } from '../../output/secret.ts';
import { isSecretTag } from '../../output/secret-names.ts';

/** A value as the user wrote it; in quotes where it would not stand out from the sentence. */
export function quote(text: string): string {
  return text === '' || /[\s,;"']/.test(text) ? JSON.stringify(text) : text;
}

/** The same of a value that stands under a condition key: a tag may be named as a secret is. */
export function quoteOf(key: string, text: string): string {
  return isSecretTag(key) ? hidden : quote(text);
}

/** `a`, `a or b`, `a, b or c`; past three `a, b, c or 4 more`. */
export function shortList(texts: readonly string[], word: 'or' | 'and'): string {
  return listed(texts, 3, word);
}
