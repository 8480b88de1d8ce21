import { command } from '../../core/command.ts';
import { nearest } from '../../core/nearest.ts';
import type { LintRulesDocument } from '../../documents/policies.ts';
import type { Page } from '../../core/page.ts';
import type { Example, Rule } from '../rule.ts';
import { allRules } from '../rules.ts';
import { hasRepair } from '../run/fix/repairs.ts';

/** The rules as a table, for `--list`. */
export function listPage(of: readonly Rule[]): Page {
  return [
    {
      kind: 'table',
      header: ['code', 'severity', 'category', 'what it finds'],
      rows: of.map(({ id, severity, category, title, onlyStrict }) => [
        id,
        onlyStrict === true ? `${severity} (--strict)` : severity,
        category,
        title,
      ]),
    },
  ];
}

/** A rule in full, for `--explain`. */
export function explainPage({ id, awsCode, severity, category, title, repair, docs, bad, good }: Rule): Page {
  return [
    { kind: 'verdict', tone: 'strong', word: id, text: title, right: `${severity}, ${category}` },
    {
      kind: 'fields',
      rows: [
        { name: 'what to do', value: repair },
        ...(hasRepair(id) ? [{ name: 'mended by', value: command`iamx lint --fix` }] : []),
        ...(awsCode === undefined ? [] : [{ name: 'AWS calls it', value: awsCode }]),
        ...(docs === undefined ? [] : [{ name: 'see', value: docs }]),
      ],
    },
    ...exampleIn('It finds something in', bad()),
    ...exampleIn('and nothing in', good()),
  ];
}

/** A rule of one's own may have none. */
function exampleIn(heading: string, example: Example): Page {
  const text = textOf(example);
  if (text === '') return [];
  return [
    [
      { kind: 'heading', text: heading },
      { kind: 'verbatim', text },
    ],
  ];
}

/** The policy of an example, as it is read. */
export function textOf({ policy }: Example): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2);
}

export function findRule(id: string, own: readonly Rule[]): Rule | undefined {
  return [...allRules(), ...own].find((rule) => rule.id === id || rule.awsCode === id);
}

/** The code that was most likely meant. */
export function nearestCode(id: string, own: readonly Rule[]): string | undefined {
  return nearest(
    id,
    [...allRules(), ...own].map((rule) => rule.id),
  );
}

/** The rules as data, for `--list --json` and `--explain CODE --json`. */
export function catalogueDocument(of: readonly Rule[]): LintRulesDocument {
  return {
    schema: 'iamx.lint-rules/1',
    verdict: 'rules',
    summary: `${of.length} ${of.length === 1 ? 'rule' : 'rules'}`,
    rules: of.map(({ id, awsCode, severity, category, types, title, repair, docs, bad, good }) => ({
      code: id,
      ...(awsCode === undefined ? {} : { awsCode }),
      severity,
      category,
      types,
      title,
      repair,
      ...(docs === undefined ? {} : { docs }),
      bad: textOf(bad()),
      good: textOf(good()),
    })),
    steps: [],
    diagnostics: [],
  };
}
