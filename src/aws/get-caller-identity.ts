import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Answered } from './send.ts';
import type { Network } from './network.ts';

export interface CallerAnswer {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly time: Answered;
}

/** Who AWS says the keys belong to. Throws `aws-failed`, `network-failed`. */
export async function getCallerIdentity(
  keys: AwsKeys,
  place: Place,
  network: Network,
  { now, onSent }: { readonly now: () => number; readonly onSent: () => void },
): Promise<CallerAnswer> {
  let time: Answered | undefined;
  const observer = { now, onSent, onAnswer: (answered: Answered) => (time = answered) };
  const client = new STSClient({ ...clientConfig(place, network, { observer }), credentials: { ...keys } });
  try {
    const { Account = '', Arn = '', UserId = '' } = await client.send(new GetCallerIdentityCommand());
    if (time === undefined || Account === '' || Arn === '' || UserId === '') {
      throw describeForeignAnswer('sts:GetCallerIdentity', time);
    }
    return { account: Account, arn: Arn, userId: UserId, time };
  } catch (error) {
    throw describeAwsFailure('sts:GetCallerIdentity', error, secretsOf(keys));
  }
}
