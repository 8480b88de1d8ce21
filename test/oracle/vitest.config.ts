import { defineConfig } from 'vitest/config';

/** `npm run test:oracle`: the same questions to the real SDKs; apart from `npm test`, since not every machine has them. */
export default defineConfig({
  test: {
    include: ['test/oracle/**/*.oracle.ts'],
    testTimeout: 240_000,
    setupFiles: ['test/support/data.ts'],
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
