import { DecodeAuthorizationMessageCommand, STSClient } from '@aws-sdk/client-sts';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';

/** The JSON text behind an encoded authorization message. Throws `aws-failed`, `network-failed`. */
export async function decodeAuthorizationMessage(
  message: string,
  keys: AwsKeys,
  place: Place,
  network: Network,
): Promise<string> {
  const client = new STSClient({ ...clientConfig(place, network), credentials: { ...keys } });
  try {
    const { DecodedMessage } = await client.send(
      new DecodeAuthorizationMessageCommand({ EncodedMessage: message }),
    );
    return DecodedMessage ?? '';
  } catch (error) {
    throw describeAwsFailure('sts:DecodeAuthorizationMessage', error, secretsOf(keys));
  }
}
