import type { Announce } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { askerWords, type Asker } from '../../checks/asker.ts';
import { flavourIds } from '../../credentials/chain/chain.ts';
import { parseArn } from '../../identifiers/arn.ts';
import { signIn } from '../../identity/sign-in.ts';
import type { GlobalOptions } from '../command.ts';
import { readTimeout } from '../signing-options.ts';

/**
 * The account of the credentials that the chosen tool would use. `close` it after use. Throws `usage`, `aws-failed`,
 * `network-failed`.
 */
export async function openAccount(
  host: Host,
  name: string,
  { profile, region, sdk, ...own }: GlobalOptions & Readonly<Record<string, unknown>>,
  announce: Announce,
): Promise<Asker & { readonly close: () => void }> {
  const options = {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  const { keys, place, network, placeOf } = await signIn(
    host,
    flavourIds.find((id) => id === sdk) ?? 'cli',
    options,
    {
      timeoutMs: readTimeout(own['timeout'], `check ${name}`),
      allowHttp: own['allowHttp'] === true,
      announce,
    },
  );
  const [{ getCallerIdentity }, { iamAccount }] = await Promise.all([
    import('../../aws/get-caller-identity.ts'),
    import('../../aws/iam-account.ts'),
  ]);
  const caller = await getCallerIdentity(keys, place, network, {
    now: () => host.now(),
    onSent: () => undefined,
  });
  return {
    reader: iamAccount(keys, await placeOf('IAM'), network),
    caller,
    partition: parseArn(caller.arn)?.partition ?? 'aws',
    words: askerWords(profile, region),
    now: host.now(),
    close: () => {
      network.close();
    },
  };
}
