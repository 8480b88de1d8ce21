import type { CallerIdentity } from '../identifiers/caller-identity.ts';
import { describeAwsFailure, describeForeignAnswer } from './aws-failure.ts';
import { secretsOf, type AwsKeys, type Place } from './keys.ts';
import type { Network } from './network.ts';
import { readResult, sendQuery } from './query.ts';
import type { Answered, Attempt } from './send.ts';

export interface CallerAnswer extends CallerIdentity {
  readonly time: Answered;
}

const operation = 'sts:GetCallerIdentity';
const maxAttempts = 3;

/**
 * Who AWS says the keys belong to. The first attempt is made here, and what STS always answers is read here. All else,
 * a refusal, a failure or an odd answer, the SDK's client is told as if the attempt was its own: it reads the answer,
 * and makes the next attempt where there is to be one. Throws `aws-failed`, `network-failed`.
 */
export async function getCallerIdentity(
  keys: AwsKeys,
  place: Place,
  network: Network,
  { now, onSent }: { readonly now: () => number; readonly onSent: () => void },
): Promise<CallerAnswer> {
  let time: Answered | undefined;
  const observer = { now, onSent, onAnswer: (answered: Answered) => (time = answered) };
  try {
    const call = { service: 'STS', action: 'GetCallerIdentity', maxAttempts } as const;
    const first = await sendQuery(call, keys, place, network, observer);
    let caller = readCaller(first);
    if (caller === undefined) {
      const { getCallerIdentityByClient } = await import('./get-caller-identity-by-client.ts');
      caller = await getCallerIdentityByClient(keys, place, network, { maxAttempts, observer, first });
    }
    if (time === undefined || caller === undefined) throw describeForeignAnswer(operation, time);
    return { ...caller, time };
  } catch (error) {
    throw describeAwsFailure(operation, error, secretsOf(keys));
  }
}

function readCaller(attempt: Attempt | undefined): CallerIdentity | undefined {
  if (attempt?.kind !== 'answered' || attempt.answer.statusCode !== 200) return undefined;
  const result = readResult(attempt.answer, 'GetCallerIdentity');
  if (result === undefined) return undefined;
  const caller = {
    account: result('Account') ?? '',
    arn: result('Arn') ?? '',
    userId: result('UserId') ?? '',
  };
  return Object.values(caller).some((text) => text.trim() === '') ? undefined : caller;
}
