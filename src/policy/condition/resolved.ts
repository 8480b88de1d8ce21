import type { LookUp } from '../context-value.ts';
import type { Value } from '../policy.ts';
import { resolveTemplate } from '../variables.ts';
import { compileCondition, type Condition } from './condition.ts';

/**
 * The condition with the values of variables that the look-up knows in their places; itself where there is none. A
 * value whose variable has no value, or is not known, stays as it is.
 */
export function withKnownVariables(condition: Condition, lookUp: LookUp): Condition {
  if (condition.values.every(({ template }) => template.constant !== undefined)) return condition;
  const values = condition.values.map(({ value, template }): Value => {
    if (template.constant !== undefined) return value;
    const resolved = resolveTemplate(template, lookUp);
    if (resolved.kind !== 'resolved') return value;
    return { ...value, text: resolved.pieces.map(written).join('') };
  });
  return compileCondition({ ...condition.element, values }, '2012-10-17', condition.effect);
}

/** A test of one key against texts: what a resource pattern says of its one variable. */
export function equalsCondition(key: string, texts: readonly string[]): Condition {
  const nowhere = { start: 0, end: 0 };
  return compileCondition(
    {
      ...nowhere,
      operator: { ...nowhere, text: 'StringEquals' },
      key: { ...nowhere, text: key },
      values: texts.map((text) => ({ ...nowhere, text: written({ text, literal: true }) })),
    },
    '2012-10-17',
    // A test that has one reading.
    'Allow',
  );
}

/** What came out of a variable is no wildcard and no variable (R506, R507). */
function written({ text, literal }: { readonly text: string; readonly literal: boolean }): string {
  return literal ? text.replace(/[*?]|\$(?=\{)/g, '${$&}') : text;
}
