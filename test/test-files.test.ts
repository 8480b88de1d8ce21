import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What makes tests fail on one machine and not on another, or on one day, stands in no test. */

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/(?:^|\/)(?:cases|fixtures|golden|oracle)\//.test(file))
  .filter((file) => file !== 'test-files.test.ts');

const rules: readonly {
  readonly name: string;
  readonly found: RegExp;
  readonly instead: string;
  readonly but: readonly string[];
}[] = [
  {
    name: 'no time of a clock is measured',
    found: /\bperformance\.|\bhrtime\b|console\.time/,
    instead: 'expectLinear of support/growth.ts',
    but: [],
  },
  {
    name: 'no processor time is measured',
    found: /\bcpuUsage\b/,
    instead: 'expectLinear of support/growth.ts',
    but: ['support/growth.ts', 'support/growth.test.ts'],
  },
  {
    name: 'no process inherits the environment',
    found: /from 'node:child_process'/,
    instead: 'support/process.ts',
    but: ['support/process.ts'],
  },
  {
    name: 'the environment is not read',
    found: /\bprocess\.env\b/,
    instead: 'ownEnvironment of support/process.ts',
    but: [
      'support/process.ts',
      'support/setup.ts',
      // In the text of a program that a test starts: it is told there where to write.
      'code-cache-process.test.ts',
      // In the text of one that tells what it was given.
      'run-process.test.ts',
      // That the host passes it on.
      'host/node.test.ts',
    ],
  },
  {
    name: 'random tests look as far as the run wants',
    found: /\bnumRuns: (?!runs\()/,
    instead: 'runs() of support/budget.ts',
    but: [
      // A thousand requests are what is promised.
      'aws/support/random-request.ts',
      // Whether a text looks like a secret is a guess, which may be wrong for other texts.
      'output/secret.test.ts',
      // Each text starts a shell.
    ],
  },
  {
    name: 'no table of all characters is worked out',
    found: /\bunit: '(?:binary|grapheme)'/i,
    instead: 'anyCharacter of support/text.ts',
    but: [],
  },
  {
    name: 'a copy of what cannot be written can be',
    found: /\b(?:cpSync|copyFileSync|copyFile)\b/,
    instead: 'copyTree of support/copy.ts',
    but: ['support/copy.ts'],
  },
  {
    name: 'what is skipped says why',
    found: /\b(?:test|describe)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only)\b/,
    instead: 'testWith of support/process.ts',
    but: ['support/process.ts'],
  },
];

test.each(rules)('$name', ({ found, instead, but }) => {
  const met = new Set(files.filter((file) => readFileSync(join(root, file), 'utf8').search(found) >= 0));
  expect(
    [...met].filter((file) => !but.includes(file)),
    `use ${instead}`,
  ).toEqual([]);
  expect(
    but.filter((file) => !met.has(file)),
    'exceptions that are none',
  ).toEqual([]);
});
