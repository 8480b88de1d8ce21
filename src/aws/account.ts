import type { IamxError } from '../core/error.ts';

/**
 * What is asked about an account: the port of the checks. AWS answers it by read calls (`iam-account.ts`); whatever else
 * knows an account, a saved one for instance, answers it in the same words. Nothing in it changes an account.
 */

/** What came of one question. */
export type Read<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** There is no such thing: IAM says `NoSuchEntity`. */
  | { readonly kind: 'absent' }
  | Unread;

export interface Unread {
  readonly kind: 'unread';
  /** What the asker needs for it: `iam:ListAccessKeys`. */
  readonly permission: string;
  /** The asker may not know it; else AWS or the network failed. */
  readonly isDenied: boolean;
  readonly error: IamxError;
}

/** A user, a group or a role. */
export interface Entity {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
}

export interface UserFacts {
  readonly arn: string;
  readonly path: string;
  readonly name: string;
  /** The ARN of the permissions boundary. */
  readonly boundary?: string;
  readonly tags: Tags;
}

export interface RoleFacts extends UserFacts {
  /** `AROA…` */
  readonly id: string;
  /** The trust policy, as JSON. */
  readonly trust: string;
  readonly maxSessionSeconds: number;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  readonly lastUsedAt?: number;
}

export type Tags = ReadonlyMap<string, string>;

export interface AccessKeyFacts {
  readonly id: string;
  readonly isActive: boolean;
}

export interface KeyUse {
  /** Milliseconds since the epoch; absent where it was never used. */
  readonly at?: number;
  readonly service?: string;
  readonly region?: string;
}

export interface ServiceCredentialFacts {
  readonly id: string;
  /** `codecommit.amazonaws.com` */
  readonly service: string;
}

export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

export interface GroupFacts {
  readonly arn: string;
  readonly name: string;
  readonly members: readonly string[];
}

export interface PolicyFacts {
  readonly arn: string;
  readonly name: string;
  /** `v3` */
  readonly defaultVersion: string;
}

export interface PolicyVersionFacts {
  readonly id: string;
  readonly isDefault: boolean;
}

export interface PolicyUses {
  readonly entities: readonly Entity[];
  /** Those whose permissions boundary it is. */
  readonly bounded: readonly Entity[];
}

export interface InstanceProfileFacts {
  readonly arn: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface OidcProviderFacts {
  /** Its client ids: the audiences that tokens may have. */
  readonly audiences: readonly string[];
}

export interface SamlProviderFacts {
  /** When its metadata ends, in milliseconds since the epoch. */
  readonly validUntil?: number;
}

export interface AccountReader {
  readonly user: (name: string) => Promise<Read<UserFacts>>;
  readonly loginProfile: (user: string) => Promise<Read<true>>;
  readonly accessKeys: (user: string) => Promise<Read<readonly AccessKeyFacts[]>>;
  readonly accessKeyUse: (id: string) => Promise<Read<KeyUse>>;
  /** Serial numbers: ARNs, but for hardware devices. */
  readonly mfaDevices: (user: string) => Promise<Read<readonly string[]>>;
  readonly signingCertificates: (user: string) => Promise<Read<readonly string[]>>;
  readonly sshPublicKeys: (user: string) => Promise<Read<readonly string[]>>;
  readonly serviceCredentials: (user: string) => Promise<Read<readonly ServiceCredentialFacts[]>>;
  readonly groupsOf: (user: string) => Promise<Read<readonly string[]>>;
  readonly group: (name: string) => Promise<Read<GroupFacts>>;
  readonly role: (name: string) => Promise<Read<RoleFacts>>;
  /** The profiles that hold the role. */
  readonly instanceProfilesOf: (role: string) => Promise<Read<readonly InstanceProfileFacts[]>>;
  readonly instanceProfile: (name: string) => Promise<Read<InstanceProfileFacts>>;
  /** The names of the inline policies. */
  readonly inlinePolicies: (of: Entity) => Promise<Read<readonly string[]>>;
  /** An inline policy, as JSON. */
  readonly inlinePolicy: (of: Entity, name: string) => Promise<Read<string>>;
  readonly attachedPolicies: (of: Entity) => Promise<Read<readonly AttachedPolicy[]>>;
  readonly policy: (arn: string) => Promise<Read<PolicyFacts>>;
  /** The customer managed policies of that name, whatever their path and the case of its letters. */
  readonly policyNamed: (name: string) => Promise<Read<AttachedPolicy>>;
  readonly policyVersions: (arn: string) => Promise<Read<readonly PolicyVersionFacts[]>>;
  /** A version of a managed policy, as JSON. */
  readonly policyVersion: (arn: string, version: string) => Promise<Read<string>>;
  readonly policyUses: (arn: string) => Promise<Read<PolicyUses>>;
  readonly oidcProvider: (arn: string) => Promise<Read<OidcProviderFacts>>;
  readonly samlProvider: (arn: string) => Promise<Read<SamlProviderFacts>>;
}
