/**
 * The library for browsers and for whatever has no files: the same as `index.ts`, with the tables of actions, keys and
 * resource types inside. AWS's managed policies are handed in where they are wanted: `addTables`.
 */
import { dataBytes } from './data/bytes.ts';
import { installData } from './data/source.ts';
import { readTables } from './library/tables.ts';

/** The text tables of `data/`, put here by `scripts/library.mjs`. */
declare const bundledTables: Readonly<Record<string, string>>;

let tables = new Map<string, Uint8Array | string>(Object.entries(bundledTables));
installData(dataBytes(tables));

/**
 * Hands in more tables of the package's `data` folder, as bytes or texts: `managed.txt` and `managed.bin` are AWS's
 * managed policies. Throws `IamxError` where one is something else (`usage`).
 */
export function addTables(more: Readonly<Record<string, Uint8Array | string>>): void {
  tables = new Map([...tables, ...readTables(more)]);
  installData(dataBytes(tables));
}

export * from './library/exports.ts';
