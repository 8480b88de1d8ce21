import { inflate } from './inflate.ts';
import { unreadable, type DataSource } from './source.ts';

const handIn = 'Call `addTables` with this file of the folder `data` of the package.';

/** The tables as bytes or texts that somebody has bundled or fetched, by name. */
export function dataBytes(tables: ReadonlyMap<string, Uint8Array | string>): DataSource {
  const encoded = new Map<string, Uint8Array>();
  const read = (name: string): Uint8Array => {
    const table = tables.get(name) ?? encoded.get(name);
    if (table === undefined) throw unreadable(name, 'was not handed in', undefined, handIn);
    if (typeof table !== 'string') return table;
    const bytes = encoded.get(name) ?? new TextEncoder().encode(table);
    encoded.set(name, bytes);
    return bytes;
  };
  return { read, slice: (name, start, length) => read(name).subarray(start, start + length), inflate };
}
