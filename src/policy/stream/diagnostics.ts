import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Explained } from '../answer/explained.ts';
import { notesOf, withoutRepetition } from '../answer/notes.ts';
import type { Ran } from '../scenario/run.ts';

/** Where the policies inside a line stand: their own places count from the start of `policies`. */
export interface Offset {
  /** The stream's name: inline policies have it as their file. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Columns before `policies`. */
  readonly columns: number;
}

/**
 * Everything that is to be said of one answer, as `--json` says it of the same question alone. `move` takes what was
 * said of the policies to where they stand.
 */
export function diagnosticsOf(
  { notices, warnings }: Pick<Ran, 'notices' | 'warnings'>,
  answer: Explained,
  move: (diagnostic: Diagnostic) => Diagnostic = (diagnostic) => diagnostic,
): readonly Diagnostic[] {
  return withoutRepetition([
    ...notices,
    ...warnings.map(move),
    ...(answer.notices ?? []),
    ...answer.simulated.case.notices,
    ...notesOf(answer).map(move),
  ]);
}

/** A diagnostic of the policies inside a line, at its place in the stream. */
export function movedTo(offset: Offset): (diagnostic: Diagnostic) => Diagnostic {
  return (diagnostic) => {
    const { span } = diagnostic;
    return span?.file === offset.file ? { ...diagnostic, span: moveSpan(span, offset) } : diagnostic;
  };
}

/** A line of a stream has no line ends: only the columns differ. */
function moveSpan({ file, column, endColumn }: Span, { line, columns }: Offset): Span {
  return { file, line, column: column + columns, endLine: line, endColumn: endColumn + columns };
}
