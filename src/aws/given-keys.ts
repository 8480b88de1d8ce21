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
  // Of a time that is none the SDK makes a date that is none.
  const expiresAt = expiration?.getTime() ?? NaN;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
    ...(accountId === undefined ? {} : { accountId }),
  };
}
