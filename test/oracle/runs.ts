/** Cases a run and SDK. */
export const numRuns = Number(process.env['IAMX_ORACLE_RUNS'] ?? 500);

/**
 * New cases in each run, but the same ones in CI: what a change did not break must not stop it. `IAMX_ORACLE_SEED`
 * gives back the seed of a failure.
 */
export const seed = Number(
  process.env['IAMX_ORACLE_SEED'] ?? (process.env['CI'] === undefined ? Date.now() % 2 ** 31 : 20_261_124),
);
