/** What `dist/` was built from, so that the tests take it as it is where nothing of that has changed since. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the build makes; the benchmarks have a folder of their own there for as long as they run. */
export const built = ['node', 'lib', 'THIRD-PARTY-LICENSES.txt', 'sbom.cdx.json'];
const read = ['src', 'scripts', 'data', 'package.json', 'package-lock.json', 'tsconfig.json'];
/** Not in the package: see `files` of package.json. */
const mark = 'built-from.txt';

/** Says in the folder what it was built from, and what it holds. */
export function markBuilt(folder) {
  writeFileSync(join(folder, mark), stateOf(folder));
}

/** Whether the folder holds what the build would make now, with this version of Node. */
export function isCurrent(folder) {
  if (![mark, ...built].every((name) => existsSync(join(folder, name)))) return false;
  return readFileSync(join(folder, mark), 'utf8') === stateOf(folder);
}

function stateOf(folder) {
  return `${process.version}\n${hashOf(root, read)}\n${hashOf(folder, built)}\n`;
}

function hashOf(folder, names) {
  const hash = createHash('sha256');
  for (const file of names.flatMap((name) => filesIn(folder, name)).sort()) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file.split(sep).join('/')}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesIn(folder, name) {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.find((entry) => entry.name === name)?.isFile()) return [name];
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, 'x').length - 1));
}
