import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { build } from '../../scripts/bundle.mjs';
import { copyTree } from './copy.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * `iamx.js` of the package as it is shipped, built from the sources of now. The test file that asks first builds it for all
 * of the run.
 */
export async function shippedProgram(): Promise<string> {
  const shared = inject('sharedFolder');
  const finished = join(shared, 'package');
  if (isFirst(join(shared, 'building'))) {
    const unfinished = join(shared, 'unfinished');
    for (const name of ['bin', 'data', 'package.json']) {
      copyTree(join(root, name), join(unfinished, name));
    }
    await build(join(unfinished, 'dist'));
    // Some tests run it as another user.
    chmodSync(shared, 0o755);
    renameSync(unfinished, finished);
  }
  while (!existsSync(finished)) await wait(20);
  return join(finished, 'bin', 'iamx.js');
}

/** A folder is made by one alone, whoever else tries it at the same time. */
function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
