import { errorOfProblems, type IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';

/** All problems of a text that is no JSON or YAML as one error. */
export function syntaxError(problems: readonly Diagnostic[]): IamxError {
  const isYaml = problems[0]?.code.startsWith('yaml/') === true;
  return errorOfProblems(isYaml ? 'yaml-syntax' : 'json-syntax', problems);
}
