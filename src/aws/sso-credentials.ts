import { fromSSO } from '@aws-sdk/credential-providers';
import { externalDataInterceptor } from '@smithy/core/config';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import type { GivenKeys, Place } from './keys.ts';
import { givenKeys } from './given-keys.ts';
import type { Network, NetworkFailure } from './network.ts';

export interface SsoRequest {
  readonly accountId: string;
  readonly roleName: string;
  /** The portal's token as the caller read it; still good. */
  readonly accessToken: string;
  readonly expiresAt: string;
}

let asked = 0;

/**
 * Keys of a permission set. The provider reads tokens from files by the id of a session; it is handed this one
 * under an id of its own, so that it is the token that the flavour's rules found. Throws `aws-failed`, `network-failed`.
 */
export async function getSsoCredentials(
  { accountId, roleName, accessToken, expiresAt }: SsoRequest,
  place: Place,
  network: Network,
): Promise<GivenKeys> {
  const id = `iamx:${++asked}`;
  let failure: NetworkFailure | undefined;
  const observer = {
    onAnswer: () => (failure = undefined),
    onFailure: (error: NetworkFailure) => (failure = error),
  };
  externalDataInterceptor.interceptToken(id, { accessToken, expiresAt });
  const provide = fromSSO({
    ssoStartUrl: id,
    ssoAccountId: accountId,
    ssoRoleName: roleName,
    ssoRegion: place.region,
    clientConfig: clientConfig(place, network, { observer }),
  });
  try {
    return givenKeys(await provide());
  } catch (error) {
    // The provider keeps only the text of what went wrong.
    throw describeAwsFailure('sso:GetRoleCredentials', failure ?? error, [accessToken]);
  } finally {
    externalDataInterceptor.interceptToken(id, undefined);
  }
}
