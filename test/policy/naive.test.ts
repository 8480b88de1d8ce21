import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../../src/library/simulate.ts';
import { runs } from '../support/budget.ts';
import { naively } from './support/naive/decide.ts';
import { scenarios, type Scenario } from './support/naive/random.ts';

function decided({ question, policies }: Scenario): string {
  return simulate({ request: question, policies })
    .results.map(({ decision }) => decision)
    .join();
}

test('a second evaluator, written from the rules alone, decides as iamx does', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      expect(decided(scenario)).toBe(naively(scenario.question, scenario.policies));
    }),
    { numRuns: runs(200) },
  );
});

test('the questions that are compared end in every way, and often', () => {
  const verdicts = fc
    .sample(scenarios, runs(400))
    .map(({ question, policies }) => naively(question, policies));
  const share = (verdict: string) => verdicts.filter((each) => each === verdict).length / verdicts.length;
  expect(share('allowed')).toBeGreaterThan(0.1);
  expect(share('explicitDeny')).toBeGreaterThan(0.02);
  expect(share('implicitDeny')).toBeGreaterThan(0.3);
});
