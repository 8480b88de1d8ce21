import type { GivenKeys } from './keys.ts';

interface SdkIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
  readonly accountId?: string | undefined;
}

/** What a provider of the SDK gives, in our words. */
export function givenKeys({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
  accountId,
}: SdkIdentity): GivenKeys {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiresAt: expiration.getTime() }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}
