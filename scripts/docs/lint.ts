import { categories, type Category } from '../../src/lint/finding.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { allRules } from '../../src/lint/rules.ts';
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
    ...leftOut(),
  ].join('\n');
}

const codesLeftOut: readonly (readonly [code: string, reason: string])[] = [
  ...['ALLOW_CONDITION', 'ALLOW_NOTACTION', 'ALLOW_RESOURCE', 'NOTRESOURCE'].map(
    (name) =>
      [
        `SCP_SYNTAX_ERROR_${name}`,
        'service control policies take the whole policy language since 2025, and AWS’s list has the code no more',
      ] as const,
  ),
];

/** What is not looked for, and why. */
function leftOut(): readonly string[] {
  return [
    '## Not looked for',
    '',
    'Every issue code of AWS’s policy validation has a rule above. Older lists have these too:',
    '',
    line(['Code', 'Why not']),
    line(['---', '---']),
    ...codesLeftOut.map(([code, reason]) => line([`\`${code}\``, reason])),
    '',
    'Of what a rule cannot tell from the text it says nothing: which service is in which region, what a function of a',
    'template or an expression of Terraform gives, and which resources exist.',
    '',
  ];
}

function section(category: Category): readonly string[] {
  const rows = allRules().filter((rule) => rule.category === category);
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
