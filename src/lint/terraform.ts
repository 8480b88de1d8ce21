import type { Range, Source } from '../core/source.ts';

/** What rules of Terraform look at: the resources of one module, or of a whole plan. */
export interface Configuration {
  readonly resources: readonly Resource[];
  /** Documents that `source_policy_documents` puts together. */
  readonly merges: readonly Merge[];
  /** Texts in which Terraform takes a variable of a policy for its own. */
  readonly eaten: readonly Eaten[];
  /** Policies that stand in a heredoc. */
  readonly heredocs: readonly Place[];
}

/** A place in one of the files. */
export interface Place {
  readonly source: Source;
  readonly at: Range;
}

export interface Eaten extends Place {
  /** As it was written between the braces: `aws:username`. */
  readonly text: string;
}

/** Documents of one merge in which the same Sid stands. */
export interface Merge extends Place {
  readonly sid: string;
  readonly documents: readonly string[];
}

export interface Resource extends Place {
  /** `module.a.aws_iam_role.app`; `data.` before the type of what is only read. */
  readonly address: string;
  readonly type: string;
  /** Whether it is there for sure; not where a count decides that only Terraform knows. */
  readonly isCertain: boolean;
  /** All by which others may mean it. */
  readonly names: readonly Reference[];
  /** What an argument is; undefined where it is not written, or written as null. */
  readonly argument: (name: string) => Argument | undefined;
  /** In a plan: made anew since its name or path changes. */
  readonly isRenamed?: true;
  /** The name that it had. */
  readonly renamedFrom?: string;
}

/** The value of an argument. */
export interface Argument {
  readonly at: Range;
  /** One for a single value; undefined where not even their number is known. */
  readonly items: readonly Reference[] | undefined;
}

/** One value that names something. */
export interface Reference {
  readonly at: Range;
  /** What it is for certain, or how it is written where only Terraform knows: both compare by the text. */
  readonly text: string;
  /** `text`: the value. `resource`: the address of a resource. `written`: an expression. `unknown`: none that compares. */
  readonly kind: 'text' | 'resource' | 'written' | 'unknown';
}

/** Whether two values are one; undefined where that is not known. */
export function isSame(left: Reference, right: Reference): boolean | undefined {
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  if (left.kind === right.kind && left.text === right.text) return true;
  if (left.kind !== 'written' && left.kind === right.kind) return false;
  // The ARN of a policy of AWS is no resource of the module.
  const isOfAws = (one: Reference) => one.kind === 'text' && awsManaged.test(one.text);
  if (left.kind === 'resource' && isOfAws(right)) return false;
  if (right.kind === 'resource' && isOfAws(left)) return false;
  return undefined;
}

/** ARNs of the policies that AWS keeps, in any partition. */
export const awsManaged = /^arn:[^:]*:iam::aws:policy\//;
