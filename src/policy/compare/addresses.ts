import { parseAddressRange } from '../condition/ip.ts';

/** Addresses at the ends of a range and beside it: where one range ends another may go on. */
export function addressesAround(range: string): readonly string[] {
  const parsed = parseAddressRange(range);
  if (parsed === undefined) return [];
  if (parsed.family === 4) {
    const { first, last } = parsed;
    return [first, last, first - 1, last + 1, first + Math.floor((last - first) / 2) + 1]
      .filter((address) => address >= 0 && address <= 0xffffffff)
      .map(writeIpv4);
  }
  const { first, last } = parsed;
  const most = (1n << 128n) - 1n;
  return [first, last, first - 1n, last + 1n, first + (last - first) / 2n + 1n]
    .filter((address) => address >= 0n && address <= most)
    .map(writeIpv6);
}

function writeIpv4(address: number): string {
  return [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');
}

function writeIpv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (address >> BigInt(112 - at * 16)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(':');
}
