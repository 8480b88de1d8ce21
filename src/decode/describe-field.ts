import type { Field, Text } from '../core/page.ts';

/** A row of an answer; an empty note is none. */
export function field(name: string, value: Text, note?: string): Field {
  return note === undefined || note === '' ? { name, value } : { name, value, note };
}
