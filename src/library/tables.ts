import { isPlain, kindOf, membersOf, misused } from './values.ts';

/** What the library for browsers has not inside. */
const more = ['managed.txt', 'managed.bin'];

/** Tables by name. Throws `usage` where something is none. */
export function readTables(
  tables: unknown,
): readonly (readonly [name: string, table: Uint8Array | string])[] {
  const hint = `Hand in ${more.map((name) => `\`${name}\``).join(' and ')} of the folder \`data\` of the package.`;
  if (!isPlain(tables)) {
    throw misused('usage', 'tables', `\`tables\` is ${kindOf(tables)}, not an object of tables`, hint);
  }
  return Object.entries(membersOf(tables, 'tables', 'usage')).map(([name, table]) => {
    if (!more.includes(name)) throw misused('usage', 'tables', 'that is no table of the package', hint);
    if (typeof table === 'string' || isBytes(table)) return [name, table];
    throw misused('usage', `tables["${name}"]`, `\`${name}\` is no text and no \`Uint8Array\``, hint);
  });
}

/** Also those of another realm. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && 'BYTES_PER_ELEMENT' in value && value.BYTES_PER_ELEMENT === 1;
}
