import type { Hint } from '../../core/command.ts';
import { quoted } from '../../formats/problem.ts';
import type { Diagnostic, Severity, Span } from '../../core/evaluation.ts';

/** What is wrong or odd about a field, before it has a place. */
export interface Remark {
  /** The end of the code: `action` makes `request/action`. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** How the caller of `prepare` names the fields, and where they stand. */
export interface Fields {
  /**
   * A field as a path: `principal`, `action/0`, `context/aws:SourceIp`. Undefined where it has no place, as on the
   * command line.
   */
  readonly place: (field: string) => Span | undefined;
  /** As the user typed it: `resourceAccount` in a file, `--resource-account` on the command line. */
  readonly nameOf: (field: string) => string;
}

export function diagnostic(
  fields: Fields,
  field: string,
  severity: Severity,
  { code, message, hint }: Omit<Remark, 'hint'> & { readonly hint: Hint },
): Diagnostic {
  const span = fields.place(field);
  return { code: `request/${code}`, severity, message, hint, ...(span === undefined ? {} : { span }) };
}

/** Problems of one question, all of them. */
export interface Problems {
  readonly fields: Fields;
  readonly found: Diagnostic[];
}

export function report(problems: Problems, field: string, message: string, hint: Hint): void {
  const code = field.split('/', 1)[0] ?? field;
  problems.found.push(diagnostic(problems.fields, field, 'error', { code, message, hint }));
}

/** What is wrong with a value, from its reader, which does not know in which field it stands. */
export interface ValueProblem {
  readonly message: string;
  readonly hint: string;
  /** The message says what the value was to be: the field's name would say it again. */
  readonly isNamed?: true;
}

export function reportValue(problems: Problems, field: string, problem: ValueProblem): void {
  const { message, hint, isNamed } = problem;
  const told = isNamed === true ? message : `${named(problems, field)}: ${message}`;
  report(problems, field, told, hint);
}

/** The field's name in backticks, as the user typed it. */
export function named({ fields }: Problems, field: string): string {
  return quoted(fields.nameOf(field));
}
