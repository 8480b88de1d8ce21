import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');

/** The import order: a room imports itself and the rooms above it. */
const rooms = [
  'core',
  'host',
  'formats',
  'data',
  'output',
  'identifiers',
  'decode',
  'messages',
  'aws',
  'credentials',
  'identity',
  'policy',
  'lint',
  'testing',
  'account',
  'checks',
  'commands',
  'commands.ts',
  'main.ts',
];

/** What both need belongs in `identifiers` or `core`. */
const strangers = [
  ['credentials', 'policy'],
  ['policy', 'credentials'],
];

/** Rooms that may use Node's modules; `data` reads the package's own tables, which are a part of the program. */
const worldly = ['host', 'aws', 'data'];
/** Who may import which package. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
  commander: ['commands'],
  chalk: ['output'],
  ini: ['formats'],
  yaml: ['formats'],
};

interface Import {
  readonly file: string;
  readonly room: string;
  readonly from: string;
}

const importOf = /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

const imports: readonly Import[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(importOf)].map((match) => ({
      file: file.split(sep).join('/'),
      room: file.split(sep)[0] ?? '',
      from: match[1] ?? match[2] ?? '',
    })),
  );
const ownImports = imports
  .filter(({ from }) => from.startsWith('.'))
  .map(({ file, room, from }) => {
    const path = relative(root, join(root, dirname(file), from));
    return { file, room, path: path.split(sep).join('/'), to: path.split(sep)[0] ?? '' };
  });

test('the program has imports to look at', () => {
  expect(ownImports.length).toBeGreaterThan(50);
});

test('every room is in the list', () => {
  expect(readdirSync(root).filter((entry) => !rooms.includes(entry))).toEqual([]);
});

test('a room imports only itself and rooms above it', () => {
  const wrong = ownImports.filter(
    ({ room, to, path }) =>
      path !== '../package.json' &&
      rooms.indexOf(to) > rooms.indexOf(room) &&
      // A command's help lists all commands by type only.
      !(room === 'commands' && path === 'commands.ts'),
  );
  expect(wrong).toEqual([]);
  expect(ownImports.filter(({ to, path }) => to === '..' && path !== '../package.json')).toEqual([]);
});

test.each(strangers)('%s does not know %s', (room, other) => {
  expect(ownImports.filter((one) => one.room === room && one.to === other)).toEqual([]);
});

test('imports name the file', () => {
  expect(ownImports.filter(({ path }) => !/\.(ts|json)$/.test(path))).toEqual([]);
});

test('only host, aws and data use Node modules', () => {
  const wrong = imports.filter(({ room, from }) => from.startsWith('node:') && !worldly.includes(room));
  expect(wrong).toEqual([]);
});

test('a package is imported in its room only', () => {
  const wrong = imports.filter(({ room, from }) => {
    if (from.startsWith('.') || from.startsWith('node:')) return false;
    if (/^@(aws-sdk|smithy)\//.test(from)) return room !== 'aws';
    return !(packageRooms[from] ?? []).includes(room);
  });
  expect(wrong).toEqual([]);
});

test('only host and main touch the process', () => {
  const wrong = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(host|aws)[\\/]|^main\.ts$/.test(file))
    .filter((file) => /\bprocess\.(?!\.|ts\b)|\bconsole\./.test(readFileSync(join(root, file), 'utf8')));
  expect(wrong).toEqual([]);
});
