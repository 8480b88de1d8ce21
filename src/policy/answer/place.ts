import { spanOf, type Source } from '../../core/source.ts';

/** `file:line` of a statement, as editors open it. */
export function place(source: Source, range: { readonly start: number; readonly end: number }): string {
  const { file, line } = spanOf(source, range);
  return `${file}:${line}`;
}
