import type { AwsKeys, Place } from '../../aws/keys.ts';
import type { Network } from '../../aws/network.ts';
import type { Announce } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { flavourIds } from '../../credentials/chain/chain.ts';
import type { LiveLookups } from '../../decode/live.ts';
import { signIn, type SignedIn } from '../../identity/sign-in.ts';
import type { GlobalOptions } from '../command.ts';
import { readTimeout } from '../signing-options.ts';

/** What STS tells to the caller whose credentials the chosen tool would use. */
export function liveLookups(
  host: Host,
  { profile, region, sdk, ...own }: GlobalOptions & Readonly<Record<string, unknown>>,
  announce: Announce,
): LiveLookups {
  const sending = {
    timeoutMs: readTimeout(own['timeout'], 'decode --live'),
    allowHttp: own['allowHttp'] === true,
    announce,
  };
  let signed: Promise<SignedIn> | undefined;
  const id = flavourIds.find((one) => one === sdk) ?? 'cli';
  const options = {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  const call = async <T>(ask: (keys: AwsKeys, place: Place, network: Network) => Promise<T>): Promise<T> => {
    const { keys, place, network } = await (signed ??= signIn(host, id, options, sending));
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
