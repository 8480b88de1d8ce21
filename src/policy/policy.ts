import type { ObjectNode } from '../formats/tree.ts';
import type { Range, Source } from '../core/source.ts';

/** The policy language as a value: every element with its place (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html). */

export type Version = '2008-10-17' | '2012-10-17';
export type Effect = 'Allow' | 'Deny';

/** The kinds of policy that meet in a decision; each takes other elements: `document/type-rules.ts`. */
export type PolicyType =
  'identity' | 'boundary' | 'session' | 'resource' | 'trust' | 'scp' | 'rcp' | 'endpoint';

/** One text of a policy, and where it stands. Numbers and booleans are kept as written (R107). */
export interface Value extends Range {
  readonly text: string;
}

export type PrincipalKind = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*';

export interface PrincipalValue extends Value {
  /** `*` is the bare `"Principal": "*"`. */
  readonly kind: PrincipalKind;
}

export interface PrincipalElement extends Range {
  /** True for `NotPrincipal`. */
  readonly negated: boolean;
  readonly values: readonly PrincipalValue[];
}

/** `Action`, `NotAction`, `Resource` or `NotResource`. The range is the whole member, key included. */
export interface PatternElement extends Range {
  readonly negated: boolean;
  readonly values: readonly Value[];
}

/** One operator with one key: `"StringEquals": { "aws:PrincipalTag/team": ["red", "blue"] }`. */
export interface ConditionElement extends Range {
  readonly operator: Value;
  readonly key: Value;
  readonly values: readonly Value[];
}

export interface Statement extends Range {
  /** 0-based place in the policy. */
  readonly index: number;
  readonly sid: Value | undefined;
  readonly effect: Effect;
  readonly effectRange: Range;
  readonly principal: PrincipalElement | undefined;
  readonly action: PatternElement;
  /** Absent in trust policies. */
  readonly resource: PatternElement | undefined;
  readonly conditions: readonly ConditionElement[];
}

/** What could be read of one statement: an element that is broken is absent, and reported. */
export interface StatementParts
  extends Range, Pick<Statement, 'index' | 'sid' | 'principal' | 'resource' | 'conditions'> {
  readonly node: ObjectNode;
  readonly effect: Effect | undefined;
  /** The value of `Effect`, or the statement's first character where there is none. */
  readonly effectRange: Range;
  readonly action: PatternElement | undefined;
}

export interface Policy {
  readonly source: Source;
  /** `2008-10-17` where the document has none. */
  readonly version: Version;
  readonly type: PolicyType;
  /** A name for people: the file as given, or the managed policy's name. */
  readonly name: string;
  readonly statements: readonly Statement[];
}
