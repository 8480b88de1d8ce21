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
  const { seed, factor, script } = project.getProvidedContext().budget;
  if (factor > 1) {
    project.vitest.logger.log(
      `Random tests look ${factor} times as many cases as they name, with the seed ${seed}; the same again: IAMX_TEST_SEED=${seed} ${script}`,
    );
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-test-')));
  project.provide('sharedFolder', folder);
  if (wantsCompiled(project)) await compileSources(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
