import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bench, describe } from 'vitest';

const program = join(import.meta.dirname, '..', 'bin', 'iamx.js');
const options = { time: 3000, warmupTime: 500 };

/** Whole processes, of the program as `npm run build` left it: compare with the first row. */
describe('start to end', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['node -e 0', ['-e', '0']],
    ['iamx --version', [program, '--version']],
    ['iamx --help', [program, '--help']],
    ['iamx decode, one access key', [program, 'decode', 'AKIAIOSFODNN7EXAMPLE']],
    ['iamx decode --json, one access key', [program, 'decode', '--json', 'AKIAIOSFODNN7EXAMPLE']],
  ];
  for (const [name, args] of rows) bench(name, () => void spawnSync(process.execPath, args), options);
});
