import type { Condition } from '../condition/condition.ts';
import type { ResourcePattern } from './resource-pattern.ts';

/** What a decision can depend on: an atom of the residual formulas (R802 to R805). */
export type Unknown =
  /** A condition whose keys, or whose values' variables, are not known: kept as the policy wrote it. */
  | { readonly kind: 'condition'; readonly condition: Condition }
  /** A resource pattern with unknown variables. */
  | { readonly kind: 'resource'; readonly pattern: ResourcePattern; readonly resource: string }
  /** A role was given as principal, so its session's name is any (R632): is it this session? */
  | { readonly kind: 'session'; readonly sessionArn: string }
  /** An id that a Deny names, while the question does not tell the caller's own: is it this one (R228, R229)? */
  | { readonly kind: 'id'; readonly of: 'caller' | 'account'; readonly id: string }
  /** Is this account the organization's management account (R606, R607)? `condition` says the same of the field. */
  | { readonly kind: 'management'; readonly account: string; readonly condition: Condition }
  /** The resource's ARN names no account: is it of this one (R682)? `condition` says the same of the context key. */
  | {
      readonly kind: 'owner';
      readonly account: string;
      readonly of: 'bucket' | 'resource';
      readonly condition: Condition;
    };

/** The keys, in lower case, that the policy asks there. */
export function keysOf(of: Unknown): readonly string[] {
  if (of.kind === 'condition') return of.condition.keys;
  return of.kind === 'resource' ? of.pattern.keys : [];
}
