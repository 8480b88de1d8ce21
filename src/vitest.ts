/**
 * Matchers for vitest: `import 'iamx/vitest'` in a test or a setup file, then `expect(policy).toAllow('s3:GetObject')`
 * (docs/library.md).
 */
import { expect } from 'vitest';
import { matchers } from './expect.ts';
import type { AskOptions, DenyOptions, LintCleanOptions, PolicyExpectations } from './matchers/options.ts';

expect.extend({ ...matchers });

export { matchers } from './expect.ts';
export type { AskOptions, DenyOptions, LintCleanOptions };

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Matchers extends PolicyExpectations<void> {}
}
