import type { Diagnostic, Evaluation, Evidence, Span, Step } from '../core/evaluation.ts';
import type { Hint } from '../core/command.ts';

/** `conditional`: it hangs on what is not known, and counts as not allowed. */
export type DecisionWord = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'conditional';

/** What decided: the policies of a layer, or no policy at all. */
export type Layer =
  | 'scp'
  | 'rcp'
  | 'resource'
  | 'identity'
  | 'boundary'
  | 'session'
  | 'endpoint'
  | 'root'
  | 'special'
  | 'default';

/** What decided. */
export interface DecidedBy {
  readonly layer: Layer;
  /** The statement that allows or denies, with its place. */
  readonly statement?: Evidence;
}

/** A decision and why, without the trace. */
export interface Decision {
  readonly decision: DecisionWord;
  readonly decidedBy: DecidedBy;
  /** The ways in which keys that are not known could turn it into another; entries are alternatives. */
  readonly dependsOn: readonly Dependence[];
  /** The keys of `dependsOn`, each once. */
  readonly missingContext: readonly string[];
}

/** All of `when` together lead to the other decision. */
export interface Dependence {
  readonly decision: Exclude<DecisionWord, 'conditional'>;
  readonly when: readonly Atom[];
}

/** One test of one key as the policy wrote it, and whether it must hold; `text` says it in words. */
export interface Atom {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly holds: boolean;
  readonly text: string;
}

/** A decision with everything that was compared. */
export interface SimulateResult extends Decision {
  /** Of the scenario. */
  readonly name?: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** What AWS would say where it denies; absent where it refuses otherwise. */
  readonly message?: string;
  /** What the decision rests on though nobody said it. */
  readonly assumptions: readonly Assumption[];
  /** Everything that was compared: layers, in them statements, in them elements and conditions. */
  readonly steps?: readonly Step[];
  /** How many atoms it depends on, where the ways are too many to list. */
  readonly dependsOnAtoms?: number;
  /** The ARN that AWS asks about where the question names none. */
  readonly askedOn?: string;
  /** Other permissions that the call needs; the decision is the least of all. */
  readonly companions?: readonly Companion[];
  /** What was assumed or looks mistaken. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** What a decision rests on though nobody said it, and which field would say it. */
export interface Assumption {
  readonly what:
    | 'resource-account'
    | 'role-path'
    | 'temporary-credentials'
    | 'secure-transport'
    | 'direct-call'
    | 'no-endpoint'
    | 'member-account'
    | 'principal-id';
  /** The context key that has the assumed value. */
  readonly key?: string;
  /** Left out where the key is taken to be absent, or where both readings were decided. */
  readonly value?: string;
  readonly because: string;
  /** The field of a question that tells it. */
  readonly tell: string;
}

/** Another permission that AWS asks with the call. */
export interface Companion {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: DecisionWord;
  readonly decidedBy: DecidedBy;
  readonly steps?: readonly Step[];
  /** Why AWS asks it with the call. */
  readonly because: string;
}

/** The answer to a scenario: what `iamx simulate --json` prints. */
export interface SimulateDocument extends Evaluation {
  readonly schema: 'iamx.simulate/1';
  /** `mixed`: several questions with several answers. */
  readonly verdict: 'allowed' | 'denied' | 'conditional' | 'mixed';
  /** Every action on every resource, in their order. */
  readonly results: readonly SimulateResult[];
}

/** A line of `iamx simulate --jsonl`: a result, or why there is none. */
export type SimulateLine = SimulateResult | UnreadLine;

/** In place of the results of a line that could not be read; the stream goes on. */
export interface UnreadLine {
  /** Of the scenario, where it could be read. */
  readonly name?: string;
  readonly error: {
    /** As those of `iamx.error/1`. */
    readonly code: string;
    readonly message: string;
    readonly hint?: Hint;
    readonly span: Span;
  };
}
