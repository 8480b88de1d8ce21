import type { Diagnostic, Span } from './evaluation.ts';

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

/** One mistake, whoever met it: the same code at the same line. */
export function isSameProblem(left: Diagnostic, right: Diagnostic): boolean {
  if (left.code !== right.code) return false;
  if (left.span === undefined || right.span === undefined) return left.span === right.span;
  return left.span.file === right.span.file && left.span.line === right.span.line;
}
