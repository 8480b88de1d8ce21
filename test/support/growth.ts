import { expect } from 'vitest';
import { sizeFor } from './budget.ts';

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

/**
 * Milliseconds from which a part of the size tells as much, a sixteenth or a quarter; all of it is for `npm run test:all`
 * then.
 */
const enough = 50;
/** Of fewer an eighth is too few to be of the same kind. */
const fewest = 64;

function spent(before?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Fails if the work of `size` costs more than what is in proportion to the work of an eighth of it; the best of several
 * attempts counts, since another one may have met a collection of garbage. What grows with the square does so at every size;
 * that what is kept no longer fits into the space of young objects is met at one size alone, so that four times as much is
 * asked before anything is said.
 */
export async function expectLinear(size: number, work: (size: number) => unknown): Promise<void> {
  const costOf = async (many: number): Promise<number> => {
    const before = process.cpuUsage();
    await work(many);
    return spent(before);
  };
  let asked = Math.min(size, Math.max(Math.ceil(size / sizeFor(16, 1)), fewest));
  let first = await costOf(asked);
  while (asked < size && first < enough) {
    asked = Math.min(size, 4 * asked);
    first = await costOf(asked);
  }
  const growth = await growthTo(asked, costOf, first);
  if (growth === undefined) return;
  const told = await growthTo(4 * asked, costOf, await costOf(4 * asked), 4);
  if (told !== undefined) expect.fail(told);
}

/** What is not in proportion, in words. */
async function growthTo(
  size: number,
  costOf: (many: number) => Promise<number>,
  first: number,
  attempts = mostAttempts,
): Promise<string | undefined> {
  let [small, large] = [Infinity, first];
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) large = Math.min(large, await costOf(size));
    if (large < tooLittle) return undefined;
    for (let round = 0; round < 3; round++) small = Math.min(small, await costOf(Math.floor(size / part)));
    if (large <= small * mostGrowth) return undefined;
  }
  return `${size} take ${large.toFixed(1)} ms, an eighth of it ${small.toFixed(1)} ms: ${(large / small).toFixed(1)} times`;
}
