import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependencesOf, simulate } from '../../../src/policy/decision/simulate.ts';
import { quickDependencesOf } from '../../../src/policy/stream/keys-in-play.ts';
import { runs } from '../../support/budget.ts';
import { arounds, askings, type Layers } from '../support/arbitrary.ts';
import { alice, bucket, caseOf, role, session, type Asking } from '../support/ask.ts';
import { setOf, type Sentence } from '../support/policies.ts';

function expectTheSame(asking: Asking, around: Layers): void {
  const simulated = simulate(caseOf(asking), setOf(around));
  expect(quickDependencesOf(simulated)).toEqual(dependencesOf(simulated));
}

test('what a decision depends on, over all kinds of questions and layers', () => {
  fc.assert(fc.property(askings, arounds, expectTheSame), { numRuns: runs(50) });
});

/** Statements about one object, nearly all of which look up a key that is mostly not given. */
const sentence: fc.Arbitrary<Sentence> = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Resource: fc.constantFrom(
      '*',
      `${bucket}/*`,
      `${bucket}/\${aws:PrincipalTag/t}.txt`,
      `${bucket}/other/*`,
    ),
    Condition: fc.constantFrom<NonNullable<Sentence['Condition']>>(
      {},
      { Bool: { 'aws:SecureTransport': 'false' } },
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      { StringEquals: { 'aws:PrincipalTag/t': 'a' } },
      { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } },
      { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': 'true' } },
    ),
  })
  .map((parts) => ({ ...parts, Action: 's3:*' }));

const list = fc.array(sentence, { minLength: 1, maxLength: 3 });
const layers: fc.Arbitrary<Layers> = fc.record(
  {
    identity: list,
    boundary: list,
    resource: list.map((all) => all.map((one): Sentence => ({ ...one, Principal: '*' }))),
    scp: list.map((one) => [one]),
  },
  { requiredKeys: ['identity'] },
);
const about: fc.Arbitrary<Asking> = fc
  .record({
    principal: fc.constantFrom(alice, role, session),
    whose: fc.constantFrom<Asking>({ resourceAccount: '111122223333' }, {}),
    context: fc.constantFrom<NonNullable<Asking['context']>>(
      {},
      { 'aws:SourceIp': '203.0.113.7' },
      { 'aws:PrincipalTag/t': 'x', 'aws:SecureTransport': 'false' },
    ),
  })
  .map(({ whose, ...rest }) => ({ ...whose, ...rest }));

test('what a decision depends on, where denies and allows look up what nobody gave', () => {
  fc.assert(fc.property(about, layers, expectTheSame), { numRuns: runs(1000) });
});

test('what was found for one request is not told of another', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(about, askings), { minLength: 2, maxLength: 5 }), layers, (all, around) => {
      const set = setOf(around);
      for (const asking of all) {
        const asked = caseOf(asking);
        expect(dependencesOf(simulate(asked, set))).toEqual(dependencesOf(simulate(asked, setOf(around))));
      }
    }),
    { numRuns: runs(300) },
  );
});

test('of what is denied as long as a key is not given, the gates are asked too', () => {
  const denies: Sentence = {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: '*',
    Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  };
  const allows: Sentence = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  const simulated = simulate(
    caseOf({ principal: alice, resourceAccount: '111122223333' }),
    setOf({ identity: [allows, denies] }),
  );
  expect(quickDependencesOf(simulated).entries.map(({ decision }) => decision)).toEqual(['allowed']);
});
