import type { Reading } from './shapes.ts';

/** One value of a request against one of a policy, for operators that read their values. */

/** `undefined`: one of the two is not of the operator's type (R306). */
export type Compared = Reading | undefined;

const truths = ['true', 'false'];

export function sameBoolean(actual: string, expected: string): Compared {
  const [left, right] = [actual.toLowerCase(), expected.toLowerCase()];
  if (!truths.includes(left) || !truths.includes(right)) return undefined;
  return left === right ? 'yes' : 'no';
}

type Order = -1 | 0 | 1;
type Wanted = (order: Order) => boolean;

export function numbers(wanted: Wanted): (actual: string, expected: string) => Compared {
  return (actual, expected) => {
    const [left, right] = [decimal(actual), decimal(expected)];
    if (left === undefined || right === undefined) return undefined;
    const holds = wanted(left < right ? -1 : left > right ? 1 : 0);
    // Whether a number may have an exponent AWS does not say.
    if (/e/i.test(actual + expected)) return holds ? 'doubt' : undefined;
    return holds ? 'yes' : 'no';
  };
}

/** In units of a trillionth, which all numbers of the scenarios are a whole number of. */
function decimal(text: string): bigint | undefined {
  const parts = /^([+-]?)(\d+)(?:\.(\d{1,12}))?(?:e(\d))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const value = BigInt(whole + fraction.padEnd(12, '0')) * 10n ** BigInt(exponent);
  return sign === '-' ? -value : value;
}

export function dates(wanted: Wanted): (actual: string, expected: string) => Compared {
  return (actual, expected) => {
    const [left, right] = [instant(actual), instant(expected)];
    if (left === undefined || right === undefined) return undefined;
    return wanted(left < right ? -1 : left > right ? 1 : 0) ? 'yes' : 'no';
  };
}

function instant(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?)?$/.exec(
    text,
  );
  if (parts === null) return undefined;
  const [, year, month, day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const value = Date.parse(`${year ?? ''}-${month ?? ''}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(value) ? undefined : value;
}

/** Bits of an address and how many of them a range fixes. */
interface Range {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly fixed: number;
}

export function inRange(actual: string, expected: string): Compared {
  const [address, range] = [rangeOf(actual), rangeOf(expected)];
  if (address === undefined || range === undefined) return undefined;
  const hasHostBits = range.bits % (1n << BigInt(widthOf(range) - range.fixed)) !== 0n;
  const mapped = unmapped(address);
  // AWS does not say whether an IPv4 address written as IPv6 is one or the other.
  if (mapped !== undefined) return contains(range, mapped) || contains(range, address) ? 'doubt' : 'no';
  if (!contains(range, address)) return 'no';
  return hasHostBits ? 'doubt' : 'yes';
}

function widthOf({ family }: Range): number {
  return family === 4 ? 32 : 128;
}

function contains(range: Range, address: Range): boolean {
  if (range.family !== address.family || address.fixed < range.fixed) return false;
  const free = BigInt(widthOf(range) - range.fixed);
  return range.bits >> free === address.bits >> free;
}

function unmapped({ family, bits, fixed }: Range): Range | undefined {
  if (family !== 6 || bits >> 32n !== 0xffffn) return undefined;
  return { family: 4, bits: bits & 0xffffffffn, fixed: fixed - 96 };
}

function rangeOf(text: string): Range | undefined {
  const [address = '', size] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 6 ? sixBits(address) : fourBits(address);
  const width = family === 6 ? 128 : 32;
  const fixed = size === undefined ? width : Number(size);
  if (bits === undefined || !Number.isInteger(fixed) || size === '' || fixed < 0 || fixed > width)
    return undefined;
  return { family, bits, fixed };
}

function fourBits(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((each) => /^\d{1,3}$/.test(each) && Number(each) < 256))
    return undefined;
  return parts.reduce((bits, each) => bits * 256n + BigInt(each), 0n);
}

function sixBits(text: string): bigint | undefined {
  const [before = '', after] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').flatMap(groupsOf));
  const [first, last] = [groups(before), groups(after ?? '')];
  const missing = 8 - first.length - last.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...first, ...Array<string>(missing).fill('0'), ...last];
  if (!all.every((each) => /^[\da-f]{1,4}$/i.test(each))) return undefined;
  return all.reduce((bits, each) => (bits << 16n) + BigInt(`0x${each}`), 0n);
}

function groupsOf(group: string): readonly string[] {
  const bits = group.includes('.') ? fourBits(group) : undefined;
  return bits === undefined ? [group] : [(bits >> 16n).toString(16), (bits & 0xffffn).toString(16)];
}

export function sameBytes(actual: string, expected: string): Compared {
  const form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (!form.test(actual) || !form.test(expected)) return undefined;
  return Buffer.from(actual, 'base64').equals(Buffer.from(expected, 'base64')) ? 'yes' : 'no';
}
