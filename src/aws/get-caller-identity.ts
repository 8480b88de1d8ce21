import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig, secretsOf, type AwsKeys, type Place } from './client-config.ts';
import type { AnswerTime } from './http-handler.ts';
import type { Network } from './network.ts';

export interface CallerAnswer {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly time: AnswerTime;
}

/** Who AWS says the keys belong to. Throws `aws-failed`, `network-failed`. */
export async function getCallerIdentity(
  keys: AwsKeys,
  place: Place,
  network: Network,
  { now, onSent }: { readonly now: () => number; readonly onSent: () => void },
): Promise<CallerAnswer> {
  let time: AnswerTime = { sentAt: 0, receivedAt: 0, date: undefined };
  const observer = { now, onSent, onAnswer: (answered: AnswerTime) => (time = answered) };
  const client = new STSClient({ ...clientConfig(place, network, { observer }), credentials: { ...keys } });
  try {
    const { Account = '', Arn = '', UserId = '' } = await client.send(new GetCallerIdentityCommand());
    return { account: Account, arn: Arn, userId: UserId, time };
  } catch (error) {
    throw describeAwsFailure('sts:GetCallerIdentity', error, secretsOf(keys));
  }
}
