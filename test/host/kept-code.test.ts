import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfKeptCode, parseKeptCode, type KeptCode } from '../../src/host/kept-code.ts';

const identity = 'decode-0123456789abcdef-v20.20.2-linux-x64';

function kept(...codes: readonly (readonly [string, Uint8Array])[]): KeptCode {
  return { identity, additions: 3, codes: new Map(codes) };
}

const usual = kept(
  ['decode.cjs 1700000000000 58000', Uint8Array.from({ length: 1000 }, (_, index) => index % 251)],
  ['decode/page.ts 1700000000000 700000', new Uint8Array(7)],
);

function read(bytes: Uint8Array, of = identity) {
  return parseKeptCode(Buffer.from(bytes), of);
}

test('what was kept is read as it was', () => {
  const code = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme-ascii' }), code), { selector: ([key]) => key }),
      (codes) => {
        const found = read(bytesOfKeptCode(kept(...codes)));
        expect(found).toMatchObject({ identity, additions: 3 });
        expect([...(found?.codes ?? [])].map(([key, bytes]) => [key, [...bytes]])).toEqual(
          codes.map(([key, bytes]) => [key, [...bytes]]),
        );
      },
    ),
  );
});

test('each piece begins where V8 need not copy it', () => {
  const bytes = Buffer.from(bytesOfKeptCode(usual));
  for (const code of parseKeptCode(bytes, identity)?.codes.values() ?? [])
    expect((code.byteOffset - bytes.byteOffset) % 8).toBe(0);
});

test('a bit that is wrong, anywhere, is seen', () => {
  const bytes = bytesOfKeptCode(usual);
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Uint8Array.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
    expect(read(damaged)).toBeUndefined();
  }
});

test('a file that is cut, or has more behind it, is none', () => {
  const bytes = bytesOfKeptCode(usual);
  for (let length = 0; length < bytes.length; length++) expect(read(bytes.slice(0, length))).toBeUndefined();
  expect(read(Buffer.concat([bytes, Buffer.alloc(8)]))).toBeUndefined();
  expect(read(Buffer.concat([bytes, bytes]))).toBeUndefined();
});

test.each([
  ['another command', 'simulate-0123456789abcdef-v20.20.2-linux-x64'],
  ['other code', 'decode-0123456789abcdee-v20.20.2-linux-x64'],
  ['another Node', 'decode-0123456789abcdef-v20.20.1-linux-x64'],
  ['another system', 'decode-0123456789abcdef-v20.20.2-darwin-x64'],
  ['another processor', 'decode-0123456789abcdef-v20.20.2-linux-arm64'],
])('code of %s is not used', (_, other) => {
  expect(read(bytesOfKeptCode(usual), other)).toBeUndefined();
  expect(read(bytesOfKeptCode({ ...usual, identity: other }))).toBeUndefined();
});

test.each([
  ['nothing', ''],
  ['noughts', '\0'.repeat(64)],
  ['no JSON', `${'x'.repeat(63)}\n`],
  ['no end of the line', JSON.stringify({ identity, additions: 0, lengths: [] }).padEnd(128)],
  [
    'lengths that are too long',
    `${JSON.stringify({ identity, additions: 0, lengths: [['a', 800]] }).padEnd(127)}\n`,
  ],
  [
    'lengths that are too short',
    `${JSON.stringify({ identity, additions: 0, lengths: [] }).padEnd(127)}\n${' '.repeat(8)}`,
  ],
  ['null', `${'null'.padEnd(63)}\n`],
])('%s twice is no code', (_, half) => {
  expect(read(Buffer.from(half + half, 'latin1'))).toBeUndefined();
});

test('any bytes twice are read or refused, never more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (half) => {
      expect(read(Buffer.concat([half, half]))).toBeUndefined();
    }),
  );
});
