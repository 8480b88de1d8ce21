import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeAtom } from '../../../src/policy/condition/describe-atom.ts';
import { operatorNames } from '../../../src/policy/operator-names.ts';
import { when } from './support.ts';

describe('describeAtom', () => {
  test.each([
    [
      'StringEquals',
      'aws:SourceVpce',
      ['vpce-1'],
      'aws:SourceVpce = vpce-1',
      'aws:SourceVpce is not vpce-1 (other or absent)',
    ],
    [
      'StringNotEquals',
      'aws:SourceVpce',
      ['vpce-1'],
      'aws:SourceVpce is not vpce-1 (other or absent)',
      'aws:SourceVpce = vpce-1',
    ],
    [
      'Bool',
      'aws:SecureTransport',
      ['false'],
      'aws:SecureTransport = false',
      'aws:SecureTransport is not false (true or absent)',
    ],
    [
      'NumericLessThan',
      'aws:MultiFactorAuthAge',
      ['3600'],
      'aws:MultiFactorAuthAge < 3600',
      'aws:MultiFactorAuthAge is not < 3600 (>= 3600 or absent)',
    ],
    [
      'IpAddress',
      'aws:SourceIp',
      ['203.0.113.0/24'],
      'aws:SourceIp in 203.0.113.0/24',
      'aws:SourceIp is not in 203.0.113.0/24 (other or absent)',
    ],
    [
      'StringLike',
      'aws:PrincipalTag/team',
      ['red-*'],
      'aws:PrincipalTag/team like red-*',
      'aws:PrincipalTag/team is not like red-* (other or absent)',
    ],
    [
      'ForAllValues:StringEquals',
      'aws:TagKeys',
      ['env', 'team'],
      'aws:TagKeys: every value one of env, team (or absent)',
      'aws:TagKeys: some value is not one of env, team',
    ],
    ['Null', 'aws:x', ['false'], 'aws:x is present', 'aws:x is absent'],
    ['Null', 'aws:x', ['true'], 'aws:x is absent', 'aws:x is present'],
    ['StringEqualsIfExists', 'aws:x', ['y'], 'aws:x = y, or absent', 'aws:x is present and is not y'],
    ['StringNotEqualsIfExists', 'aws:x', ['y'], 'aws:x is not y (other or absent)', 'aws:x = y'],
    ['StringLike', 'aws:x', ['*'], 'aws:x is present', 'aws:x is absent'],
    ['StringNotLike', 'aws:x', ['*'], 'aws:x is absent', 'aws:x is present'],
    [
      'ForAnyValue:StringEquals',
      'aws:TagKeys',
      ['a'],
      'aws:TagKeys: some value = a',
      'aws:TagKeys: no value = a (or absent)',
    ],
    ['ForAllValues:StringEquals', 'aws:TagKeys', [], 'aws:TagKeys is absent', 'aws:TagKeys is present'],
  ])('R802 %s %s %j', (operator, key, values, holding, not) => {
    expect(describeAtom(when(operator, key, values), true)).toBe(holding);
    expect(describeAtom(when(operator, key, values), false)).toBe(not);
  });

  const valueFor = (name: string): string =>
    name.startsWith('Numeric')
      ? '10'
      : name.startsWith('Date')
        ? '1704067200'
        : name === 'Bool' || name === 'Null'
          ? 'true'
          : name.includes('Ip')
            ? '10.0.0.0/8'
            : name.startsWith('Arn')
              ? 'arn:aws:s3:::b'
              : 'red';

  test('every operator, set operator and IfExists, held and not', async () => {
    const lines = operatorNames.flatMap((name) =>
      ['', 'ForAnyValue:', 'ForAllValues:'].flatMap((prefix) =>
        (name === 'Null' ? [''] : ['', 'IfExists']).flatMap((suffix) => {
          const operator = `${prefix}${name}${suffix}`;
          return [true, false].map((holds) => {
            const texts = [[valueFor(name)], [valueFor(name), `${valueFor(name)}0`]].map((values) =>
              describeAtom(when(operator, 'k', values), holds),
            );
            return `${holds ? '   ' : 'not'} ${operator}: ${texts.join(' | ')}\n`;
          });
        }),
      ),
    );
    await expect(lines.join('')).toMatchFileSnapshot('../golden/condition-atoms.txt');
  });

  test('R802 the words say of an absent key what the condition does', () => {
    const operator = fc
      .tuple(
        fc.constantFrom('', 'ForAnyValue:', 'ForAllValues:'),
        fc.constantFrom(...operatorNames.filter((name) => name !== 'Null')),
        fc.constantFrom('', 'IfExists'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(operator, fc.constantFrom('red', '10'), fc.boolean(), (name, value, holds) => {
        const condition = when(name, 'k', value);
        const text = describeAtom(condition, holds);
        expect(/\babsent\b/.test(text)).toBe(condition.whenAbsent === holds);
      }),
    );
  });

  test('a set of three values or more is cut short', () => {
    expect(describeAtom(when('StringEquals', 'k', ['a', 'b', 'c', 'd', 'e']), true)).toBe(
      'k is one of a, b, c or 2 more',
    );
    expect(describeAtom(when('StringLike', 'k', ['a*', 'b*', 'c*', 'd*', 'e*']), true)).toBe(
      'k like a*, b*, c* or 2 more',
    );
  });
});
