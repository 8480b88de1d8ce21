/**
 * Takes deflate's compression off, in zlib's format (RFC 1950, RFC 1951), for browsers: what they bring along for it
 * makes every caller wait. Throws `RangeError` where the bytes are damaged: the format ends with a checksum.
 */
export function inflate(bytes: Uint8Array): Uint8Array {
  const [method = 0, flags = 0] = bytes;
  if ((method & 0x0f) !== 8 || ((method << 8) | flags) % 31 !== 0 || (flags & 0x20) !== 0) throw damaged();
  const state: Inflating = { bytes, at: 2, bits: 0, held: 0, output: new Uint8Array(bytes.length * 8), length: 0 };
  let isLast = false;
  while (!isLast) {
    isLast = take(state, 1) === 1;
    const kind = take(state, 2);
    if (kind === 0) copyStored(state);
    else if (kind === 1) copyCoded(state, ...fixedCodes());
    else if (kind === 2) copyCoded(state, ...readCodes(state));
    else throw damaged();
  }
  const output = state.output.subarray(0, state.length);
  const at = state.at;
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  if (at + 4 !== bytes.length || expected !== adler32(output)) throw damaged();
  return output;
}

interface Inflating {
  readonly bytes: Uint8Array;
  at: number;
  /** Bits that were taken out of `bytes` and are not used yet, the next one lowest; `held` is how many. */
  bits: number;
  held: number;
  output: Uint8Array;
  length: number;
}

function damaged(): RangeError {
  return new RangeError('the compressed bytes are damaged');
}

function take(state: Inflating, count: number): number {
  while (state.held < count) {
    const byte = state.bytes[state.at++];
    if (byte === undefined) throw damaged();
    state.bits |= byte << state.held;
    state.held += 8;
  }
  const value = state.bits & ((1 << count) - 1);
  state.bits >>>= count;
  state.held -= count;
  return value;
}

/** A Huffman code: how many codes there are of each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const longestCode = 15;

function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(longestCode + 1);
  for (const length of lengths) counts[length] = at(counts, length) + 1;
  const next = new Uint16Array(longestCode + 2);
  let left = 1;
  for (let length = 1; length <= longestCode; length++) {
    left = 2 * left - at(counts, length);
    // More codes than their lengths leave room for.
    if (left < 0) throw damaged();
    next[length + 1] = at(next, length) + at(counts, length);
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const place = at(next, length);
    symbols[place] = symbol;
    next[length] = place + 1;
  }
  return { counts, symbols };
}

/** The value at an index that is surely within. */
function at(values: Uint8Array | Uint16Array, index: number): number {
  return values[index] ?? 0;
}

function decode(state: Inflating, { counts, symbols }: Code): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= longestCode; length++) {
    code |= take(state, 1);
    const count = at(counts, length);
    if (code - first < count) return at(symbols, index + code - first);
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw damaged();
}

/** Lengths of matches and how far back they begin: the least, and how many bits say how much more (RFC 1951, 3.2.5). */
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const distanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

const endOfBlock = 256;

function copyCoded(state: Inflating, literals: Code, distances: Code): void {
  for (;;) {
    const symbol = decode(state, literals);
    if (symbol < endOfBlock) {
      makeRoom(state, 1);
      state.output[state.length++] = symbol;
      continue;
    }
    if (symbol === endOfBlock) return;
    const length = sized(state, symbol - endOfBlock - 1, lengthBase, lengthBits);
    const back = sized(state, decode(state, distances), distanceBase, distanceBits);
    if (back > state.length) throw damaged();
    makeRoom(state, length);
    // Byte by byte: a match may reach into itself.
    for (let count = 0; count < length; count++) {
      state.output[state.length] = at(state.output, state.length - back);
      state.length++;
    }
  }
}

function sized(state: Inflating, symbol: number, bases: readonly number[], bits: readonly number[]): number {
  const base = bases[symbol];
  if (base === undefined) throw damaged();
  return base + take(state, bits[symbol] ?? 0);
}

function makeRoom(state: Inflating, more: number): void {
  if (state.length + more <= state.output.length) return;
  const larger = new Uint8Array(2 * (state.length + more));
  larger.set(state.output.subarray(0, state.length));
  state.output = larger;
}

function copyStored(state: Inflating): void {
  state.bits = 0;
  state.held = 0;
  const length = take(state, 16);
  if (take(state, 16) !== (~length & 0xffff) || state.at + length > state.bytes.length) throw damaged();
  makeRoom(state, length);
  state.output.set(state.bytes.subarray(state.at, state.at + length), state.length);
  state.at += length;
  state.length += length;
}

function fixedCodes(): readonly [literals: Code, distances: Code] {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [codeOf(lengths), codeOf(new Uint8Array(30).fill(5))];
}

/** The order in which the lengths of the codes for lengths are written. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(state: Inflating): readonly [literals: Code, distances: Code] {
  const literals = take(state, 5) + 257;
  const distances = take(state, 5) + 1;
  const count = take(state, 4) + 4;
  const ofLengths = new Uint8Array(lengthOrder.length);
  for (const place of lengthOrder.slice(0, count)) ofLengths[place] = take(state, 3);
  const code = codeOf(ofLengths);
  const lengths = new Uint8Array(literals + distances);
  let filled = 0;
  while (filled < lengths.length) {
    const symbol = decode(state, code);
    if (symbol < 16) {
      lengths[filled++] = symbol;
      continue;
    }
    if (symbol === 16 && filled === 0) throw damaged();
    const value = symbol === 16 ? at(lengths, filled - 1) : 0;
    const times = symbol === 16 ? 3 + take(state, 2) : symbol === 17 ? 3 + take(state, 3) : 11 + take(state, 7);
    if (filled + times > lengths.length) throw damaged();
    lengths.fill(value, filled, filled + times);
    filled += times;
  }
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low += byte;
    if (low >= 65521) low -= 65521;
    high += low;
    if (high >= 65521) high -= 65521;
  }
  return high * 65536 + low;
}
