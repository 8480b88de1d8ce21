import { editDistance } from '../core/nearest.ts';
import { Raw, reveal } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { escapeLine } from '../output/escape.ts';
import { asShown, describeLength, hasSecretShape, keyIdWithin, notA } from './shape.ts';
import { knownWord } from './vocabulary.ts';

const longestName = 64;

/** The name of a profile, a session or a services section. */
export function printName(raw: Raw): Shown {
  const name = reveal(raw);
  const isName =
    name.length <= longestName && !hasInvisible(name) && !hasSecretShape(name) && !keyIdWithin.test(name);
  if (name === '') return asShown('');
  return isName ? asShown(name) : asShown(`(${describeLength(raw)})`);
}

/** Whether a character of it moves the cursor, ends the line or is not seen. */
export function hasInvisible(text: string): boolean {
  return !/^[ -~]*$/.test(text) && escapeLine(text) !== text;
}

/** A word of the command line in backticks; anything may have been pasted there. */
export function printTyped(text: string): Shown {
  return asShown(`\`${printName(new Raw(text))}\``);
}

/** The same in brackets, as its header stands in a file. */
export function printHeader(raw: Raw): Shown {
  return asShown(`[${printName(raw)}]`);
}

/** A key of a shared file; undefined where only its line may be named. */
export function printKey(raw: Raw): Shown | undefined {
  const word = knownWord(reveal(raw));
  return word === undefined ? undefined : asShown(word);
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, `RoleName`; of a session too. */
export function printRoleName(raw: Raw): Shown {
  const name = reveal(raw);
  return /^[\w+=,.@-]{1,64}$/.test(name) && !hasSecretShape(name) && !keyIdWithin.test(name)
    ? asShown(name)
    : notA('not a role name', raw);
}

export function printAccount(raw: Raw): Shown {
  return raw.fits(/^\d{12}$/) ? asShown(reveal(raw)) : notA('not an account id', raw);
}

/** Sixteen asterisks and the last four characters, as the AWS CLI prints it; nothing of what is no key id. */
export function printKeyId(raw: Raw): Shown {
  return raw.fits(/^[A-Z0-9]{16,128}$/)
    ? asShown('*'.repeat(16) + reveal(raw).slice(-4))
    : notA('not an access key id', raw);
}

/** What AWS calls an error: `InvalidClientTokenId`, `AWS.SimpleQueueService.NonExistentQueue`. */
export function printErrorCode(raw: Raw): Shown {
  return raw.fits(/^[A-Za-z.]{1,64}$/) ? asShown(reveal(raw)) : notA('no error code', raw);
}

/** A whole number, as durations and attempts are. */
export function printNumber(raw: Raw): Shown {
  return raw.fits(/^[+-]?\d{1,9}(?:\.\d{1,3})?$/) ? asShown(reveal(raw)) : notA('no number', raw);
}

/** `2026-11-28T12:00:00Z`, as AWS writes a time. */
export function printTime(raw: Raw): Shown {
  return raw.fits(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/)
    ? asShown(reveal(raw))
    : notA('no time', raw);
}

/** What switches and modes take. */
const words =
  `true false yes no on off enabled disabled auto legacy regional standard adaptive in-region cross-region
  mobile ipv4 ipv6 json text table yaml yaml-stream preferred required when_supported when_required environment
  ec2instancemetadata ecscontainer none default`.split(/\s+/);

/** One word out of a few, or what is a slip of the hand from one; a small number. */
export function printWord(raw: Raw): Shown {
  const word = reveal(raw);
  const isKnown = /^\d{1,3}$/.test(word) || (word.length <= 24 && isNearWord(word.trim().toLowerCase()));
  return isKnown ? asShown(word) : notA('not a known word', raw);
}

function isNearWord(word: string): boolean {
  return (
    words.includes(word) ||
    words.some((one) => editDistance(word, one, one.length < 6 ? 1 : 2) <= (one.length < 6 ? 1 : 2))
  );
}

/** A map where a text belongs: nothing of it. */
export function printMap(): Shown {
  return asShown('no text but a map');
}

/** Never of itself: how long it is. */
export function printNothing(raw: Raw): Shown {
  return asShown(raw.isEmpty ? 'empty' : `set, ${describeLength(raw)}`);
}
