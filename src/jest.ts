/**
 * Matchers for jest, and for whatever else has its `expect` as a global: `import 'iamx/jest'` in a setup file
 * (docs/testing.md). Elsewhere `expect.extend(matchers)` does the same.
 */
import { matchers } from './expect.ts';
import type { AskOptions, DenyOptions, LintCleanOptions, Names } from './matchers/options.ts';

const { expect } = globalThis as { readonly expect?: { readonly extend?: (more: object) => void } };
expect?.extend?.(matchers);

export { matchers };
export type { AskOptions, DenyOptions, LintCleanOptions };

/** What `expect(policy)` has beside the matchers of jest itself; each gives back `R`. */
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

declare global {
  // As `@types/jest` declares it; of no effect where that is not installed.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R> extends PolicyExpectations<R> {}
  }
}
