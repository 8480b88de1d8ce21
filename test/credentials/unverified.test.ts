import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'src');

/** Both words of `iamx diff OLD NEW`. */
const versions = /\bOLD and NEW\b/g;

/** The tables in which a rule may be marked as old or not verified: docs/decisions/0023. */
const tables = [/^credentials\/flavours\//, /^credentials\/gotchas\//, /^formats\/ini-dialects\.ts$/];

const marked = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .filter((file) => /\b(?:OLD|UNV)\b/.test(readFileSync(join(root, file), 'utf8').replace(versions, '')))
  .map((file) => file.split(sep).join('/'));

test('rules that were not verified are marked, and stand in tables alone', () => {
  expect(marked).not.toEqual([]);
  expect(marked.filter((file) => !tables.some((table) => table.test(file)))).toEqual([]);
});
