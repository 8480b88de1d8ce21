import { expect } from 'vitest';

/**
 * Whether work stays in proportion to its size, without a clock of the wall: the processor's time for one size is
 * compared with that for an eighth of it. A slow or busy machine is slow at both.
 */

const part = 8;
/**
 * Of linear work eight times the size takes 8 times as long, of work that grows with the square 64 times. Between them
 * lies what the processor's caches and the collection of garbage add on a busy machine.
 */
const mostGrowth = 24;

/** Milliseconds. Too little to be compared; work that is worse than linear takes far more at the sizes that tests use. */
const tooLittle = 25;

const mostAttempts = 8;

function spent(before?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Fails if the work of `size` costs more than what is in proportion to the work of an eighth of it; the best of several
 * attempts counts, since another one may have met a collection of garbage.
 */
export async function expectLinear(size: number, work: (size: number) => unknown): Promise<void> {
  const costOf = async (many: number): Promise<number> => {
    const before = process.cpuUsage();
    await work(many);
    return spent(before);
  };
  let [small, large] = [Infinity, Infinity];
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    large = Math.min(large, await costOf(size));
    if (large < tooLittle) return;
    for (let round = 0; round < 3; round++) small = Math.min(small, await costOf(Math.floor(size / part)));
    if (large <= small * mostGrowth) return;
  }
  expect.fail(
    `${size} take ${large.toFixed(1)} ms, an eighth of it ${small.toFixed(1)} ms: ${(large / small).toFixed(1)} times`,
  );
}
