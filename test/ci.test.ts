import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { describeWith, ownEnvironment, posix, program, runProcess } from './support/process.ts';
import { run } from './support/run.ts';

/** What README and docs/ci.md tell teams to run, runs. */

const root = join(import.meta.dirname, '..');
const pages = ['README.md', 'docs/ci.md'].map((name) => readFileSync(join(root, name), 'utf8'));
const policy = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: action, Resource: 'arn:aws:s3:::acme/*' },
  });

/** The commands of `iamx lint` in code of the pages, as words; what goes to a file is printed here. */
const commands = pages.flatMap((page) =>
  [...page.matchAll(/^.*?(?:npx (?:--yes )?)?iamx (lint (?:--[a-z-]+ )[^#>\n|`"]*?policies)/gm)].map(
    ([, words = '']) => words.split(' '),
  ),
);

test('there are commands for GitHub, GitLab, a baseline, repairs and an editor', () => {
  const told = commands.map((words) => words.join(' '));
  for (const part of [
    '--format github',
    '--format sarif',
    '--format gitlab',
    '--update-baseline',
    '--fix --dry-run',
  ])
    expect(
      told.some((one) => one.includes(part)),
      part,
    ).toBe(true);
});

test.each([...new Set(commands.map((words) => words.join(' ')))])('iamx %s', async (line) => {
  const files = {
    'policies/a.json': policy('s3:ListObjects'),
    'iamx-baseline.json': '{"schema":"iamx.lint-baseline/1","findings":[]}',
  };
  const { status, out, err } = await run(line.split(' '), { files, cwd: '/work' });
  // A finding is there to be told, unless the command puts it into the baseline.
  expect([status, err]).toEqual([line.includes('--update-baseline') ? 0 : 1, '']);
  if (!line.includes('--fix')) expect(out).toContain('unknown-action');
});

test('the configuration of the page is in order, and its tests pass', async () => {
  const [text = ''] = /(?<=```yaml\n)# The type of policies[^]*?(?=```)/.exec(pages[1] ?? '') ?? [];
  const { status, out } = await run(['lint', '--check-config'], {
    files: { 'iamx.config.yaml': text },
    cwd: '/work',
  });
  expect([status, out]).toEqual([0, expect.stringContaining('2 rules of your own') as string]);
});

test('the problem matcher reads a line of --format github', async () => {
  const [text = ''] = /(?<=```json\n)[^]*?(?=```)/.exec(pages[1] ?? '') ?? [];
  const { tasks } = JSON.parse(text) as {
    readonly tasks: readonly [{ readonly problemMatcher: { readonly pattern: { readonly regexp: string } } }];
  };
  const { out } = await run(['lint', '--format', 'github', 'policies'], {
    files: { 'policies/a.json': policy('s3:ListObjects') },
    cwd: '/work',
  });
  const found = new RegExp(tasks[0].problemMatcher.pattern.regexp).exec(out.split('\n')[0] ?? '');
  expect(found?.slice(1, 4)).toEqual(['error', 'policies/a.json', '1']);
  expect(found?.[7]).toBe('unknown-action');
});

describe('the hooks of pre-commit', () => {
  const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly id: string;
    readonly entry: string;
    readonly files: string;
  }[];

  test.each([
    ['iamx-lint-policies', 'policies/a.json', 'main.tf'],
    ['iamx-lint-infrastructure', 'main.tf', 'policies/a.json'],
    ['iamx-lint-infrastructure', 'stack.yaml', 'README.md'],
  ])('%s is given %s and not %s', (id, given, other) => {
    const files = new RegExp(hooks.find((hook) => hook.id === id)?.files ?? '$^');
    expect([files.test(given), files.test(other)]).toEqual([true, false]);
  });

  test.each(hooks.map(({ id, entry }) => [id, entry]))(
    '%s runs, also on files without a policy',
    async (_, entry) => {
      const files = { 'a.json': policy('s3:GetObject'), 'b.json': '{"name":"x","version":"1.0.0"}' };
      const [, ...words] = entry.split(' ');
      expect((await run([...words, 'a.json', 'b.json'], { files, cwd: '/work' })).status).toBe(0);
      expect((await run([...words, 'b.json'], { files, cwd: '/work' })).status).toBe(0);
    },
  );
});

describeWith([posix, program('bash')], 'the action', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: {
      readonly steps: readonly [{ readonly env: Readonly<Record<string, string>>; readonly run: string }];
    };
  };
  const [step] = action.runs.steps;

  /** The words that the step gives to npx. */
  function wordsFor(inputs: Readonly<Record<string, string>>): readonly string[] {
    const folder = mkdtempSync(join(tmpdir(), 'iamx-action-'));
    try {
      writeFileSync(join(folder, 'npx'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
      chmodSync(join(folder, 'npx'), 0o755);
      const env = Object.fromEntries(
        Object.entries(step.env).map(([name, value]) => {
          const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)?.[1] ?? '';
          return [name, inputs[input] ?? action.inputs[input]?.default ?? 'missing'];
        }),
      );
      const ran = runProcess('bash', ['-e', '-c', step.run], {
        cwd: folder,
        env: { ...ownEnvironment, ...env, PATH: `${folder}:${ownEnvironment['PATH'] ?? ''}` },
      });
      return ran.stdout.trimEnd().split('\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('takes no input into its script', () => {
    expect(step.run).not.toContain('${{');
  });

  test('runs lint on what is given', () => {
    expect(
      wordsFor({ paths: 'policies\n\nmy stacks/*.yaml\n', baseline: 'b.json', 'diff-base': 'origin/main' }),
    ).toEqual([
      '--yes',
      'iamx@latest',
      'lint',
      '--format',
      'github',
      '--fail-on',
      'error',
      '--baseline',
      'b.json',
      '--diff-base',
      'origin/main',
      '--',
      'policies',
      'my stacks/*.yaml',
    ]);
  });

  test('runs nothing that stands in an input', () => {
    const paths = '$(touch x); `touch y`\n--fix';
    expect(wordsFor({ paths, 'fail-on': '"; exit 0; "' })).toEqual([
      '--yes',
      'iamx@latest',
      'lint',
      '--format',
      'github',
      '--fail-on',
      '"; exit 0; "',
      '--',
      '$(touch x); `touch y`',
      '--fix',
    ]);
  });

  test('with words that lint takes', async () => {
    const words = wordsFor({ paths: 'policies' }).slice(2);
    const { status, out } = await run(words, {
      files: { 'policies/a.json': policy('s3:ListObjects') },
      cwd: '/work',
    });
    expect([status, out.startsWith('::error file=policies/a.json')]).toEqual([1, true]);
  });
});
