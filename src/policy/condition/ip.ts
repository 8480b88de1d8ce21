/** One address: the family and its number, `number` for IPv4 and `bigint` for IPv6. Families never compare. */
export type Address = number | bigint;

/** The addresses of one family from `first` to `last`, both included. */
export type AddressRange =
  | { readonly family: 4; readonly first: number; readonly last: number }
  | { readonly family: 6; readonly first: bigint; readonly last: bigint };

/**
 * Reads one address: by value, so that `2001:DB8:0:0::1` is `2001:db8::1`. An IPv4-mapped IPv6 address stays an
 * IPv6 address [U]. Zones and numbers with leading zeros are no addresses.
 */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** Reads an address or a CIDR block; the host bits of a block are masked off [U]. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const width = typeof address === 'number' ? 32 : 128;
  const length = slash < 0 ? width : parsePrefixLength(text.slice(slash + 1), width);
  if (length === undefined) return undefined;
  if (typeof address === 'number') {
    const size = 2 ** (32 - length);
    const first = address - (address % size);
    return { family: 4, first, last: first + size - 1 };
  }
  const size = 1n << BigInt(128 - length);
  const first = address - (address % size);
  return { family: 6, first, last: first + size - 1n };
}

function parsePrefixLength(text: string, width: number): number | undefined {
  if (!/^(0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const length = Number(text);
  return length <= width ? length : undefined;
}

function parseIpv4(text: string): number | undefined {
  if (text.length > 15) return undefined;
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let address = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = address * 256 + Number(part);
  }
  return address;
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => 0), ...after];
  return groups.reduce((address, group) => (address << 16n) | BigInt(group), 0n);
}

/** Groups of sixteen bits; the last two of an address may be written as an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && mayEndInIpv4 && index === parts.length - 1) {
      const address = parseIpv4(part);
      if (address === undefined) return undefined;
      groups.push(Math.floor(address / 65536), address % 65536);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** One test for many ranges: sorted and joined, so that an address is found by halving. */
export function compileRanges(ranges: readonly AddressRange[]): (address: Address) => boolean {
  const inIpv4 = membership(join(ranges.flatMap((range) => (range.family === 4 ? [range] : []))));
  const inIpv6 = membership(join(ranges.flatMap((range) => (range.family === 6 ? [range] : []))));
  return (address) => (typeof address === 'number' ? inIpv4(address) : inIpv6(address));
}

interface Interval<N> {
  readonly first: N;
  readonly last: N;
}

function join<N extends Address>(ranges: readonly Interval<N>[]): readonly Interval<N>[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const joined: Interval<N>[] = [];
  for (const range of sorted) {
    const previous = joined.at(-1);
    if (previous === undefined || range.first > previous.last) joined.push(range);
    else if (range.last > previous.last)
      joined[joined.length - 1] = { first: previous.first, last: range.last };
  }
  return joined;
}

function membership<N extends Address>(ranges: readonly Interval<N>[]): (address: N) => boolean {
  return (address) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle];
      if (range === undefined || address < range.first) high = middle;
      else if (address > range.last) low = middle + 1;
      else return true;
    }
    return false;
  };
}
