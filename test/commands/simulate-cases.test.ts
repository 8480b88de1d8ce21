import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { toValue } from '../../src/formats/tree-value.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { documentOf, linesOf, simulate, type Result } from './support/simulate.ts';

/** The cases of the specification, asked in every form of a scenario: the answers must not depend on the form. */
const folder = join(import.meta.dirname, '..', 'policy', 'cases');
const cases = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

async function valueOf(name: string, text: string): Promise<readonly unknown[]> {
  const { root } = await parseYaml(source(name, text));
  const value = root === undefined ? undefined : toValue(root);
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

const formBound = new Set(['span', 'value', 'steps', 'diagnostics']);

/** Without what depends on the form: the places in the file, and what a stream leaves out. */
function formless(result: Result): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) => (formBound.has(key) ? undefined : value)),
  );
}

test('YAML, JSON, JSON lines and a stream give the same answers', async () => {
  const names = Object.keys(cases);
  expect(names.length).toBeGreaterThanOrEqual(70);
  const values = (await Promise.all(Object.entries(cases).map(([name, text]) => valueOf(name, text)))).flat();
  const lines = values.map((value) => JSON.stringify(value)).join('\n');
  const world = {
    files: { ...cases, 'all.json': JSON.stringify(values, undefined, 2), 'all.jsonl': lines },
    stdin: lines,
  };
  const yaml = documentOf(
    await simulate([...names.flatMap((name) => ['--scenario', name]), '--json'], world),
  );
  const expected = yaml.results.map(formless);
  expect(expected.length).toBeGreaterThanOrEqual(values.length);
  for (const words of [
    ['--scenario', 'all.json', '--json'],
    ['--scenario', 'all.jsonl', '--json'],
    ['--scenario', '-', '--json'],
  ]) {
    expect(documentOf(await simulate(words, world)).results.map(formless)).toEqual(expected);
  }
  for (const words of [
    ['--scenario', 'all.jsonl', '--jsonl'],
    ['--scenario', 'all.json', '--jsonl'],
    ['--scenario', '-', '--jsonl'],
    ['--scenario', '-', '--jsonl', '--steps'],
  ]) {
    expect(linesOf(await simulate(words, world)).map(formless)).toEqual(expected);
  }
});

test('every case as a person reads it: the verdict first, the next command last, a screen at most', async () => {
  const tall: string[] = [];
  for (const name of Object.keys(cases)) {
    const { out, status } = await simulate(['--scenario', name], { files: cases });
    // Doubts stand above the verdict.
    const answer = out.startsWith('! ') ? out.slice(out.indexOf('\n\n') + 2) : out;
    const lines = answer.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^(ALLOWED|DENIED|IT DEPENDS|MIXED) {2}\S/);
    expect(lines.at(-1)).toBe('every comparison: add --verbose');
    expect(status).toBe(lines[0]?.startsWith('ALLOWED') === true ? 0 : 1);
    if (lines.length > 25) tall.push(`${name}: ${lines.length} lines`);
    // A command that is printed stands on one line, however long.
    const isCommand = (line: string) => /^`iamx [^`]*`\.?$/.test(line.trim());
    for (const line of lines)
      if (line.length > 80 && !isCommand(line)) expect(line.trim()).not.toContain(' ');
  }
  expect(tall).toEqual([]);
});
