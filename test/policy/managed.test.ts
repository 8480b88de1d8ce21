import { describe, expect, test } from 'vitest';
import { answersOf, expectAsWritten, scenariosOf } from './support/scenarios.ts';

/** Requests against AWS's own policies, and what AWS documents of them. */
const scenarios = await scenariosOf(new URL('managed/', import.meta.url));

describe('AWS managed policies', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    await expectAsWritten(scenario);
  });

  test('an allowed request names the statement of the managed policy', async () => {
    for (const scenario of scenarios) {
      for (const { decision, statement } of await answersOf(scenario)) {
        expect(statement?.effect).toBe(decision === 'allowed' ? 'Allow' : undefined);
        if (statement !== undefined) {
          expect(statement.policy.name).toContain(scenario.file.replace('.yaml', ''));
          expect(statement.policy.source.text).not.toBe('');
        }
      }
    }
  });
});
