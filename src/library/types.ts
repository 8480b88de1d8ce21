import type { DecisionWord, Layer } from '../documents/simulate.ts';
import type { PolicyType } from '../policy/policy.ts';

export type { DiffDocument, DiffEntry, Finding, LintDocument, OpenEntry } from '../documents/policies.ts';
export type {
  Assumption,
  Atom,
  Companion,
  DecidedBy,
  Decision,
  Dependence,
  SimulateDocument,
  SimulateResult,
} from '../documents/simulate.ts';
export type { DecisionWord, Layer };

/** What goes into the library; what comes out of it is in `src/documents/`. Names and shapes are kept (docs/library.md). */

/**
 * A policy as one has it: its document; its JSON text, in any form in which AWS's commands print it; what
 * `parsePolicy` made; or `{ managed: NAME }`, a policy of AWS.
 */
export type PolicyInput = string | object;

/** The policies around a request. What is left out does not limit. */
export interface Policies {
  readonly identity?: PolicyInput | readonly PolicyInput[] | undefined;
  /** The permissions boundary. */
  readonly boundary?: PolicyInput | readonly PolicyInput[] | undefined;
  readonly session?: PolicyInput | readonly PolicyInput[] | undefined;
  /** Of the resource: a bucket policy, a key policy, the trust policy of a role. */
  readonly resource?: PolicyInput | undefined;
  /** Of the VPC endpoint. */
  readonly endpoint?: PolicyInput | readonly PolicyInput[] | undefined;
  /** A list for each level of the organization, the root first and the account last. */
  readonly scp?: readonly (readonly PolicyInput[])[] | undefined;
  readonly rcp?: readonly (readonly PolicyInput[])[] | undefined;
}

export type ContextValue = string | number | boolean;

/** Condition keys of a request, in any case: one value or several for each. */
export type Context = Readonly<Record<string, ContextValue | readonly ContextValue[]>>;

export type Tags = Readonly<Record<string, ContextValue>>;

interface Asker {
  /** The ARN of a user, role, session or provider, an account's root, the name of a service, or `anonymous`. */
  readonly principal: string;
  /** `AIDA…`, or `AROA…:SESSION`. */
  readonly principalId?: string | undefined;
  /** The role of a session with its path, or the user behind a federated user. */
  readonly sessionIssuer?: string | undefined;
  /** Twelve digits: whose the resource is. Else as its ARN says, else the principal's. */
  readonly resourceAccount?: string | undefined;
  readonly managementAccount?: string | undefined;
  /** The caller's account is a delegated administrator for the action's service. */
  readonly delegatedAdministrator?: boolean | undefined;
  /** What `aws:RequestedRegion` is where neither `context` nor the resource's ARN tells it. */
  readonly region?: string | undefined;
  readonly context?: Context | undefined;
  readonly principalTags?: Tags | undefined;
  readonly resourceTags?: Tags | undefined;
  readonly requestTags?: Tags | undefined;
  /** Of `sts:AssumeRole` and its like: `sts:TagSession` is decided too. */
  readonly sessionTags?: Tags | undefined;
  /** Of `sts:AssumeRole` and its like: `sts:SetSourceIdentity` is decided too. */
  readonly sourceIdentity?: string | undefined;
  readonly viaEndpoint?: boolean | undefined;
  /** Asks what is taken for impossible, or is not known, as it stands, with a warning. */
  readonly asWritten?: boolean | undefined;
  /** Condition keys whose values are not known; `true`: every key that is not given. */
  readonly unknown?: boolean | string | readonly string[] | undefined;
  /**
   * The instant of `aws:CurrentTime`, as in `2026-01-31T00:00:00Z`. Nobody looks at a clock: without it the time is
   * not known, and a decision that hangs on it is `conditional`.
   */
  readonly now?: string | undefined;
}

/** One question: may the principal do this action on this resource? */
export interface Request extends Asker {
  /** As in `s3:GetObject`. */
  readonly action: string;
  /** An ARN; left out, or `*`, where the action names no resource. */
  readonly resource?: string | undefined;
}

/** One question or several: every action on every resource. */
export interface ScenarioRequest extends Asker {
  /** `*` and `?` stand for the actions that exist. */
  readonly action: string | readonly string[];
  readonly resource?: string | readonly string[] | undefined;
}

/** A request, the policies around it, and what is expected: what a scenario file holds. */
export interface Scenario {
  readonly name?: string | undefined;
  readonly request: ScenarioRequest;
  readonly policies?: Policies | undefined;
  /** Is read, so that a slip in it is an error; to compare it is the caller's part. */
  readonly expect?: DecisionWord | Expectation | undefined;
}

export interface Expectation {
  readonly decision?: DecisionWord | undefined;
  readonly decidedBy?: Layer | undefined;
  /** Another name of `decidedBy`. */
  readonly layer?: Layer | undefined;
  readonly sid?: string | undefined;
  /** Condition keys whose values could turn the decision into another. */
  readonly dependsOn?: string | readonly string[] | undefined;
  /** Condition keys that must not matter. */
  readonly notDependsOn?: string | readonly string[] | undefined;
  /** A part of what AWS would say. */
  readonly message?: string | undefined;
}

export interface LintOptions {
  /** Told from the policy where it is not given. */
  readonly type?: PolicyType | undefined;
  /** What a resource policy is attached to, as `AWS::S3::Bucket`. */
  readonly resourceType?: string | undefined;
  /** The account that the policy is in. */
  readonly account?: string | undefined;
  /** The checks too that most would find too much. */
  readonly strict?: boolean | undefined;
  /** Codes that are not told. */
  readonly ignore?: readonly string[] | undefined;
}
