import { IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';

/** All problems of a text that is no JSON or YAML as one error, with the place and hint of the first. */
export function syntaxError(problems: readonly Diagnostic[]): IamxError {
  const [first] = problems;
  const code = first?.code.startsWith('yaml/') === true ? 'yaml-syntax' : 'json-syntax';
  return errorOfProblems(code, first, problems.length, problems);
}

/** `first` says what is wrong; `count` is the number of problems as grave as it, itself included. */
export function errorOfProblems(
  code: 'json-syntax' | 'yaml-syntax' | 'invalid-policy',
  first: Diagnostic | undefined,
  count: number,
  diagnostics: readonly Diagnostic[],
): IamxError {
  const message = first?.message ?? 'the text cannot be read';
  const more = count > 1 ? ` (and ${count - 1} more ${count === 2 ? 'problem' : 'problems'})` : '';
  return new IamxError(code, message + more, {
    diagnostics,
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    ...(first?.span === undefined ? {} : { span: first.span }),
  });
}
