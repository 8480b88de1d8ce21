import type { LintConfigDocument } from '../../documents/policies.ts';
import type { Page } from '../../core/page.ts';
import { quoted } from '../../formats/problem.ts';
import type { ConfigCheck } from '../run/check-config.ts';
import type { Config } from '../run/config.ts';

function failedOf({ problems }: ConfigCheck): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

export function configDocument({ source }: Config, check: ConfigCheck): LintConfigDocument {
  const failed = failedOf(check);
  const { rules, tests, problems } = check;
  return {
    schema: 'iamx.lint-config/1',
    verdict: failed === 0 ? 'passed' : 'failed',
    summary: summaryOf(source.file, check),
    file: source.file,
    rules,
    tests,
    failed,
    steps: [],
    diagnostics: problems,
  };
}

export function configPage({ source }: Config, check: ConfigCheck): Page {
  const failed = failedOf(check);
  return [
    {
      kind: 'verdict',
      tone: failed === 0 ? 'good' : 'bad',
      word: failed === 0 ? 'passed' : 'failed',
      text: summaryOf(source.file, check),
    },
    ...(check.problems.length > 0 ? [{ kind: 'diagnostics', diagnostics: check.problems } as const] : []),
  ];
}

function summaryOf(file: string, check: ConfigCheck): string {
  const { rules, tests } = check;
  const failed = failedOf(check);
  const own = `${rules} ${rules === 1 ? 'rule' : 'rules'} of your own`;
  const of = `${tests} ${tests === 1 ? 'test' : 'tests'}`;
  return failed === 0
    ? `${quoted(file)} is in order: ${own}, ${of}`
    : `${failed} of ${of} in ${quoted(file)} failed`;
}
