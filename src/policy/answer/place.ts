import { describeLine } from '../../core/place.ts';
import { spanOf, type Source } from '../../core/source.ts';

/** `file:line` of a statement, as editors open it. */
export function place(source: Source, range: { readonly start: number; readonly end: number }): string {
  return describeLine(spanOf(source, range));
}
