import { parseAddress, parseAddressRange } from '../policy/condition/ip.ts';

/** The first address of a block that is written with another one; undefined where it is not. */
export function networkOf(text: string): string | undefined {
  const [written = '', length] = text.split('/');
  const range = parseAddressRange(text);
  if (length === undefined || range === undefined || parseAddress(written) === range.first) return undefined;
  return `${range.family === 4 ? dotted(range.first) : colons(range.first)}/${length}`;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** The groups of an IPv6 address, the zeros at its end as `::`. */
function colons(address: bigint): string {
  const parts = address.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  const groups = parts.map((part) => Number.parseInt(part, 16).toString(16));
  while (groups.at(-1) === '0') groups.pop();
  return groups.length > 6
    ? parts.map((part) => Number.parseInt(part, 16).toString(16)).join(':')
    : `${groups.join(':')}::`;
}
