/** Keys that sign requests. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What no message about a call may hold; an access key id is only shown masked. */
export function secretsOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: AwsKeys): readonly (string | undefined)[] {
  return [secretAccessKey, sessionToken, accessKeyId];
}

/** Keys that AWS gave, with what it told about them. */
export interface GivenKeys extends AwsKeys {
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  readonly accountId?: string;
}

/** Where a service is asked. */
export interface Place {
  readonly region: string;
  /** In place of the service's own address. */
  readonly endpoint?: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}
