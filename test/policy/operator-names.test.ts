import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operatorNames, parseOperator } from '../../src/policy/operator-names.ts';

test('there are 27 operators', () => {
  expect(new Set(operatorNames).size).toBe(27);
});

test.each(operatorNames)(
  '%s is read alone, with each set operator, and with IfExists unless it is Null',
  (base) => {
    expect(parseOperator(base)).toEqual({ base, ifExists: false, canonical: base });
    for (const quantifier of ['ForAllValues', 'ForAnyValue'] as const) {
      const canonical = `${quantifier}:${base}`;
      expect(parseOperator(canonical)).toEqual({ quantifier, base, ifExists: false, canonical });
    }
    const withSuffix = parseOperator(`${base}IfExists`);
    if (base === 'Null') expect(withSuffix).toBeUndefined();
    else expect(withSuffix).toEqual({ base, ifExists: true, canonical: `${base}IfExists` });
  },
);

test.each([
  ['R104', 'foranyvalue:STRINGLIKEifexists', 'ForAnyValue:StringLikeIfExists'],
  ['R104', 'ipaddress', 'IpAddress'],
  ['R305', 'NullIfExists', undefined],
  ['R305', 'ForAnyValue:NullIfExists', undefined],
  ['R307', 'StringEqual', undefined],
  ['R307', 'ForAnyValues:StringEquals', undefined],
  ['R307', ':StringEquals', undefined],
  ['R307', 'ForAnyValue:', undefined],
  ['R307', 'StringEquals ', undefined],
  ['R307', 'IfExists', undefined],
  ['R307', '', undefined],
  ['R307', '__proto__', undefined],
])('%s %j is read as %s', (_rule, text, canonical) => {
  expect(parseOperator(text)?.canonical).toBe(canonical);
});

test('parseOperator: any text is read or refused, and what is canonical stays so', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const operator = parseOperator(text);
      if (operator) expect(parseOperator(operator.canonical)).toEqual(operator);
    }),
  );
});
