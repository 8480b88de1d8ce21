import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { rulePages } from '../../src/policy/decision/rules.ts';
import { sections } from '../../test/policy/rules/rules.ts';
import { citationsIn } from './citations.ts';
import { cell, heading } from './markdown.ts';

const root = join(import.meta.dirname, '..', '..');
const casesFolder = join(root, 'test', 'policy', 'cases');
const caseCount = 70;
/** More titles of one file say nothing new, and would change the page with every test. */
const mostTitles = 3;

const citations = testFiles().flatMap((file) => {
  const path = relative(root, file).split(sep).join('/');
  return citationsIn(readFileSync(file, 'utf8')).map((citation) => ({ ...citation, file: path }));
});
const cases = Array.from({ length: caseCount }, (_, index) => `C${String(index + 1).padStart(2, '0')}`);
const rules = sections.flatMap((section) => section.rules);

/** The rules and cases that no test cites. */
export const unproved: readonly string[] = [
  ...rules.filter(({ id }) => !citations.some((citation) => citation.id === id)).map(({ id }) => id),
  ...cases.filter((id) => scenariosOf(id).length === 0),
];

/** Every rule and case of the evaluation with the tests that cite it. */
export function rulesPage(): string {
  const lines = [
    ...heading('How iamx decides, rule by rule'),
    'Every rule of the evaluation in one sentence, what it rests on, and the tests that fail if it breaks.',
    'The basis is D where AWS documents the rule, O where it was observed, U where nobody could verify it and',
    'the safer reading was taken, P where it is a decision of this project. It links to AWS’s page for the rules that an',
    'answer names.',
    '',
  ];
  for (const { title, rules: own } of sections) {
    lines.push(`## ${title}`, '', '| Rule | Basis | What it says | Tests |', '| --- | --- | --- | --- |');
    for (const { id, tag, says } of own) {
      lines.push(`| ${id} | ${basis(id, tag)} | ${cell(says)} | ${testsOf(id)} |`);
    }
    lines.push('');
  }
  lines.push(
    '## Tricky cases',
    '',
    'Each is a file that `iamx simulate --scenario` takes.',
    '',
    '| Case | Scenarios | Tests |',
    '| --- | --- | --- |',
  );
  for (const id of cases) {
    const names = scenariosOf(id).map((name) => cell(name.replace(`${id} `, '')));
    lines.push(`| [${id}](../test/policy/cases/${id}.yaml) | ${names.join('<br>')} | ${testsOf(id)} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** With a link where an answer that rests on the rule has one. */
function basis(id: string, tag: string): string {
  const page = new Map(Object.entries(rulePages)).get(id);
  return page === undefined ? tag : `[${tag}](${page})`;
}

function testFiles(): readonly string[] {
  return readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function testsOf(id: string): string {
  const byFile = new Map<string, string[]>();
  for (const { file, title } of citations.filter((citation) => citation.id === id)) {
    const titles = byFile.get(file) ?? [];
    if (titles.length < mostTitles && !titles.includes(title)) titles.push(title);
    byFile.set(file, titles);
  }
  return [...byFile]
    .map(([file, titles]) => `[${file}](../${file}): ${titles.map(cell).join(' · ')}`)
    .join('<br>');
}

function scenariosOf(id: string): readonly string[] {
  const file = join(casesFolder, `${id}.yaml`);
  if (!existsSync(file)) return [];
  const read: unknown = parse(readFileSync(file, 'utf8'));
  return (Array.isArray(read) ? read : [read]).flatMap((scenario: unknown) =>
    typeof scenario === 'object' &&
    scenario !== null &&
    'name' in scenario &&
    typeof scenario.name === 'string'
      ? [scenario.name]
      : [],
  );
}
