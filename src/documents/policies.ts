import type { Diagnostic, Evaluation, Severity, Span } from '../core/evaluation.ts';
import type { Atom } from './simulate.ts';

/** What a policy is attached to, which decides its grammar. */
export type PolicyType =
  'identity' | 'boundary' | 'session' | 'resource' | 'trust' | 'scp' | 'rcp' | 'endpoint';

/** What a finding is about. */
export type Category =
  | 'syntax'
  | 'arn'
  | 'action'
  | 'principal'
  | 'condition'
  | 'variable'
  | 'type'
  | 'quota'
  | 'security'
  | 'escalation'
  | 'trust'
  | 'style'
  | 'terraform';

/** A mistake or a danger, with its place and what to do. */
export interface Finding extends Diagnostic {
  readonly category: Category;
  readonly span: Span;
  /** The same place in the policy: `["Statement", 0, "Action"]`; empty for the whole document. */
  readonly path: readonly (string | number)[];
  /** The issue code of AWS's own policy validation for the same mistake. */
  readonly awsCode?: string;
  readonly policyType?: PolicyType;
  /** The policy's name, where a file holds several. */
  readonly policy?: string;
  /** Of the statement, where it has one. */
  readonly sid?: string;
  /** The other places that the mistake is made of. */
  readonly related?: readonly Span[];
}

/** What `iamx lint --json` prints. */
export interface LintDocument extends Evaluation {
  readonly schema: 'iamx.lint/1';
  readonly verdict: 'clean' | 'findings';
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that comments, files or options say to leave out. */
  readonly ignored: number;
  /** Values that the text alone does not tell: an expression of Terraform. */
  readonly unknown: number;
  /** Questions with a yes or a no, each about one policy. */
  readonly gates: readonly Gate[];
  /** As of when the data of services is: `2026-09-26`. */
  readonly dataDate: string;
}

/** The answer to one gate about one policy. */
export interface Gate {
  readonly gate: 'no-public' | 'not-granted' | 'no-new-access';
  /** What was asked, as the user wrote it; absent where nothing was. */
  readonly asked?: string;
  /** Whose the answer is: the file, or the resource that holds the policy. */
  readonly policy?: string;
  readonly type?: PolicyType;
  /** What cannot be shown is `unknown`, and keeps the gate shut. */
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly because: string;
  readonly span?: Span;
  readonly action?: string;
  readonly resource?: string;
  /** A request that `iamx simulate` allows under the policy; for new access it denies it under the base. */
  readonly witness?: WitnessRequest;
  /** Policies that stand beside the policy where the witness is decided, as a scenario has them. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly aws: AwsAnswer;
}

/** As AWS's own checks answer: CheckNoPublicAccess, CheckAccessNotGranted, CheckNoNewAccess. */
export interface AwsAnswer {
  readonly result: 'PASS' | 'FAIL';
  readonly message: string;
  readonly reasons: readonly {
    /** Counted from 0. */
    readonly statementIndex: number;
    readonly statementId?: string;
    readonly description: string;
  }[];
}

/** The `request` of a scenario. */
export interface WitnessRequest {
  readonly principal: string;
  readonly principalId?: string;
  readonly sessionIssuer?: string;
  readonly action: string;
  readonly resource: string;
  /** Twelve digits. */
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly asWritten?: true;
}

/** What `iamx lint --list --json` prints. */
export interface LintRulesDocument extends Evaluation {
  readonly schema: 'iamx.lint-rules/1';
  readonly verdict: 'rules';
  readonly rules: readonly LintRule[];
}

/** A rule of `lint`. */
export interface LintRule {
  readonly code: string;
  /** The issue code of AWS's own policy validation. */
  readonly awsCode?: string;
  readonly severity: Severity;
  readonly category: Category;
  /** The types of policies that it is about. */
  readonly types: readonly PolicyType[];
  readonly title: string;
  /** What to do. */
  readonly repair: string;
  /** AWS's page. */
  readonly docs?: string;
  /** A policy in which it finds something. */
  readonly bad: string;
  /** The same without the mistake. */
  readonly good: string;
}

/** What the check of a file with settings and own rules prints as JSON. */
export interface LintConfigDocument extends Evaluation {
  readonly schema: 'iamx.lint-config/1';
  readonly verdict: 'passed' | 'failed';
  readonly file: string;
  /** How many rules, how many tests of them, and how many of these failed. */
  readonly rules: number;
  readonly tests: number;
  readonly failed: number;
}

/** What `iamx diff --json` prints. */
export interface DiffDocument extends Evaluation {
  readonly schema: 'iamx.diff/1';
  /** `unknown`: neither more nor no more could be shown. */
  readonly verdict: 'same' | 'wider' | 'narrower' | 'mixed' | 'unknown';
  readonly old: string;
  readonly new: string;
  readonly newlyAllowed: readonly DiffEntry[];
  readonly newlyDenied: readonly DiffEntry[];
  /** Parts of which neither could be shown. */
  readonly unproven: readonly OpenEntry[];
  /** As of when the data of services is: `2026-09-26`. */
  readonly dataDate: string;
}

/** A part of a statement, and where it stands. */
export interface DiffPlace {
  /** Of a file that holds several. */
  readonly policy?: string;
  /** Counted from 0. */
  readonly statementIndex: number;
  readonly statementId?: string;
  readonly span: Span;
  /** As the statement writes it. */
  readonly action: string;
  readonly resource: string;
}

/** A part of a statement that one version allows and the other does not. */
export interface DiffEntry extends DiffPlace {
  /** Actions that exist now: how many, and the first of them. */
  readonly actions: { readonly count: number; readonly names: readonly string[] };
  /** What a request must be like beside. */
  readonly when?: readonly Requirement[];
  /** A request that one version allows and the other denies. */
  readonly witness: WitnessRequest;
  /** Policies that stand beside, as a scenario has them. */
  readonly policies?: Readonly<Record<string, unknown>>;
  /** What the version says that does not allow it. */
  readonly deniedBy: 'implicitDeny' | 'explicitDeny';
}

/** A test of the statement that a request has to pass. */
export type Requirement = Atom;

/** A part of a statement of which neither more nor no more could be shown. */
export interface OpenEntry extends DiffPlace {
  /** Whether it is about more access or about less. */
  readonly of: 'allowed' | 'denied';
  readonly because: 'no-request' | 'too-many';
}
