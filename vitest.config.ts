import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    setupFiles: ['test/support/data.ts'],
    // Vitest itself leaves a processor unused, which is half of a small machine.
    maxWorkers: Math.min(8, availableParallelism()),
    // Pages tell times by the clock of the place.
    env: { TZ: 'UTC' },
    benchmark: { include: ['bench/**/*.bench.ts'] },
  },
});
