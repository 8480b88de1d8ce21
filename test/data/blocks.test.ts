import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBlocks, encodeBlocks } from '../../scripts/data/blocks.ts';
import { IamxError } from '../../src/core/error.ts';
import { parseBlocks } from '../../src/data/blocks.ts';
import { readLines, readTable } from '../../src/data/source.ts';
import { parseVersions } from '../../src/data/versions.ts';
import { runs } from '../support/budget.ts';
import { anyCharacter } from '../support/text.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof IamxError) return error.code;
    throw error;
  }
  return 'no error';
}

test('blocks come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: anyCharacter })), (texts) => {
      const bytes = encodeBlocks(texts);
      const blocks = parseBlocks('x.bin', bytes);
      expect(Array.from({ length: blocks.count }, (_, index) => blocks.text(index))).toEqual(texts);
      expect(decodeBlocks(bytes)).toEqual(texts);
    }),
    { numRuns: runs(20) },
  );
});

test('a file with any one byte changed or any end cut off is told from a whole one', () => {
  const whole = encodeBlocks(['one '.repeat(20), 'two '.repeat(20)]);
  const readAll = (bytes: Buffer) => {
    const blocks = parseBlocks('x.bin', bytes);
    return [blocks.text(0), blocks.text(1)];
  };
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x5a;
    expect(codeOf(() => readAll(damaged))).toBe('data-unreadable');
    expect(codeOf(() => readAll(whole.subarray(0, at)))).toBe('data-unreadable');
  }
  expect(readAll(whole)).toEqual(['one '.repeat(20), 'two '.repeat(20)]);
});

test('a block that is not there is an error of the data', () => {
  expect(codeOf(() => parseBlocks('x.bin', encodeBlocks(['one'])).text(1))).toBe('data-unreadable');
});

test('a missing table names the file and what to do', () => {
  let error: unknown;
  try {
    readTable('nosuch.bin');
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'data-unreadable', exitStatus: 2 });
  expect(String(error)).toMatch(/the data file `.*nosuch\.bin` cannot be read$/);
  expect(error instanceof IamxError ? error.hint : '').toContain('npm install');
});

test('comments of a text table are left out', () => {
  expect(readLines('services.txt')[0]).toBe('a2c\tAWS App2Container\t');
});

test.each([
  { text: '', because: 'empty' },
  { text: '[]', because: 'not an object' },
  { text: '{"iam":{}}', because: 'without its members' },
  { text: '{"iam":{"source":"x","version":"1","date":"d","counts":{"actions":"many"}}}', because: 'a count is no number' },
])('meta.json that is $because is an error of the data', ({ text }) => {
  expect(codeOf(() => parseVersions(text))).toBe('data-unreadable');
});
