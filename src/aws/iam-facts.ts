import { GetRoleCommand, IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { clientConfig, type AwsKeys, type Place } from './client-config.ts';
import type { Network } from './network.ts';

/** What IAM tells about a caller who may ask; undefined where it does not, whatever the reason. */
export interface IamFacts {
  readonly accountAlias: () => Promise<string | undefined>;
  readonly role: (name: string) => Promise<RoleFacts | undefined>;
}

export interface RoleFacts {
  readonly arn: string;
  readonly path: string;
  /** Seconds: the longest session that AssumeRole may give for it. */
  readonly longestSession?: number;
}

export function iamFacts(keys: AwsKeys, place: Place, network: Network): IamFacts {
  // It is a courtesy: one attempt, and no waiting.
  const client = new IAMClient({
    ...clientConfig(place, network, { maxAttempts: 1 }),
    credentials: { ...keys },
  });
  return {
    accountAlias: () =>
      orNothing(async () => {
        const { AccountAliases } = await client.send(new ListAccountAliasesCommand());
        return AccountAliases?.[0];
      }),
    role: (name) =>
      orNothing(async () => {
        const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
        if (Role?.Arn === undefined || Role.Path === undefined) return undefined;
        const longest = Role.MaxSessionDuration;
        return {
          arn: Role.Arn,
          path: Role.Path,
          ...(longest === undefined ? {} : { longestSession: longest }),
        };
      }),
  };
}

async function orNothing<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    // Not permitted, not reachable, too late: the answer does not depend on it.
    return undefined;
  }
}
