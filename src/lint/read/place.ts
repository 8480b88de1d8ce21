import type { Range, Source } from '../../core/source.ts';
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
  /** Codes that another rule tells of this place. */
  readonly toldElsewhere?: readonly string[];
}

/** One of several files that are read together. */
export interface PolicyInFile extends PolicyPlace {
  readonly source: Source;
}

/** What a resource of a template sets aside of all that stands in it (`Metadata.iamx.ignore`), as it was written. */
export interface ResourceIgnore {
  readonly at: Range;
  readonly resource: Range;
  readonly code?: string;
  readonly reason?: string;
  readonly until?: string;
}
