/** What is known of a test: strong Kleene logic, without a formula (R805). */
export type ThreeValued = boolean | 'unknown';

export function negate(value: ThreeValued): ThreeValued {
  return value === 'unknown' ? value : !value;
}
