import { unreadable } from './source.ts';

export type KeyType = 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress' | 'Binary';

export interface ConditionKey {
  /** In AWS's spelling; a template has one variable: `aws:ResourceTag/${TagKey}`. */
  readonly name: string;
  readonly type: KeyType;
  /** Whether a request may carry several values, so that `ForAnyValue` or `ForAllValues` is wanted. */
  readonly multivalued: boolean;
}

const types: readonly KeyType[] = ['String', 'ARN', 'Bool', 'Numeric', 'Date', 'IPAddress', 'Binary'];

/** `String` or `ArrayOfString`, as the tables write it. Throws `data-unreadable`. */
export function parseConditionKey(name: string, typeName: string): ConditionKey {
  const array = 'ArrayOf';
  const multivalued = typeName.startsWith(array);
  const single = multivalued ? typeName.slice(array.length) : typeName;
  const type = types.find((candidate) => candidate === single);
  if (type === undefined) throw unreadable('service-tables.txt', `has a condition key of the unknown type \`${typeName}\``);
  return { name, type, multivalued };
}
