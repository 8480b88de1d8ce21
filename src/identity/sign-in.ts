import { command } from '../core/command.ts';
import type { AwsKeys, Place } from '../aws/keys.ts';
import type { Network } from '../aws/network.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import type { FlavourId } from '../credentials/chain/chain.ts';
import type { ServiceId } from '../credentials/chain/endpoint-url.ts';
import { flavours } from '../credentials/flavours.ts';
import { openWorld, type World } from '../credentials/places/world.ts';
import { failureOf } from './caller-failure.ts';
import { openCaller, type CallerOptions } from './caller.ts';
import { mfaAsker } from './mfa.ts';

/** What a call of STS needs. */
export interface SignedIn {
  readonly keys: AwsKeys;
  readonly place: Place;
  readonly network: Network;
  /** Where another service is asked. */
  readonly placeOf: (service: ServiceId) => Promise<Place>;
}

/**
 * The credentials that the tool would use, for calls that are beside the question who they are. Throws `usage`,
 * `aws-failed`, `network-failed`.
 */
export async function signIn(
  host: Host,
  id: FlavourId,
  options: World['options'],
  { timeoutMs, allowHttp, announce }: Pick<CallerOptions, 'timeoutMs' | 'allowHttp' | 'announce'>,
): Promise<SignedIn> {
  const flavour = flavours[id];
  const world = openWorld(host, 'default', { ...options, timeoutMs, announce });
  const caller = await openCaller(world, flavour, {
    timeoutMs,
    askMfa: mfaAsker(host, undefined),
    announce,
    allowHttp,
  });
  const failure = failureOf(caller);
  if (failure !== undefined) throw failure;
  const { retrieved, resolution, network, place } = caller;
  if (retrieved?.kind === 'keys')
    return {
      keys: retrieved.keys,
      place: await place('STS'),
      network,
      placeOf: (service) => place(service),
    };
  const reason =
    retrieved?.error.message ?? resolution.error?.message ?? `${flavour.title} looked in every place`;
  throw new IamxError('aws-failed', `there are no credentials to ask AWS with: ${reason}`, {
    hint: ['See which credentials are used, and why: ', command`iamx explain-chain`],
  });
}
