import { expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';
import { asHttp, createFake } from '../../support/loopback/fake.ts';

/** One role answers directly, another one behind the proxy: which way a tool asks shows in the role it finds. */
const direct = asHttp(createFake({ imds: { role: 'direct' }, container: { accessKeyId: 'ASIADIRECT' } }));
const behind = asHttp(createFake({ imds: { role: 'behind' }, container: { accessKeyId: 'ASIABEHIND' } }));

async function ask(id: FlavourId, env: MemoryWorld['env']) {
  const host = memoryHost({
    env: { HTTP_PROXY: 'http://proxy.example:3128', ...env },
    http: direct,
    proxied: behind,
  });
  const resolution = await resolveChain(openWorld(host, 'default'), flavours[id]);
  return { resolution, host };
}

/** Credential-chain rules by SDK: docs/chain.md, "Calls". */
test.each([
  ['cli', 'behind', 'direct'],
  ['cli-v1', 'behind', 'direct'],
  ['boto3', 'behind', 'direct'],
  ['go', 'behind', 'behind'],
  ['js', 'direct', 'direct'],
  ['java', 'direct', 'direct'],
  ['rust', 'behind', 'behind'],
] as const)('%s asks the instance %s, the container %s', async (id, instance, container) => {
  const imds = await ask(id, {});
  expect(imds.host.requests.every(({ proxy }) => (proxy === undefined) === (instance === 'direct'))).toBe(
    true,
  );
  const recipe = imds.resolution.selected?.recipe;
  expect(recipe?.kind === 'imds' && recipe.roleName?.is(instance)).toBe(true);

  const pod = await ask(id, { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/task' });
  const asked = pod.host.requests.filter(({ url }) => url.endsWith('/task'));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.every(({ proxy }) => (proxy === undefined) === (container === 'direct'))).toBe(true);
});

test.each(['go', 'rust'] as const)('%s: a token is never sent to a proxy', async (id) => {
  const { resolution, host } = await ask(id, {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'NotATokenOfAPod',
  });
  expect(resolution.error?.code).toBe('container-through-proxy');
  expect(resolution.error?.message).toContain('HTTP_PROXY');
  expect(JSON.stringify(host.requests)).not.toContain('NotATokenOfAPod');
});

test('what exempts the address is read in each way', async () => {
  const network = { NO_PROXY: '169.254.0.0/16' };
  const roleOf = async (id: FlavourId, env: MemoryWorld['env']) => {
    const recipe = (await ask(id, env)).resolution.selected?.recipe;
    return recipe?.kind === 'imds' && recipe.roleName?.is('direct') === true ? 'direct' : 'behind';
  };
  expect([await roleOf('boto3', network), await roleOf('go', network)]).toEqual(['behind', 'direct']);
  const plain = { NO_PROXY: '169.254.169.254' };
  expect([await roleOf('boto3', plain), await roleOf('go', plain)]).toEqual(['direct', 'direct']);
  const hidden = { ...plain, no_proxy: 'corp.example' };
  expect([await roleOf('boto3', hidden), await roleOf('go', hidden)]).toEqual(['behind', 'direct']);
});

test.each([
  [{}, 1000],
  [{ AWS_METADATA_SERVICE_TIMEOUT: '3' }, 3000],
  [{ AWS_METADATA_SERVICE_TIMEOUT: '60' }, 10_000],
])('the AWS CLI waits for the instance as its variable says: %j', async (env, timeoutMs) => {
  const { host } = await ask('cli', env);
  const waits = new Set(host.requests.map((request) => request.timeoutMs));
  expect([...waits]).toEqual([timeoutMs]);
});
