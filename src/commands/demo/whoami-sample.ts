import { openNetwork } from '../../aws/network.ts';
import { openContext, resolveChain } from '../../credentials/chain/resolve.ts';
import { keys } from '../../credentials/retrieve/retrieval.ts';
import { readCaller } from '../../identifiers/caller-identity.ts';
import { whoamiCommand } from '../whoami.ts';

const roleName = 'AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23';
const caller = {
  account: '111122223333',
  arn: `arn:aws:sts::111122223333:assumed-role/${roleName}/mika@example.com`,
  userId: 'AROARTX3GSDSY7KQ2ZJ4M:mika@example.com',
};

/** The command on answers of plain data: nobody is asked. */
export const whoamiOnSample = whoamiCommand({
  open: async (world, flavour) => ({
    resolution: await resolveChain(world, flavour),
    context: await openContext(world, flavour),
    retrieved: keys({
      accessKeyId: 'ASIARTX3GSDSY4QLF3QK',
      secretAccessKey: 'not-a-secret',
      sessionToken: 'not-a-token',
      expiresAt: Date.UTC(2026, 0, 31, 12, 52),
    }),
    network: openNetwork({ proxyFor: () => undefined }, 1000),
    place: () => Promise.resolve({ region: 'eu-west-1', fips: false, dualStack: false }),
  }),
  ask: () =>
    Promise.resolve({
      ...caller,
      partition: 'aws',
      named: readCaller(caller),
      alias: 'acme-prod',
      role: {
        arn: `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/${roleName}`,
        path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
      },
      clockSkewSeconds: 0,
    }),
});
