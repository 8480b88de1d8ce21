import { compileGlob } from '../../core/glob.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';
import type { Value } from '../policy.ts';
import type { Condition } from './condition.ts';

/** A value that an operator takes literally, and whose `*` or `?` somebody took for a wildcard (R721). */
export interface LiteralWildcard {
  readonly value: Value;
  readonly wildcard: '*' | '?';
  /** As the policy calls it. */
  readonly operator: string;
  /** The operator that takes it as a wildcard. */
  readonly means: string;
}

/** The values that would match one of these of the request, if the operator had wildcards. */
export function literalWildcards(
  { operator, test, values, element }: Condition,
  actuals: readonly string[],
): readonly LiteralWildcard[] {
  if (test?.type !== 'string' || test.wildcards) return [];
  const fold = operator.base.endsWith('IgnoreCase') ? simpleLowerCase : (text: string) => text;
  return values.flatMap(({ value, template }): readonly LiteralWildcard[] => {
    const written = template.constant?.filter(({ literal }) => !literal).map(({ text }) => text) ?? [];
    const wildcard = written.some((text) => text.includes('*')) ? '*' : '?';
    if (!written.some((text) => text.includes(wildcard))) return [];
    const glob = compileGlob(
      (template.constant ?? []).map((piece) => ({ ...piece, text: fold(piece.text) })),
    );
    const meant = actuals.some((actual) => actual !== value.text && glob.matches(fold(actual)));
    if (!meant) return [];
    return [
      { value, wildcard, operator: element.operator.text, means: likeOf(operator.canonical, value.text) },
    ];
  });
}

/** `StringNotLikeIfExists` of `StringNotEqualsIfExists`; an ARN has an operator of its own. */
function likeOf(canonical: string, text: string): string {
  const like = canonical.replace(/Equals(IgnoreCase)?/, 'Like');
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:/.test(text) ? like.replace('String', 'Arn') : like;
}
