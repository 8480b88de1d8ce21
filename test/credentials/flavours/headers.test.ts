import { rawText } from '../../support/raw-text.ts';
import { describe, expect, test } from 'vitest';
import { go } from '../../../src/credentials/flavours/go.ts';
import { java } from '../../../src/credentials/flavours/java.ts';
import { rust } from '../../../src/credentials/flavours/rust.ts';
import { openFiles } from '../../../src/credentials/places/profiles.ts';
import type { FileRole } from '../../../src/credentials/places/section-names.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost } from '../../../src/host/memory.ts';

const flavours = { go, java, rust } as const;
type Id = keyof typeof flavours;
type Expected = Readonly<Record<Id, string>>;

const all = (name: string): Expected => ({ go: name, java: name, rust: name });
const onlyGo = (name: string): Expected => ({ go: name, java: '', rust: '' });

/** The names of the profiles that a file with this header has; `fail` is none. */
const headers: readonly (readonly [header: string, role: FileRole, expected: Expected])[] = [
  ['[profile a]', 'config', all('a')],
  ['[a]', 'config', all('')],
  ['[default]', 'config', all('default')],
  ['[profile default]', 'config', all('default')],
  ['[profile "a b"]', 'config', onlyGo('"a b"')],
  ["[profile 'a']", 'config', onlyGo("'a'")],
  ['[profile a b]', 'config', onlyGo('a b')],
  ['[profile  a]', 'config', all('a')],
  ['[profile\ta]', 'config', all('a')],
  ['[ profile a ]', 'config', all('a')],
  ['[profile a ]', 'config', all('a')],
  ['[Profile a]', 'config', all('')],
  ['[ default ]', 'config', all('default')],
  ['[DEFAULT]', 'config', onlyGo('DEFAULT')],
  ['[DEFAULT]', 'credentials', all('DEFAULT')],
  ['[profile.a]', 'config', all('')],
  ['[profile a.b]', 'config', all('a.b')],
  ['[profile a/b@c+d:e%f]', 'config', { go: 'a/b@c+d:e%f', java: '', rust: 'a/b@c+d:e%f' }],
  ['[profile é]', 'config', onlyGo('é')],
  ['[profile a(b)]', 'config', onlyGo('a(b)')],
  ['[profile a] # c', 'config', all('a')],
  ['[profile a]# c', 'config', all('a')],
  ['[profile a]junk', 'config', { ...all('fail'), go: '' }],
  ['[profile a', 'config', { ...all('fail'), go: '' }],
  ['  [profile a]', 'config', { ...all('fail'), go: 'a' }],
  ['[a]', 'credentials', all('a')],
  ['[profile a]', 'credentials', all('')],
  ['[a b]', 'credentials', onlyGo('a b')],
  ['[ a ]', 'credentials', all('a')],
  ['["a"]', 'credentials', onlyGo('"a"')],
  ['[sso-session s]', 'config', all('')],
  ['[services s]', 'config', all('')],
];

function open(id: Id, content: Readonly<Partial<Record<FileRole, string>>>) {
  const files = Object.fromEntries(
    Object.entries(content).map(([role, text]) => [`/home/user/.aws/${role}`, text]),
  );
  return openFiles(openWorld(memoryHost({ env: { HOME: '/home/user' }, files }), 'offline'), flavours[id]);
}

describe.each(['go', 'java', 'rust'] as const)('%s, 4.2', (id) => {
  test.each(headers)('%j in the %s file', async (header, role, expected) => {
    const files = await open(id, { [role]: `${header}\nk = v\n` });
    expect(files[role].isRejected ? 'fail' : files.names().join(', ')).toBe(expected[id]);
  });

  test('[profile default] stands for both, wherever it is', async () => {
    for (const config of [
      '[default]\nk = 1\n[profile default]\nk = 2',
      '[profile default]\nk = 2\n[default]\nk = 1',
    ]) {
      const profile = (await open(id, { config })).profile('default');
      expect(rawText(profile.get('k'))).toBe('2');
    }
  });

  test('a section without keys is a profile, and names keep their case', async () => {
    const files = await open(id, { config: '[profile a]\n[profile A]\nk = v' });
    expect(files.names()).toEqual(['a', 'A']);
  });

  test('sessions and services of the config file', async () => {
    const files = await open(id, { config: '[sso-session s]\nk = v\n[services t]\nk = v\n' });
    expect([files.session('s') !== undefined, files.services('t') !== undefined]).toEqual([true, true]);
  });
});

test.each<[Id, boolean]>([
  ['go', true],
  ['java', false],
  ['rust', false],
])('%s, 4.2: [sso-session s] of the credentials file counts: %s', async (id, counts) => {
  const files = await open(id, { credentials: '[sso-session s]\nk = v\n' });
  expect(files.session('s') !== undefined).toBe(counts);
});

/** Where the files are. */
describe('where the files are, 4.1', () => {
  const pathIn = async (id: Id, env: Readonly<Record<string, string>>, platform?: 'windows') => {
    const host = memoryHost({ env, ...(platform === undefined ? {} : { platform }) });
    return (await openFiles(openWorld(host, 'offline'), flavours[id])).config.path;
  };
  const home = { HOME: '/root' };

  test.each<[string, Readonly<Record<string, string>>, Expected]>([
    ['by default', home, all('/root/.aws/config')],
    ['without HOME', {}, all('/home/user/.aws/config')],
    ['as it is', { ...home, AWS_CONFIG_FILE: '/c' }, all('/c')],
    ['~/', { ...home, AWS_CONFIG_FILE: '~/c' }, { go: '~/c', java: '/root/c', rust: '/root/c' }],
    ['~', { ...home, AWS_CONFIG_FILE: '~' }, { go: '~', java: '~', rust: '/root' }],
    ['~other', { ...home, AWS_CONFIG_FILE: '~other/c' }, all('~other/c')],
    ['$HOME', { ...home, AWS_CONFIG_FILE: '$HOME/c' }, all('$HOME/c')],
    ['empty', { ...home, AWS_CONFIG_FILE: '' }, { go: '/root/.aws/config', java: '', rust: '' }],
  ])('%s', async (_, env, expected) => {
    for (const id of ['go', 'java', 'rust'] as const) expect(await pathIn(id, env)).toBe(expected[id]);
  });

  test('on Windows', async () => {
    const env = { USERPROFILE: 'D:\\me' };
    for (const id of ['go', 'java', 'rust'] as const) {
      expect(await pathIn(id, env, 'windows')).toBe('D:\\me\\.aws\\config');
    }
  });

  test('Java: by a property', async () => {
    const env = { ...home, AWS_CONFIG_FILE: '/c', JAVA_TOOL_OPTIONS: '-Daws.configFile=/p' };
    expect(await pathIn('java', env)).toBe('/p');
  });
});
