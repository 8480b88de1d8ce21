import { categories, type Category } from '../../src/lint/finding.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { rules } from '../../src/lint/rules.ts';
import { heading, line } from './markdown.ts';

const titles: Readonly<Record<Category, string>> = {
  syntax: 'Documents',
  arn: 'ARNs',
  action: 'Actions',
  principal: 'Principals',
  condition: 'Conditions',
  variable: 'Variables',
  type: 'By type of policy',
  quota: 'Size',
  security: 'Security',
  escalation: 'Escalation',
  trust: 'Trust policies',
  style: 'Style',
  terraform: 'Terraform and CloudFormation',
};

/** Every rule of `iamx lint`, by what it is about. */
export function lintPage(): string {
  return [
    ...heading('What `iamx lint` looks for'),
    'Each rule is shown in full, with a policy in which it finds something and one in which it does not, by',
    '`iamx lint --explain CODE`; the code of AWS’s own policy validation works there too.',
    '',
    ...categories.flatMap((category) => section(category)),
  ].join('\n');
}

function section(category: Category): readonly string[] {
  const rows = rules.filter((rule) => rule.category === category);
  if (rows.length === 0) return [];
  const columns = ['Code', 'Severity', 'Finds', 'What to do', 'AWS'];
  return [
    `## ${titles[category]}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(rowOf),
    '',
  ];
}

function rowOf({ id, severity, onlyStrict, title, repair, awsCode }: Rule): string {
  const when = onlyStrict === true ? ' with `--strict`' : '';
  return line([`\`${id}\``, severity + when, title, repair, awsCode === undefined ? '' : `\`${awsCode}\``]);
}
