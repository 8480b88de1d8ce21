import { countMore } from './listed.ts';
import type { Hint } from './command.ts';
import type { Diagnostic, Span } from './evaluation.ts';
import type { Source } from './source.ts';
import { posixShell, writeHint } from './write-command.ts';

/** 0 yes · 1 no · 2 the question could not be read · 3 AWS or the network failed (docs/output.md). */
export type ExitStatus = 0 | 1 | 2 | 3;

/** Every code an `IamxError` can carry, and the exit status it means. */
export const exitStatusOf = {
  usage: 2,
  'file-missing': 2,
  'file-unreadable': 2,
  'file-unwritable': 2,
  'file-not-text': 2,
  'file-empty': 2,
  'json-syntax': 2,
  'yaml-syntax': 2,
  'not-a-policy': 2,
  'invalid-policy': 2,
  'invalid-scenario': 2,
  'invalid-request': 2,
  'unknown-managed-policy': 2,
  'data-unreadable': 2,
  'aws-failed': 3,
  'network-failed': 3,
} as const;

export type ErrorCode = keyof typeof exitStatusOf;

/** What AWS, the network or a clock did, for code that has to know: the message is for people, and no code reads it. */
export interface Failure {
  /** What was asked, as `sts:AssumeRole`; absent where nothing was asked. */
  readonly operation?: string;
  /** AWS's name of the error, as `AccessDenied`; absent where no error of AWS came. */
  readonly awsCode?: string;
  /** Of the answer; absent where none came. */
  readonly httpStatus?: number;
  /** When what would have been used expired: milliseconds since the epoch. */
  readonly expiredAt?: number;
}

export interface ErrorDetails {
  readonly hint?: Hint;
  readonly span?: Span;
  /** All the problems of one document, where there is more than the one in the message. */
  readonly diagnostics?: readonly Diagnostic[];
  /** How many problems `diagnostics` lists beside the one whose words the message has. */
  readonly more?: number;
  readonly failure?: Failure;
  /** The text that the places are in, where its lines may be shown: a policy or a scenario. */
  readonly source?: Source;
  readonly cause?: unknown;
}

/**
 * The question cannot be read, or AWS failed: thrown anywhere, shown by `main` alone.
 * The message says what is wrong with which thing; the hint says what to type next.
 */
export class IamxError extends Error {
  /** Whoever shortens names does not shorten this one: Node shows it. */
  static override readonly name = 'IamxError';

  readonly code: ErrorCode;
  /** What to type next, its commands still data: for an answer, which knows the shell. */
  readonly advice: Hint | undefined;
  readonly span: Span | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly more: number;
  readonly failure: Failure | undefined;
  readonly source: Source | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'IamxError';
    this.code = code;
    this.advice = details.hint;
    this.span = details.span;
    this.diagnostics = details.diagnostics ?? [];
    this.more = details.more ?? 0;
    this.failure = details.failure;
    this.source = details.source;
  }

  /** The advice as a text. */
  get hint(): string | undefined {
    return this.advice === undefined ? undefined : writeHint(this.advice, posixShell);
  }

  get exitStatus(): ExitStatus {
    return exitStatusOf[this.code];
  }
}

/** What is known of an error wherever it is shown. */
interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: Hint | undefined;
  readonly span?: Span | undefined;
}

/** The error as one of several things that are told beside an answer. */
export function asDiagnostic(told: Told | IamxError): Diagnostic {
  const { code, message, span } = told;
  const hint = told instanceof IamxError ? told.advice : told.hint;
  return {
    code,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
  };
}

/** The problems of an error: those that it lists, else itself. */
export function problemsOf(error: IamxError): readonly Diagnostic[] {
  return error.diagnostics.length > 0 ? error.diagnostics : [asDiagnostic(error)];
}

/** Problems of one document as one error: the words, the hint and the place of the first, and how many more there are. */
export function errorOfProblems(
  code: ErrorCode,
  diagnostics: readonly Diagnostic[],
  { source, cause }: Pick<ErrorDetails, 'source' | 'cause'> = {},
): IamxError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) throw new Error(`there is no problem to make the error ${code} of`);
  const more = errors.length - 1;
  const count = more > 0 ? ` (and ${countMore(more, 'problem')})` : '';
  return new IamxError(code, first.message + count, {
    diagnostics,
    more,
    ...(cause === undefined ? {} : { cause }),
    ...(source === undefined ? {} : { source }),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    ...(first.span === undefined ? {} : { span: first.span }),
  });
}

/** Several errors as one, with the message of the first and the problems of all. */
export function joinErrors(first: IamxError, others: readonly IamxError[]): IamxError {
  if (others.length === 0) return first;
  return errorOfProblems(first.code, [first, ...others].flatMap(problemsOf), { cause: first });
}

/** For the end of a `switch` over a union: a new member of the union fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
