import fc from 'fast-check';
import { afterAll, expect, inject } from 'vitest';
import { reportOf, runs } from './budget.ts';

/**
 * Runs before each test file. Nothing of the machine's environment reaches a test but what says where programs and
 * temporary files are, and what the runner itself needs.
 */
const kept =
  /^(PATH|PATHEXT|SYSTEMROOT|COMSPEC|TMPDIR|TMP|TEMP|TZ|NODE_ENV|NODE_V8_COVERAGE|VITEST.*|TEST|MODE|DEV|PROD|SSR|BASE_URL)$/i;
for (const name of Object.keys(process.env)) {
  if (!kept.test(name)) Reflect.deleteProperty(process.env, name);
}

fc.configureGlobal({ seed: inject('budget').seed, numRuns: runs(30) });
// Once a process, which files share: fast-check keeps what it is given.
const mark = Symbol.for('a failed property says how to meet it again');
if (!Reflect.has(globalThis, mark)) {
  Reflect.set(globalThis, mark, true);
  fc.installGlobalPlugin(() => ({
    onAllRunsComplete: (details) => {
      if (details.failed) throw new Error(reportOf(details), { cause: details.errorInstance });
    },
  }));
}

// Files share a process: what one of them did to all objects would be met by the next.
afterAll(() => {
  const names: string[] = [];
  for (const name in {}) names.push(name);
  expect(names, 'what all objects inherit').toEqual([]);
});
