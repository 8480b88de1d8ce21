import type { Diagnostic } from '../../core/evaluation.ts';
import type { FlavourRules } from './flavour-rules.ts';
import type { Context, Link } from './provider.ts';

/** Something that is wrong before the first provider is asked: the flavour stops with it. */
export type Check = (context: Context) => Diagnostic | undefined | Promise<Diagnostic | undefined>;

/** One SDK or tool: a table that can be held against its source. Nothing else asks which flavour it is. */
export interface Flavour extends FlavourRules {
  /** Run in this order before the chain. */
  readonly checks: readonly Check[];
  readonly chain: readonly Link[];
  /** What the flavour says when its chain is exhausted. */
  readonly exhausted: string;
}
