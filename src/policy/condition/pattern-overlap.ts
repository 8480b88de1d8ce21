import { compileGlob } from '../../core/glob.ts';
import type { Condition } from './condition.ts';
import type { ConditionValue } from './condition-value.ts';
import type { Constraint } from './key-state.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';

/**
 * Whether some text meets patterns and refuses others. Only what the ends of the patterns and plain containment
 * tell: false is sure, true is not.
 */
export function somePatternMeets(constraints: readonly Constraint[]): boolean {
  const refused = constraints.filter(({ listed }) => !listed).map(({ condition }) => condition);
  if (refused.some(({ values }) => values.some((value) => value.constant?.matchesAll === true))) return false;
  const wanted = constraints
    .filter(({ listed }) => listed)
    .map(({ condition }) =>
      condition.values
        .filter((value) => value.constant && !refused.some((other) => covers(other, condition, value)))
        .map((value) => endsOf(condition, value)),
    );
  return wanted.every((one, at) =>
    wanted.slice(at).every((other) => one.some((left) => other.some((right) => endsAgree(left, right)))),
  );
}

/** Whether every text that meets the value is surely listed by `refused`. */
function covers(refused: Condition, condition: Condition, value: ConditionValue): boolean {
  const { text } = value.value;
  if (refused.operator.base.endsWith('IgnoreCase')) {
    if (!condition.operator.base.endsWith('IgnoreCase')) return false;
    return refused.values.some((other) => simpleLowerCase(other.value.text) === simpleLowerCase(text));
  }
  if (condition.operator.base.endsWith('IgnoreCase')) return false;
  if (!isPlain(value)) return false;
  return refused.values.some((other) => {
    if (!isPlain(other)) return false;
    if (other.value.text === text && refused.test?.type === condition.test?.type) {
      // Text without wildcards is the same under an operator that has them and one that has not.
      return refused.test?.wildcards === condition.test?.wildcards || !/[*?]/.test(text);
    }
    // A pattern of `*` and text that matches another pattern as a text contains it: its own text can stand only
    // at ordinary characters. With `?` that is not so, and an Arn operator keeps to its parts.
    const isGlob = refused.test?.type === 'string' && refused.test.wildcards;
    return isGlob && !other.value.text.includes('?') && compileGlob(other.value.text).matches(text);
  });
}

/** Without `${*}`: every `*` in its text is a wildcard, if the operator has wildcards. */
function isPlain({ template }: ConditionValue): boolean {
  return template.pieces.every((piece) => piece.kind === 'wild');
}

interface Ends {
  readonly prefix: string;
  readonly suffix: string;
}

/** The text in front of the first wildcard and behind the last, in lower case: cruder, but for every operator. */
function endsOf({ test }: Condition, { template }: ConditionValue): Ends {
  const pieces = template.constant ?? [];
  const hasWildcard = (piece: { text: string; literal: boolean }) =>
    test?.wildcards === true && !piece.literal && /[*?]/.test(piece.text);
  const first = pieces.findIndex(hasWildcard);
  const last = pieces.findLastIndex(hasWildcard);
  const all = (from: number, to?: number) =>
    pieces
      .slice(from, to)
      .map(({ text }) => text)
      .join('');
  if (first < 0) return { prefix: simpleLowerCase(all(0)), suffix: simpleLowerCase(all(0)) };
  const prefix = all(0, first) + (pieces[first]?.text.split(/[*?]/)[0] ?? '');
  const suffix = (pieces[last]?.text.split(/[*?]/).at(-1) ?? '') + all(last + 1);
  return { prefix: simpleLowerCase(prefix), suffix: simpleLowerCase(suffix) };
}

function endsAgree(left: Ends, right: Ends): boolean {
  return (
    (left.prefix.startsWith(right.prefix) || right.prefix.startsWith(left.prefix)) &&
    (left.suffix.endsWith(right.suffix) || right.suffix.endsWith(left.suffix))
  );
}
