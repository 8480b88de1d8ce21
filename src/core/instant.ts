/**
 * Milliseconds since the epoch of a time as AWS's tools write it: `2026-01-31T12:00:00Z`, with `+00:00`, with
 * fractions, or with the `UTC` that old CLIs wrote at the end. Undefined for anything else.
 */
export function parseInstant(text: string): number | undefined {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const time = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${milliseconds}${offset}`,
  );
  return Number.isNaN(time) ? undefined : time;
}
