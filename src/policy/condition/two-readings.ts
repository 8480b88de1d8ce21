import type { ContextValue, LookUp } from '../context-value.ts';
import { keyFacts } from '../keys.ts';
import type { ConditionValue } from './condition-value.ts';
import { compileRanges, parseAddress, parseAddressRange } from './ip.ts';
import type { OperatorTest } from './operators.ts';

/** What AWS does not say about the values of one operator. */
export interface Readings {
  /** The values that there is one reading of. */
  readonly sure: readonly ConditionValue[];
  /** Whether a request value that meets none of these would under another reading. */
  readonly maybe: ((actual: string) => boolean) | undefined;
  /** A request value of which there is more than one reading meets none surely. */
  readonly isOdd: ((actual: string) => boolean) | undefined;
}

/** The values of an operator by how many readings they have (R125). */
export function readingsOf(test: OperatorTest, values: readonly ConditionValue[]): Readings {
  if (test.type === 'arn') return loneAsterisk(test, values);
  if (test.type === 'ip') return oddAddresses(values);
  if (test.type === 'numeric') return exponents(test, values);
  return { sure: values, maybe: undefined, isOdd: undefined };
}

/** Whether AWS does not say what the operator makes of one of its own values: what meets it cannot be told. */
export function hasOddValue(test: OperatorTest, values: readonly ConditionValue[]): boolean {
  return values.some(({ value: { text } }) => {
    if (test.type === 'numeric') return exponent.test(text);
    return test.type === 'ip' && hasHostBits(text);
  });
}

/** R321: a pattern of six parts is wanted, and nobody says what `*` alone is. */
function loneAsterisk({ canRead }: OperatorTest, values: readonly ConditionValue[]): Readings {
  const sure = values.filter(({ constant, value }) => constant === undefined || !/^\*+$/.test(value.text));
  return { sure, maybe: sure.length < values.length ? canRead : undefined, isOdd: undefined };
}

/** Blocks with host bits, and IPv4 addresses that are written as IPv6. */
function oddAddresses(values: readonly ConditionValue[]): Readings {
  const sure = values.filter(({ value }) => !hasHostBits(value.text));
  const ranges = values.flatMap(({ value }) => parseAddressRange(value.text) ?? []);
  const inAny = compileRanges(ranges);
  const odd = values.length > sure.length;
  return {
    sure,
    maybe: (actual) => {
      const mapped = mappedAddress(actual);
      if (mapped === undefined && !odd) return false;
      const address = parseAddress(actual);
      return (address !== undefined && inAny(address)) || (mapped !== undefined && inAny(mapped));
    },
    isOdd: (actual) => mappedAddress(actual) !== undefined,
  };
}

export function hasHostBits(text: string): boolean {
  const slash = text.indexOf('/');
  const range = slash < 0 ? undefined : parseAddressRange(text);
  return range !== undefined && parseAddress(text.slice(0, slash)) !== range.first;
}

/** The IPv4 address in `::ffff:203.0.113.7`. */
function mappedAddress(text: string): number | undefined {
  if (!text.includes(':')) return undefined;
  const address = parseAddress(text);
  return typeof address === 'bigint' && address >> 32n === 0xffffn
    ? Number(address & 0xffffffffn)
    : undefined;
}

const exponent = /^([+-]?\d{1,20}(?:\.\d{0,20})?|[+-]?\.\d{1,20})[eE]([+-]?\d{1,2})$/;

/** `1e3`: of decimals AWS documents no exponents. */
function exponents(test: OperatorTest, values: readonly ConditionValue[]): Readings {
  const odd = values.filter(({ value }) => exponent.test(value.text));
  const asNumber = values.map(({ value }) =>
    test.compile([{ text: withoutExponent(value.text), literal: false }]),
  );
  return {
    sure: values,
    maybe: (actual) => {
      if (odd.length === 0 && !hasExponent(actual)) return false;
      const plain = withoutExponent(actual);
      return asNumber.some((value) => value?.matches(plain) === true);
    },
    isOdd: undefined,
  };
}

function hasExponent(text: string): boolean {
  return /e/i.test(text) && exponent.test(text);
}

/** `1500` of `1.5e3`; itself where it has none. */
function withoutExponent(text: string): string {
  const [, digits = '', power = ''] = exponent.exec(text) ?? [];
  if (power === '') return text;
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '', part = ''] = digits.replace(/^[+-]/, '').split('.');
  const shift = Number(power);
  const all = '0'.repeat(Math.max(0, -shift)) + whole + part + '0'.repeat(Math.max(0, shift));
  const point = whole.length + Math.max(0, -shift) + shift;
  return `${sign}${all.slice(0, point)}.${all.slice(point)}`;
}

/** R306: a value that is not of the operator's type equals nothing, or makes the test fail. */
export function isUnreadable(
  test: OperatorTest,
  values: readonly ConditionValue[],
): (actual: string) => boolean {
  if (test.type === 'string') return () => false;
  const inPolicy = values.some(
    ({ template, constant }) => template.constant !== undefined && constant === undefined,
  );
  return inPolicy ? () => true : (actual) => !test.canRead(actual);
}

/** R503: a variable stands for one value, and its key has several. */
export function isOfSeveralValues(
  values: readonly ConditionValue[],
): ((lookUp: LookUp) => boolean) | undefined {
  const keys = values.flatMap((value) => value.keys);
  if (keys.length === 0) return undefined;
  return (lookUp) => keys.some((key) => hasSeveral(key, lookUp(key)));
}

function hasSeveral(key: string, value: ContextValue): boolean {
  if (value === undefined || typeof value === 'symbol') return false;
  if (keyFacts(key)?.multivalued === true) return true;
  return typeof value !== 'string' && value.length > 1;
}
