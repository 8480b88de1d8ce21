/**
 * Makes `schemas/NAME.json`, a JSON Schema of every JSON that a command writes, of the types in `src/documents/`.
 *
 *   tsx scripts/generate-schemas.ts           writes them
 *   tsx scripts/generate-schemas.ts --check   exits 1 where one is stale
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemasOfDocuments } from './schemas/documents.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'schemas');
const isCheck = process.argv.includes('--check');
const wanted = new Map(
  Object.entries(schemasOfDocuments(root)).map(([name, schema]) => [
    `${name}.json`,
    `${JSON.stringify(schema, undefined, 2)}\n`,
  ]),
);

const stale = (what: string) => {
  console.error(`schemas/${what} is stale: run scripts/generate-schemas.ts and commit it.`);
  process.exitCode = 1;
};

mkdirSync(folder, { recursive: true });
for (const [name, text] of wanted) {
  const path = join(folder, name);
  if (!isCheck) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) stale(name);
}
for (const name of readdirSync(folder).filter((one) => !wanted.has(one))) {
  if (isCheck) stale(name);
  else rmSync(join(folder, name));
}
if (isCheck && process.exitCode === undefined) console.log(`${wanted.size} schemas are current`);
