/** What identity policies are attached to, or written into. */
export const attachKinds = ['managed', 'user', 'group', 'role'] as const;

export type AttachKind = (typeof attachKinds)[number];

/** What a team says about its own, beside rules: it makes findings that nobody else can. */
export interface Settings {
  /** Patterns of resources, by the action that is not to reach them. */
  readonly sensitive: readonly Sensitive[];
  /** Accounts that are not strangers. */
  readonly trustedAccounts: readonly string[];
  /** Whether objects that everybody may read are meant so. */
  readonly isPublicOk: boolean;
  /** A managed policy, or the inline policies of one user, group or role. */
  readonly attach?: AttachKind;
}

export interface Sensitive {
  readonly action: string;
  readonly resources: readonly string[];
}

export const noSettings: Settings = { sensitive: [], trustedAccounts: [], isPublicOk: false };
