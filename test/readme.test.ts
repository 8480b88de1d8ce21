import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { picture } from '../scripts/picture.ts';
import { withTrueOutput } from '../scripts/readme.ts';
import { commands } from '../src/commands.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test('every example shows its true output', async () => {
  expect(readme).toBe(await withTrueOutput(readme));
});

test('every command has its place in the table', () => {
  for (const { name } of commands) expect(readme).toContain(`\`iamx ${name}\``);
});

test('there are at least four examples', () => {
  expect(readme.match(/```console\n\$ iamx /g)?.length).toBeGreaterThanOrEqual(4);
});

test('the picture shows a true answer', async () => {
  expect(await readFile(new URL('../docs/answer.svg', import.meta.url), 'utf8')).toBe(await picture());
});
