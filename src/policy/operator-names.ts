/** The condition operators of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html). */
export const operatorNames = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
  'Null',
] as const;

export type OperatorName = (typeof operatorNames)[number];

export type Quantifier = 'ForAllValues' | 'ForAnyValue';

const quantifiers: readonly Quantifier[] = ['ForAllValues', 'ForAnyValue'];

export interface Operator {
  /** Set operator in front: the key may have several values (R410 to R412). */
  readonly quantifier?: Quantifier;
  readonly base: OperatorName;
  /** True on an absent key (R304). */
  readonly ifExists: boolean;
  /** AWS's own spelling of the whole text. */
  readonly canonical: string;
}

const byLowerCase: ReadonlyMap<string, OperatorName> = new Map(
  operatorNames.map((name) => [name.toLowerCase(), name]),
);

/**
 * Reads `ForAnyValue:StringLikeIfExists` in any case (R104). Undefined where no such operator exists, and for
 * `NullIfExists`, which IAM refuses (R305).
 */
export function parseOperator(text: string): Operator | undefined {
  const lower = text.toLowerCase();
  const colon = lower.indexOf(':');
  const quantifier = quantifiers.find((name) => name.toLowerCase() === lower.slice(0, Math.max(colon, 0)));
  if (colon !== -1 && quantifier === undefined) return undefined;
  const name = lower.slice(colon + 1);
  const ifExists = name.endsWith('ifexists');
  const base = byLowerCase.get(ifExists ? name.slice(0, -'IfExists'.length) : name);
  if (base === undefined || (ifExists && base === 'Null')) return undefined;
  const prefix = quantifier === undefined ? '' : `${quantifier}:`;
  const canonical = `${prefix}${base}${ifExists ? 'IfExists' : ''}`;
  return quantifier === undefined ? { base, ifExists, canonical } : { quantifier, base, ifExists, canonical };
}
