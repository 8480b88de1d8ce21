import { expect, test } from 'vitest';
import { findExecutable, firstShellWord } from '../../../src/credentials/places/executable.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';

const file = { content: '', mode: 0o755 };
const files: MemoryWorld['files'] = {
  '/bin/tool': file,
  '/opt/bin/tool': file,
  '/opt/bin/plain': { content: '', mode: 0o644 },
  '/home/user/work/here': file,
  '/home/user/work/folder/x': file,
};
const open = (env: MemoryWorld['env'] = {}) =>
  openWorld(memoryHost({ files, env: { HOME: '/home/user', ...env } }), 'offline');

test.each<[string, MemoryWorld['env'], object]>([
  ['tool', { PATH: '/none:/opt/bin:/bin' }, { kind: 'found', path: '/opt/bin/tool' }],
  ['tool', {}, { kind: 'found', path: '/bin/tool' }],
  ['tool', { PATH: '' }, { kind: 'missing' }],
  ['plain', { PATH: '/opt/bin' }, { kind: 'not-executable' }],
  ['/opt/bin/plain', {}, { kind: 'not-executable' }],
  ['./here', {}, { kind: 'found' }],
  ['here', { PATH: ':/bin' }, { kind: 'found' }],
  ['./folder', {}, { kind: 'missing' }],
  ['~/here', {}, { kind: 'missing' }],
])('%s with %o', async (program, env, expected) => {
  expect(await findExecutable(open(env), program)).toMatchObject(expected);
});

test('on Windows a program may lack its ending', async () => {
  const host = memoryHost({
    platform: 'windows',
    files: { 'C:\\tools\\get.exe': '' },
    env: { Path: 'C:\\tools', PATHEXT: '.EXE' },
  });
  const world = openWorld(host, 'offline');
  // The file system of Windows does not mind the case; this one does.
  expect(await findExecutable(world, 'get.exe')).toMatchObject({ kind: 'found' });
  expect(await findExecutable(world, 'other')).toMatchObject({ kind: 'missing' });
});

test.each([
  ['tool --x', 'tool'],
  ['  /opt/my-tool | cat', '/opt/my-tool'],
  ['~/bin/tool', '/home/user/bin/tool'],
  ['"/opt/my tool" --x', '/opt/my tool'],
  ['$HOME/tool', undefined],
  ['`which tool`', undefined],
  ['A=1 tool', undefined],
  ['echo {}', undefined],
  ['cd /x && tool', undefined],
  ['(tool)', undefined],
  ['', undefined],
  ['tool;other', 'tool'],
])('a shell first runs, of %j: %s', (command, expected) => {
  expect(firstShellWord(command, open())).toBe(expected);
});
