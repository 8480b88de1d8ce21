import type { Range } from '../core/source.ts';
import type { InnerText } from './inner-text.ts';

/**
 * A configuration of Terraform as it was written (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
 * Nothing is evaluated here; what needs more than a look is `other`.
 */
export interface HclBody extends Range {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

export interface HclAttribute extends Range {
  readonly name: HclName;
  readonly value: HclExpression;
}

export interface HclBlock extends Range {
  readonly type: HclName;
  readonly labels: readonly HclName[];
  readonly body: HclBody;
}

/** A word, with or without quotes around it. */
export interface HclName extends Range {
  readonly text: string;
}

export type HclExpression =
  HclLiteral | HclTemplate | HclList | HclObject | HclCall | HclTraversal | HclOther;

/** `text` is a number as written. */
export type HclLiteral = Range & { readonly kind: 'literal' } & (
    | { readonly type: 'number'; readonly text: string }
    | { readonly type: 'boolean'; readonly value: boolean }
    | { readonly type: 'null' }
  );

/** A text with what stands in it: `"${local.bucket}/*"`, or a heredoc. */
export interface HclTemplate extends Range {
  readonly kind: 'template';
  readonly isHeredoc: boolean;
  readonly parts: readonly HclPart[];
  /** What the ranges of the parts are in; those of their expressions are the file's. */
  readonly inner: InnerText;
}

export type HclPart = Range &
  (
    | /** Of as many units as its range, or all of them for one escape. */ {
        readonly kind: 'text';
        readonly value: string;
      }
    | { readonly kind: 'interpolation'; readonly expression: HclExpression }
    /** `${aws:username}`: a variable of a policy that Terraform takes for its own. */
    | { readonly kind: 'eaten'; readonly text: string }
    /** `%{ if … }` */
    | { readonly kind: 'directive' }
  );

export interface HclList extends Range {
  readonly kind: 'list';
  readonly items: readonly HclExpression[];
}

export interface HclObject extends Range {
  readonly kind: 'object';
  readonly members: readonly { readonly key: HclExpression; readonly value: HclExpression }[];
}

export interface HclCall extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly HclExpression[];
}

/** `aws_iam_role.app[0].arn`: steps are names, `[0]`, `["x"]`, `[*]`, and `[?]` for what has to be evaluated. */
export interface HclTraversal extends Range {
  readonly kind: 'traversal';
  readonly steps: readonly string[];
}

/** Operators, conditions, `for`. */
export interface HclOther extends Range {
  readonly kind: 'other';
}
