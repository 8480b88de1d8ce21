import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Pages tell times by the clock of the place.
    env: { TZ: 'UTC' },
    benchmark: { include: ['bench/**/*.bench.ts'] },
  },
});
