import type { Layer, LintOptions, Policies, Request } from '../library/types.ts';

/** What a request has beside its action and resource, and the policies around those that are expected of. */
export interface AskOptions extends Partial<Omit<Request, 'action' | 'resource'>> {
  /** Of a template with several: the logical id of the role. */
  readonly role?: string | undefined;
  /** Other policies: a boundary, SCPs, the policy of the bucket … */
  readonly policies?: Policies | undefined;
}

/** What a matcher returns, in vitest and in jest alike. */
export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface Context {
  readonly isNot?: boolean;
}

export interface DenyOptions extends AskOptions {
  /** The layer that denies. */
  readonly by?: Layer | undefined;
  /** The Sid of the statement that denies. */
  readonly sid?: string | undefined;
}

export interface LintCleanOptions extends LintOptions {
  /** Findings of this severity or a graver one count; `error` if it is not said. */
  readonly failOn?: 'error' | 'warning' | 'info' | undefined;
}

export type Names = string | readonly string[];

/** What `expect(policy)` has beside the runner's own matchers; each gives back `R`. */
export interface PolicyExpectations<R> {
  /** Every one of the requests is allowed; with `not` each of them is surely denied. */
  toAllow: (action: Names, resource?: Names, options?: AskOptions) => R;
  /** Every one of the requests is denied, by this layer and statement where they are named. */
  toDeny: (action: Names, resource?: Names, options?: DenyOptions) => R;
  /** Nothing is wrong with the policy. */
  toLintClean: (options?: LintCleanOptions) => R;
  /** Nothing is allowed that the other does not allow. */
  toGrantNoMoreThan: (other: unknown, options?: Pick<AskOptions, 'role'>) => R;
  /** The decision hangs on a condition key. */
  toDependOn: (key: string, action?: Names, resource?: Names, options?: AskOptions) => R;
}

/** The matchers as `expect.extend` takes them: jest wants an index, which an interface has not. */
export type PolicyMatchers = {
  readonly toAllow: (
    this: Context,
    subject: unknown,
    action: Names,
    resource?: Names,
    options?: AskOptions,
  ) => Matched;
  readonly toDeny: (
    this: Context,
    subject: unknown,
    action: Names,
    resource?: Names,
    options?: DenyOptions,
  ) => Matched;
  readonly toLintClean: (this: Context, subject: unknown, options?: LintCleanOptions) => Matched;
  readonly toGrantNoMoreThan: (
    this: Context,
    subject: unknown,
    other: unknown,
    options?: Pick<AskOptions, 'role'>,
  ) => Matched;
  readonly toDependOn: (
    this: Context,
    subject: unknown,
    key: string,
    action?: Names,
    resource?: Names,
    options?: AskOptions,
  ) => Matched;
};
