/** What the loopback fake plays: everything optional, and all of it plain data, so that `http.json` can hold it. */
export interface Scenario {
  readonly sts?: StsScenario;
  readonly iam?: IamScenario;
  /** Absent: nothing listens there. */
  readonly imds?: ImdsScenario;
  /** Absent: nothing listens there. */
  readonly container?: ContainerScenario;
  readonly sso?: SsoScenario;
  readonly oidc?: OidcScenario;
  readonly signin?: SigninScenario;
  readonly toolbox?: ToolboxScenario;
  /** Milliseconds before an answer, by service. */
  readonly latencyMs?: Partial<Readonly<Record<ServiceId, number>>>;
  /** Nothing is answered until so many requests wait at the same time. */
  readonly gather?: number;
  /** Milliseconds by which AWS's clock is ahead of ours: `Date` headers, expiries, and old signatures refused. */
  readonly clockOffsetMs?: number;
}

export type ServiceId = 'sts' | 'iam' | 'imds' | 'container' | 'sso' | 'oidc' | 'signin' | 'toolbox';

/** What a service does in place of its answer. */
export type Trouble = (
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message: string }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Takes the connection and closes it. */
  | { readonly kind: 'reset' }
) & {
  /** Only the first so many requests; all if absent. */
  readonly times?: number;
};

/** An access key as AWS knows it. */
export interface Identity {
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
  /** With it, signatures are checked. */
  readonly secret?: string;
  /** With it, the session token must be sent. */
  readonly token?: string;
  /** Where AWS has seen the key expire. */
  readonly isExpired?: boolean;
}

export const stsActions = [
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'GetCallerIdentity',
  'GetSessionToken',
  'GetAccessKeyInfo',
  'DecodeAuthorizationMessage',
] as const;
export type StsAction = (typeof stsActions)[number];

export interface StsScenario {
  /** By access key id. */
  readonly identities?: Readonly<Record<string, Identity>>;
  /** What a key id means that is neither in `identities` nor issued here; `accept` if absent. */
  readonly unknownKeys?: 'accept' | 'reject';
  readonly trouble?: Partial<Readonly<Record<StsAction, Trouble>>>;
  /** ARNs of roles that nobody may assume. */
  readonly denied?: readonly string[];
  /** Text behind an encoded message. */
  readonly decoded?: string;
}

export interface IamScenario {
  /** Absent: the caller may not ask. */
  readonly aliases?: readonly string[];
  /** Role name to path (`/team/`), or `/` for no path; a role that is not here: NoSuchEntity. Absent: not allowed. */
  readonly roles?: Readonly<Record<string, string>>;
  /** User name to path. Absent: not allowed. */
  readonly users?: Readonly<Record<string, string>>;
  readonly trouble?: Partial<Readonly<Record<'ListAccountAliases' | 'GetRole' | 'GetUser', Trouble>>>;
}

export interface ToolboxScenario {
  /** Where the details are; any if absent. */
  readonly region?: string;
  /** The pages of an authorization id; an id that is not here: 404. */
  readonly pages?: Readonly<Record<string, readonly object[]>>;
  /** By the address that the details name. */
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly trouble?: Partial<Readonly<Record<'details' | 'policy', Trouble>>>;
}

export interface ImdsScenario {
  /** `v2` wants a token, `v1` knows none (404), `both` takes requests without one too. `both` if absent. */
  readonly versions?: 'v1' | 'v2' | 'both';
  /** Name of the instance's role; absent: none, the list is a 404. */
  readonly role?: string;
  /** The key that it gives; a fixed one of the role if absent. */
  readonly accessKeyId?: string;
  /** The `Code` of the role's document; `Success` if absent. */
  readonly code?: string;
  readonly expiresInSeconds?: number;
  /** Availability zone; us-east-2b if absent. */
  readonly zone?: string;
  readonly account?: string;
  /** In place of the token, the list of roles, and the role's document. */
  readonly trouble?: Partial<Readonly<Record<'token' | 'list' | 'credentials' | 'region', Trouble>>>;
}

export interface ContainerScenario {
  /** The only path with credentials; any if absent. */
  readonly path?: string;
  /** The `Authorization` header that must come; any if absent. */
  readonly authorization?: string;
  readonly accessKeyId?: string;
  readonly expiresInSeconds?: number;
  /** Fields left out of the answer. */
  readonly without?: readonly string[];
  readonly trouble?: Trouble;
}

export interface SsoScenario {
  /** The access tokens that are good; any if absent. */
  readonly tokens?: readonly string[];
  /** `account/role` that the user may use; any if absent. */
  readonly assignments?: readonly string[];
  readonly expiresInSeconds?: number;
  readonly trouble?: Trouble;
}

export interface OidcScenario {
  /** The refresh tokens that are good; any if absent. */
  readonly refreshTokens?: readonly string[];
  readonly expiresInSeconds?: number;
  readonly trouble?: Trouble;
}

export interface SigninScenario {
  readonly expiresInSeconds?: number;
  readonly trouble?: Trouble;
}
