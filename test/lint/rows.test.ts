import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules } from '../../src/lint/rules.ts';

const rules = allRules();

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/**
 * The checks that were set out to be made: those of AWS's policy validation, of Parliament and of its community, ways to
 * more rights, trust policies, sizes, Terraform.
 */
const planned = read('row-ids.txt').trim().split('\n');
const page = read('../../docs/lint.md');

test('the list of checks is whole', () => {
  expect(planned.length).toBe(328);
  expect(new Set(planned).size).toBe(planned.length);
});

describe('each is a rule with examples that are tests, and has its line in the documents', () => {
  test.each(planned)('%s', (id) => {
    const rule = rules.find((one) => one.id === id);
    expect(rule?.bad).toBeDefined();
    expect(rule?.good).toBeDefined();
    expect([id, page.includes(`| \`${id}\` | ${rule?.severity ?? ''}`)]).toEqual([id, true]);
  });
});

test('the page has every rule, and what is not looked for has a reason', () => {
  expect(rules.filter(({ id }) => !page.includes(`| \`${id}\` |`)).map(({ id }) => id)).toEqual([]);
  const [, left = ''] = page.split('## Not looked for');
  const rows = left.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatch(/^\| `[A-Z_]+` \| \S.{10,} \|$/);
});
