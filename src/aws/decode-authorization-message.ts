import { DecodeAuthorizationMessageCommand, STSClient } from '@aws-sdk/client-sts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';
import type { Answered } from './send.ts';

const operation = 'sts:DecodeAuthorizationMessage';

/** The JSON text behind an encoded authorization message. Throws `aws-failed`, `network-failed`. */
export async function decodeAuthorizationMessage(
  message: string,
  keys: AwsKeys,
  place: Place,
  network: Network,
): Promise<string> {
  let answered: Answered | undefined;
  const observer = { onAnswer: (answer: Answered) => (answered = answer) };
  const client = new STSClient({ ...clientConfig(place, network, { observer }), credentials: { ...keys } });
  try {
    const { DecodedMessage = '' } = await client.send(
      new DecodeAuthorizationMessageCommand({ EncodedMessage: message }),
    );
    if (DecodedMessage.trim() === '') throw describeForeignAnswer(operation, answered);
    return DecodedMessage;
  } catch (error) {
    throw describeAwsFailure(operation, error, secretsOf(keys));
  }
}
