import type { Announce } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { fetchDetails, longestWait, type Fetched } from '../../errors/fetch-details.ts';
import { flavourOf } from '../../errors/on-this-machine.ts';
import { signIn, type SignedIn } from '../../identity/sign-in.ts';
import type { GlobalOptions } from '../command.ts';
import { readTimeout } from '../signing-options.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

/** sts:DecodeAuthorizationMessage, with the credentials that the chosen tool would use. Throws `IamxError`. */
export async function decodeMessage(
  message: string,
  host: Host,
  options: Options,
  announce: Announce,
): Promise<string> {
  const { decodeAuthorizationMessage } = await import('../../aws/decode-authorization-message.ts');
  const { keys, place, network } = await open(host, options, announce);
  return decodeAuthorizationMessage(message, keys, place, network);
}

/** What AWS keeps of a refusal, in the region that the message names. Throws `IamxError`. */
export async function askDetails(
  id: string,
  region: string | undefined,
  host: Host,
  options: Options,
  announce: Announce,
): Promise<Fetched> {
  const { detailsReader } = await import('../../aws/authorization-details.ts');
  const { keys, placeOf, network } = await open(host, options, announce);
  const place = await placeOf('IAM_TOOLBOX');
  const wait = (milliseconds: number) =>
    network.hold(() => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));
  const reader = detailsReader(keys, region === undefined ? place : { ...place, region }, network, wait);
  const clock = { now: () => host.now(), wait };
  return fetchDetails(id, reader, clock, () =>
    announce({
      code: 'explain-error/waits',
      severity: 'info',
      message: `AWS has no details yet: asking again for up to ${longestWait / 1000} s`,
    }),
  ).finally(() => {
    network.close();
  });
}

function open(host: Host, { profile, region, sdk, ...own }: Options, announce: Announce): Promise<SignedIn> {
  return signIn(
    host,
    flavourOf(sdk),
    {
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { region }),
    },
    {
      timeoutMs: readTimeout(own['timeout'], 'explain-error --live'),
      allowHttp: own['allowHttp'] === true,
      announce,
    },
  );
}
