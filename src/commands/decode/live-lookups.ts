import type { AwsKeys, Place } from '../../aws/keys.ts';
import type { Network } from '../../aws/network.ts';
import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { openCaller } from '../../identity/caller.ts';
import { flavourIds } from '../../credentials/chain/chain.ts';
import { flavours } from '../../credentials/flavours.ts';
import { openWorld } from '../../credentials/places/world.ts';
import type { LiveLookups } from '../../decode/live.ts';
import type { GlobalOptions } from '../command.ts';
import { mfaAsker } from '../../identity/mfa.ts';
import { toError } from '../../identity/nobody.ts';

/** For all calls together, retries included. */
const timeoutMs = 20_000;

/** What STS tells to the caller whose credentials the chosen tool would use. */
export function liveLookups(host: Host, options: GlobalOptions): LiveLookups {
  let signed: ReturnType<typeof signIn> | undefined;
  const call = async <T>(ask: (keys: AwsKeys, place: Place, network: Network) => Promise<T>): Promise<T> => {
    const { keys, place, network } = await (signed ??= signIn(host, options));
    return ask(keys, place, network);
  };
  return {
    accountOfKey: async (accessKeyId) => {
      const { getAccessKeyInfo } = await import('../../aws/get-access-key-info.ts');
      return call((keys, place, network) => getAccessKeyInfo(accessKeyId, keys, place, network));
    },
    decodeMessage: async (message) => {
      const { decodeAuthorizationMessage } = await import('../../aws/decode-authorization-message.ts');
      return call((keys, place, network) => decodeAuthorizationMessage(message, keys, place, network));
    },
  };
}

async function signIn(
  host: Host,
  { profile, region, sdk }: GlobalOptions,
): Promise<{ readonly keys: AwsKeys; readonly place: Place; readonly network: Network }> {
  const flavour = flavours[flavourIds.find((id) => id === sdk) ?? 'cli'];
  const world = openWorld(host, 'default', {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  });
  const caller = await openCaller(world, flavour, { timeoutMs, askMfa: mfaAsker(host, undefined) });
  const failure = toError(caller);
  if (failure !== undefined) throw failure;
  const { retrieved, resolution, network, place } = caller;
  if (retrieved?.kind === 'keys') return { keys: retrieved.keys, place: await place('STS'), network };
  const reason =
    retrieved?.error.message ?? resolution.error?.message ?? `${flavour.title} looked in every place`;
  throw new IamxError('aws-failed', `there are no credentials to ask AWS with: ${reason}`, {
    hint: 'See which credentials are used, and why: iamx explain-chain',
  });
}
