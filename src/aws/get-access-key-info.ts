import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import { isAccountId } from '../identifiers/arn.ts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';
import type { Answered } from './send.ts';

const operation = 'sts:GetAccessKeyInfo';

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
  let answered: Answered | undefined;
  const observer = { onAnswer: (answer: Answered) => (answered = answer) };
  const client = new STSClient({ ...clientConfig(place, network, { observer }), credentials: { ...keys } });
  try {
    const { Account = '' } = await client.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId }));
    if (!isAccountId(Account)) throw describeForeignAnswer(operation, answered);
    return Account;
  } catch (error) {
    throw describeAwsFailure(operation, error, secretsOf(keys));
  }
}
