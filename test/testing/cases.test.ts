import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { installData } from '../../src/data/source.ts';
import { dataFiles } from '../../src/data/files.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { pageOf } from '../../src/testing/answer/page.ts';
import { runTests } from '../../src/testing/run/run.ts';
import type { TestDocument } from '../../src/documents/test.ts';
import { run } from '../support/run.ts';

installData(dataFiles);

const folder = new URL('../policy/cases/', import.meta.url);
const cases = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

/** As a file of tests is called. */
function ask(file: string, text: string) {
  const name = file.replace('.yaml', '.iamx.yaml');
  return run(['test', name], { files: { [`/work/${name}`]: text }, cwd: '/work' });
}

const others = {
  allowed: 'implicitDeny',
  implicitDeny: 'allowed',
  explicitDeny: 'allowed',
  conditional: 'allowed',
};

/** The line of each decision that is expected, and the text with another one in it. */
function withOthers(text: string): readonly { readonly line: number; readonly changed: string }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const found =
      /^(.*\b(?:expect|decision): *"?)(allowed|implicitDeny|explicitDeny|conditional)\b(.*)$/.exec(line);
    if (found === null) return [];
    const [, before = '', decision = '', after = ''] = found;
    const other = `${before}${others[decision as keyof typeof others]}${after}`;
    const changed = lines.map((old, at) => (at === index ? other : old)).join('\n');
    return [{ line: index + 1, changed }];
  });
}

describe('the 70 cases', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(70);
  });

  test.each(cases)('%s is green, and each changed line is red and named', async (file, text) => {
    const green = await ask(file, text);
    expect([green.out, green.status]).toEqual([expect.stringMatching(/^PASSED /), 0]);
    const changes = withOthers(text);
    expect(changes.length).toBeGreaterThan(0);
    for (const { line, changed } of changes) {
      const name = file.replace('.yaml', '.iamx.yaml');
      const host = memoryHost({ files: { [`/work/${name}`]: changed }, cwd: '/work' });
      const ran = await runTests(host, [name], { now: 0, bail: false });
      const failed = ran.tests.filter(({ outcome }) => outcome === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      for (const one of failed) expect(one.spans.at(-1)).toMatchObject({ file: name, line });
      expect(JSON.stringify(pageOf(ran, false))).toContain('"expected ');
    }
  });

  test.each(cases)('%s: a statement that decides is named once its effect is another', async (file, text) => {
    const name = file.replace('.yaml', '.iamx.yaml');
    const host = memoryHost({ files: { [`/work/${name}`]: text }, cwd: '/work' });
    const ran = await runTests(host, [name], { now: 0, bail: false });
    for (const { spans } of ran.tests) {
      const [statement] = spans;
      if (statement === undefined) continue;
      const lines = text.split('\n');
      const at = lines.findIndex((line, index) => index >= statement.line - 1 && /\bEffect\b/.test(line));
      const swapped = lines.map((line, index) =>
        index === at
          ? line.replace(/\b(Allow|Deny)\b/, (word) => (word === 'Allow' ? 'Deny' : 'Allow'))
          : line,
      );
      const red = await ask(file, swapped.join('\n'));
      expect(red.status).toBe(1);
      // What such a policy cannot hold is an error with its place.
      expect(red.out.includes('expected ') || red.out.includes(`(${name}:`)).toBe(true);
    }
  });

  test.each(cases)(
    '%s: every change of its policies is noticed, or told with its place',
    async (file, text) => {
      const name = file.replace('.yaml', '.iamx.yaml');
      const files = { [`/work/${name}`]: text };
      const { out, status } = await run(['test', name, '--mutate', '--json'], { files, cwd: '/work' });
      expect(status).toBe(0);
      const { mutants } = JSON.parse(out) as TestDocument;
      if (mutants === undefined) throw new Error('nothing was changed');
      const { killed, equal, survived } = mutants;
      expect(killed + equal + survived.length > 0).toBe(/\bStatement\b/.test(text));
      const lines = text.split('\n');
      for (const { span, name: changed } of survived) {
        expect(changed).not.toBe('');
        expect(span.line).toBeLessThanOrEqual(lines.length);
      }
    },
  );
});
