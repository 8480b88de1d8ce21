import type { Failure } from '../../core/error.ts';
import type { Diagnostic, Step } from '../../core/evaluation.ts';
import type { Shown } from '../../core/shown.ts';
import type { Recipe } from './recipe.ts';
import type { Setting } from '../places/settings.ts';

/** What `--sdk` takes. */
export const flavourIds = ['cli', 'cli-v1', 'boto3', 'js', 'go', 'java', 'rust'] as const;
export type FlavourId = (typeof flavourIds)[number];

/** One set of ids for every flavour: what `provider` and `id` say in the JSON answer. */
export const providerIds = [
  'explicit',
  'env',
  'assume-role',
  'web-identity',
  'sso',
  'login',
  'process',
  'shared-credentials-file',
  'config-file',
  'ec2-credentials-file',
  'boto-config',
  'container',
  'imds',
  'system-properties',
] as const;
export type ProviderId = (typeof providerIds)[number];

/**
 * What a step concludes; `passed-over` where what was set up failed and the chain went on without a word; `shadowed` and
 * `unreached` for what comes after a winner or a failure.
 */
export type ChainOutcome = 'win' | 'pass' | 'passed-over' | 'skip' | 'fail' | 'shadowed' | 'unreached';

export interface ChainStep extends Step {
  /** A provider, or the client that is made with what it gave. */
  readonly id: ProviderId | 'client';
  /** The flavour's own word. */
  readonly sdkName: string;
  readonly outcome: ChainOutcome;
  /** What a shadowed or unreached step would have concluded without the one that ended the chain. */
  readonly otherwise?: {
    readonly outcome: Exclude<ChainOutcome, 'shadowed' | 'unreached'>;
    readonly because: string;
  };
  /** What went wrong, of a step that failed or would have. */
  readonly problem?: Diagnostic;
  /** What a shadowed step would have given without the winner. */
  readonly wouldGive?: Selected;
}

/** The credentials that a chain gives, as far as can be known without obtaining them. */
export interface Selected {
  readonly provider: ProviderId;
  readonly sdkName: string;
  /** Masked. */
  readonly accessKeyId?: string;
  readonly accountId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  readonly roleArn?: string;
  /** True where a call or a process still has to succeed. */
  readonly deferred: boolean;
  readonly recipe: Recipe;
}

/** The answer of one flavour. */
export interface Resolution {
  readonly flavour: FlavourId;
  readonly verdict: 'selected' | 'none' | 'error';
  readonly profile: {
    readonly name: string;
    /** As it may be shown. */
    readonly shownName: Shown;
    readonly from: Setting;
    readonly isExplicit: boolean;
  };
  readonly selected?: Selected;
  readonly error?: Diagnostic;
  /** What is known of the error beside its words. */
  readonly failure?: Failure;
  /** The region's value and where it came from; its losers are in `regionSteps`. */
  readonly region: Setting;
  readonly regionSteps: readonly Step[];
  readonly steps: readonly ChainStep[];
  readonly diagnostics: readonly Diagnostic[];
}
