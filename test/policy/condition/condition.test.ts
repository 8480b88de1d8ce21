import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IamxError } from '../../../src/core/error.ts';
import type { ContextValue } from '../../../src/policy/context-value.ts';
import { presentUnknown, unknown } from '../../../src/policy/context-value.ts';
import { operatorNames } from '../../../src/policy/operator-names.ts';
import { holds, lookUpIn, when } from './support.ts';
import { warnings } from '../../../src/policy/condition/warnings.ts';
import { runs } from '../../support/budget.ts';

const absent = undefined;
const comparing = operatorNames.filter((name) => name !== 'Null');
const isNegated = (name: string) => name.includes('Not');

describe('structure', () => {
  test('R301 values are alternatives; a negated operator holds if none matches', () => {
    expect(holds('StringEquals', 'b', ['a', 'b'])).toBe(true);
    expect(holds('StringEquals', 'c', ['a', 'b'])).toBe(false);
    expect(holds('StringNotEquals', 'b', ['a', 'b'])).toBe(false);
    expect(holds('StringNotEquals', 'c', ['a', 'b'])).toBe(true);
  });

  test('R302 key names are compared without case, the tag key included', () => {
    const condition = when('StringEquals', 'AWS:principaltag/TEAM', 'red');
    expect(condition.key).toBe('aws:principaltag/team');
    expect(condition.evaluate(lookUpIn({ 'aws:PrincipalTag/team': 'red' }))).toBe(true);
  });

  test('R107 numbers and booleans are kept as written', () => {
    expect(holds('Bool', 'true', 'true')).toBe(true);
    expect(holds('NumericEquals', '3600', '3600.0')).toBe(true);
  });

  test.each(comparing)('R303 R304 a missing key: %s', (name) => {
    expect(holds(name, absent, 'x')).toBe(isNegated(name));
    expect(holds(name, [], 'x')).toBe(isNegated(name));
  });

  test.each(comparing)('R304 R305 a missing key: %sIfExists', (name) => {
    expect(holds(`${name}IfExists`, absent, 'x')).toBe(true);
    expect(holds(`${name}IfExists`, 'y', 'z')).toBe(holds(name, 'y', 'z'));
  });

  test.each(['NullIfExists', 'StringMatches', 'ForNoValue:StringEquals', ''])(
    'R305 R307 %j is no operator, not a condition that is false',
    (name) => {
      expect(() => when(name, 'k', 'x')).toThrow(IamxError);
      expect(() => when(name, 'k', 'x')).toThrow(expect.objectContaining({ code: 'invalid-policy' }));
    },
  );

  test('R504 a malformed variable is an invalid policy, not a value that never matches', () => {
    expect(() => when('StringEquals', 'k', '${aws:username')).toThrow(
      expect.objectContaining({
        code: 'invalid-policy',
        message: 'in the condition value `${aws:username` the variable has no closing `}`',
      }),
    );
    expect(holds('NumericEquals', '1', '${')).toBe(false);
    expect(when('StringEquals', 'k', '${', '2008-10-17').evaluate(lookUpIn({ k: '${' }))).toBe(true);
  });

  test('R104 operator names in any case', () => {
    expect(holds('stringequalsIFEXISTS', absent, 'x')).toBe(true);
  });

  test.each([
    ['NumericEquals', 'abc', '1', false],
    ['NumericEquals', '1', 'abc', false],
    ['NumericNotEquals', 'abc', '1', true],
    ['NumericNotEquals', '1', 'abc', true],
    ['DateLessThan', 'abc', '2024-01-01', false],
    ['Bool', 'maybe', 'false', false],
    ['NotIpAddress', 'abc', '10.0.0.0/8', true],
    ['ArnNotEquals', 'arn:aws:s3:::b', 'abc', true],
    ['NumericEquals', '1', '${aws:username}', false],
  ])('R306 %s: %s against %s is %s', (name, actual, expected, result) => {
    expect(holds(name, actual, expected)).toBe(result);
  });

  test('R306 one value that cannot be read does not spoil the others', () => {
    expect(holds('IpAddress', '10.0.0.1', ['abc', '10.0.0.0/8'])).toBe(true);
    expect(holds('NotIpAddress', '10.0.0.1', ['abc', '10.0.0.0/8'])).toBe(false);
    expect(holds('NumericEquals', ['abc', '1'], '1')).toBe(true);
  });

  test.each([
    ['StringEquals', 'b', { Deny: true, Allow: false }],
    ['StringEquals', ['a', 'b'], { Deny: true, Allow: true }],
    ['StringEquals', 'c', { Deny: false, Allow: false }],
    ['StringNotEquals', 'b', { Deny: true, Allow: false }],
    ['StringNotEquals', 'c', { Deny: true, Allow: true }],
    ['StringNotEquals', ['a', 'b'], { Deny: false, Allow: false }],
  ] as const)(
    'R308 several values under %s %j: all in an Allow, one in a Deny',
    (operator, wanted, worth) => {
      for (const effect of ['Deny', 'Allow'] as const) {
        const condition = when(operator, 'k', wanted, '2012-10-17', effect);
        expect(condition.evaluate(lookUpIn({ k: ['a', 'b'] }))).toBe(worth[effect]);
      }
    },
  );

  test.each([
    ['R306', 'NumericNotEquals', 'abc', '1'],
    ['R306', 'NumericNotEquals', '1', 'abc'],
    ['R306', 'NotIpAddress', 'here', '10.0.0.0/8'],
    ['R306', 'ArnNotLike', 'no-arn', 'arn:aws:iam::111122223333:role/*'],
    ['R306', 'DateNotEquals', 'soon', '2026-01-01'],
    ['R321', 'ArnLike', 'arn:aws:iam::111122223333:role/App', '*'],
    ['R321', 'ArnNotLike', 'arn:aws:iam::111122223333:role/App', '*'],
    ['R322', 'IpAddress', '::ffff:10.0.0.1', '10.0.0.0/8'],
    ['R322', 'NotIpAddress', '::ffff:10.0.0.1', '10.0.0.0/8'],
    ['R322', 'IpAddress', '10.0.0.1', '10.0.0.7/8'],
    ['R322', 'NotIpAddress', '10.0.0.1', '10.0.0.7/8'],
    ['R306', 'NumericLessThan', '1e3', '2000'],
    ['R306', 'NumericEquals', '1500', '1.5e3'],
    ['R330', 'Null', '', 'true'],
    ['R330', 'Null', '', 'false'],
    ['R413', 'ForAnyValue:StringEqualsIfExists', undefined, 'a'],
  ] as const)('%s R124 %s of %j and %j: false in an Allow, true in a Deny', (_, operator, actual, wanted) => {
    for (const effect of ['Deny', 'Allow'] as const) {
      const condition = when(operator, 'k', wanted, '2012-10-17', effect);
      expect(condition.evaluate(lookUpIn({ k: actual }))).toBe(effect === 'Deny');
      const warned = warnings(condition, lookUpIn({ k: actual })).map(({ code }) => code);
      expect(warned).toContain('stricter-reading');
    }
  });

  test.each([
    ['IpAddress', '::ffff:8.8.8.8', '10.0.0.0/8', false],
    ['NotIpAddress', '2001:db8::1', '10.0.0.0/8', true],
    ['IpAddress', '10.0.0.1', ['10.0.0.7/8', '10.0.0.0/16'], true],
    ['NumericLessThan', '1e9', '2000', false],
    ['ArnLike', 'arn:aws:iam::111122223333:role/App', ['*', 'arn:aws:iam::*:role/App'], true],
  ] as const)('R124 %s of %j and %j has one reading', (operator, actual, wanted, result) => {
    for (const effect of ['Deny', 'Allow'] as const) {
      const condition = when(operator, 'k', wanted, '2012-10-17', effect);
      expect(condition.evaluate(lookUpIn({ k: actual }))).toBe(result);
    }
  });

  test.each([
    ['StringEquals', absent, false],
    ['StringEquals', 'x', false],
    ['StringNotEquals', absent, false],
    ['StringNotEquals', 'x', false],
    ['StringEqualsIfExists', absent, true],
    ['StringEqualsIfExists', 'x', false],
    ['StringNotEqualsIfExists', 'x', false],
    ['ForAnyValue:StringEquals', absent, false],
    ['ForAnyValue:StringNotEquals', ['x'], false],
    ['ForAllValues:StringEquals', absent, true],
    ['ForAllValues:StringEquals', [], true],
    ['ForAllValues:StringEquals', [''], true],
    ['ForAllValues:StringNotEquals', ['x'], false],
    ['Null', absent, false],
    ['Null', 'x', false],
    ['StringEquals', unknown, false],
    ['StringEqualsIfExists', unknown, 'unknown'],
    ['StringEqualsIfExists', presentUnknown, false],
    ['ForAllValues:StringEquals', unknown, 'unknown'],
  ] as const)('R108 R411 R803 an empty list: %s on %j is %s', (name, actual, result) => {
    expect(holds(name, actual, [])).toBe(result);
  });
});

describe('Null, missing keys', () => {
  test.each([
    [absent, 'true', true],
    [absent, 'false', false],
    [[], 'true', true],
    ['x', 'true', false],
    ['x', 'false', true],
    // Of empty text there are two readings: this is a Deny's.
    ['', 'true', true],
    ['', 'false', true],
    [[''], 'true', true],
    [['', 'x'], 'true', false],
    ['x', 'FALSE', true],
    ['x', 'maybe', false],
    [absent, 'maybe', false],
    [absent, ['true', 'false'], true],
    ['x', ['true', 'false'], true],
  ])('R330 Null on %j against %j is %s', (actual, wanted, result) => {
    expect(holds('Null', actual, wanted)).toBe(result);
  });

  test('C68 R330 a tag that is present with empty text is null [U]', () => {
    const condition = when('Null', 'aws:PrincipalTag/team', 'true');
    expect(condition.evaluate(lookUpIn({ 'aws:PrincipalTag/team': '' }))).toBe(true);
  });

  test('C35 R331 Bool false does not match a key that is not there', () => {
    expect(when('Bool', 'aws:MultiFactorAuthPresent', 'false').evaluate(lookUpIn({}))).toBe(false);
  });

  test('C36 R304 R331 BoolIfExists false does', () => {
    expect(when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false').evaluate(lookUpIn({}))).toBe(true);
  });

  test('C31 R304 R332 StringNotEquals on an absent tag holds', () => {
    expect(when('StringNotEquals', 'aws:PrincipalTag/x', 'y').evaluate(lookUpIn({}))).toBe(true);
  });

  test('C32 R332 NotIpAddress on an absent aws:SourceIp holds', () => {
    expect(when('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24').evaluate(lookUpIn({}))).toBe(true);
  });

  test('C33 R322 NotIpAddress with an IPv4 address holds for an IPv6 caller', () => {
    const condition = when('NotIpAddress', 'aws:SourceIp', '203.0.113.7');
    expect(condition.evaluate(lookUpIn({ 'aws:SourceIp': '2001:db8::1' }))).toBe(true);
  });

  test('C41 C42 dates against seconds since 1970', () => {
    const now = when('DateGreaterThan', 'aws:CurrentTime', '1704067200');
    expect(now.evaluate(lookUpIn({ 'aws:CurrentTime': '2023-06-01T00:00:00Z' }))).toBe(false);
    const epoch = when('DateGreaterThan', 'aws:EpochTime', '2024-01-01T00:00:00Z');
    expect(epoch.evaluate(lookUpIn({ 'aws:EpochTime': '1735689600' }))).toBe(true);
  });
});

type Row = readonly [
  operator: string,
  actual: ContextValue,
  values: string | readonly string[],
  result: boolean | 'unknown',
  because: string,
];

describe('set operators', () => {
  test.each<Row>([
    ['ForAnyValue:StringEquals', ['a', 'b'], ['b'], true, 'R410'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false, 'R410'],
    ['ForAnyValue:StringEquals', absent, ['a'], false, 'R410'],
    ['ForAnyValue:StringEquals', [], ['a'], false, 'R410'],
    ['ForAnyValue:StringNotEquals', absent, ['a'], false, 'C39 R410 a negated base too'],
    ['ForAnyValue:StringNotEquals', [], ['a'], false, 'C39 R410 a negated base too'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'c'], true, 'R411'],
    ['ForAllValues:StringEquals', ['a', 'x'], ['a', 'b', 'c'], false, 'R411'],
    ['ForAllValues:StringEquals', absent, ['a'], true, 'C37 R411'],
    ['ForAllValues:StringEquals', [], ['a'], true, 'R411'],
    ['ForAllValues:StringEquals', '', ['a'], true, 'R411 empty text alone counts as empty'],
    ['ForAllValues:StringEquals', [''], ['a'], true, 'R411 empty text alone counts as empty'],
    ['ForAllValues:StringEquals', ['', 'x'], ['a'], false, 'R411 not alone'],
    ['ForAllValues:StringNotEquals', absent, ['a'], true, 'R411'],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a'], true, 'C38 R412 some value differs from all'],
    ['ForAnyValue:StringNotEquals', ['a'], ['a'], false, 'R412'],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['a'], false, 'C40 R412 no value is listed'],
    ['ForAllValues:StringNotEquals', ['b', 'c'], ['a'], true, 'R412'],
    ['ForAnyValue:StringEqualsIfExists', absent, ['a'], true, 'R413 [U]'],
    ['ForAnyValue:StringNotEqualsIfExists', absent, ['a'], true, 'R413 [U]'],
    ['ForAnyValue:StringEqualsIfExists', ['b'], ['a'], false, 'R413'],
    ['ForAllValues:StringEqualsIfExists', absent, ['a'], true, 'R413'],
    ['ForAnyValue:StringEquals', 'a', ['a'], true, 'R414 one value is a set of one'],
    ['ForAllValues:StringEquals', 'b', ['a'], false, 'R414 one value is a set of one'],
    ['ForAllValues:ArnLike', ['arn:aws:s3:::a', 'arn:aws:s3:::b'], ['arn:aws:s3:::*'], true, 'R411'],
    ['ForAnyValue:NumericLessThan', ['5', '50'], ['10'], true, 'R410'],
    ['ForAnyValue:Null', absent, ['true'], true, 'R415 the prefix is ignored [U]'],
    ['ForAllValues:Null', ['x'], ['true'], false, 'R415 the prefix is ignored [U]'],
  ])('%s on %j against %j is %s (%s)', (name, actual, wanted, result) => {
    expect(holds(name, actual, wanted)).toBe(result);
  });

  const text = fc.constantFrom(
    '',
    'a',
    'b',
    'ab',
    'B',
    '1',
    '10',
    'true',
    'arn:aws:s3:::a',
    '10.0.0.1',
    '2024-01-01',
  );
  const list = fc.array(text, { maxLength: 4 });
  const someList = fc.array(text, { minLength: 1, maxLength: 4 });
  const base = fc.constantFrom(...comparing);

  test('R412 ForAllValues is: not for any value the opposite', () => {
    fc.assert(
      fc.property(
        base,
        fc.array(
          text.filter((one) => one !== ''),
          { maxLength: 4 },
        ),
        someList,
        (name, actuals, wanted) => {
          const meets = (actual: string) => holds(name, actual, wanted) === true;
          expect(holds(`ForAllValues:${name}`, actuals, wanted)).toBe(
            !actuals.some((actual) => !meets(actual)),
          );
        },
      ),
    );
  });

  test('R410 R412 ForAnyValue is: some value meets the base operator', () => {
    fc.assert(
      fc.property(base, list, someList, (name, actuals, wanted) => {
        const expected = actuals.some((actual) => holds(name, actual, wanted) === true);
        expect(holds(`ForAnyValue:${name}`, actuals, wanted)).toBe(expected);
      }),
    );
  });

  test('R301 a negated operator is the opposite for one value', () => {
    const pairs = comparing
      .filter(isNegated)
      .map((name) => [name, name === 'NotIpAddress' ? 'IpAddress' : name.replace('Not', '')] as const);
    fc.assert(
      fc.property(fc.constantFrom(...pairs), text, someList, ([negated, positive], actual, wanted) => {
        expect(holds(negated, actual, wanted)).toBe(holds(positive, actual, wanted) === false);
      }),
    );
  });

  test('R101 R414 one value is the same as a list of one', () => {
    const prefix = fc.constantFrom('', 'ForAnyValue:', 'ForAllValues:');
    const suffix = fc.constantFrom('', 'IfExists');
    fc.assert(
      fc.property(prefix, base, suffix, text, someList, (before, name, after, actual, wanted) => {
        const operator = `${before}${name}${after}`;
        expect(holds(operator, [actual], wanted)).toBe(holds(operator, actual, wanted));
      }),
    );
  });
});

describe('variables in values', () => {
  const evaluate = (
    operator: string,
    values: string | readonly string[],
    context: Record<string, ContextValue>,
  ) => when(operator, 'aws:PrincipalTag/a', values).evaluate(lookUpIn(context));
  const a = 'aws:PrincipalTag/a';
  const b = 'aws:PrincipalTag/b';

  test('R501 without Version 2012-10-17 they are text', () => {
    const condition = when('StringEquals', 'k', '${aws:username}', '2008-10-17');
    expect(condition.keys).toEqual(['k']);
    expect(condition.evaluate(lookUpIn({ k: '${aws:username}', 'aws:username': 'x' }))).toBe(true);
    expect(condition.evaluate(lookUpIn({ k: 'x', 'aws:username': 'x' }))).toBe(false);
  });

  test('R502 the keys that a condition needs', () => {
    expect(
      when('StringLike', 'k', ['${aws:username}', '${AWS:UserName}', '${aws:userid}', 'x']).keys,
    ).toEqual(['k', 'aws:username', 'aws:userid']);
    expect(when('NumericEquals', 'k', '${aws:username}').keys).toEqual(['k']);
  });

  test.each(['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'])('R502 R503 %s', (operator) => {
    expect(evaluate(operator, '${aws:PrincipalTag/b}', { [a]: 'red', [b]: 'red' })).toBe(true);
    expect(evaluate(operator, 'x${aws:PrincipalTag/b}', { [a]: 'red', [b]: 'red' })).toBe(false);
    expect(evaluate(operator, ['x', '${aws:PrincipalTag/b}-1'], { [a]: 'red-1', [b]: 'red' })).toBe(true);
  });

  test('R502 Arn operators', () => {
    const wanted = 'arn:aws:iam::${aws:PrincipalTag/b}:user/*';
    expect(
      evaluate('ArnLike', wanted, { [a]: 'arn:aws:iam::111122223333:user/x', [b]: '111122223333' }),
    ).toBe(true);
    expect(evaluate('ArnLike', wanted, { [a]: 'arn:aws:iam::111122223333:user/x', [b]: '*' })).toBe(false);
    expect(
      evaluate('ArnLike', '${aws:PrincipalTag/b}', { [a]: 'arn:aws:iam::111122223333:user/x', [b]: '*' }),
    ).toBe(false);
  });

  test('R502 Bool takes a variable', () => {
    expect(evaluate('Bool', '${aws:PrincipalTag/b}', { [a]: 'true', [b]: 'TRUE' })).toBe(true);
  });

  test('R503 several values cannot be put in', () => {
    expect(evaluate('StringEquals', '${aws:PrincipalTag/b}', { [a]: 'x', [b]: ['x', 'y'] })).toBe(false);
  });

  test('R504 the default is used where the key is absent', () => {
    expect(evaluate('StringEquals', "${aws:PrincipalTag/b, 'red'}", { [a]: 'red' })).toBe(true);
    expect(evaluate('StringEquals', "${aws:PrincipalTag/b, 'red'}", { [a]: 'red', [b]: 'x' })).toBe(false);
  });

  test('R505 C48 no value: a positive operator does not match, a negated one does not either', () => {
    expect(evaluate('StringEquals', '${aws:PrincipalTag/b}', { [a]: 'x' })).toBe(false);
    expect(evaluate('StringEquals', ['${aws:PrincipalTag/b}', 'x'], { [a]: 'x' })).toBe(true);
    expect(evaluate('StringNotEquals', '${aws:PrincipalTag/b}', { [a]: 'x' })).toBe(true);
    expect(evaluate('StringNotEquals', ['${aws:PrincipalTag/b}', 'x'], { [a]: 'x' })).toBe(false);
  });

  test('R506 R507 what is put in is no pattern', () => {
    expect(evaluate('StringLike', '${aws:PrincipalTag/b}', { [a]: 'red', [b]: 'r*' })).toBe(false);
    expect(evaluate('StringLike', '${aws:PrincipalTag/b}*', { [a]: 'r*d', [b]: 'r*' })).toBe(true);
    expect(evaluate('StringLike', "${aws:PrincipalTag/b, '*'}", { [a]: 'red' })).toBe(false);
    expect(evaluate('StringLike', '${*}', { [a]: 'red' })).toBe(false);
    expect(evaluate('StringEquals', 'r${*}d', { [a]: 'r*d' })).toBe(true);
  });

  test('R508 what is put in is not scanned again', () => {
    expect(
      evaluate('StringEquals', '${aws:PrincipalTag/b}', { [a]: 'x', [b]: '${aws:PrincipalTag/a}' }),
    ).toBe(false);
  });

  test('one condition, many requests: each has its own values', () => {
    const condition = when('StringLike', 'k', '${aws:username}-*');
    for (const [actual, user, result] of [
      ['a-1', 'a', true],
      ['a-1', 'b', false],
      ['b-1', 'b', true],
      ['a-1', undefined, false],
      ['a-1', 'a', true],
    ] as const) {
      expect(condition.evaluate(lookUpIn({ k: actual, 'aws:username': user }))).toBe(result);
    }
  });
});

describe('unknown keys', () => {
  test.each<Row>([
    ['StringEquals', unknown, 'x', 'unknown', 'R801'],
    ['StringEquals', presentUnknown, 'x', 'unknown', 'R801'],
    ['StringLike', presentUnknown, '*', true, 'R803'],
    ['StringLike', presentUnknown, '**', true, 'R803'],
    ['StringNotLike', presentUnknown, '*', false, 'R803'],
    ['StringLike', unknown, '*', 'unknown', 'R803 it may be absent'],
    ['StringLikeIfExists', unknown, '*', true, 'R803'],
    ['StringNotLikeIfExists', unknown, '*', 'unknown', 'R803'],
    ['ForAllValues:StringLike', unknown, '*', true, 'R803'],
    ['ForAnyValue:StringLike', unknown, '*', 'unknown', 'R803'],
    ['ForAnyValue:StringLike', presentUnknown, '*', true, 'R803'],
    ['Null', unknown, 'true', 'unknown', 'R803'],
    ['Null', presentUnknown, 'true', false, 'R803'],
    ['Null', presentUnknown, 'false', true, 'R803'],
    ['NumericEquals', unknown, 'abc', false, 'R803 nothing can match'],
    ['NumericNotEquals', unknown, 'abc', true, 'R803 nothing can match'],
    ['NumericEqualsIfExists', unknown, 'abc', 'unknown', 'R803'],
    ['NumericEqualsIfExists', presentUnknown, 'abc', false, 'R803'],
    ['StringEquals', unknown, '${aws:username}', false, 'R505 the variable has no value'],
  ])('%s on %s against %j is %s (%s)', (operator, actual, wanted, result) => {
    expect(holds(operator, actual, wanted)).toBe(result);
  });

  test('R804 an unknown variable, where another value decides', () => {
    const condition = when('StringEquals', 'k', ['${aws:username}', 'x']);
    expect(condition.evaluate(lookUpIn({ k: 'x', 'aws:username': unknown }))).toBe(true);
    expect(condition.evaluate(lookUpIn({ k: 'y', 'aws:username': unknown }))).toBe('unknown');
    expect(condition.evaluate(lookUpIn({ 'aws:username': unknown }))).toBe(false);
  });

  test('R804 an unknown variable, where the text around it cannot match', () => {
    const condition = when('StringLike', 'k', 'red-${aws:username}');
    expect(condition.evaluate(lookUpIn({ k: 'blue-1', 'aws:username': unknown }))).toBe(false);
    expect(condition.evaluate(lookUpIn({ k: 'red-1', 'aws:username': unknown }))).toBe('unknown');
  });

  const prefix = fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:');
  const suffix = fc.constantFrom('', '', 'IfExists');
  const operator = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(prefix, fc.constantFrom(...comparing), suffix).map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: fc.constant('Null') },
  );
  const actualText = fc.constantFrom(
    '',
    'a',
    'b',
    'A',
    'a*',
    'ab',
    '1',
    '1.0',
    '2',
    'true',
    'false',
    'YQ==',
    '10.0.0.1',
    '::1',
    '2024-01-01',
    '1704067200',
    'arn:aws:s3:::a',
    'arn:aws:s3:::b',
  );
  const policyText = fc.oneof(
    actualText,
    fc.constantFrom(
      '*',
      'a*',
      '?',
      '10.0.0.0/8',
      '${v:one}',
      'a${v:one}',
      '${v:two}*',
      "${v:one, 'a'}",
      '${v:one}${v:two}',
      '${*}',
      'arn:aws:s3:::${v:one}',
    ),
  );
  const known: fc.Arbitrary<ContextValue> = fc.oneof(
    fc.constant(undefined),
    actualText,
    fc.array(actualText, { maxLength: 3 }),
  );
  const maybe = fc.oneof(known, fc.constantFrom<ContextValue>(unknown, unknown, presentUnknown));
  const keys = ['k', 'v:one', 'v:two'] as const;

  test('R810 true and false hold for every value that the unknown keys may have', () => {
    let decided = 0;
    fc.assert(
      fc.property(
        operator,
        fc.array(policyText, { maxLength: 3 }),
        fc.tuple(maybe, maybe, maybe),
        fc.array(fc.tuple(known, known, known), { minLength: 8, maxLength: 8 }),
        (name, wanted, given, assignments) => {
          const condition = when(name, 'k', wanted);
          const result = condition.evaluate(
            lookUpIn(Object.fromEntries<ContextValue>(keys.map((key, at) => [key, given[at]]))),
          );
          if (result === 'unknown') {
            expect(given.some((value) => value === unknown || value === presentUnknown)).toBe(true);
            return;
          }
          for (const assignment of assignments) {
            const values = given.map((value, at) => {
              if (value === unknown) return assignment[at];
              if (value !== presentUnknown) return value;
              const chosen = assignment[at];
              const texts = typeof chosen === 'string' ? [chosen] : Array.isArray(chosen) ? chosen : [];
              return texts.some((text) => text !== '') ? chosen : 'b';
            });
            const context = Object.fromEntries<ContextValue>(keys.map((key, at) => [key, values[at]]));
            decided++;
            expect(condition.evaluate(lookUpIn(context))).toBe(result);
          }
        },
      ),
      { numRuns: runs(600) },
    );
    expect(decided).toBeGreaterThan(1000);
  });
});
