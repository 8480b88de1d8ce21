import type { Instant } from '../../core/instant.ts';

/**
 * Exact decimals. IEEE doubles would make 9007199254740993 equal to 9007199254740992 (test/policy/cases/C44.yaml).
 */
export interface Decimal {
  readonly negative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly integer: string;
  /** Without trailing zeros. */
  readonly fraction: string;
}

const written = /^([+-])?(\d*)(?:\.(\d*))?$/;

/**
 * Reads the whole text: an integer or decimal with an optional sign. `10abc`, an empty text and exponents
 * (`1e3`: AWS documents none [U]) are no numbers.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const found = written.exec(text);
  if (!found) return undefined;
  const [, sign, whole = '', part = ''] = found;
  if (whole === '' && part === '') return undefined;
  const integer = trimLeadingZeros(whole);
  const fraction = trimTrailingZeros(part);
  return { negative: sign === '-' && (integer !== '' || fraction !== ''), integer, fraction };
}

// Loops and not `/0+$/`: that pattern takes quadratic time on a long run of zeros.
function trimLeadingZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 48) start++;
  return digits.slice(start);
}

function trimTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** Below 0, 0 or above 0, as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const magnitude = compareMagnitudes(left, right);
  return left.negative ? -magnitude : magnitude;
}

function compareMagnitudes(left: Decimal, right: Decimal): number {
  if (left.integer.length !== right.integer.length) return left.integer.length - right.integer.length;
  if (left.integer !== right.integer) return left.integer < right.integer ? -1 : 1;
  if (left.fraction === right.fraction) return 0;
  return left.fraction < right.fraction ? -1 : 1;
}

/** The seconds since 1970: those of an instant before are whole ones and a fraction that is added. */
export function decimalSeconds({ seconds, fraction }: Instant): Decimal {
  if (seconds >= 0) return { negative: false, integer: trimLeadingZeros(String(seconds)), fraction };
  if (fraction === '') return { negative: true, integer: String(-seconds), fraction };
  const last = fraction.length - 1;
  const rest = Array.from(fraction, (digit, at) => (at === last ? 10 : 9) - Number(digit)).join('');
  return { negative: true, integer: trimLeadingZeros(String(-seconds - 1)), fraction: rest };
}
