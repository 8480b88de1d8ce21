import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachePlace, findKeptCode, type CachePlace, type CacheWorld } from '../../src/host/code-cache.ts';
import { keepCode } from '../../src/host/keep-code.ts';
import { bytesOfKeptCode } from '../../src/host/kept-code.ts';
import { describeWith, notRoot, posix, testWith } from '../support/process.ts';

const identity = 'decode-0123456789abcdef-v20.20.2-linux-x64';
const code = Uint8Array.from([1, 2, 3, 4, 5]);
const isRoot = { name: 'root', isThere: process.getuid?.() === 0 };
const somebodyElse = 65_534;

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-cache-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function world(env: CacheWorld['env'] = { HOME: home }): CacheWorld {
  return { env, platform: process.platform === 'win32' ? 'win32' : 'linux', userId: process.geteuid?.() };
}

function placeOf(env?: CacheWorld['env']): CachePlace {
  const place = cachePlace(
    world(process.platform === 'win32' && env === undefined ? { LOCALAPPDATA: home } : env),
    identity,
  );
  if (place === undefined) throw new Error('there is no place for a cache');
  return place;
}

/** A run that compiled one text. */
function run(place: CachePlace, key = 'decode.cjs', now = Date.now()) {
  const found = findKeptCode(place);
  keepCode({ place, found, codes: () => new Map([[key, code]]), processId: process.pid, now });
  return found;
}

/** A cache as the second run leaves it. */
function filled(env?: CacheWorld['env']): CachePlace {
  const place = placeOf(env);
  run(place);
  run(place);
  return place;
}

describe('where the cache stands', () => {
  const folderOf = (env: CacheWorld['env'], platform = 'linux') =>
    cachePlace({ env, platform, userId: 1000 }, identity)?.folder;

  test.each([
    [{ HOME: '/home/mika' }, 'linux', '/home/mika/.cache/iamx'],
    [{ HOME: '/home/mika', XDG_CACHE_HOME: '' }, 'linux', '/home/mika/.cache/iamx'],
    [{ HOME: '/home/mika', XDG_CACHE_HOME: '/var/cache/mika' }, 'linux', '/var/cache/mika/iamx'],
    [{ HOME: '/Users/mika' }, 'darwin', '/Users/mika/Library/Caches/iamx'],
    [{ HOME: '/Users/mika', XDG_CACHE_HOME: '/Volumes/fast' }, 'darwin', '/Volumes/fast/iamx'],
    [{ LOCALAPPDATA: '/c/Users/mika/AppData/Local' }, 'win32', '/c/Users/mika/AppData/Local/iamx'],
  ])('%j on %s: %s', (env, platform, folder) => {
    expect(folderOf(env, platform)).toBe(folder);
  });

  test.each([
    [{}, 'linux'],
    [{ HOME: '' }, 'linux'],
    [{ HOME: 'home' }, 'linux'],
    [{ HOME: '/home/mika', XDG_CACHE_HOME: 'cache' }, 'linux'],
    [{ HOME: '/home/mika', XDG_CACHE_HOME: './' }, 'linux'],
    [{ HOME: '/home/mika', XDG_CACHE_HOME: '../cache' }, 'linux'],
    [{ HOME: '/home/mika', IAMX_CACHE: '0' }, 'linux'],
    [{ HOME: '/home/mika' }, 'win32'],
    [{ LOCALAPPDATA: 'AppData' }, 'win32'],
  ])('%j on %s: nowhere', (env, platform) => {
    expect(folderOf(env, platform)).toBeUndefined();
  });
});

test('the first run leaves a mark, the second keeps the code, the third has it', () => {
  const place = placeOf();
  expect(run(place)).toBeUndefined();
  expect(readdirSync(place.folder)).toEqual([`${identity}.first`]);
  expect(run(place)).toBeUndefined();
  expect(readdirSync(place.folder)).toEqual([identity, `${identity}.first`]);
  const found = run(place, 'decode/page.ts');
  expect([...(found?.codes ?? [])].map(([key, bytes]) => [key, [...bytes]])).toEqual([
    ['decode.cjs', [...code]],
  ]);
  // What a later run needed besides is there too, and what it did not need is still there.
  expect([...(findKeptCode(place)?.codes.keys() ?? [])]).toEqual(['decode.cjs', 'decode/page.ts']);
});

test('runs add to it a few times, and then no more', () => {
  const place = filled();
  for (let count = 0; count < 40; count++) run(place, `module-${count}.ts`);
  expect(findKeptCode(place)).toMatchObject({ additions: 12 });
  expect(findKeptCode(place)?.codes.size).toBe(13);
});

test('what is old, and what is too much, is taken away; nothing else is', () => {
  const place = filled();
  const version = (count: number) => identity.replace('v20.20.2', `v20.20.${count + 100}`);
  for (let count = 0; count < 80; count++) writeFileSync(join(place.folder, version(count)), '');
  const old = `${identity.replace('decode', 'whoami')}.77.tmp`;
  for (const name of [old, 'notes.txt']) {
    writeFileSync(join(place.folder, name), '');
    utimesSync(join(place.folder, name), 1_600_000_000, 1_600_000_000);
  }
  run(place, 'more.ts');
  const left = readdirSync(place.folder);
  expect(left).toContain(identity);
  expect(left).toContain('notes.txt');
  expect(left).not.toContain(old);
  expect(left.length).toBeLessThan(68);
});

test('a damaged file is made anew', () => {
  const place = filled();
  const bytes = readFileSync(place.path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(place.path, bytes);
  expect(run(place)).toBeUndefined();
  expect(findKeptCode(place)).toMatchObject({ additions: 0 });
});

test.each(['empty', 'huge', 'swapped', 'folder'])('a file that is %s is not used', (kind) => {
  const place = filled();
  rmSync(place.path);
  if (kind === 'empty') writeFileSync(place.path, '', { mode: 0o600 });
  if (kind === 'folder') mkdirSync(place.path);
  if (kind === 'swapped') {
    const other = identity.replace('decode', 'simulate');
    const bytes = bytesOfKeptCode({ identity: other, additions: 0, codes: new Map([['decode.cjs', code]]) });
    writeFileSync(place.path, bytes, { mode: 0o600 });
  }
  if (kind === 'huge') {
    writeFileSync(
      place.path,
      bytesOfKeptCode({ identity, additions: 0, codes: new Map([['a', Buffer.alloc(33 * 1024 * 1024)]]) }),
      { mode: 0o600 },
    );
  }
  expect(findKeptCode(place)).toBeUndefined();
  expect(() => run(place)).not.toThrow();
});

describeWith([posix], 'who may have written it', () => {
  test('folder and file are for the user alone', () => {
    const place = filled();
    expect(statSync(place.folder).mode & 0o777).toBe(0o700);
    expect(statSync(place.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, '.cache')).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['the file', 0o620, (place: CachePlace) => place.path],
    ['the file', 0o602, (place: CachePlace) => place.path],
    ['the folder', 0o770, (place: CachePlace) => place.folder],
    ['the folder', 0o707, (place: CachePlace) => place.folder],
    ['the folder above', 0o770, () => join(home, '.cache')],
    ['the folder above, sticky', 0o1777, () => join(home, '.cache')],
    ['the home', 0o777, () => home],
  ])('%s with mode %o: not used', (_name, mode, pathOf) => {
    const place = filled();
    expect(findKeptCode(place)).toBeDefined();
    chmodSync(pathOf(place), mode);
    expect(findKeptCode(place)).toBeUndefined();
  });

  test.each([
    ['readable by others', 0o755, () => join(home, '.cache')],
    ['sticky, further above, as /tmp', 0o1777, () => home],
  ])('%s: used', (_name, mode, pathOf) => {
    const place = filled();
    chmodSync(pathOf(), mode);
    expect(findKeptCode(place)).toBeDefined();
  });

  test.each([
    ['writable by all', 0o1777],
    ['writable by a group', 0o775],
  ])('where the place for caches is %s nothing is written', (_name, mode) => {
    const caches = join(home, 'caches');
    mkdirSync(caches);
    chmodSync(caches, mode);
    const place = placeOf({ HOME: home, XDG_CACHE_HOME: caches });
    for (let count = 0; count < 3; count++) expect(run(place)).toBeUndefined();
    expect(readdirSync(caches)).toEqual([]);
    expect(readdirSync(home)).toEqual(['caches']);
  });

  test('a home that does not exist is not made', () => {
    const place = placeOf({ HOME: join(home, 'nobody') });
    for (let count = 0; count < 3; count++) expect(run(place)).toBeUndefined();
    expect(readdirSync(home)).toEqual([]);
  });

  test('a place for caches that does not exist is made, but not the way there', () => {
    filled({ XDG_CACHE_HOME: join(home, 'caches') });
    expect(existsSync(join(home, 'caches', 'iamx', identity))).toBe(true);
    const deep = placeOf({ XDG_CACHE_HOME: join(home, 'a', 'b', 'c') });
    for (let count = 0; count < 3; count++) expect(run(deep)).toBeUndefined();
    expect(existsSync(join(home, 'a'))).toBe(false);
  });

  test('the folder itself may not be a link', () => {
    const place = filled();
    renameSync(place.folder, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), place.folder);
    expect(findKeptCode(place)).toBeUndefined();
    const before = readdirSync(join(home, 'elsewhere'));
    run(place, 'more.ts');
    expect(readdirSync(join(home, 'elsewhere'))).toEqual(before);
  });

  test('nor may the file; writing puts a file in the place of the link', () => {
    const place = filled();
    const target = join(home, 'target');
    renameSync(place.path, target);
    symlinkSync(target, place.path);
    expect(findKeptCode(place)).toBeUndefined();
    const before = readFileSync(target);
    run(place);
    run(place);
    expect(readFileSync(target)).toEqual(before);
    expect(findKeptCode(place)).toBeDefined();
  });

  test('a link above counts as what it leads to', () => {
    mkdirSync(join(home, 'disk'));
    symlinkSync(join(home, 'disk'), join(home, '.cache'));
    const place = filled();
    expect(findKeptCode(place)).toBeDefined();
    chmodSync(join(home, 'disk'), 0o777);
    expect(findKeptCode(place)).toBeUndefined();
  });

  test('nothing is written through a link that stands where a mark or a new file would', () => {
    const place = placeOf();
    mkdirSync(place.folder, { recursive: true, mode: 0o700 });
    chmodSync(join(home, '.cache'), 0o700);
    for (const name of [`${place.path}.first`, `${place.path}.${process.pid}.tmp`])
      symlinkSync(join(home, 'target'), name);
    for (let count = 0; count < 3; count++) run(place);
    expect(existsSync(join(home, 'target'))).toBe(false);
  });

  testWith([isRoot], 'what belongs to somebody else is not used', () => {
    for (const pathOf of [
      (place: CachePlace) => place.path,
      (place: CachePlace) => place.folder,
      () => join(home, '.cache'),
      () => home,
    ]) {
      const place = filled();
      chownSync(pathOf(place), somebodyElse, somebodyElse);
      expect(findKeptCode(place)).toBeUndefined();
      rmSync(join(home, '.cache'), { recursive: true });
      chownSync(home, 0, 0);
    }
  });

  testWith([notRoot], 'a home that cannot be written goes without', () => {
    chmodSync(home, 0o500);
    const place = placeOf();
    for (let count = 0; count < 3; count++) expect(run(place)).toBeUndefined();
    expect(readdirSync(home)).toEqual([]);
    chmodSync(home, 0o700);
  });
});
