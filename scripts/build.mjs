/** Builds `dist/`; `npm ci` runs it through `prepare`. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './bundle.mjs';

await build(join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist'));
