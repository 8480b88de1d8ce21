import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { isCurrent } from '../../scripts/built-from.mjs';
import { build } from '../../scripts/bundle.mjs';
import { buildLibrary } from '../../scripts/library.mjs';
import { copyTree } from './copy.ts';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');

/** `iamx.js` of the package as it is shipped, built from the sources of now. */
export async function shippedProgram(): Promise<string> {
  const folder = await madeOnce('package', async (unfinished) => {
    for (const name of ['bin', 'data', 'package.json']) {
      copyTree(join(root, name), join(unfinished, name));
    }
    if (isCurrent(dist)) copyTree(dist, join(unfinished, 'dist'));
    else await build(join(unfinished, 'dist'));
  });
  return join(folder, 'bin', 'iamx.js');
}

/** The folder `lib` of the package as it is shipped, built from the sources of now. */
export async function shippedLibrary(): Promise<string> {
  const folder = await madeOnce('library', async (unfinished) => {
    const lib = join(unfinished, 'dist', 'lib');
    mkdirSync(dirname(lib), { recursive: true });
    if (isCurrent(dist)) copyTree(join(dist, 'lib'), lib);
    else await buildLibrary(lib);
  });
  return join(folder, 'dist', 'lib');
}

/** A folder of that name that the test file that asks first makes for all of the run. */
async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const shared = inject('sharedFolder');
  const finished = join(shared, name);
  if (isFirst(`${finished}.making`)) {
    const unfinished = `${finished}.unfinished`;
    await make(unfinished);
    // Some tests run it as another user.
    chmodSync(shared, 0o755);
    renameSync(unfinished, finished);
  }
  while (!existsSync(finished)) await wait(20);
  return finished;
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
