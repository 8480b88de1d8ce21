import { readLines } from './source.ts';

/**
 * Prefixes that do not tell the service: `saml:` keys are of `sts`, and an ARN of `eks` may belong to `aps`.
 * A prefix may have a variable: `token.actions.${Domain}.ghe.com`.
 */
export interface ForeignPrefixes {
  /** Prefix of condition keys → services whose actions have such keys, in addition to the service of that name. */
  readonly key: ReadonlyMap<string, readonly string[]>;
  /** Third part of an ARN → services with such resource types, in addition to the service of that name. */
  readonly arn: ReadonlyMap<string, readonly string[]>;
}

let prefixes: ForeignPrefixes | undefined;

export function foreignPrefixes(): ForeignPrefixes {
  if (prefixes !== undefined) return prefixes;
  const key = new Map<string, readonly string[]>();
  const arn = new Map<string, readonly string[]>();
  for (const line of readLines('prefixes.txt')) {
    const [kind, prefix = '', holders = ''] = line.split('\t');
    (kind === 'key' ? key : arn).set(prefix, holders.split(' '));
  }
  return (prefixes = { key, arn });
}
