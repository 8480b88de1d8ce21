import { expect, test } from 'vitest';
import { expectLinear } from './growth.ts';

/** Work of so many milliseconds of the processor, on any machine. */
function spin(milliseconds: number): void {
  const start = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(start);
    if (user + system >= milliseconds * 1000) return;
  }
}

test('linear work is linear, however much it is', async () => {
  await expectLinear(100, (size) => spin(size / 100));
  await expectLinear(40, spin);
});

test('work that grows with the square is not', async () => {
  await expect(expectLinear(100, (size) => spin(size ** 2 / 350))).rejects.toThrow(
    /^400 take .* an eighth of it .* \d+\.\d times$/,
  );
});

test('what the work throws or rejects with is told', async () => {
  const fail = () => Promise.reject(new Error('told'));
  await expect(expectLinear(1, fail)).rejects.toThrow('told');
});
