import type { Announce } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { flavourOf } from '../../errors/on-this-machine.ts';
import { signIn } from '../../identity/sign-in.ts';
import type { GlobalOptions } from '../command.ts';
import { readTimeout } from '../signing-options.ts';

/** sts:DecodeAuthorizationMessage, with the credentials that the chosen tool would use. Throws `IamxError`. */
export async function decodeMessage(
  message: string,
  host: Host,
  { profile, region, sdk, ...own }: GlobalOptions & Readonly<Record<string, unknown>>,
  announce: Announce,
): Promise<string> {
  const { decodeAuthorizationMessage } = await import('../../aws/decode-authorization-message.ts');
  const { keys, place, network } = await signIn(
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
  return decodeAuthorizationMessage(message, keys, place, network);
}
