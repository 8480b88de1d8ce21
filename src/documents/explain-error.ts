import type { Evaluation } from '../core/evaluation.ts';

/** What an answer rests on: what AWS keeps, what AWS decoded, the text alone, or nothing. */
export type Basis = 'authorization-details' | 'encoded-message' | 'text' | 'none';

/** A kind of policies, as AWS names it when it refuses a call. */
export type WordedLayer =
  'identity' | 'boundary' | 'session' | 'resource' | 'trust' | 'endpoint' | 'scp' | 'rcp';

/** The parts of an error that may be shown: what has not got the form that it should have is left out. */
export interface ShownFields {
  /** AWS's name of the error: `AccessDenied`. */
  readonly code?: string;
  /** Of the API: `PutObject`. */
  readonly operation?: string;
  readonly message?: string;
  /** The ARN of who was refused. */
  readonly caller?: string;
  readonly action?: string;
  readonly resource?: string;
  /** Whose policy refused. */
  readonly layer?: WordedLayer;
  /** A Deny refused; else nothing allowed. */
  readonly explicit?: boolean;
  readonly policyArn?: string;
  readonly authorizationId?: string;
  readonly authorizationRegion?: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  readonly profile?: string;
  readonly region?: string;
}

/** What the text says, and what follows from it. */
export interface FieldsDocument extends ShownFields {
  /** The role behind a session. */
  readonly callerRole?: string;
  /** The call that needs the refused action besides. */
  readonly dependentOf?: string;
  /** An encoded message is in the text, which AWS decodes with `--live`. */
  readonly encodedMessage: boolean;
}

/** What the text may mean. */
export interface MatchDocument {
  /** The row of the catalogue: docs/errors.md. */
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  /** How often it stands in the text. */
  readonly count: number;
  readonly causes: readonly {
    readonly text: string;
    readonly likelihood?: string;
    readonly because?: string;
  }[];
  readonly remedies: readonly { readonly why: string; readonly command?: string; readonly edit?: string }[];
  /** Whom to ask, and for what. */
  readonly askFor?: string;
  /** The command that carries on. */
  readonly next?: string;
  /** Of each, where the text holds several errors. */
  readonly fields?: FieldsDocument;
}

/** What `iamx explain-error --json` prints, and `iamx run --json FILE` writes. */
export interface ExplainErrorDocument extends Evaluation {
  readonly schema: 'iamx.explain-error/1';
  readonly verdict: 'known' | 'unknown';
  /** How many are in the text. */
  readonly errors: number;
  readonly matches: readonly MatchDocument[];
  /** Of the first error; without a member where there is none. */
  readonly fields: FieldsDocument | Readonly<Record<string, never>>;
  readonly evidence: Basis;
  /** The smallest policy that helps, where an Allow can help; it was decided and looked through. */
  readonly policy?: {
    readonly document: unknown;
    readonly simulated: 'allowed';
    /** The codes of what `lint` says of it. */
    readonly lint: readonly string[];
  };
  /** The refused request, as a scenario. */
  readonly scenario?: object;
  /** Of `run`: whose error it is, and with what it ended. */
  readonly command?: { readonly program: string; readonly status: number };
}
