import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependencesOf, simulate } from '../../../src/policy/decision/simulate.ts';
import { quickDependencesOf } from '../../../src/policy/stream/keys-in-play.ts';
import { runs } from '../../support/budget.ts';
import { arounds, askings, sentenceFor, withSentence } from '../support/arbitrary.ts';
import { caseOf } from '../support/ask.ts';
import { setOf } from '../support/policies.ts';

test('what a decision depends on is found by the denies alone where nothing else looks up what is open', () => {
  fc.assert(
    fc.property(askings, arounds, (asking, around) => {
      const simulated = simulate(caseOf(asking), setOf(around));
      expect(quickDependencesOf(simulated)).toEqual(dependencesOf(simulated));
    }),
    { numRuns: runs(100) },
  );
});

test('several denies, in several layers', () => {
  const denies = fc.array(
    fc
      .constantFrom('identity' as const, 'resource' as const, 'scp' as const)
      .chain((layer) => sentenceFor[layer].map((sentence) => ({ layer, sentence }))),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(askings, arounds, denies, (asking, around, more) => {
      const denied = more.reduce(
        (set, { layer, sentence }) => withSentence(set, layer, { ...sentence, Effect: 'Deny' }),
        around,
      );
      const simulated = simulate(caseOf(asking), setOf(denied));
      expect(quickDependencesOf(simulated)).toEqual(dependencesOf(simulated));
    }),
    { numRuns: runs(100) },
  );
});
