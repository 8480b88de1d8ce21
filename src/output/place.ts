import type { Span } from '../core/evaluation.ts';

/** `file:line:column`, as editors and terminals understand it. */
export function describePlace({ file, line, column }: Span): string {
  return `${file === '-' ? 'standard input' : file}:${line}:${column}`;
}
