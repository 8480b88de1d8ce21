import { expect, test } from 'vitest';
import { cacheKey, readCachedRole, readCacheFile } from '../../../src/credentials/places/tool-caches.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost } from '../../../src/host/memory.ts';

/** The expected names are `hashlib.sha1(json.dumps(…, sort_keys=True).encode())` of Python 3.11. */
test.each([
  [
    { RoleArn: 'arn:aws:iam::111122223333:role/R', ExternalId: undefined },
    'python',
    '9f6de0e54f0bab369e7d3e83f0126cd6be8735a2',
  ],
  [
    {
      RoleArn: 'arn:aws:iam::111122223333:role/R',
      RoleSessionName: 'me',
      ExternalId: 'x é 😀 "q" \\ /\n\u007f',
      DurationSeconds: 1800,
      SerialNumber: 'arn:aws:iam::111122223333:mfa/me',
    },
    'python',
    '5904ee3d1c8aef6a5238ad9fbcbae732e942979b',
  ],
  [
    { roleName: 'Reader', accountId: '111122223333', sessionName: 's' },
    'compact',
    '39d4d9b4bb59d9844f425a572e8303043befb7d4',
  ],
] as const)('the cache file of %o, %s', (values, spacing, expected) => {
  expect(cacheKey(values, spacing)).toBe(expected);
});

test.each([
  [
    '{"Credentials":{"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","Expiration":"2026-01-31T13:00:00+00:00"}}',
    'valid',
  ],
  ['{"Credentials":{"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","Expiration":"2026-01-31T12:15:00Z"}}', 'valid'],
  ['{"Credentials":{"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","Expiration":"2026-01-31T12:14:59Z"}}', 'expired'],
  ['{"Credentials":{}}', 'unreadable'],
  ['{}', 'unreadable'],
  ['[1]', 'unreadable'],
  ['', 'unreadable'],
])('a cached role %s is %s at noon', async (content, kind) => {
  const world = openWorld(memoryHost({ files: { '/c.json': content } }), 'offline');
  const cached = await readCachedRole(world, '/c.json');
  expect(cached.kind).toBe(kind);
  expect(JSON.stringify(cached)).not.toContain('ASIAIOSFODNN7EXAMPLE');
});

test('a cached role that is not there', async () => {
  expect(await readCachedRole(openWorld(memoryHost(), 'offline'), '/c.json')).toEqual({ kind: 'missing' });
});

test.each([
  ['no folder', {}, ['missing', 'missing', 'missing'], 1],
  [
    'a folder that holds another file',
    { '/home/.aws/cache/x.json': '{}' },
    ['missing', 'missing', 'missing'],
    3,
  ],
  ['a folder that holds the last', { '/home/.aws/cache/c.json': '{}' }, ['missing', 'missing', 'read'], 3],
  ['a file in its place', { '/home/.aws/cache': '' }, ['missing', 'missing', 'missing'], 3],
  ['a file above it', { '/home/.aws': '' }, ['missing', 'missing', 'missing'], 3],
] as const)('files of a cache, where there is %s', async (_, files, expected, reads) => {
  const host = memoryHost({ files });
  let looked = 0;
  const counting = {
    ...host,
    readFile: (...given: Parameters<typeof host.readFile>) => {
      looked++;
      return host.readFile(...given);
    },
  };
  const world = openWorld(counting, 'offline');
  const kinds: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    kinds.push((await readCacheFile(world, `/home/.aws/cache/${name}.json`)).kind);
  }
  expect(kinds).toEqual(expected);
  expect(looked).toBe(reads);
});
