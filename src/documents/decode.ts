import type { Diagnostic, Evaluation } from '../core/evaluation.ts';

/** What `iamx decode --json` prints. */
export interface DecodeDocument extends Evaluation {
  readonly schema: 'iamx.decode/1';
  readonly verdict: 'recognised' | 'mixed' | 'unknown';
  /** One for each value, in the order in which they stand in the text. */
  readonly items: readonly DecodeItem[];
}

/** What is said about one value. */
export type DecodeItem = Item & ItemNotes;

/** What is said of a value of any kind. */
export interface ItemNotes {
  /** How often it was given, where that is more than once. */
  readonly times?: number;
  readonly note?: string;
  /** The failed request as a question, with policies to be filled in. */
  readonly scenario?: object;
}

/** A line of `iamx decode --jsonl`. */
export type DecodeLine = DecodeItem & LineNotes;

/** What a line of a stream has beside. */
export interface LineNotes {
  /** Of standard input, counted from 1, where it holds several values. */
  readonly line?: number;
  readonly diagnostics?: readonly Diagnostic[];
}

/** What `decode` says about one value (docs/output.md). */
export type Item =
  AccessKeyItem | UniqueIdItem | UserIdItem | AccountIdItem | ArnItem | ErrorMessageItem | UnknownItem;

/**
 * AWS says so · worked out from many published examples, AWS does not document it · the same arithmetic where
 * no published example could be checked.
 */
export type Confidence = 'documented' | 'inferred' | 'unverified';

/** Whose it is. */
interface AccountFact {
  /** Twelve digits; null where the ID does not tell, and `because` says why. */
  readonly accountId: string | null;
  readonly because?: string;
  readonly confidence: Confidence;
}

/** The id of an access key. */
export interface AccessKeyItem extends AccountFact {
  readonly kind: 'access-key';
  readonly input: string;
  readonly id: string;
  readonly prefix: string;
  readonly resourceType: string;
  readonly temporary?: boolean;
  /** What sts:GetAccessKeyInfo said. */
  readonly live?: { readonly accountId: string; readonly agrees: boolean | null };
}

/** The unique id of a user, a role, a group … */
export interface UniqueIdItem extends AccountFact {
  readonly kind: 'unique-id';
  readonly input: string;
  readonly id: string;
  readonly prefix: string;
  readonly resourceType: string;
  readonly temporary?: boolean;
}

/** Which service or tool made a session, as its name tells. */
export interface SessionSourceFact {
  readonly kind: string;
  readonly title: string;
  readonly setByAws: boolean;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly confidence: Confidence;
}

/** The `UserId` of GetCallerIdentity and `aws:userid`, where it has more than one part. */
export interface UserIdItem extends AccountFact {
  readonly kind: 'user-id';
  readonly input: string;
  readonly principalType: 'assumed-role' | 'federated-user' | 'user';
  readonly uniqueId?: string;
  readonly prefix?: string;
  readonly resourceType?: string;
  readonly sessionName?: string;
  /** A federated user's name. */
  readonly name?: string;
  readonly sessionSource?: SessionSourceFact;
}

/** An account. */
export interface AccountIdItem {
  readonly kind: 'account-id';
  readonly input: string;
  readonly accountId: string;
  /** What follows the prefix in every ID of the account. */
  readonly idsBegin: string;
  readonly confidence: 'documented';
}

/** An ARN, part by part. */
export interface ArnItem {
  readonly kind: 'arn';
  readonly input: string;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resourceType: string;
  /** The row of the table of forms. */
  readonly form: string;
  readonly title: string;
  /** With leading and trailing slash. */
  readonly path?: string;
  readonly name: string;
  readonly roleName?: string;
  readonly sessionName?: string;
  readonly roleArnPattern?: string;
  readonly sessionSource?: SessionSourceFact;
  readonly permissionSet?: string;
  readonly permissionSetHash?: string;
  readonly pattern?: true;
  /** What else the resource holds: a bucket, a qualifier, an organization. */
  readonly parts: Readonly<Record<string, string>>;
  readonly confidence: 'documented';
}

/** An encoded authorization message, or what AWS decoded of one. */
export interface ErrorMessageItem {
  readonly kind: 'error-message';
  /** The text with the encoded message shortened. */
  readonly input: string;
  readonly form: 'encoded' | 'decoded';
  /** False for a token that stood alone: it may be something else. */
  readonly certain: boolean;
  /** Characters of the encoded message. */
  readonly length?: number;
  readonly caller?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly layer?: string;
  readonly explicit?: boolean;
  readonly policyArn?: string;
  readonly command?: string;
  readonly decoded?: DecodedMessage;
}

/** What nothing is known about, and what looks like a secret. */
export interface UnknownItem {
  readonly kind: 'unknown';
  /** Null for what looks like a secret. */
  readonly input: string | null;
  readonly because: string;
  readonly resourceType?: string;
}

/**
 * What sts:DecodeAuthorizationMessage answers, every field optional:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html. It names no policy and no
 * operator: a condition of the statement is only "tested against", never "equals".
 */
export interface DecodedMessage {
  readonly allowed?: boolean;
  readonly explicitDeny?: boolean;
  readonly statements: readonly MatchedStatement[];
  readonly principal?: { readonly id?: string; readonly arn?: string; readonly name?: string };
  /** With its service, also where AWS left it out. */
  readonly action?: string;
  readonly resource?: string;
  /** Sorted: those of the matched statement first, then `aws:`, then the service's; empty ones last. */
  readonly conditions: readonly ContextEntry[];
  /** What this reader does not know. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The statement that decided, as AWS tells it. */
export interface MatchedStatement {
  readonly sid: string;
  readonly effect: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly ContextEntry[];
}

/** A condition key of the refused request. */
export interface ContextEntry {
  readonly key: string;
  readonly values: readonly string[];
  /** Keys like `aws:Region` that AWS adds to implicit denials and no policy can test. */
  readonly isPseudo: boolean;
  /** Looks like a token by its key or value: never shown. */
  readonly isHidden: boolean;
}
