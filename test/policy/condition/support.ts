import type { ContextValue, LookUp } from '../../../src/policy/context-value.ts';
import type { Condition } from '../../../src/policy/condition/condition.ts';
import { compileCondition } from '../../../src/policy/condition/condition.ts';
import type { Effect, Version } from '../../../src/policy/policy.ts';

export type Context = Readonly<Record<string, ContextValue>>;

export function lookUpIn(context: Context): LookUp {
  const lower = new Map(
    Object.entries<ContextValue>(context).map(([key, value]) => [key.toLowerCase(), value] as const),
  );
  return (key) => lower.get(key);
}

const range = { start: 0, end: 0 };

/** `when('StringEquals', 'aws:username', ['alice'])`. */
export function when(
  operator: string,
  key: string,
  values: string | readonly string[],
  version: Version = '2012-10-17',
  effect: Effect = 'Deny',
): Condition {
  const texts = typeof values === 'string' ? [values] : values;
  const element = {
    ...range,
    operator: { text: operator, ...range },
    key: { text: key, ...range },
    values: texts.map((text) => ({ text, ...range })),
  };
  return compileCondition(element, version, effect);
}

/** The condition on key `k` against one request value, several, or none. */
export function holds(operator: string, actual: ContextValue, values: string | readonly string[]) {
  return when(operator, 'k', values).evaluate(lookUpIn({ k: actual }));
}
