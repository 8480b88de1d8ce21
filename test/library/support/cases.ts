import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Expectation, Scenario, SimulateDocument } from '../../../src/library/types.ts';

const folder = new URL('../../policy/cases/', import.meta.url);

export type NamedScenario = Scenario & { readonly name: string; readonly expect: Expectation };

/** The cases of the specification as values; `iamx simulate --scenario` takes their files. */
export const scenarios: readonly NamedScenario[] = readdirSync(folder)
  .sort()
  .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')) as NamedScenario | NamedScenario[]);

export const byName = scenarios.map((scenario) => [scenario.name, scenario] as const);

export function expectAsWritten(
  { results, schema }: SimulateDocument,
  { name, expect: wanted }: NamedScenario,
): void {
  expect(schema).toBe('iamx.simulate/1');
  expect(results.length).toBeGreaterThan(0);
  for (const { name: named, decision, decidedBy, steps } of results) {
    expect(named).toBe(name);
    const sid = decidedBy.statement?.name;
    expect({ decision, decidedBy: decidedBy.layer, sid }).toEqual({
      decision: wanted.decision,
      decidedBy: wanted.decidedBy ?? decidedBy.layer,
      sid: wanted.sid ?? sid,
    });
    expect(steps?.length).toBeGreaterThan(0);
  }
}
