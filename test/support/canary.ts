import { createHash } from 'node:crypto';

/** Letters and digits of base64 as AWS makes them, the same for the same seed. */
export function canaryOf(seed: string, length = 40): string {
  let text = '';
  for (let count = 0; text.length < length; count++) {
    text += createHash('sha512').update(`${seed} ${count}`).digest('base64').replace(/=+$/, '');
  }
  return text.slice(0, length);
}

const hexOf = (text: string) => Buffer.from(text).toString('hex');
const plain = (text: string) => text.replace(/[+/]/g, 'x');
const codeOf = (one: string) => one.charCodeAt(0);

/** How a secret may be spelled where it does not belong. Halves are names where a name is wanted. */
export const spellings: Readonly<Record<string, (seed: string) => string>> = {
  whole: (seed) => canaryOf(seed),
  'in small letters': (seed) => canaryOf(seed).toLowerCase(),
  'in capitals': (seed) => canaryOf(seed).toUpperCase(),
  'its first half': (seed) => canaryOf(seed).slice(0, 20),
  'its second half': (seed) => canaryOf(seed).slice(20),
  quoted: (seed) => `"${canaryOf(seed)}"`,
  'with blanks around it': (seed) => `  ${canaryOf(seed)} `,
  'torn by blanks': (seed) => canaryOf(seed).replace(/.{5}(?=.)/g, '$& '),
  'as base64': (seed) => Buffer.from(canaryOf(seed)).toString('base64'),
  'as hex': (seed) => hexOf(canaryOf(seed, 32)),
  'for a URL': (seed) => encodeURIComponent(canaryOf(seed)),
  'in `\\u` escapes': (seed) =>
    canaryOf(seed).replace(/./g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'in `\\x` escapes': (seed) => canaryOf(seed).replace(/./g, (one) => `\\x${codeOf(one).toString(16)}`),
  'in escapes of XML': (seed) => canaryOf(seed).replace(/./g, (one) => `&#${codeOf(one)};`),
  'in full width': (seed) => canaryOf(seed).replace(/./g, (one) => String.fromCharCode(codeOf(one) + 0xfee0)),
  'with signs that nobody sees': (seed) => canaryOf(seed).replace(/.{4}/g, '$&\u200b'),
  'in tags': (seed) => canaryOf(seed).replace(/./g, (one) => String.fromCodePoint(codeOf(one) + 0xe0000)),
  'as hex in pairs': (seed) => hexOf(canaryOf(seed, 24)).replace(/..(?=.)/g, '$&:'),
  'from its end': (seed) => Array.from(canaryOf(seed)).reverse().join(''),
  'as base64 for URLs': (seed) => Buffer.from(canaryOf(seed)).toString('base64url'),
  'a session token': (seed) => `IQoJb3JpZ2lu${canaryOf(seed, 300)}==`,
  'a web token': (seed) =>
    `eyJ${plain(canaryOf(seed, 40))}.${plain(canaryOf(`${seed}b`, 80))}.${plain(canaryOf(`${seed}c`, 43))}`,
  'a token of GitHub': (seed) => `ghp_${plain(canaryOf(seed, 36))}`,
  'a password': (seed) => `${plain(canaryOf(seed, 8))}-${plain(canaryOf(`${seed}b`, 8))}_m`,
};

/** Those that may be a name of somebody's. */
export const nameLike: readonly string[] = ['its first half', 'its second half', 'a password'];

/** Letters and digits, in small letters: what is left of a text however it is wrapped, quoted and signed. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000))
    .toLowerCase()
    .replace(/\\u\{[0-9a-f]+\}|[^a-z0-9]/g, '');
}

const pieceLength = 8;
/** What every token of a kind begins with tells nothing. */
const beginnings = /^(?:IQoJb3JpZ2lu|eyJ|ghp_)/;

/** A piece of the planted text, or of what it spells, that stands in the output; undefined where there is none. */
export function pieceIn(output: string, planted: string, seed: string): string | undefined {
  const text = fold(output);
  const unescaped = fold(
    output.replace(
      /\\u\{e00([0-7][0-9a-f])\}|\\u([0-9a-f]{4})|%([0-9a-f]{2})|\\x([0-9a-f]{2})|&#(\d{2,3});/gi,
      (_, tag?: string, unit?: string, byte?: string, program?: string, decimal?: string) =>
        String.fromCharCode(
          Number.parseInt(tag ?? unit ?? byte ?? program ?? decimal ?? '', decimal ? 10 : 16),
        ),
    ),
  );
  for (const secret of [planted.replace(beginnings, ''), canaryOf(seed)]) {
    const folded = fold(secret);
    for (let at = 0; at + pieceLength <= folded.length; at++) {
      const piece = folded.slice(at, at + pieceLength);
      if (/^(?:u00\d\w)+|^0?(?:\d\wu00)/.test(piece)) continue;
      if (text.includes(piece) || unescaped.includes(piece)) return piece;
    }
  }
  return undefined;
}
