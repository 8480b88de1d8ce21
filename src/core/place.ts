import type { Span } from './evaluation.ts';

/** `file:line:column`, as editors and terminals understand it. */
export function describePlace(span: Pick<Span, 'file' | 'line' | 'column'>): string {
  return `${describeLine(span)}:${span.column}`;
}

/** `file:line`, for what is told by its line. */
export function describeLine({ file, line }: Pick<Span, 'file' | 'line'>): string {
  return `${nameOfFile(file)}:${line}`;
}

/** As the user named it; standard input has no name of its own. */
export function nameOfFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}
