import { expect, test } from 'vitest';
import { expectLinear } from './growth.ts';

/** What the loops count, so that they are not left out. */
let count = 0;
function loop(turns: number): void {
  for (let turn = 0; turn < turns; turn++) count += turn % 3;
}

test('linear work is linear, however much it is', async () => {
  await expectLinear(100, loop);
  await expectLinear(20_000_000, loop);
  expect(count).toBeGreaterThan(0);
});

test('work that grows with the square is not', async () => {
  await expect(expectLinear(8000, (size) => loop(size ** 2))).rejects.toThrow(/^8000 take .* \d+\.\d times$/);
});

test('what the work throws or rejects with is told', async () => {
  const fail = () => Promise.reject(new Error('told'));
  await expect(expectLinear(1, fail)).rejects.toThrow('told');
});
