import type { Diagnostic } from '../../core/evaluation.ts';
import type { Finding } from '../finding.ts';
import { rulesOfFiles } from '../rules.ts';

/** A problem of a file as the finding of the rule that has its code. */
export function findingOfFile(problem: Diagnostic): Finding {
  const rule = rulesOfFiles().find(
    ({ look }) => look.at === 'file' && look.codes.some((code) => problem.code.startsWith(code)),
  );
  if (rule === undefined) throw new Error(`no rule has the code ${problem.code}`);
  const { id: code, severity, category, awsCode, repair } = rule;
  const {
    message,
    hint = repair,
    span = { file: '-', line: 1, column: 1, endLine: 1, endColumn: 1 },
  } = problem;
  return {
    code,
    severity,
    category,
    ...(awsCode === undefined ? {} : { awsCode }),
    message,
    hint,
    span,
    path: [],
  };
}
