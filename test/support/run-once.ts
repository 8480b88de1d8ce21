import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compileSources, wantsCompiled } from './compiled-sources.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run alone, for what all test files share; gone when it ends. */
    readonly sharedFolder: string;
  }
}

export default async function (project: TestProject): Promise<() => void> {
  const { seed, isThorough, factor } = project.getProvidedContext().budget;
  if (isThorough) {
    project.vitest.logger.log(
      `Random tests look ${factor} times as many cases as they name, with the seed ${seed}; the same again: IAMX_TEST_SEED=${seed} npm run test:all`,
    );
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-test-')));
  project.provide('sharedFolder', folder);
  if (wantsCompiled(project)) await compileSources(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
