/**
 * Matchers for jest, and for whatever else has its `expect` as a global: `import 'iamx/jest'` in a setup file
 * (docs/library.md). Elsewhere `expect.extend(matchers)` does the same.
 */
import { matchers } from './expect.ts';

const { expect } = globalThis as { readonly expect?: { readonly extend?: (more: object) => void } };
expect?.extend?.(matchers);

export { matchers };
export type { AskOptions, DenyOptions } from './matchers/options.ts';
