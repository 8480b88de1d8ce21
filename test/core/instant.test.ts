import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoment, parseInstant } from '../../src/core/instant.ts';

const noon = Date.UTC(2026, 0, 31, 12);

test.each([
  ['2026-01-31T12:00:00Z', noon],
  ['2026-01-31T12:00:00UTC', noon],
  ['2026-01-31T12:00:00+00:00', noon],
  ['2026-01-31T14:00:00+0200', noon],
  ['2026-01-31T12:00:00', noon],
  ['2026-01-31 12:00:00Z', noon],
  ['2026-01-31T12:00:00.123456Z', noon + 123],
  [' 2026-01-31T12:00:00Z\n', noon],
  ['2026-01-31t12:00:00z', noon],
  ['2026-13-31T12:00:00Z', undefined],
  ['2026-02-31T12:00:00Z', undefined],
  ['2026-01-31', undefined],
  ['tomorrow', undefined],
  ['', undefined],
])('%j', (text, expected) => {
  expect(parseInstant(text)).toBe(expected);
});

test('every time that JavaScript writes is read as what it is', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (time) => {
      expect(parseInstant(time.toISOString())).toBe(time.getTime());
    }),
  );
});

test.each([
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-01-31T12:00Z', noon],
  // A double loses the last digit: 0.289 * 1000 is less than 289.
  ['2026-01-31T12:00:00.289Z', noon + 289],
  ['2026-01-31T12:00:00.0009Z', noon],
  ['2026', undefined],
  ['1769860800', undefined],
])('the date %j', (text, expected) => {
  expect(parseMoment(text)).toBe(expected);
});
