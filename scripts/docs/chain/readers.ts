import { reveal } from '../../../src/core/raw.ts';
import { flavourIds, type FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openPlaces, type Places } from '../../../src/credentials/places/profiles.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryFile } from '../../../src/host/memory.ts';
import { shownValue as code } from './words.ts';
import type { Row } from './table.ts';

/** What the readers make of samples, by reading them. */

const home = '/home/me';

async function read(
  id: FlavourId,
  files: { readonly config?: MemoryFile; readonly credentials?: MemoryFile },
): Promise<Places> {
  const named = Object.entries(files).map(([name, text]) => [`${home}/.aws/${name}`, text] as const);
  const host = memoryHost({ env: { HOME: home }, homeFolder: home, files: Object.fromEntries(named) });
  return openPlaces(openWorld(host, 'offline'), flavours[id]);
}

async function rowOf(label: string, cell: (id: FlavourId) => Promise<string>): Promise<Row> {
  return { label, cells: await Promise.all(flavourIds.map(cell)) };
}

const lines: readonly (readonly [string, string])[] = [
  ['a blank around `=`', 'key = v'],
  ['a comment behind the value', 'key = v # c'],
  ['`#` without a blank before it', 'key = v#c'],
  ['quotes', 'key = "v"'],
  ['a second `=`', 'key = a=b'],
  ['capitals in the key', 'KEY = v'],
  ['`:` in place of `=`', 'key: v'],
  ['no `=`', 'key v'],
  ['no value', 'key ='],
  ['the key twice', 'key = v\nkey = w'],
  ['an indented line of text below', 'key = v\n  more'],
  ['an indented `j = w` below', 'key = v\n  j = w'],
  ['the first key indented', '  key = v'],
  ['an indented comment below', 'key = v\n  # c'],
  ['`export` before the key', 'export key = v'],
];

/** One row for each line of a credentials file: what the tool takes as the value of `key`. */
export function lineRows(): Promise<readonly Row[]> {
  return Promise.all([
    ...lines.map(([label, text]) => rowOf(label, (id) => valueIn(id, `[default]\n${text}\n`))),
    rowOf('a byte order mark', (id) => valueIn(id, '\u{feff}[default]\nkey = v\n')),
    rowOf('the section twice', (id) => valueIn(id, '[default]\nkey = v\n[default]\nj = w\n')),
    rowOf('a line before the first section', (id) => valueIn(id, 'j = w\n[default]\nkey = v\n')),
    rowOf('lines that end as on Windows', (id) => valueIn(id, '[default]\r\nkey = v\r\n')),
    rowOf('bytes that are not UTF-8', (id) =>
      valueIn(id, Uint8Array.of(...Buffer.from('[default]\nkey = v\n# '), 0xe9, 0x0a)),
    ),
  ]);
}

async function valueIn(id: FlavourId, credentials: MemoryFile): Promise<string> {
  const { files, profile } = await read(id, { credentials });
  if (files.credentials.isRejected) return 'file rejected';
  const { value } = profile.get('key');
  if (value === undefined) return 'not there';
  const shown = reveal(value).replaceAll('\n', '↵');
  const other = profile.get('j').value;
  return other === undefined ? code(shown) : `${code(shown)}, and \`j\``;
}

const configHeaders = [
  '[default]',
  '[profile default]',
  '[profile a]',
  '[profile  a]',
  '[profile "a b"]',
  '[profile a b]',
  '[ profile a ]',
  '[profile a] # c',
  '[profile a+b]',
  '[a]',
  '[DEFAULT]',
  '[sso-session a]',
  '[services a]',
  '[profile a',
];
const credentialsHeaders = ['[default]', '[a]', '[a b]', '[profile a]', '[sso-session a]', '[DEFAULT]'];

/** One row for each header: what it names. */
export function headerRows(): Promise<readonly Row[]> {
  return Promise.all([
    ...configHeaders.map((header) => rowOf(`config: \`${header}\``, (id) => namedBy(id, 'config', header))),
    ...credentialsHeaders.map((header) =>
      rowOf(`credentials: \`${header}\``, (id) => namedBy(id, 'credentials', header)),
    ),
  ]);
}

async function namedBy(id: FlavourId, role: 'config' | 'credentials', header: string): Promise<string> {
  const other = '[profile other]\nx = y\n';
  const text = `${header}\nkey = v\n${role === 'config' ? other : '[other]\nx = y\n'}`;
  const { files } = await read(id, { [role]: text });
  const file = files[role];
  if (file.isRejected) return 'file rejected';
  const named = [
    ...[...file.profiles.keys()].filter((name) => name !== 'other').map((name) => `profile ${code(name)}`),
    ...[...file.sessions.keys()].map((name) => `session ${code(name)}`),
    ...[...file.services.keys()].map((name) => `services ${code(name)}`),
  ];
  if (named.length > 0) return named.join(', ');
  const leaks = file.profiles.get('other')?.entries.has('key') === true;
  return leaks ? 'a part of every section' : 'nothing';
}
