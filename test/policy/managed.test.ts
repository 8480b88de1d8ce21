import { describe, expect, test } from 'vitest';
import type { DecisionWord } from '../../src/policy/decision/decide.ts';
import type { Effect } from '../../src/policy/policy.ts';
import { answersOf, expectAsWritten, scenariosOf } from './support/scenarios.ts';

/** Requests against AWS's own policies, and what AWS documents of them. */
const scenarios = await scenariosOf(new URL('managed/', import.meta.url));

/** There something else allows: AdministratorAccess beside it. */
function quarantined(file: string, decision: DecisionWord): boolean {
  return file === 'AWSCompromisedKeyQuarantineV3.yaml' && decision === 'allowed';
}

describe('AWS managed policies', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    await expectAsWritten(scenario);
  });

  test('a request that is allowed or denied names the statement of the managed policy', async () => {
    for (const scenario of scenarios) {
      for (const { decision, statement } of await answersOf(scenario)) {
        const effects: Partial<Record<DecisionWord, Effect>> = { allowed: 'Allow', explicitDeny: 'Deny' };
        expect(statement?.effect).toBe(effects[decision]);
        if (statement !== undefined && !quarantined(scenario.file, decision)) {
          expect(statement.policy.name).toContain(scenario.file.replace('.yaml', ''));
          expect(statement.policy.source.text).not.toBe('');
        }
      }
    }
  });
});
