/** A point in time, exact: a fraction of a second may have any number of digits. */
export interface Instant {
  /** Whole seconds since 1970, rounded down. */
  readonly seconds: number;
  /** Digits of the fraction without trailing zeros. */
  readonly fraction: string;
}

const epoch = /^(\d{1,15})(?:\.(\d+))?$/;
const w3c =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))?)?)?$/;

/**
 * Reads a date as the Date operators do: a form of W3C's ISO 8601 profile (https://www.w3.org/TR/NOTE-datetime),
 * UTC where it names no zone, or seconds since 1970. Digits without a hyphen are seconds, also where there are
 * four of them: `2024` is not a year [O]. Undefined for a day or hour that does not exist.
 */
export function parseDate(text: string): Instant | undefined {
  const digits = epoch.exec(text);
  if (digits) return { seconds: Number(digits[1]), fraction: trimZeros(digits[2] ?? '') };
  const found = w3c.exec(text);
  if (!found) return undefined;
  const number = (group: number, absent: number) => {
    const part = found[group];
    return part === undefined ? absent : Number(part);
  };
  const [year, month, day] = [number(1, 0), number(2, 1), number(3, 1)];
  const [hour, minute, second] = [number(4, 0), number(5, 0), number(6, 0)];
  const [zoneHour, zoneMinute] = [number(9, 0), number(10, 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return undefined;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
  const ahead = (zoneHour * 60 + zoneMinute) * 60 * (found[8] === '-' ? -1 : 1);
  return {
    seconds: midnight + hour * 3600 + minute * 60 + second - ahead,
    fraction: trimZeros(found[7] ?? ''),
  };
}

/** Milliseconds since 1970 of a date: digits alone, seconds to `parseDate`, are a typo more often than not. */
export function parseMoment(text: string): number | undefined {
  const date = /^\d{4}-/.test(text) ? parseDate(text) : undefined;
  return date === undefined
    ? undefined
    : date.seconds * 1000 + Number(date.fraction.padEnd(3, '0').slice(0, 3));
}

const written =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?\s*(?:(Z|UTC)|([+-]\d{2}):?(\d{2}))?$/i;

/**
 * Milliseconds since 1970 of a time as AWS's tools write it: `2026-01-31T12:00:00Z`, with `+00:00`, with fractions,
 * or with the `UTC` that old CLIs wrote at the end. Undefined for anything else.
 */
export function parseInstant(text: string): number | undefined {
  const found = written.exec(text.trim());
  if (found === null) return undefined;
  const [, day = '', time = '', fraction = '', , hours, minutes = ''] = found;
  return parseMoment(`${day}T${time}${fraction}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** Below 0, 0 or above 0, as `left` is before, at or after `right`. */
export function compareInstants(left: Instant, right: Instant): number {
  if (left.seconds !== right.seconds) return left.seconds - right.seconds;
  if (left.fraction === right.fraction) return 0;
  return left.fraction < right.fraction ? -1 : 1;
}
