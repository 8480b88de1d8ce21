/**
 * Matchers for vitest: `import 'iamx/vitest'` in a test or a setup file, then `expect(policy).toAllow('s3:GetObject')`
 * (docs/library.md).
 */
import { expect } from 'vitest';
import { matchers } from './expect.ts';
import type { AskOptions, DenyOptions, LintCleanOptions, Names } from './matchers/options.ts';

expect.extend({ ...matchers });

export { matchers } from './expect.ts';
export type { AskOptions, DenyOptions, LintCleanOptions };

declare module 'vitest' {
  interface Matchers<T> {
    /** Every one of the requests is allowed; with `not` each of them is surely denied. */
    toAllow: (this: Matchers<T>, action: Names, resource?: Names, options?: AskOptions) => void;
    /** Every one of the requests is denied, by this layer and statement where they are named. */
    toDeny: (action: Names, resource?: Names, options?: DenyOptions) => void;
    /** Nothing is wrong with the policy. */
    toLintClean: (options?: LintCleanOptions) => void;
    /** Nothing is allowed that the other does not allow. */
    toGrantNoMoreThan: (other: unknown, options?: Pick<AskOptions, 'role'>) => void;
    /** The decision hangs on a condition key. */
    toDependOn: (key: string, action?: Names, resource?: Names, options?: AskOptions) => void;
  }
}
