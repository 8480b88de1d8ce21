/**
 * SHA-1 and SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hexadecimal: the names of the tools' cache
 * files. Written here since these rooms use no Node modules, and a handful of short texts is all there is to hash.
 */

export function sha1(text: string): string {
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = new Int32Array(80);
  for (const block of blocksOf(text)) {
    words.set(block);
    for (let round = 16; round < 80; round++) {
      const mixed =
        at(words, round - 3) ^ at(words, round - 8) ^ at(words, round - 14) ^ at(words, round - 16);
      words[round] = rotateLeft(mixed, 1);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let round = 0; round < 80; round++) {
      const next = (rotateLeft(a, 5) + sha1Mix(round, b, c, d) + e + at(words, round)) | 0;
      [a, b, c, d, e] = [next, a, rotateLeft(b, 30), c, d];
    }
    state = add(state, [a, b, c, d, e]);
  }
  return toHex(state);
}

function sha1Mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

export function sha256(text: string): string {
  const primes = firstPrimes(64);
  // The first 32 bits of the fractions of the primes' roots.
  const constants = primes.map((prime) => ((Math.cbrt(prime) % 1) * 2 ** 32) | 0);
  let state: readonly number[] = primes.slice(0, 8).map((prime) => ((Math.sqrt(prime) % 1) * 2 ** 32) | 0);
  const words = new Int32Array(64);
  for (const block of blocksOf(text)) {
    words.set(block);
    for (let round = 16; round < 64; round++) {
      const early = at(words, round - 15);
      const late = at(words, round - 2);
      const first = rotateLeft(early, 25) ^ rotateLeft(early, 14) ^ (early >>> 3);
      const second = rotateLeft(late, 15) ^ rotateLeft(late, 13) ^ (late >>> 10);
      words[round] = at(words, round - 16) + first + at(words, round - 7) + second;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let round = 0; round < 64; round++) {
      const choice = (e & f) ^ (~e & g);
      const sumE = rotateLeft(e, 26) ^ rotateLeft(e, 21) ^ rotateLeft(e, 7);
      const one = (h + sumE + choice + at(constants, round) + at(words, round)) | 0;
      const majority = (a & b) ^ (a & c) ^ (b & c);
      const sumA = rotateLeft(a, 30) ^ rotateLeft(a, 19) ^ rotateLeft(a, 10);
      [a, b, c, d, e, f, g, h] = [(one + sumA + majority) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    state = add(state, [a, b, c, d, e, f, g, h]);
  }
  return toHex(state);
}

/** The bytes with a one, zeros and the length in bits behind them, as blocks of sixteen words. */
function blocksOf(text: string): readonly Int32Array[] {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  return Array.from({ length: padded.byteLength / 64 }, (_, block) =>
    Int32Array.from({ length: 16 }, (_, word) => padded.getInt32(block * 64 + word * 4)),
  );
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function at(words: ArrayLike<number>, index: number): number {
  return words[index] ?? 0;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function add(state: readonly number[], more: readonly number[]): number[] {
  return state.map((word, index) => (word + at(more, index)) | 0);
}

function toHex(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
