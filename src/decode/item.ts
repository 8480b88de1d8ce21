import type { Diagnostic } from '../core/evaluation.ts';
import type { DecodedMessage } from './decoded-message.ts';
import type { RefusedCall } from '../messages/denial.ts';

/** What `decode` says about one value (docs/output.md). */
export type Item =
  AccessKeyItem | UniqueIdItem | UserIdItem | AccountIdItem | ArnItem | ErrorMessageItem | UnknownItem;

/**
 * AWS says so · worked out from many published examples, AWS does not document it · the same arithmetic where
 * no published example could be checked.
 */
export type Confidence = 'documented' | 'inferred' | 'unverified';

interface AccountFact {
  /** Twelve digits; null where the ID does not tell, and `because` says why. */
  readonly accountId: string | null;
  readonly because?: string;
  readonly confidence: Confidence;
}

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

export interface UniqueIdItem extends AccountFact {
  readonly kind: 'unique-id';
  readonly input: string;
  readonly id: string;
  readonly prefix: string;
  readonly resourceType: string;
  readonly temporary?: boolean;
}

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

export interface AccountIdItem {
  readonly kind: 'account-id';
  readonly input: string;
  readonly accountId: string;
  /** What follows the prefix in every ID of the account. */
  readonly idsBegin: string;
  readonly confidence: 'documented';
}

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

export interface UnknownItem {
  readonly kind: 'unknown';
  /** Null for what looks like a secret. */
  readonly input: string | null;
  readonly because: string;
  readonly resourceType?: string;
}

export interface Decoded {
  readonly item: Item;
  /** What else to know, most important first; no final stops. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** How often it stands in what was given, where that is more than once. */
  readonly times?: number;
  /** The calls that AWS refused, by the text that the value was found in. */
  readonly refused?: readonly RefusedCall[];
  /** The code of the diagnostic that says what the item's `because` says: who shows the one need not show the other. */
  readonly told?: string;
  /** The encoded message as AWS wants it, for `--live`. Never printed. */
  readonly encodedMessage?: string;
}
