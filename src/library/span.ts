import type { Span } from '../core/evaluation.ts';
import { spanOf as place, type Range, type Source } from '../core/source.ts';
import { looking, misused } from './values.ts';

/**
 * The place of an element of a policy that `parsePolicy` made: lines and columns from 1, columns in UTF-16 units, the end
 * exclusive. Throws `IamxError` where it is handed something else (`usage`).
 */
export function spanOf(source: Source, range: Range): Span {
  const given = looking('source', 'usage', () => isSource(source));
  const isRange = looking('range', 'usage', () => isPlace(range));
  if (!given)
    throw misused('usage', 'source', '`source` is not the `source` of a policy', 'Hand in `policy.source`.');
  if (!isRange)
    throw misused(
      'usage',
      'range',
      '`range` is no element of a policy',
      'Hand in a statement, or a value in one.',
    );
  return looking('source', 'usage', () => place(source, range));
}

function isSource(value: unknown): boolean {
  const { file, text, lineStarts } = (value ?? {}) as Readonly<Record<keyof Source, unknown>>;
  return typeof file === 'string' && typeof text === 'string' && typeof lineStarts === 'function';
}

function isPlace(value: unknown): boolean {
  const { start, end } = (value ?? {}) as { readonly start?: unknown; readonly end?: unknown };
  return Number.isInteger(start) && Number.isInteger(end);
}
