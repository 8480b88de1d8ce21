import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContextValue } from '../../../src/policy/context-value.ts';
import { presentUnknown, unknown } from '../../../src/policy/context-value.ts';
import { describeCondition } from '../../../src/policy/condition/describe.ts';
import { explainCondition } from '../../../src/policy/condition/explain.ts';
import { warnings } from '../../../src/policy/condition/warnings.ts';
import { operatorNames } from '../../../src/policy/operator-names.ts';
import type { Context } from './support.ts';
import { lookUpIn, when } from './support.ts';
import { runs } from '../../support/budget.ts';

type Example = readonly [operator: string, key: string, values: string | readonly string[], context: Context];

const team = 'aws:PrincipalTag/team';
const examples: readonly Example[] = [
  ['StringEquals', team, ['red', 'green'], { [team]: 'blue' }],
  ['StringEquals', team, ['red', 'green'], { [team]: 'red' }],
  ['StringEquals', team, ['a', 'b', 'c', 'd', 'e'], { [team]: 'blue' }],
  ['StringEquals', team, 'red', { [team]: '' }],
  ['StringEquals', team, 'red', {}],
  ['StringEquals', team, [], { [team]: 'red' }],
  ['StringNotEquals', 'aws:SourceVpce', 'vpce-1', {}],
  ['StringNotEquals', 'aws:SourceVpce', 'vpce-1', { 'aws:SourceVpce': 'vpce-2' }],
  ['StringNotEquals', 'aws:SourceVpce', ['vpce-1', 'vpce-2'], { 'aws:SourceVpce': 'vpce-2' }],
  ['StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1', {}],
  ['StringEqualsIgnoreCase', team, 'RED', { [team]: 'red' }],
  ['StringLike', team, 'red-*', { [team]: 'red-1' }],
  ['StringLike', team, 'red-*', { [team]: 'blue 1' }],
  ['StringNotLike', team, 'red-*', { [team]: 'red-1' }],
  ['StringNotLike', team, 'red-*', { [team]: 'blue' }],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', { 'aws:SourceIp': '203.0.113.10' }],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', { 'aws:SourceIp': '198.51.100.1' }],
  ['NotIpAddress', 'aws:SourceIp', ['203.0.113.0/24', '10.0.0.0/8'], { 'aws:SourceIp': '198.51.100.1' }],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600', { 'aws:MultiFactorAuthAge': '120' }],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600', { 'aws:MultiFactorAuthAge': '7200' }],
  ['NumericEquals', 's3:max-keys', '10', { 's3:max-keys': '10abc' }],
  ['NumericNotEquals', 's3:max-keys', '10', { 's3:max-keys': '10abc' }],
  ['NumericEquals', 's3:max-keys', 'ten', { 's3:max-keys': '10' }],
  ['NumericEquals', 's3:max-keys', ['ten', '11'], { 's3:max-keys': '10' }],
  ['DateGreaterThan', 'aws:CurrentTime', '2024-01-01', { 'aws:CurrentTime': '2026-01-31T00:00:00Z' }],
  ['DateGreaterThan', 'aws:CurrentTime', '2024-01-01', { 'aws:CurrentTime': '2023-01-31T00:00:00Z' }],
  ['Bool', 'aws:SecureTransport', 'false', { 'aws:SecureTransport': 'true' }],
  ['Bool', 'aws:SecureTransport', 'true', { 'aws:SecureTransport': 'true' }],
  ['Bool', 'aws:SecureTransport', 'TRUE', { 'aws:SecureTransport': 'true' }],
  [
    'ArnLike',
    'aws:SourceArn',
    'arn:aws:sns:*:111122223333:t',
    { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:t' },
  ],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:t', { 'aws:SourceArn': 'topic' }],
  ['Null', team, 'true', {}],
  ['Null', team, 'false', {}],
  ['Null', team, 'true', { [team]: 'red' }],
  ['Null', team, 'false', { [team]: 'red' }],
  ['Null', team, 'true', { [team]: '' }],
  ['Null', team, 'false', { [team]: '' }],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['env', 'team'], { 'aws:TagKeys': ['cost', 'team'] }],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['env', 'team'], { 'aws:TagKeys': ['cost', 'owner'] }],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['env'], {}],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['env'], { 'aws:TagKeys': ['env', 'owner'] }],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['env', 'team'], { 'aws:TagKeys': ['env', 'team'] }],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['env'], { 'aws:TagKeys': ['env'] }],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['env', 'team'], { 'aws:TagKeys': ['env', 'team'] }],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['env', 'team'], { 'aws:TagKeys': ['env', 'owner'] }],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['env'], { 'aws:TagKeys': [''] }],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['env'], {}],
  ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['env'], { 'aws:TagKeys': ['owner', 'env'] }],
  ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['env'], { 'aws:TagKeys': ['owner', 'cost'] }],
  ['StringEquals', team, '${aws:PrincipalTag/Home}', { [team]: 'red' }],
  ['StringNotEquals', team, ['${aws:PrincipalTag/Home}', 'blue'], { [team]: 'red' }],
  ['StringEquals', team, '${aws:PrincipalTag/Home}', { [team]: 'red', 'aws:PrincipalTag/Home': 'red' }],
  ['StringEquals', team, '${aws:PrincipalTag/Home}', { [team]: 'red', 'aws:PrincipalTag/Home': 'blue' }],
  ['StringLike', team, '${aws:PrincipalTag/Home}-*', { [team]: 'red-1', 'aws:PrincipalTag/Home': 'red' }],
  ['StringEquals', team, '${aws:PrincipalTag/Home}', { [team]: 'red', 'aws:PrincipalTag/Home': unknown }],
  ['StringEquals', team, '${aws:PrincipalTag/Home}', { [team]: unknown, 'aws:PrincipalTag/Home': unknown }],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', { 'aws:SourceIp': presentUnknown }],
  ['StringLike', team, '*', { [team]: presentUnknown }],
  ['StringNotLike', team, '*', { [team]: presentUnknown }],
];

describe('describeCondition', () => {
  test('every kind of reason has a sentence', async () => {
    const lines = examples.map(([operator, key, values, context]) => {
      const outcome = explainCondition(when(operator, key, values), lookUpIn(context));
      return `${String(outcome.result)} ${operator}: ${describeCondition(outcome)}\n`;
    });
    await expect(lines.join('')).toMatchFileSnapshot('../golden/condition-explanations.txt');
  });

  const kinds = new Set(
    examples.map(
      ([operator, key, values, context]) =>
        explainCondition(when(operator, key, values), lookUpIn(context)).reason.kind,
    ),
  );
  test.each([
    'absent',
    'present',
    'only-empty-text',
    'no-policy-values',
    'match',
    'no-match',
    'all-match',
    'any-value',
    'unknown',
  ] as const)('the examples have a reason of the kind %s', (kind) => expect(kinds).toContain(kind));

  test('a sentence has no final stop and stands on one line', () => {
    const text = fc.constantFrom('', 'a', 'a b', '1', '${v:w}', 'arn:aws:s3:::b', '*');
    const value = fc.oneof(
      fc.constantFrom<ContextValue>(undefined, unknown, presentUnknown),
      text,
      fc.array(text, { maxLength: 5 }),
    );
    const operator = fc
      .tuple(fc.constantFrom('', 'ForAnyValue:', 'ForAllValues:'), fc.constantFrom(...operatorNames))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        operator,
        fc.array(text, { maxLength: 5 }),
        value,
        value,
        (name, wanted, actual, variable) => {
          const condition = when(name, 'k', wanted);
          const lookUp = lookUpIn({ k: actual, 'v:w': variable });
          const outcome = explainCondition(condition, lookUp);
          expect(outcome.result).toBe(condition.evaluate(lookUp));
          expect(describeCondition(outcome)).toMatch(/^[^\n]*[^.\n]$/);
          // The reason must be of a kind that can explain the result.
          if (outcome.reason.kind === 'unknown') expect(outcome.result).toBe('unknown');
          if (outcome.reason.kind === 'match') {
            const negated = condition.test?.negated === true;
            expect(outcome.result).toBe(!negated);
          }
        },
      ),
      { numRuns: runs(200) },
    );
  });
});

describe('warnings', () => {
  test.each([
    ['R306 a policy value', 'NumericEquals', ['ten', '10'], { k: '10' }, ['unreadable-policy-value']],
    ['R306 a request value', 'NumericEquals', ['10'], { k: '10abc' }, ['unreadable-request-value']],
    [
      'R306 a request value, negated',
      'ArnNotLike',
      ['arn:aws:s3:::b'],
      { k: 'b' },
      ['unreadable-request-value', 'stricter-reading'],
    ],
    [
      'R306 R502 a variable where none may be',
      'IpAddress',
      ['${aws:SourceIp}'],
      {},
      ['unreadable-policy-value'],
    ],
    ['R308 several values', 'StringEquals', ['a'], { k: ['a', 'b'] }, ['several-values', 'stricter-reading']],
    ['R308 one value in a list', 'StringEquals', ['a'], { k: ['a'] }, []],
    ['R308 several values with a set operator', 'ForAnyValue:StringEquals', ['a'], { k: ['a', 'b'] }, []],
    ['R321 a lone asterisk', 'ArnLike', ['*'], {}, ['lone-asterisk']],
    ['R321 StringLike may have it', 'StringLike', ['*'], {}, []],
    ['R330 Null wants true or false', 'Null', ['yes'], {}, ['unreadable-policy-value']],
    ['R411 empty text counts as no value', 'ForAllValues:NumericEquals', ['1'], { k: [''] }, []],
    ['R415 a set operator on Null', 'ForAnyValue:Null', ['true'], {}, ['set-operator-on-null']],
    ['R502 a variable under Bool', 'Bool', ['${aws:username}'], {}, ['variable-in-bool']],
    ['a year is four digits, and so are seconds', 'DateLessThan', ['2024'], {}, ['four-digit-date']],
    ['nothing', 'StringEquals', ['a'], { k: 'b' }, []],
    ['nothing is said of unknown values', 'NumericEquals', ['1'], { k: unknown }, []],
  ] as const)('%s', (_, operator, values, context, codes) => {
    const found = warnings(when(operator, 'k', values), lookUpIn(context));
    expect(found.map(({ code }) => code)).toEqual(codes);
    for (const { message, hint } of found) {
      expect(message).toMatch(/[^.]$/);
      expect(hint).toMatch(/\.$/);
    }
  });
});
