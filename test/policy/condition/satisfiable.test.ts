import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Atom } from '../../../src/policy/condition/key-state.ts';
import { mayHold, withoutImplied } from '../../../src/policy/condition/satisfiable.ts';
import type { ContextValue } from '../../../src/policy/context-value.ts';
import { lookUpIn, when } from './support.ts';
import { runs } from '../../support/budget.ts';

type Short = readonly [operator: string, key: string, values: string | readonly string[], holds?: false];

function atoms(list: readonly Short[]): readonly Atom[] {
  return list.map(([operator, key, values, holds = true]) => ({
    condition: when(operator, key, values),
    holds,
  }));
}

function named(rows: readonly (readonly [string, ...Short[]])[]) {
  return rows.map(([name, ...list]) => ({ name, list }));
}

const team = 'aws:PrincipalTag/team';
const age = 'aws:MultiFactorAuthAge';
const mfa = 'aws:MultiFactorAuthPresent';
const ip = 'aws:SourceIp';
const now = 'aws:CurrentTime';
const epoch = 'aws:EpochTime';
const account = '111122223333';
const tag = 'aws:RequestTag/env';

describe('mayHold', () => {
  test.each(
    named([
      ['two texts', ['StringEquals', team, 'a'], ['StringEquals', team, 'b']],
      ['disjoint lists', ['StringEquals', team, ['a', 'b']], ['StringEquals', team, ['c', 'd']]],
      ['a text and not that text', ['StringEquals', team, 'a'], ['StringNotEquals', team, 'a']],
      [
        'a text, and the same must not hold',
        ['StringEquals', team, 'a'],
        ['StringEquals', team, ['a', 'b'], false],
      ],
      [
        'a text and a pattern that it does not match',
        ['StringEquals', team, 'a'],
        ['StringLike', team, 'b*'],
      ],
      [
        'a text and a pattern that refuses it',
        ['StringEquals', team, 'red-1'],
        ['StringNotLike', team, 'red-*'],
      ],
      [
        'patterns with other beginnings',
        ['StringLike', team, 'red-*'],
        ['StringLike', team, ['blue-*', 'green-?']],
      ],
      ['patterns with other ends', ['StringLike', team, '*-red'], ['StringLike', team, '*-blue']],
      [
        'a pattern and a wider one refused',
        ['StringLike', team, 'red-x-*'],
        ['StringNotLike', team, 'red-*'],
      ],
      ['a pattern and the same refused', ['StringLike', team, 'r?d*'], ['StringLike', team, 'r?d*', false]],
      [
        'present and everything refused',
        ['StringLike', team, '*'],
        ['StringNotLike', team, '*'],
        ['Null', team, 'false'],
      ],
      ['case does not count', ['StringEqualsIgnoreCase', team, 'A'], ['StringEquals', team, 'b']],
      [
        'the same text but for case, refused',
        ['StringEqualsIgnoreCase', team, 'A'],
        ['StringNotEqualsIgnoreCase', team, 'a'],
      ],
      [
        'ARN patterns of two accounts',
        ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:*'],
        ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::444455556666:*'],
      ],
      ['absent and a value', ['Null', team, 'true'], ['StringEquals', team, 'a']],
      ['absent and present', ['Null', age, 'true'], ['Null', age, 'false']],
      ['absent and a number', ['Null', age, 'true'], ['NumericLessThan', age, '10']],
      ['a value, and absent must hold', ['StringEquals', team, 'a'], ['Null', team, 'false', false]],
      ['numbers', ['NumericLessThan', age, '10'], ['NumericGreaterThan', age, '10']],
      ['numbers, the bound out', ['NumericLessThanEquals', age, '10'], ['NumericGreaterThan', age, '10']],
      ['numbers, not less', ['NumericLessThan', age, '10'], ['NumericLessThan', age, '20', false]],
      [
        'numbers, a point refused',
        ['NumericLessThanEquals', age, '10'],
        ['NumericGreaterThanEquals', age, '10.0'],
        ['NumericNotEquals', age, '10'],
      ],
      ['numbers below zero', ['NumericLessThan', age, '-10'], ['NumericGreaterThan', age, '-5.5']],
      ['dates', ['DateLessThan', now, '2024-01-01'], ['DateGreaterThan', now, '2024-01-01T00:00:00Z']],
      [
        'dates before 1970',
        ['DateLessThan', now, '1969-12-31T23:59:59.4Z'],
        ['DateGreaterThan', now, '1969-12-31T23:59:59.5Z'],
      ],
      ['both of Bool', ['Bool', mfa, 'true'], ['Bool', mfa, 'false']],
      [
        'neither of Bool, but present',
        ['Bool', mfa, 'true', false],
        ['Bool', mfa, 'false', false],
        ['Null', mfa, 'false'],
      ],
      ['two blocks', ['IpAddress', ip, '10.0.0.0/8'], ['IpAddress', ip, ['192.168.0.0/16', '2001:db8::/32']]],
      [
        'a block and a wider one refused',
        ['IpAddress', ip, '10.1.0.0/16'],
        ['NotIpAddress', ip, '10.0.0.0/8'],
      ],
      [
        'a block and its halves refused',
        ['IpAddress', ip, '10.0.0.0/8'],
        ['NotIpAddress', ip, ['10.0.0.0/9', '10.128.0.0/9']],
      ],
      [
        'every address refused, but present',
        ['NotIpAddress', ip, ['0.0.0.0/0', '::/0']],
        ['Null', ip, 'false'],
      ],
      ['families', ['IpAddress', ip, '10.0.0.0/8'], ['IpAddress', ip, '::/0']],
      [
        'every value in a list, some value not',
        ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']],
        ['ForAnyValue:StringEquals', 'aws:TagKeys', 'c'],
      ],
      [
        'every value in a list, and some not',
        ['ForAllValues:StringEquals', 'aws:TagKeys', ['a']],
        ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b'], false],
      ],
      ['an empty list', ['StringEquals', team, []]],
      ['an empty list, present', ['StringEqualsIfExists', team, []], ['Null', team, 'false']],
      [
        'time: the same instant',
        ['DateLessThan', now, '2024-01-01'],
        ['DateGreaterThan', epoch, '2025-01-01'],
      ],
      ['time: in seconds', ['DateLessThan', now, '2024-01-01'], ['NumericGreaterThan', epoch, '1735689600']],
      [
        'time: a fraction of a second before 1970',
        ['DateEquals', now, '1969-12-31T23:59:58.25Z'],
        ['NumericGreaterThan', epoch, '-1.75'],
      ],
      [
        'time: whole seconds before 1970',
        ['DateEquals', now, '1969-12-31T23:59:58Z'],
        ['NumericLessThan', epoch, '-2.0'],
      ],
      [
        'network: address and endpoint',
        ['IpAddress', ip, '10.0.0.0/8'],
        ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
      ],
      ['network: address and VPC', ['Null', ip, 'false'], ['StringLike', 'aws:SourceVpc', '*']],
      [
        'network: address and address in the VPC',
        ['Null', ip, 'false'],
        ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8'],
      ],
      [
        'account of the ARN',
        ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${account}:role/*`],
        ['StringEquals', 'aws:PrincipalAccount', '444455556666'],
      ],
      [
        'account of the ARN refused',
        ['StringEquals', 'aws:PrincipalArn', `arn:aws:iam::${account}:role/x`],
        ['StringNotEquals', 'aws:PrincipalAccount', account],
      ],
      [
        'account of the ARN, StringLike',
        ['StringLike', 'aws:PrincipalArn', `arn:aws:iam::${account}:*`],
        ['StringEquals', 'aws:PrincipalAccount', '444455556666'],
      ],
      ['MFA age without MFA', ['NumericLessThan', age, '3600'], ['Bool', mfa, 'false']],
      ['MFA age, MFA absent', ['Null', age, 'false'], ['Null', mfa, 'true']],
      ['MFA age, MFA not true', ['NumericLessThan', age, '3600'], ['Bool', mfa, 'true', false]],
      ['tag without tag keys', ['StringEquals', tag, 'x'], ['Null', 'aws:TagKeys', 'true']],
      [
        'tag that is not among the keys',
        ['StringEquals', tag, 'x'],
        ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost']],
      ],
      [
        'tag that is refused as a key',
        ['StringEquals', tag, 'x'],
        ['ForAllValues:StringNotEqualsIgnoreCase', 'aws:TagKeys', 'ENV'],
      ],
    ]),
  )('R809 surely not: $name', ({ list }) => {
    expect(mayHold(atoms(list))).toBe(false);
    expect(mayHold(atoms([...list].reverse()))).toBe(false);
  });

  test.each(
    named([
      ['nothing'],
      ['lists that overlap', ['StringEquals', team, ['a', 'b']], ['StringEquals', team, ['b', 'c']]],
      [
        'refused, but absent',
        ['StringNotEquals', team, 'a'],
        ['StringEqualsIfExists', team, 'a'],
        ['Null', team, 'true'],
      ],
      ['a text and a pattern', ['StringEquals', team, 'red-1'], ['StringLike', team, 'red-*']],
      ['patterns that overlap', ['StringLike', team, 'red*'], ['StringLike', team, '*red']],
      [
        'a pattern and a narrower one refused',
        ['StringLike', team, 'red-*'],
        ['StringNotLike', team, 'red-x-*'],
      ],
      ['a pattern and one with ? refused', ['StringLike', team, 'a*'], ['StringNotLike', team, 'a?']],
      ['a literal asterisk', ['StringLike', team, 'a*'], ['StringNotLike', team, 'a${*}']],
      ['a key of several values', ['StringEquals', 'aws:TagKeys', 'a'], ['StringEquals', 'aws:TagKeys', 'b']],
      [
        'a key of which nothing is known',
        ['StringEquals', 's3:prefix', 'a'],
        ['StringEquals', 's3:prefix', 'b'],
      ],
      [
        'some value each',
        ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a'],
        ['ForAnyValue:StringEquals', 'aws:TagKeys', ''],
      ],
      [
        'every value, by there being none',
        ['ForAllValues:StringEquals', 'aws:TagKeys', 'a'],
        ['ForAllValues:StringEquals', 'aws:TagKeys', 'b'],
      ],
      ['absent, by empty text', ['Null', team, 'true'], ['StringLike', team, '*']],
      ['numbers', ['NumericGreaterThan', age, '1'], ['NumericLessThan', age, '1.1']],
      ['numbers below zero', ['NumericGreaterThan', age, '-10.5'], ['NumericLessThan', age, '-10.4']],
      [
        'numbers, the bound in',
        ['NumericLessThanEquals', age, '10'],
        ['NumericGreaterThanEquals', age, '10'],
      ],
      ['numbers, several bounds', ['NumericLessThan', age, ['1', '100']], ['NumericGreaterThan', age, '50']],
      ['dates', ['DateGreaterThan', now, '2024-01-01'], ['DateLessThan', now, '2024-01-01T00:00:00.001Z']],
      ['neither of Bool, by absence', ['Bool', mfa, 'true', false], ['Bool', mfa, 'false', false]],
      ['blocks', ['IpAddress', ip, '10.0.0.0/8'], ['NotIpAddress', ip, '10.0.0.0/9']],
      [
        'the last address',
        ['IpAddress', ip, '0.0.0.0/0'],
        [
          'NotIpAddress',
          ip,
          [
            '0.0.0.0/1',
            '128.0.0.0/2',
            '192.0.0.0/3',
            '224.0.0.0/4',
            '240.0.0.0/5',
            '248.0.0.0/6',
            '252.0.0.0/7',
            '254.0.0.0/8',
          ],
        ],
      ],
      ['variables may be anything', ['StringEquals', team, '${aws:username}'], ['StringEquals', team, 'a']],
      [
        'network: refused, so it may be absent',
        ['NotIpAddress', ip, '10.0.0.0/8'],
        ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
      ],
      [
        'network: endpoint keys together',
        ['StringEquals', 'aws:SourceVpc', 'vpc-1'],
        ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
      ],
      [
        'account of the ARN',
        [
          'ArnLike',
          'aws:PrincipalArn',
          [`arn:aws:iam::${account}:role/*`, 'arn:aws:iam::444455556666:role/*'],
        ],
        ['StringEquals', 'aws:PrincipalAccount', '444455556666'],
      ],
      [
        'account of a loose pattern',
        ['StringLike', 'aws:PrincipalArn', `arn:aws:*:${account}:*`],
        ['StringEquals', 'aws:PrincipalAccount', '444455556666'],
      ],
      ['MFA age with MFA', ['NumericLessThan', age, '3600'], ['Bool', mfa, 'true']],
      ['MFA without age', ['Null', age, 'true'], ['Bool', mfa, 'false']],
      [
        'tag among the keys, in another case',
        ['StringEquals', tag, 'x'],
        ['ForAllValues:StringEquals', 'aws:TagKeys', ['ENV']],
      ],
      ['tag keys by pattern', ['StringEquals', tag, 'x'], ['ForAllValues:StringLike', 'aws:TagKeys', ['e*']]],
    ]),
  )('R809 maybe: $name', ({ list }) => {
    expect(mayHold(atoms(list))).toBe(true);
    expect(mayHold(atoms([...list].reverse()))).toBe(true);
  });

  test('a key that is said to have one value', () => {
    const both = atoms([
      ['StringEquals', 's3:prefix', 'a'],
      ['StringEquals', 's3:prefix', 'b'],
    ]);
    expect(mayHold(both, () => true)).toBe(false);
  });

  const prefix = fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:');
  const suffix = fc.constantFrom('', '', 'IfExists');
  const soundness = [
    {
      key: team,
      multi: false,
      operators: [
        'StringEquals',
        'StringNotEquals',
        'StringLike',
        'StringNotLike',
        'StringEqualsIgnoreCase',
        'StringNotEqualsIgnoreCase',
        'NumericLessThan',
      ],
      wanted: ['a', 'b', 'A', 'ab', 'a*', '*b', '?', '*', '', '1', 'a${*}', '${aws:username}'],
      actual: ['', 'a', 'b', 'A', 'ab', 'aab', 'a*', 'B', '0', 'x'],
    },
    {
      key: 'aws:TagKeys',
      multi: true,
      operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
      wanted: ['a', 'b', 'ab', 'a*', '*', ''],
      actual: ['', 'a', 'b', 'ab', 'c'],
    },
    {
      key: 's3:anything',
      multi: true,
      operators: [
        'NumericLessThan',
        'NumericGreaterThanEquals',
        'Bool',
        'StringEquals',
        'IpAddress',
        'NotIpAddress',
        'DateLessThan',
      ],
      wanted: ['1', '2', 'true', 'false', '10.0.0.0/8'],
      actual: ['', '0', '1', '1.5', '2', '3', 'true', 'False', '10.0.0.1', 'x'],
    },
    {
      key: age,
      multi: false,
      operators: [
        'NumericEquals',
        'NumericNotEquals',
        'NumericLessThan',
        'NumericLessThanEquals',
        'NumericGreaterThan',
        'NumericGreaterThanEquals',
      ],
      wanted: ['1', '2', '-1', '1.5', 'x'],
      actual: ['-2', '-1', '-0.5', '0', '1', '1.2', '1.5', '1.7', '2', '3'],
    },
    {
      key: now,
      multi: false,
      operators: [
        'DateEquals',
        'DateNotEquals',
        'DateLessThan',
        'DateLessThanEquals',
        'DateGreaterThan',
        'DateGreaterThanEquals',
      ],
      wanted: ['2024-01-01', '2024-01-02', '1969-12-31T23:59:59.5Z', 'x'],
      actual: [
        '1969-12-31T23:59:59.4Z',
        '1969-12-31T23:59:59.5Z',
        '2023-12-31',
        '2024-01-01',
        '2024-01-01T12:00:00Z',
        '2024-01-02',
        '2024-01-03',
      ],
    },
    {
      key: ip,
      multi: false,
      operators: ['IpAddress', 'NotIpAddress'],
      wanted: ['10.0.0.0/8', '10.0.0.0/9', '::/0', '0.0.0.0/0', '10.255.255.255', 'x'],
      actual: ['9.255.255.255', '10.0.0.0', '10.127.0.1', '10.128.0.1', '10.255.255.255', '11.0.0.0', '::1'],
    },
    {
      key: mfa,
      multi: false,
      operators: ['Bool'],
      wanted: ['true', 'false', 'x'],
      actual: ['true', 'false'],
    },
  ] as const;

  test.each(soundness)(
    'R809 $key: never "surely not" where some value does it',
    ({ key, multi, operators, wanted, actual }) => {
      const operator = fc.oneof(
        {
          weight: 6,
          arbitrary: fc
            .tuple(prefix, fc.constantFrom<string>(...operators), suffix)
            .map((parts) => parts.join('')),
        },
        { weight: 1, arbitrary: fc.constant('Null') },
      );
      const atom = fc
        .tuple(operator, fc.array(fc.constantFrom<string>(...wanted), { maxLength: 3 }), fc.boolean())
        .map(([name, values, holds]): Atom => ({
          condition: when(
            name,
            key,
            name === 'Null' ? values.map((value) => String(value.length % 2 === 0)) : values,
          ),
          holds,
        }));
      const pairs = multi ? actual.flatMap((one) => actual.map((other): ContextValue => [one, other])) : [];
      const contexts: readonly ContextValue[] = [undefined, ...actual, ...pairs];
      let refused = 0;
      fc.assert(
        fc.property(fc.array(atom, { minLength: 1, maxLength: 4 }), (list) => {
          if (mayHold(list)) return;
          refused++;
          for (const value of contexts) {
            const lookUp = lookUpIn({ [key]: value, 'aws:username': 'a' });
            expect(list.every(({ condition, holds }) => condition.evaluate(lookUp) === holds)).toBe(false);
          }
        }),
        { numRuns: runs(320) },
      );
      expect(refused).toBeGreaterThan(50);
    },
  );

  test.each(soundness.filter(({ key }) => key === age || key === mfa || key === ip))(
    'R809 $key: what is not refused can be done',
    ({ key, operators, wanted, actual }) => {
      const atom = fc
        .tuple(
          fc.constantFrom<string>(...operators),
          fc.array(fc.constantFrom<string>(...wanted), { minLength: 1, maxLength: 3 }),
          fc.boolean(),
        )
        .map(([name, values, holds]): Atom => ({ condition: when(name, key, values), holds }));
      const contexts: readonly ContextValue[] = [undefined, ...actual];
      fc.assert(
        fc.property(fc.array(atom, { minLength: 1, maxLength: 4 }), (list) => {
          const possible = contexts.some((value) =>
            list.every(({ condition, holds }) => condition.evaluate(lookUpIn({ [key]: value })) === holds),
          );
          expect(mayHold(list)).toBe(possible);
        }),
        { numRuns: runs(200) },
      );
    },
  );
});

describe('withoutImplied', () => {
  const names = (list: readonly Atom[]) =>
    list.map(
      ({ condition, holds }) =>
        `${holds ? '' : 'not '}${condition.operator.canonical} ${condition.element.values.map(({ text }) => text).join('|')}`,
    );

  test.each<readonly [string, readonly Short[], readonly string[]]>([
    [
      'the same twice',
      [
        ['StringEquals', team, 'a'],
        ['StringEquals', team, 'a'],
      ],
      ['StringEquals a'],
    ],
    [
      'a text, and another refused',
      [
        ['StringEquals', team, 'a'],
        ['StringNotEquals', team, 'b'],
      ],
      ['StringEquals a'],
    ],
    [
      'a wider list',
      [
        ['StringEquals', team, ['a', 'b']],
        ['StringEquals', team, 'a'],
      ],
      ['StringEquals a'],
    ],
    [
      'or absent',
      [
        ['StringEqualsIfExists', team, 'a'],
        ['StringEquals', team, 'a'],
      ],
      ['StringEquals a'],
    ],
    [
      'present',
      [
        ['Null', age, 'false'],
        ['NumericLessThan', age, '10'],
      ],
      ['NumericLessThan 10'],
    ],
    [
      'a wider interval',
      [
        ['NumericLessThan', age, '20'],
        ['NumericLessThan', age, '10'],
      ],
      ['NumericLessThan 10'],
    ],
    [
      'an endpoint says that there is no address',
      [
        ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
        ['IpAddress', ip, '10.0.0.0/8', false],
      ],
      ['StringEquals vpce-1'],
    ],
    [
      'nothing to drop',
      [
        ['StringEquals', team, 'a'],
        ['StringEquals', 'aws:username', 'a'],
      ],
      ['StringEquals a', 'StringEquals a'],
    ],
    [
      'a contradiction is left alone',
      [
        ['StringEquals', team, 'a'],
        ['StringEquals', team, 'b'],
      ],
      ['StringEquals a', 'StringEquals b'],
    ],
  ])('R808 %s', (_, list, expected) => {
    expect(names(withoutImplied(atoms(list)))).toEqual(expected);
  });
});
