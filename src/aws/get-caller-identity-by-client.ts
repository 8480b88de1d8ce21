import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { CallerIdentity } from '../identifiers/caller-identity.ts';
import { clientConfig } from './client-config.ts';
import type { AwsKeys, Place } from './keys.ts';
import type { Network } from './network.ts';
import type { Attempt, Observer } from './send.ts';

/**
 * The same of the SDK's client, which takes the `first` attempt for its own. Undefined for an answer that is none of
 * STS. Throws what the client throws.
 */
export async function getCallerIdentityByClient(
  keys: AwsKeys,
  place: Place,
  network: Network,
  options: {
    readonly maxAttempts: number;
    readonly observer: Observer;
    readonly first: Attempt | undefined;
  },
): Promise<CallerIdentity | undefined> {
  const client = new STSClient({ ...clientConfig(place, network, options), credentials: { ...keys } });
  const { Account = '', Arn = '', UserId = '' } = await client.send(new GetCallerIdentityCommand());
  if (Account === '' || Arn === '' || UserId === '') return undefined;
  return { account: Account, arn: Arn, userId: UserId };
}
