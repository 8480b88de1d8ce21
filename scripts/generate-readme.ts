/** Puts the true output under each example of README.md, and draws one answer as a terminal shows it. */
import { readFile, writeFile } from 'node:fs/promises';
import { picture } from './picture.ts';
import { withTrueOutput } from './readme.ts';

// Pages tell times by the clock of the place.
process.env['TZ'] = 'UTC';

const file = new URL('../README.md', import.meta.url);
await writeFile(file, await withTrueOutput(await readFile(file, 'utf8')));
await writeFile(new URL('../docs/answer.svg', import.meta.url), await picture());
