/**
 * Makes the pages that are made of tables: see `pages`.
 *
 *   tsx scripts/generate-docs.ts           writes them
 *   tsx scripts/generate-docs.ts --check   exits 1 where one is stale, or where no test cites a rule
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chainPage } from './docs/chain.ts';
import { decisionsPage } from './docs/decisions.ts';
import { errorsPage } from './docs/errors.ts';
import { gotchasPage } from './docs/gotchas.ts';
import { identifiersPage } from './docs/identifiers.ts';
import { lintPage } from './docs/lint.ts';
import { rulesPage, unproved } from './docs/rules.ts';
import { scenariosPage } from './docs/scenarios.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));

interface GeneratedPage {
  /** In `docs/`. */
  readonly name: string;
  readonly make: () => string | Promise<string>;
}

const pages: readonly GeneratedPage[] = [
  { name: 'rules.md', make: rulesPage },
  { name: 'chain.md', make: chainPage },
  { name: 'gotchas.md', make: gotchasPage },
  { name: 'errors.md', make: errorsPage },
  { name: 'lint.md', make: lintPage },
  { name: 'identifiers.md', make: identifiersPage },
  { name: 'scenarios.md', make: scenariosPage },
  { name: 'decisions/README.md', make: () => decisionsPage(join(docs, 'decisions')) },
];

// Sentences tell times by the clock of the place.
process.env['TZ'] = 'UTC';

const isCheck = process.argv.includes('--check');
for (const { name, make } of pages) {
  const path = join(docs, name);
  const text = await make();
  if (!isCheck) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`docs/${name} is stale: run scripts/generate-docs.ts and commit it.`);
    process.exitCode = 1;
  }
}
for (const id of unproved) console.error(`no test cites ${id}`);
if (isCheck && unproved.length > 0) process.exitCode = 1;
if (isCheck && process.exitCode === undefined) console.log(`${pages.length} pages are current`);
