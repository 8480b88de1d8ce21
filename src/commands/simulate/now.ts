import { IamxError } from '../../core/error.ts';
import { parseInstant } from '../../policy/condition/instant.ts';

/** `--now` in milliseconds since the epoch. Throws `usage`. */
export function readInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = /^\d{4}-/.test(text) ? parseInstant(text) : undefined;
  if (instant !== undefined)
    return instant.seconds * 1000 + Math.floor(Number(`0.${instant.fraction || '0'}`) * 1000);
  throw new IamxError('usage', '`--now` is not a date', { hint: 'Write it as in `2026-01-31T00:00:00Z`.' });
}
