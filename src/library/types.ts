import type { Diagnostic, Evaluation, Evidence, Span, Step } from '../core/evaluation.ts';
import type { PolicyType } from '../policy/policy.ts';

/** What goes into the library and comes out of it. Names and shapes are kept (docs/library.md). */

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
  readonly sid?: string | undefined;
}

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

/** A decision and why, without the trace. */
export interface Decision {
  readonly decision: DecisionWord;
  readonly decidedBy: DecidedBy;
  /** The ways in which keys that are not known could turn it into another; entries are alternatives. */
  readonly dependsOn: readonly Dependence[];
  /** The keys of `dependsOn`, each once. */
  readonly missingContext: readonly string[];
}

export interface DecidedBy {
  readonly layer: Layer;
  /** The statement that allows or denies, with its place. */
  readonly statement?: Evidence;
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
  /** What AWS would say where it denies. */
  readonly message?: string;
  /** What the decision rests on though nobody said it. */
  readonly assumptions: readonly Assumption[];
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
  /** The context key that has the assumed value; without a value it is taken to be absent. */
  readonly key?: string;
  readonly value?: string;
  readonly because: string;
  /** The field of a question that tells it. */
  readonly tell: string;
}

export type Companion = Pick<
  SimulateResult,
  'principal' | 'action' | 'resource' | 'decision' | 'decidedBy' | 'steps'
> & {
  /** Why AWS asks it with the call. */
  readonly because: string;
};

/** The answer to a scenario: what `iamx simulate --json` prints. */
export interface SimulateDocument extends Evaluation {
  readonly schema: 'iamx.simulate/1';
  readonly verdict: 'allowed' | 'denied' | 'conditional' | 'mixed';
  readonly results: readonly SimulateResult[];
}

/** What `diff` answers, and `iamx diff --json` prints. */
export interface DiffDocument extends Evaluation {
  readonly schema: 'iamx.diff/1';
  readonly verdict: 'same' | 'wider' | 'narrower' | 'mixed' | 'unknown';
  readonly old: string;
  readonly new: string;
  readonly newlyAllowed: readonly DiffEntry[];
  readonly newlyDenied: readonly DiffEntry[];
  /** Parts of which neither could be shown. */
  readonly unproven: readonly OpenEntry[];
  readonly dataDate: string;
}

interface DiffPlace {
  /** Of several. */
  readonly policy?: string;
  readonly statementIndex: number;
  readonly statementId?: string;
  readonly span: Span;
  /** As the statement writes it. */
  readonly action: string;
  readonly resource: string;
}

export interface DiffEntry extends DiffPlace {
  /** Actions that exist now: how many, and the first of them. */
  readonly actions: { readonly count: number; readonly names: readonly string[] };
  /** What a request must be like beside. */
  readonly when?: readonly Atom[];
  /** A request that one version allows and the other denies. */
  readonly witness: Request;
  /** Policies that stand beside, as a scenario has them. */
  readonly policies?: Readonly<Record<string, unknown>> | undefined;
  /** What the version says that does not allow it. */
  readonly deniedBy: 'implicitDeny' | 'explicitDeny';
}

export interface OpenEntry extends DiffPlace {
  /** Whether it is about more access or about less. */
  readonly of: 'allowed' | 'denied';
  readonly because: 'no-request' | 'too-many';
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

/** What `lint` answers, and `iamx lint --json` prints. */
export interface LintDocument extends Evaluation {
  readonly schema: 'iamx.lint/1';
  readonly verdict: 'clean' | 'findings';
  readonly findings: readonly Finding[];
  readonly counts: { readonly error: number; readonly warning: number; readonly info: number };
  readonly ignored: number;
  readonly dataDate: string;
}

/** A mistake or a danger, with its place and what to do. */
export interface Finding extends Diagnostic {
  readonly category: string;
  readonly span: Span;
  /** The same place in the policy: `["Statement", 0, "Action"]`. */
  readonly path: readonly (string | number)[];
  /** The issue code of AWS's own policy validation for the same mistake. */
  readonly awsCode?: string;
  readonly policyType?: PolicyType;
  /** Of the statement, where it has one. */
  readonly sid?: string;
  /** The other places that the mistake is made of. */
  readonly related?: readonly Span[];
}
