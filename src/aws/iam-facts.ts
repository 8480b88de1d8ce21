import type { AwsKeys, Place } from './keys.ts';
import type { Network } from './network.ts';
import { readErrorCode, readResult, sendQuery } from './query.ts';
import type { Incoming } from './send.ts';

/** What IAM tells about a caller who may ask; left out where it does not, whatever the reason. */
export interface IamFacts {
  readonly accountAlias: () => Promise<AliasFacts>;
  readonly role: (name: string) => Promise<RoleFacts | undefined>;
}

export interface AliasFacts {
  readonly alias?: string;
  /** IAM did not accept the very credentials that STS accepts; undefined where no answer of IAM came. */
  readonly isRefused?: boolean;
}

export interface RoleFacts {
  readonly arn: string;
  readonly path: string;
}

export function iamFacts(keys: AwsKeys, place: Place, network: Network): IamFacts {
  // It is a courtesy: one attempt, and no waiting.
  const ask = async (
    action: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<Incoming | undefined> => {
    const call = { service: 'IAM', action, parameters, maxAttempts: 1 } as const;
    const attempt = await sendQuery(call, keys, place, network);
    return attempt?.kind === 'answered' ? attempt.answer : undefined;
  };
  return {
    accountAlias: async () => {
      const answer = await ask('ListAccountAliases');
      if (answer === undefined) return {};
      if (answer.statusCode !== 200) return refusal(readErrorCode(answer));
      // An account has one alias at most.
      const result = readResult(answer, 'ListAccountAliases');
      if (result === undefined) return {};
      const alias = result('AccountAliases/member');
      return { ...(alias === undefined ? {} : { alias }), isRefused: false };
    },
    role: async (name) => {
      const answer = await ask('GetRole', { RoleName: name });
      // Not permitted, not reachable, too late: the answer does not depend on it.
      if (answer?.statusCode !== 200) return undefined;
      const result = readResult(answer, 'GetRole');
      const [arn, path] = [result?.('Role/Arn'), result?.('Role/Path')];
      return arn === undefined || path === undefined ? undefined : { arn, path };
    },
  };
}

/** A denial shows that IAM knows the caller; InvalidClientTokenId is how it treats a session without MFA. */
function refusal(code: string | undefined): AliasFacts {
  if (code === 'InvalidClientTokenId') return { isRefused: true };
  return /^AccessDenied(Exception)?$/.test(code ?? '') ? { isRefused: false } : {};
}
