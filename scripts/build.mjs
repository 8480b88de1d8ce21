/** Builds `dist/`; `npm ci` runs it through `prepare`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markBuilt } from './built-from.mjs';
import { build } from './bundle.mjs';
import { buildLibrary } from './library.mjs';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
await build(folder);
await buildLibrary(join(folder, 'lib'));
markBuilt(folder);
