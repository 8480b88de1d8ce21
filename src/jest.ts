/**
 * Matchers for jest, and for whatever else has its `expect` as a global: `import 'iamx/jest'` in a setup file
 * (docs/testing.md). Elsewhere `expect.extend(matchers)` does the same.
 */
import { matchers } from './expect.ts';
import type { AskOptions, DenyOptions, LintCleanOptions, PolicyExpectations } from './matchers/options.ts';

const { expect } = globalThis as { readonly expect?: { readonly extend?: (more: object) => void } };
expect?.extend?.(matchers);

export { matchers };
export type { AskOptions, DenyOptions, LintCleanOptions, PolicyExpectations };

declare global {
  // As `@types/jest` declares it; of no effect where that is not installed.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R> extends PolicyExpectations<R> {}
  }
}
