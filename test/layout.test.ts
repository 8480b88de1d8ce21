import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');

/** The import order: a room imports itself and the rooms above it. */
const rooms = [
  'core',
  'documents',
  'host',
  'output',
  'formats',
  'data',
  'identifiers',
  'printers',
  'messages',
  'decode',
  'aws',
  'credentials',
  'identity',
  'policy',
  'lint',
  'testing',
  'account',
  'checks',
  'errors',
  'commands',
  'library',
  'matchers',
  'index.ts',
  'expect.ts',
  'vitest.ts',
  'jest.ts',
  'browser.ts',
  'commands.ts',
  'main.ts',
];

/**
 * The import order inside a capability: vocabulary, reading, deciding, answer. `.` are the files of its root; a file
 * that stands beside a folder of its name is the door of that folder and belongs to it.
 */
const drawers: Readonly<Record<string, readonly string[]>> = {
  credentials: ['.', 'places', 'chain', 'providers', 'flavours', 'retrieve', 'gotchas', 'answer'],
  identity: ['.', 'answer'],
  lint: ['.', 'rules', 'read', 'run', 'answer'],
  testing: ['.', 'run', 'answer', 'session'],
  checks: ['.', 'deletion', 'deciding', 'roles', 'answer'],
  policy: [
    '.',
    'condition',
    'match',
    'document',
    'prepare',
    'decision',
    'compare',
    'answer',
    'scenario',
    'stream',
  ],
};

/** `commands.ts` lists the commands and is no door: `main.ts` reads the options and the help of the command it found. */
const lists = ['commands'];

/** What both need belongs in `identifiers` or `core`. */
const strangers = [
  ['credentials', 'policy'],
  ['policy', 'credentials'],
  ['library', 'commands'],
  ['library', 'host'],
  ['library', 'aws'],
  ['index.ts', 'commands'],
  ['browser.ts', 'commands'],
  ['browser.ts', 'host'],
];

/** Who may use Node's modules; `data/files.ts` reads the package's own tables, which are a part of the program. */
const worldly = ['host', 'aws', 'matchers'];
const tableReader = 'data/files.ts';
/** Who may import which package. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
  commander: ['commands'],
  chalk: ['output'],
  ini: ['formats'],
  yaml: ['formats'],
  vitest: ['vitest.ts'],
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

const files = [...new Set(ownImports.map(({ file }) => file))];

/** The groups of files that import one another in a circle, each as one line of sorted names. */
function circles(): readonly string[] {
  const to = new Map(
    files.map((file) => [file, ownImports.filter((one) => one.file === file).map(({ path }) => path)]),
  );
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const left = [...(to.get(from) ?? [])];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      left.push(...(to.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(files.map((file) => [file, reach(file)]));
  const groups = files
    .filter((file) => reached.get(file)?.has(file))
    .map((file) => files.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)));
  return [...new Set(groups.map((group) => group.sort().join(' ')))];
}

test('no import runs in a circle, types included', () => {
  expect(circles()).toEqual([]);
});

/** The folders on the way to a file that have a door: a file of their name beside them. */
const doors = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, at, parts) => parts.slice(0, at + 1).join('/'))
    .filter((folder) => !lists.includes(folder) && existsSync(join(root, `${folder}.ts`)));

test('a folder with a file of its name beside it is entered through that file only', () => {
  const wrong = ownImports.filter(({ file, path }) =>
    doors(path).some((folder) => file !== `${folder}.ts` && !file.startsWith(`${folder}/`)),
  );
  expect(wrong).toEqual([]);
});

test('no command imports the drawer of another command', () => {
  const drawer = (path: string) => /^commands\/([^/]+)(?:\/|\.ts$)/.exec(path)?.[1];
  const wrong = ownImports.filter(
    ({ file, path }) => /^commands\/[^/]+\//.test(path) && drawer(file) !== drawer(path),
  );
  expect(wrong).toEqual([]);
});

test.each(Object.entries(drawers))('the rooms of %s stand in their order', (room, order) => {
  const folders = readdirSync(join(root, room), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).filter((name) => !order.includes(name))).toEqual([]);

  const drawerOf = (path: string): string => {
    const [, first = ''] = path.split('/');
    const name = first.replace(/\.ts$/, '');
    return order.includes(name) ? name : '.';
  };
  const wrong = ownImports
    .filter(({ file, path }) => file.startsWith(`${room}/`) && path.startsWith(`${room}/`))
    .filter(({ file, path }) => order.indexOf(drawerOf(path)) > order.indexOf(drawerOf(file)));
  expect(wrong).toEqual([]);
});

test('imports name the file', () => {
  expect(ownImports.filter(({ path }) => !/\.(ts|json)$/.test(path))).toEqual([]);
});

test('only host, aws and the reader of tables use Node modules', () => {
  const wrong = imports.filter(
    ({ file, room, from }) => from.startsWith('node:') && !worldly.includes(room) && file !== tableReader,
  );
  expect(wrong).toEqual([]);
});

/** What makes text of a page; `output/` has more that others may use: what hides secrets and quotes for shells. */
const renderers = [
  'columns',
  'diagnostics',
  'excerpt',
  'excerpt-lines',
  'fields',
  'fit',
  'line',
  'look',
  'steps',
  'text',
  'width',
]
  .concat(['error', 'safe-page'])
  .map((name) => `output/${name}.ts`);

// A matcher that fails has a text to show and no border behind it.
test('no room makes text of a page to look at it: it says what may be left out', () => {
  expect(renderers.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const wrong = ownImports.filter(
    ({ file, room, path }) =>
      renderers.includes(path) && room !== 'output' && file !== 'main.ts' && room !== 'matchers',
  );
  expect(wrong).toEqual([]);
});

/** All files that a file imports, itself or through others. */
function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const each of reached) {
    for (const one of ownImports) if (one.file === each) reached.add(one.path);
  }
  return reached;
}

const entrances = ['index.ts', 'expect.ts'];

test('who reads tables says where they are: commands and the library, and no room', () => {
  const choosing = ownImports.filter(({ path }) => path === tableReader);
  expect(choosing.filter(({ room }) => room !== 'commands' && !entrances.includes(room))).toEqual([]);
  const faces = files.filter((file) => /^commands\/[^/]+\.ts$/.test(file));
  const reading = faces.filter((file) => reachedFrom(file).has('data/source.ts'));
  expect(reading).toContain('commands/simulate.ts');
  expect(reading.filter((file) => !reachedFrom(file).has(tableReader))).toEqual([]);
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
    // Has Node's own decompression from the process.
    .filter((file) => file.split(sep).join('/') !== tableReader)
    .filter((file) => /\bprocess\.(?!\.|ts\b)|\bconsole\./.test(readFileSync(join(root, file), 'utf8')));
  expect(wrong).toEqual([]);
});

/** Who opens, sends, runs, parses or prints what was read; everybody else asks a `Raw` questions about it. */
const revealing: readonly RegExp[] = [
  /^printers\//,
  /^core\/(?:nearest|secrets)\.ts$/,
  /^credentials\/(?:places|retrieve)\//,
  /^credentials\/chain\/imds-client\.ts$/,
  /^credentials\/providers\/(?:container-endpoint|process)\.ts$/,
];

test('the text of a Raw is revealed where it is used, and nowhere else', () => {
  const asking = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.ts') && file !== 'core/raw.ts')
    .filter((file) => /\breveal\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(asking.filter((file) => !revealing.some((pattern) => pattern.test(file)))).toEqual([]);
});

test('a stream is lines of JSON: what has another form is a written answer', () => {
  const streaming = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /kind: 'stream'/.test(readFileSync(join(root, file), 'utf8')));
  expect(streaming.sort()).toEqual([
    'commands/decode/stream.ts',
    'core/answer.ts',
    'policy/stream/answer.ts',
  ]);
});

test('only a printer says that a text may be shown', () => {
  const sealing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('printers/'))
    .filter((file) => /\basShown\b|\bas Shown\b/.test(readFileSync(join(root, file), 'utf8')));
  expect(sealing).toEqual([]);
});
