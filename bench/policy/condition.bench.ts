import { bench, describe } from 'vitest';
import type { ContextValue, LookUp } from '../../src/policy/context-value.ts';
import { unknown } from '../../src/policy/context-value.ts';
import { compileCondition } from '../../src/policy/condition/condition.ts';
import { describeCondition } from '../../src/policy/condition/describe.ts';
import { explainCondition } from '../../src/policy/condition/explain.ts';
import { mayHold } from '../../src/policy/condition/satisfiable.ts';

const range = { start: 0, end: 0 };

function when(operator: string, key: string, values: readonly string[]) {
  const text = (written: string) => ({ text: written, ...range });
  const element = { ...range, operator: text(operator), key: text(key), values: values.map(text) };
  return compileCondition(element, '2012-10-17', 'Allow');
}

function many(count: number, make: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const context = new Map<string, ContextValue>([
  ['aws:principaltag/team', 'red'],
  ['aws:sourceip', '203.0.113.10'],
  ['aws:currenttime', '2026-01-31T00:00:00Z'],
  ['aws:multifactorauthage', '120'],
  ['aws:securetransport', 'true'],
  ['aws:principalarn', 'arn:aws:iam::111122223333:role/team/App'],
  ['aws:tagkeys', ['env', 'team', 'cost']],
  ['aws:username', 'alice'],
]);
const lookUp: LookUp = (key) => context.get(key);

const conditions = {
  'StringEquals, 1 value': when('StringEquals', 'aws:PrincipalTag/team', ['blue']),
  'StringEquals, 1,000 values': when(
    'StringEquals',
    'aws:PrincipalTag/team',
    many(1000, (index) => `team-${index}`),
  ),
  'StringLike, 10 patterns': when(
    'StringLike',
    'aws:PrincipalTag/team',
    many(10, (index) => `team-${index}-*`),
  ),
  'StringEquals, 1 variable': when('StringEquals', 'aws:PrincipalTag/team', ['${aws:username}']),
  'StringLike, 1 variable': when('StringLike', 'aws:PrincipalTag/team', ['${aws:username}-*']),
  'NumericLessThan, 1 value': when('NumericLessThan', 'aws:MultiFactorAuthAge', ['3600']),
  'DateGreaterThan, 1 value': when('DateGreaterThan', 'aws:CurrentTime', ['2024-01-01T00:00:00Z']),
  'Bool, 1 value': when('Bool', 'aws:SecureTransport', ['false']),
  'IpAddress, 1,000 blocks': when(
    'IpAddress',
    'aws:SourceIp',
    many(1000, (index) => `10.${index >> 8}.${index & 255}.0/24`),
  ),
  'ArnLike, 100 patterns': when(
    'ArnLike',
    'aws:PrincipalArn',
    many(100, (index) => `arn:aws:iam::${String(100000000000 + index)}:role/*`),
  ),
  'ForAllValues:StringEquals, 3 against 10 values': when(
    'ForAllValues:StringEquals',
    'aws:TagKeys',
    many(10, (index) => `k${index}`),
  ),
};

describe('evaluate, 1,000 times', () => {
  for (const [name, condition] of Object.entries(conditions)) {
    bench(name, () => {
      for (let round = 0; round < 1000; round++) condition.evaluate(lookUp);
    });
  }
});

describe('200 statements of one condition each', () => {
  const statements = Array.from({ length: 200 }, (_, index) =>
    when('StringEquals', 'aws:PrincipalTag/team', [`team-${index}`]),
  );
  bench('known', () => {
    for (const condition of statements) condition.evaluate(lookUp);
  });
  bench('unknown', () => {
    for (const condition of statements) condition.evaluate(() => unknown);
  });
});

describe('in words and in terms', () => {
  const condition = conditions['StringEquals, 1,000 values'];
  bench('explain and describe, 1,000 values', () => {
    describeCondition(explainCondition(condition, lookUp));
  });
  const atoms = Object.values(conditions).map((one) => ({ condition: one, holds: true }));
  bench('mayHold, 11 atoms', () => {
    mayHold(atoms);
  });
  bench('compile, 1,000 blocks', () => {
    compileCondition(conditions['IpAddress, 1,000 blocks'].element, '2012-10-17', 'Allow');
  });
});
