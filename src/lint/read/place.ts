import type { Range } from '../../core/source.ts';
import type { Node } from '../../formats/tree.ts';
import type { PolicyType } from '../../policy/policy.ts';

/** A policy that stands in a file. */
export interface PolicyPlace {
  /** With the file's ranges. */
  readonly node: Node;
  /** What people call it, where the file holds several: `aws_iam_policy.app`. */
  readonly name?: string;
  /** Where the place tells. */
  readonly type?: PolicyType;
  readonly resourceType?: string;
  /** Places whose text only the deployment knows: what is found there is not told. */
  readonly unknowns?: readonly Range[];
  /** Statements of which too much is unknown: nothing is told of them. */
  readonly untold?: readonly Range[];
  /** Codes that the resource sets aside itself. */
  readonly ignore?: readonly string[];
}
