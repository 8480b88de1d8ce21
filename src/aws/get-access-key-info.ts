import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';

/**
 * The account of an access key, twelve digits. Never says whether the key is active. Throws `aws-failed`,
 * `network-failed`.
 */
export async function getAccessKeyInfo(
  accessKeyId: string,
  keys: AwsKeys,
  place: Place,
  network: Network,
): Promise<string> {
  const client = new STSClient({ ...clientConfig(place, network), credentials: { ...keys } });
  try {
    const { Account } = await client.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }));
    return Account ?? '';
  } catch (error) {
    throw describeAwsFailure('sts:GetAccessKeyInfo', error, secretsOf(keys));
  }
}
