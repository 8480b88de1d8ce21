import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../src/host/memory.ts';
import { lookOf, showsUnicode, wantsColour } from '../../src/output/look.ts';

const terminal = { isTerminal: true, columns: 90 };
const pipe = { isTerminal: false };

test.each([
  { env: {}, stream: terminal, option: true, colour: true },
  { env: {}, stream: pipe, option: true, colour: false },
  { env: {}, stream: terminal, option: false, colour: false },
  { env: { NO_COLOR: '1' }, stream: terminal, option: true, colour: false },
  { env: { NO_COLOR: '' }, stream: terminal, option: true, colour: true },
  { env: { FORCE_COLOR: '1' }, stream: pipe, option: true, colour: true },
  { env: { FORCE_COLOR: '0' }, stream: terminal, option: true, colour: false },
  { env: { FORCE_COLOR: '3', NO_COLOR: '1' }, stream: pipe, option: true, colour: true },
  { env: { FORCE_COLOR: '1' }, stream: pipe, option: false, colour: false },
  { env: { TERM: 'dumb' }, stream: terminal, option: true, colour: false },
])('colour with $env, terminal $stream.isTerminal, --color $option: $colour', (row) => {
  expect(wantsColour(memoryHost({ env: row.env }), row.stream, row.option)).toBe(row.colour);
});

test.each([
  { env: { LANG: 'en_GB.UTF-8' }, unicode: true },
  { env: { LANG: 'C.utf8' }, unicode: true },
  { env: { LANG: 'C' }, unicode: false },
  { env: {}, unicode: false },
  { env: { LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, unicode: false },
  { env: { LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LANG: 'C' }, unicode: true },
  { env: { LC_CTYPE: 'POSIX', LANG: 'en_GB.UTF-8' }, unicode: false },
  { env: { TERM: 'linux', LANG: 'en_GB.UTF-8' }, unicode: false },
  { env: {}, platform: 'windows' as const, unicode: false },
  { env: { WT_SESSION: '1' }, platform: 'windows' as const, unicode: true },
  { env: { TERM_PROGRAM: 'vscode' }, platform: 'windows' as const, unicode: true },
])('marks of UTF-8 with $env on $platform: $unicode', ({ env, platform, unicode }) => {
  expect(showsUnicode(memoryHost({ env, platform: platform ?? 'posix' }))).toBe(unicode);
});

describe('width', () => {
  test.each([
    { stream: terminal, width: 90 },
    { stream: { isTerminal: true, columns: 300 }, width: 100 },
    { stream: { isTerminal: true, columns: 5 }, width: 20 },
    { stream: { isTerminal: true }, width: 80 },
    { stream: pipe, width: 80 },
  ])('$stream gives $width', async ({ stream, width }) => {
    expect((await lookOf(memoryHost(), stream, true)).width).toBe(width);
  });
});

test('colours are painted where they are wanted', async () => {
  const look = await lookOf(memoryHost({ env: { FORCE_COLOR: '1' } }), pipe, true);
  expect(look.paint('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
  expect(look.paint('plain', 'x')).toBe('x');
});
