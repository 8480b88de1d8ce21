import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { rulePages } from '../src/policy/decision/rules.ts';
import { documentOf, resultOf, simulate } from './commands/support/simulate.ts';
import { sections } from './policy/rules/rules.ts';

const root = join(import.meta.dirname, '..', 'src');
const number = /\bR\d{3}\b/;

/** Every text of the program: literals, and the fixed parts of templates. */
function textsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  // Most stand in comments alone, which need no reading.
  if (!text.split('\n').some((line) => number.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))) return [];
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false));
  return texts;
}

/** A rule's number helps who looks for it: as evidence, with AWS's page beside it, and nowhere else. */
describe('rule numbers', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  test('R733 no sentence holds one: they are the names of evidence', () => {
    const found = files.flatMap((file) =>
      textsOf(file)
        .filter((text) => number.test(text) && !Object.hasOwn(rulePages, text))
        .map((text) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  test('every rule that has a page is named by an answer', () => {
    const texts = new Set(files.flatMap(textsOf));
    const pages = Object.keys(rulePages).filter((id) => !texts.has(id));
    const program = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    expect(pages.filter((id) => !program.includes(`rulePages.${id}`))).toEqual([]);
  });

  test('every rule that is named is one of docs/rules.md, and has a page of AWS', () => {
    const known = sections.flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(Object.keys(rulePages).filter((id) => !known.includes(id))).toEqual([]);
    for (const page of Object.values(rulePages)) {
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w/-]+\.html(#[\w-]+)?$/);
    }
  });

  const asRoot = ['--principal', 'arn:aws:iam::111122223333:root', '--action', 's3:ListAllMyBuckets'];
  const onOneLine = (text: string) => text.replace(/\s+/g, ' ');

  test('--verbose and --json show them beside the step, the short answer does not', async () => {
    const short = await simulate(asRoot);
    expect(short.out + short.err).not.toMatch(number);
    const { out } = await simulate([...asRoot, '--verbose']);
    expect(onOneLine(out)).toContain(`rule R640: ${rulePages.R640}`);
    const regime = resultOf(await simulate([...asRoot, '--json'])).steps?.find(({ id }) => id === 'regime');
    expect(regime?.evidence).toContainEqual({ kind: 'rule', name: 'R640', value: rulePages.R640 });
  });

  test('a layer that has no say names the rule that says so', async () => {
    const { out } = await simulate([
      ...asRoot.with(1, 'lambda.amazonaws.com'),
      '--scp',
      'all.json',
      '--verbose',
    ]);
    expect(onOneLine(out)).toContain(`rule R606: ${rulePages.R606}`);
  });

  test('what AWS does beside the policies has its page', async () => {
    const mika = ['--principal', 'arn:aws:iam::111122223333:user/mika', '--policy', 'all.json'];
    const pass = ['--action', 'iam:PassRole', '--resource', 'arn:aws:iam::111122223333:role/App'];
    const ran = await simulate([...mika, ...pass, '--json']);
    const note = documentOf(ran).diagnostics.find(({ code }) => code === 'simulate/pass-role-trust');
    expect(note?.docs).toBe(rulePages.R672);
  });
});
