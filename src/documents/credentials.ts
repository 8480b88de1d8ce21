import type { Diagnostic, Evaluation, Evidence, Step } from '../core/evaluation.ts';

/** A tool, as `--sdk` takes it. */
export type FlavourId = 'cli' | 'cli-v1' | 'boto3' | 'js' | 'go' | 'java' | 'rust';

/** Where credentials come from, by one name for all tools. */
export type ProviderId =
  | 'explicit'
  | 'env'
  | 'assume-role'
  | 'web-identity'
  | 'sso'
  | 'login'
  | 'process'
  | 'shared-credentials-file'
  | 'config-file'
  | 'ec2-credentials-file'
  | 'boto-config'
  | 'container'
  | 'imds'
  | 'system-properties';

/** What was chosen, without what obtains it. */
export interface SelectedDocument {
  readonly provider: ProviderId;
  /** The tool's own word for the provider. */
  readonly sdkName: string;
  /** Masked. */
  readonly accessKeyId?: string;
  /** Twelve digits. */
  readonly accountId?: string;
  /** Decoded from the key's id, which AWS does not document. */
  readonly accountConfidence?: 'inferred';
  /** ISO 8601. */
  readonly expiresAt?: string;
  readonly roleArn?: string;
  /** A call or a process still has to succeed. */
  readonly deferred: boolean;
}

/**
 * What a step concludes; `passed-over` where what was set up failed and the chain went on without a word; `shadowed` and
 * `unreached` for what comes after a winner or a failure.
 */
export type ChainOutcome = 'win' | 'pass' | 'passed-over' | 'skip' | 'fail' | 'shadowed' | 'unreached';

/** A place where the tool looks, in its order. */
export interface ChainStepDocument extends Step {
  /** A provider, or the client that is made with what it gave. */
  readonly id: ProviderId | 'client';
  /** The tool's own word. */
  readonly sdkName: string;
  readonly outcome: ChainOutcome;
  /** What a shadowed or unreached step would have concluded without the one that ended the chain. */
  readonly otherwise?: {
    readonly outcome: Exclude<ChainOutcome, 'shadowed' | 'unreached'>;
    readonly because: string;
  };
  /** What a shadowed step would have given without the winner. */
  readonly wouldGive?: SelectedDocument;
}

/** What `iamx explain-chain --json` prints. */
export interface ExplainChainDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly verdict: 'selected' | 'none' | 'error';
  readonly sdk: FlavourId;
  readonly profile: { readonly name: string; readonly from: Evidence };
  readonly selected?: SelectedDocument;
  /** Why the chain stops. */
  readonly error?: Diagnostic;
  /** Null where none is set. */
  readonly region: { readonly value: string | null; readonly from: Evidence };
  /** Where a region was looked for, in order. */
  readonly regionSteps: readonly Step[];
  readonly steps: readonly ChainStepDocument[];
}

/** What `iamx explain-chain --compare --json` prints. */
export interface CompareChainsDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly verdict: 'agree' | 'disagree';
  readonly comparison: readonly ExplainChainDocument[];
  readonly agree: boolean;
}

/** What `iamx explain-chain --all-profiles --json` prints. */
export interface ChainsDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly sdk: FlavourId;
  readonly verdict: 'selected' | 'mixed' | 'none';
  readonly profiles: readonly ExplainChainDocument[];
}

/** Who the credentials are. */
export interface IdentityFields {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly principal: {
    readonly type: string;
    readonly name: string;
    /** With a slash at both ends. */
    readonly path?: string;
    readonly roleName?: string;
    readonly roleArn?: string;
    readonly sessionName?: string;
    /** Of IAM Identity Center. */
    readonly permissionSet?: string;
  };
  readonly credentials: {
    readonly provider: ProviderId;
    readonly sdkName: string;
    /** Masked. */
    readonly accessKeyId: string;
    /** ISO 8601. */
    readonly expiresAt?: string;
    readonly profile?: string;
    readonly from: readonly Evidence[];
  };
  /** Null where none is set. */
  readonly region: string | null;
  readonly partition: string;
  /** How far the clock of AWS is ahead of the machine's. */
  readonly clockSkewSeconds: number;
  /** Of the account. */
  readonly alias?: string;
  /** Whether the session was made with MFA, where that is known. */
  readonly mfa?: boolean;
}

/** What `iamx whoami --json` prints. */
export interface WhoamiDocument extends Evaluation, IdentityFields {
  readonly schema: 'iamx.whoami/1';
  readonly verdict: 'identified';
}

/** What `iamx whoami --json` prints where nobody could be asked about. */
export interface NobodyDocument extends Evaluation {
  readonly schema: 'iamx.whoami/1';
  readonly verdict: 'none' | 'error';
  readonly account: null;
  readonly arn: null;
  readonly userId: null;
  readonly credentials: null;
  readonly region: string | null;
  readonly error?: Diagnostic;
  readonly steps: readonly ChainStepDocument[];
}

/** What `iamx whoami --all-profiles --json` prints. */
export interface IdentitiesDocument extends Evaluation {
  readonly schema: 'iamx.whoami/1';
  readonly verdict: 'identified' | 'mixed' | 'none';
  readonly profiles: readonly ProfileRow[];
}

/** What `whoami` says of one profile. */
export type ProfileRow = IdentifiedProfile | FailedProfile | NotRunProfile;

interface Profile {
  readonly profile: string;
  /** It is the one that is used without `--profile`. */
  readonly current: boolean;
}

/** A profile whose credentials are somebody. */
export interface IdentifiedProfile extends Profile, Omit<WhoamiDocument, 'schema'> {}

/** A profile of no use, and why. */
export interface FailedProfile extends Profile {
  readonly verdict: 'error';
  readonly provider?: ProviderId;
  readonly error: Diagnostic;
}

/** A profile that would run a process or ask for a code. */
export interface NotRunProfile extends Profile {
  readonly verdict: 'not-run';
  readonly provider: ProviderId;
  readonly because: string;
}
