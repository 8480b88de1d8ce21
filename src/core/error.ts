import type { Diagnostic, Span } from './evaluation.ts';

/** 0 yes · 1 no · 2 the question could not be read · 3 AWS or the network failed (contract, section 3). */
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
} as const satisfies Record<string, ExitStatus>;

export type ErrorCode = keyof typeof exitStatusOf;

export interface ErrorDetails {
  readonly hint?: string;
  readonly span?: Span;
  /** All the problems of one document, where there is more than the one in the message. */
  readonly diagnostics?: readonly Diagnostic[];
  readonly cause?: unknown;
}

/**
 * The question cannot be read, or AWS failed: thrown anywhere, shown by `main` alone.
 * The message says what is wrong with which thing; the hint says what to type next.
 */
export class IamxError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly span: Span | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'IamxError';
    this.code = code;
    this.hint = details.hint;
    this.span = details.span;
    this.diagnostics = details.diagnostics ?? [];
  }

  get exitStatus(): ExitStatus {
    return exitStatusOf[this.code];
  }
}

/** The problems of an error: those that it lists, else itself. */
export function problemsOf({ code, message, hint, span, diagnostics }: IamxError): readonly Diagnostic[] {
  if (diagnostics.length > 0) return diagnostics;
  return [
    {
      code,
      severity: 'error',
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(span === undefined ? {} : { span }),
    },
  ];
}

/** Several errors as one, with the message of the first and the problems of all. */
export function joinErrors(first: IamxError, others: readonly IamxError[]): IamxError {
  if (others.length === 0) return first;
  const diagnostics = [first, ...others].flatMap(problemsOf);
  const more = diagnostics.filter(({ severity }) => severity === 'error').length - 1;
  const message = first.message.replace(/ \(and \d+ more problems?\)$/, '');
  return new IamxError(first.code, `${message} (and ${more} more ${more === 1 ? 'problem' : 'problems'})`, {
    diagnostics,
    cause: first,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    ...(first.span === undefined ? {} : { span: first.span }),
  });
}

/** For the end of a `switch` over a union: a new member of the union fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
