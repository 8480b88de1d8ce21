import { expect, test } from 'vitest';
import { compile, simulate, type Policies, type Request } from '../../src/index.ts';
import { byName, expectAsWritten, scenarios } from './support/cases.ts';

test('there are seventy cases', () => {
  expect(new Set(scenarios.map(({ name }) => name.slice(0, 3))).size).toBe(70);
});

test.each(byName)('%s', (_, scenario) => {
  expectAsWritten(simulate(scenario), scenario);
});

interface Single {
  readonly policies: Policies;
  readonly request: Request;
  readonly expected: string | undefined;
}

const single = scenarios.flatMap(({ name, request, policies, expect: { decision } }) => {
  const { action, resource, ...asker } = request;
  if (typeof action !== 'string' || (resource !== undefined && typeof resource !== 'string')) return [];
  const one: Single = {
    request: { ...asker, action, resource },
    policies: policies ?? {},
    expected: decision,
  };
  return [[name, one] as const];
});

test('most of them are one question', () => {
  expect(single.length).toBeGreaterThan(70);
});

test.each(single)('%s, compiled, with and without a trace', (_, { policies, request, expected }) => {
  const compiled = compile(policies);
  const { decision, decidedBy, dependsOn, missingContext } = compiled.explain(request);
  expect(decision).toBe(expected);
  expect(compiled.decide(request)).toEqual({ decision, decidedBy, dependsOn, missingContext });
});
