import { GetRoleCommand, IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { clientConfig } from './client-config.ts';
import type { AwsKeys, Place } from './keys.ts';
import type { Network } from './network.ts';

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
  const client = new IAMClient({
    ...clientConfig(place, network, { maxAttempts: 1 }),
    credentials: { ...keys },
  });
  return {
    accountAlias: async () => {
      try {
        const { AccountAliases } = await client.send(new ListAccountAliasesCommand());
        const alias = AccountAliases?.[0];
        return { ...(alias === undefined ? {} : { alias }), isRefused: false };
      } catch (error) {
        return refusal(error);
      }
    },
    role: async (name) => {
      try {
        const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
        if (Role?.Arn === undefined || Role.Path === undefined) return undefined;
        return { arn: Role.Arn, path: Role.Path };
      } catch {
        // Not permitted, not reachable, too late: the answer does not depend on it.
        return undefined;
      }
    },
  };
}

/** A denial shows that IAM knows the caller; InvalidClientTokenId is how it treats a session without MFA. */
function refusal(error: unknown): AliasFacts {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidClientTokenId') return { isRefused: true };
  return /^AccessDenied(Exception)?$/.test(name) ? { isRefused: false } : {};
}
