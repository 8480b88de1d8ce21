import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';

/**
 * Questions that an attacker would ask, each with the decision that was derived by hand from the rules before the program
 * was asked: direct grants beside boundaries and session policies, principals, operators with odd values, variables.
 */
const text = readFileSync(join(import.meta.dirname, 'asked.jsonl'), 'utf8');
const questions = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly name: string; readonly expect: string });

const { out } = await run(['simulate', '--jsonl', '--scenario', '-'], { stdin: text });
const answers = out
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly decision: string });

describe('asked', () => {
  test.each(questions.map(({ name, expect: wanted }, index) => [name, wanted, answers[index]] as const))(
    '%s: %s',
    (_, wanted, answer) => {
      expect(answer?.decision).toBe(wanted);
    },
  );
});
