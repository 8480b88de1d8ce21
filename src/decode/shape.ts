/**
 * Texts met beside IDs and ARNs that are neither (docs/identifiers.md, other texts).
 * They stay `unknown`, and the answer says what they could be.
 */
export interface KnownShape {
  readonly resourceType: string;
  /** For the first word of an answer. */
  readonly title: string;
  readonly form: Pick<RegExp, 'test'>;
  readonly says: string;
  readonly example: string;
  /** How a policy names it. */
  readonly inPolicies?: (text: string) => string;
  /** It means nothing else, or nothing else of this form, so that it is taken out of a longer text. */
  readonly isFoundInTexts?: true | Pick<RegExp, 'test'>;
}
