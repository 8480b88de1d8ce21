import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { compiledSources } from './test/support/compiled-sources.ts';

/** The same cases in each run: what a change did not break does not stop it. */
const usualSeed = 20_261_128;

/** By `--mode`: how many times as many random cases as the tests name. */
const modes: Readonly<Record<string, { readonly factor: number; readonly script: string }>> = {
  test: { factor: 0.5, script: 'npm test' },
  // All tables whole, and far more cases.
  thorough: { factor: 50, script: 'npm run test:all' },
  // Cases that nobody has seen yet.
  fresh: { factor: 5, script: 'npm run test:fresh' },
};

/** The files that look at random cases, which are all that a new seed changes. */
function filesOfRandomCases(): string[] {
  const folder = join(import.meta.dirname, 'test');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => /from 'fast-check'|\bruns\(/.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => `test/${file.replaceAll('\\', '/')}`);
}

export default defineConfig(({ mode }) => {
  const { factor, script } = modes[mode] ?? { factor: 0.5, script: 'npx vitest' };
  const isThorough = mode === 'thorough';
  const isFresh = mode === 'fresh';
  const fresh = Math.floor(Math.random() * 2 ** 31);
  const seed = Number(process.env['IAMX_TEST_SEED'] ?? (isFresh ? fresh : usualSeed));
  if (!Number.isSafeInteger(seed)) throw new Error('IAMX_TEST_SEED is not a whole number');
  return {
    plugins: [compiledSources()],
    test: {
      include: isFresh ? filesOfRandomCases() : ['test/**/*.test.ts'],
      provide: { budget: { seed, isThorough, factor, script } },
      globalSetup: ['test/support/run-once.ts'],
      setupFiles: ['test/support/setup.ts', 'test/support/data.ts'],
      // Half of the time went into loading the same modules for each file again.
      isolate: false,
      // Ends what hangs; how fast something is, is measured by work and not by this clock.
      testTimeout: isThorough ? 1_800_000 : 300_000,
      hookTimeout: 300_000,
      // Vitest itself leaves a processor unused, which is half of a small machine.
      maxWorkers: Math.min(8, availableParallelism()),
      // Pages tell times by the clock of the place.
      env: { TZ: 'UTC' },
      server: { deps: { external: [/\/iamx-test-[^/]+\/compiled\//] } },
      benchmark: { include: ['bench/**/*.bench.ts'] },
    },
  };
});
