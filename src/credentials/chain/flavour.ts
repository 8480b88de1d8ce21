import type { Diagnostic } from '../../core/evaluation.ts';
import type { FlavourRules } from './flavour-rules.ts';
import type { ProviderId } from './chain.ts';
import type { Context, Link } from './provider.ts';

/** Something that is wrong before the first provider is asked: the flavour stops with it. */
export interface Check {
  /** What stops the flavour, in words. */
  readonly says: string;
  readonly find: (context: Context) => Found | Promise<Found>;
}

type Found = Diagnostic | undefined;

/** What else than a provider of the chain has a source. */
type Part = 'profile' | 'files' | 'region' | 'endpoints' | 'retrieval';

/** Where in the library's repository the rules are written: a file, and a name in it. */
export type Sources = Readonly<Partial<Record<ProviderId | 'checks', string>> & Record<Part, string>>;

/** One SDK or tool: a table that can be held against its source. Nothing else asks which flavour it is. */
export interface Flavour extends FlavourRules {
  /** Run in this order before the chain. */
  readonly checks: readonly Check[];
  readonly chain: readonly Link[];
  /** What the flavour says when its chain is exhausted. */
  readonly exhausted: string;
  readonly sources: Sources;
}
