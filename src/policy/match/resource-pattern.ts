import type { Glob } from '../../core/glob.ts';
import type { Value } from '../policy.ts';
import type { Template } from '../variables.ts';

/** One pattern of `Resource` or `NotResource`. */
export interface ResourcePattern {
  readonly value: Value;
  readonly template: Template;
  /** Keys of its variables, in lower case. */
  readonly keys: readonly string[];
  readonly glob: Glob | undefined;
}
