import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compiledSources } from './test/support/compiled-sources.ts';

/** The same cases in each run of `npm test`: what a change did not break does not stop it. */
const usualSeed = 20_261_128;

export default defineConfig(({ mode }) => {
  // `npm run test:all`: cases that nobody has seen yet, and many more of them.
  const isThorough = mode === 'thorough';
  const fresh = Math.floor(Math.random() * 2 ** 31);
  const seed = Number(process.env['IAMX_TEST_SEED'] ?? (isThorough ? fresh : usualSeed));
  if (!Number.isSafeInteger(seed)) throw new Error('IAMX_TEST_SEED is not a whole number');
  return {
    plugins: [compiledSources()],
    test: {
      include: ['test/**/*.test.ts'],
      provide: { budget: { seed, isThorough, factor: isThorough ? 50 : 0.5 } },
      globalSetup: ['test/support/run-once.ts'],
      setupFiles: ['test/support/setup.ts', 'test/support/data.ts'],
      // Half of the time went into loading the same modules for each file again.
      isolate: false,
      // Ends what hangs; how fast something is, is measured by work and not by this clock.
      testTimeout: isThorough ? 600_000 : 120_000,
      hookTimeout: 120_000,
      // Vitest itself leaves a processor unused, which is half of a small machine.
      maxWorkers: Math.min(8, availableParallelism()),
      // Pages tell times by the clock of the place.
      env: { TZ: 'UTC' },
      server: { deps: { external: [/\/iamx-test-[^/]+\/compiled\//] } },
      benchmark: { include: ['bench/**/*.bench.ts'] },
    },
  };
});
