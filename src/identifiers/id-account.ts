/**
 * The account inside an ID. AWS does not document it; the arithmetic is in docs/identifiers.md.
 * Only the nine characters after the prefix matter.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const valueOf: ReadonlyMap<string, number> = new Map(
  Array.from(alphabet, (letter, value) => [letter, value]),
);
const prefixLength = 4;
const accountLength = 9;
/** The top bit of the nine characters' 45: set in every ID that holds an account. */
const newLayout = 2 ** 44;
const largestAccount = 999_999_999_999;

export type IdAccount =
  | { readonly kind: 'account'; readonly account: string }
  /** Issued before about 2019: the same arithmetic gives a number, and it is wrong. */
  | { readonly kind: 'old' }
  | { readonly kind: 'too-large' }
  /** A character of the nine is missing or not base32. */
  | { readonly kind: 'unreadable' };

/** The account that an ID of any prefix holds. */
export function accountOfId(id: string): IdAccount {
  let bits = 0;
  for (let at = prefixLength; at < prefixLength + accountLength; at++) {
    const value = valueOf.get(id.charAt(at));
    if (value === undefined) return { kind: 'unreadable' };
    // 45 bits: JavaScript's bit operators have 32.
    bits = bits * 32 + value;
  }
  if (bits < newLayout) return { kind: 'old' };
  const account = Math.floor((bits - newLayout) / 16);
  if (account > largestAccount) return { kind: 'too-large' };
  return { kind: 'account', account: String(account).padStart(12, '0') };
}

export interface AccountLetters {
  /** The eight characters that follow the prefix in every ID of the account. */
  readonly body: string;
  /** The ninth is one of these two, or a letter between them: its first bit belongs to the account. */
  readonly ninth: { readonly from: string; readonly to: string };
}

/** The reverse of `accountOfId`: what every ID of an account begins with, after its prefix. */
export function idPrefixForAccount(account: string): AccountLetters {
  let bits = newLayout + Number(account) * 16;
  let letters = '';
  for (let at = 0; at < accountLength; at++) {
    letters = alphabet.charAt(bits % 32) + letters;
    bits = Math.floor(bits / 32);
  }
  const odd = Number(account) % 2 === 1;
  return { body: letters.slice(0, 8), ninth: odd ? { from: 'Q', to: '7' } : { from: 'A', to: 'P' } };
}
