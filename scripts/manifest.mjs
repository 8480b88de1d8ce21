/**
 * The package.json that is published: without scripts, since nothing is built or run where iamx is installed, and
 * without settings of development. `npm pack` and `npm publish` call it: `prepack` puts it in place, `postpack` puts the
 * file of the repository back. An interrupted run is mended by the next.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = join(root, 'package.json');
const kept = join(root, 'package.json.kept');

/** What says nothing to those who install it. */
const unpublished = ['scripts', 'allowScripts'];

async function restore() {
  if (existsSync(kept)) await rename(kept, manifest);
}

async function publish() {
  await restore();
  const text = await readFile(manifest, 'utf8');
  const published = Object.fromEntries(
    Object.entries(JSON.parse(text)).filter(([field]) => !unpublished.includes(field)),
  );
  await writeFile(kept, text);
  await writeFile(manifest, `${JSON.stringify(published, null, 2)}\n`);
}

const acts = { publish, restore };
const act = acts[process.argv[2]];
if (act === undefined) throw new Error('usage: node scripts/manifest.mjs publish|restore');
await act();
