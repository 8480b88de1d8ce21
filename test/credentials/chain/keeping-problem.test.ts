import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';

const home = '/home/user';
const config = `[default]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/App
source_profile = base
[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = NotASecret
[profile me]
login_session = arn:aws:iam::111122223333:user/mika
`;

async function errorOf(id: FlavourId, world: MemoryWorld, profile?: string) {
  const host = memoryHost({
    env: { HOME: home },
    ...world,
    files: { [`${home}/.aws/config`]: config, ...world.files },
  });
  const { error } = await resolveChain(
    openWorld(host, 'offline', profile === undefined ? {} : { profile }),
    flavours[id],
  );
  return error;
}

test('where nothing is in the way the role is taken', async () => {
  expect(await errorOf('cli', {})).toBeUndefined();
});

test.each<readonly [string, MemoryWorld, string, string]>([
  [
    'a file where a folder belongs',
    { files: { [`${home}/.aws/cli`]: '' } },
    'since ~/.aws/cli is no folder: it stops',
    'Move ~/.aws/cli away',
  ],
  [
    'a folder above that is closed',
    { sealed: [`${home}/.aws`] },
    'since nothing can be made in ~/.aws: it stops',
    'Let this user write in ~/.aws/cli/cache',
  ],
  [
    'the folder itself',
    { folders: [`${home}/.aws/cli/cache`], sealed: [`${home}/.aws/cli/cache`] },
    'in ~/.aws/cli/cache and cannot write there: it stops',
    'Set HOME to a folder that this user may write',
  ],
])('the cache of roles says what is in its way: %s', async (_, world, says, hint) => {
  const error = await errorOf('cli', world);
  expect(error).toMatchObject({ code: 'role-cache-unwritable', hint });
  expect(error?.message).toContain(says);
});

test('the cache of roles says that a folder has the name of its file', async () => {
  const key = '{"RoleArn": "arn:aws:iam::111122223333:role/App"}';
  const file = `${home}/.aws/cli/cache/${createHash('sha1').update(key).digest('hex')}.json`;
  const error = await errorOf('cli', { files: { [file]: { error: 'directory' } } });
  expect(error).toMatchObject({ code: 'role-cache-unwritable', hint: 'Delete that folder' });
  expect(error?.message).toContain(`since a folder has the name of the file, ~${file.slice(home.length)}`);
});

test.each<readonly [string, MemoryWorld, string, string]>([
  [
    'a closed folder',
    { sealed: [`${home}/.aws`] },
    'and `aws login` cannot write one, since nothing can be made in ~/.aws',
    'Let this user write in ~/.aws/login/cache, and sign in then',
  ],
  [
    'a file where a folder belongs',
    { files: { [`${home}/.aws/login`]: '' } },
    'and `aws login` cannot write one, since ~/.aws/login is no folder',
    'Move ~/.aws/login away, and sign in then',
  ],
  [
    'a folder of one’s own that is closed',
    {
      env: { HOME: home, AWS_LOGIN_CACHE_DIRECTORY: '/ro' },
      folders: ['/ro'],
      sealed: ['/ro'],
    },
    'and `aws login` cannot write one there',
    'Let this user write in /ro, and sign in then',
  ],
])('no login is advised that cannot be kept: %s', async (_, world, says, hint) => {
  for (const id of ['cli', 'js', 'go'] as const) {
    const error = await errorOf(id, world, 'me');
    expect(error).toMatchObject({ code: 'login-token-missing', hint });
    expect(error?.message).toContain(says);
  }
});

test('a login that can be kept is advised', async () => {
  const error = await errorOf('cli', {}, 'me');
  expect(error?.code).toBe('login-token-missing');
  expect(JSON.stringify(error?.hint)).toContain('login');
  expect(error?.message).not.toContain('cannot write');
});
