/** Puts the true output under each example of README.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { withTrueOutput } from './readme.ts';

// Pages tell times by the clock of the place.
process.env['TZ'] = 'UTC';

const file = new URL('../README.md', import.meta.url);
await writeFile(file, await withTrueOutput(await readFile(file, 'utf8')));
