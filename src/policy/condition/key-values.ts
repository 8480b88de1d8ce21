import { knownConditionKey } from '../../data/condition-keys.ts';
import { keyFacts, type KeyType } from '../keys.ts';
import { quoted } from '../../formats/problem.ts';
import { typeNames } from './describe.ts';
import { arn, bool, date, ipAddress, numeric } from './value-kinds.ts';

/** Kinds of which not every text is one. */
type Kind = Exclude<KeyType, 'string'>;

const reads: Readonly<Record<Kind, (text: string) => unknown>> = {
  numeric: numeric(() => false).read,
  date: date(() => false).read,
  bool: bool.read,
  ip: ipAddress.read,
  arn: arn.read,
};

const kinds: Readonly<Record<string, Kind>> = {
  Numeric: 'numeric',
  Date: 'date',
  Bool: 'bool',
  IPAddress: 'ip',
  ARN: 'arn',
};

const hints: Readonly<Record<Kind, string>> = {
  numeric: 'Write an integer or a decimal without an exponent.',
  date: 'Write a date such as 2026-01-31T00:00:00Z, or seconds since 1970.',
  bool: 'Write true or false.',
  ip: 'Write an address such as 203.0.113.10.',
  arn: 'Write an ARN with all six parts.',
};

/** What the values of a condition key are, by AWS's lists of keys; undefined where any text may be one. */
export function kindOfKey(name: string): Kind | undefined {
  const facts = keyFacts(name);
  if (facts !== undefined) return facts.type === 'string' ? undefined : facts.type;
  const known = knownConditionKey(name);
  return known && kinds[known.type];
}

export interface UnreadableValue {
  readonly message: string;
  readonly hint: string;
}

/**
 * What is wrong with a value that no request has in this key: conditions of the key's own type match no such value
 * (R306). An empty value counts as none in some of them, and is left to them.
 */
export function unreadableValue(
  name: string,
  kind: Kind | undefined,
  value: string | readonly string[],
): UnreadableValue | undefined {
  if (kind === undefined) return undefined;
  const odd = [value].flat().find((text) => text !== '' && reads[kind](text) === undefined);
  if (odd === undefined) return undefined;
  return { message: `${quoted(odd)} of ${quoted(name)} is not ${typeNames[kind]}`, hint: hints[kind] };
}
