import { bench, describe } from 'vitest';
import { flavourIds } from '../../src/credentials/chain/chain.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { resolveChain } from '../../src/credentials/chain/resolve.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import { memoryHost } from '../../src/host/memory.ts';

function hostWith(profiles: number) {
  const section = (index: number) =>
    `[profile p${index}]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = Reader\nregion = eu-west-1\n\n`;
  const session = '[sso-session s]\nsso_start_url = https://s\nsso_region = eu-west-1\n';
  const config = Array.from({ length: profiles }, (_, index) => section(index)).join('') + session;
  return memoryHost({
    env: { HOME: '/home/user', AWS_PROFILE: `p${profiles - 1}`, AWS_REGION: 'eu-west-1' },
    files: { '/home/user/.aws/config': config },
  });
}

describe.each([50, 5000])('%i profiles', (profiles) => {
  const host = hostWith(profiles);
  bench('one flavour', async () => {
    await resolveChain(openWorld(host, 'offline'), flavours.cli);
  });
  bench('all flavours', async () => {
    const world = openWorld(host, 'offline');
    for (const id of flavourIds) await resolveChain(world, flavours[id]);
  });
});
