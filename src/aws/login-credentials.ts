import { fromLoginCredentials } from '@aws-sdk/credential-providers';
import { externalDataInterceptor } from '@smithy/core/config';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import type { GivenKeys, Place } from './keys.ts';
import { givenKeys } from './given-keys.ts';
import type { Network } from './network.ts';

let asked = 0;

/**
 * New keys of an `aws login` session, for which the provider proves that it holds the session's private key. It
 * finds the session's file by itself (`AWS_LOGIN_CACHE_DIRECTORY`, else the home folder) and writes the new keys
 * there, as every SDK does. It is handed a profile with nothing but the session. Throws `aws-failed`, `network-failed`.
 */
export async function refreshLogin(session: string, place: Place, network: Network): Promise<GivenKeys> {
  const path = `iamx:login:${++asked}`;
  externalDataInterceptor.interceptFile(path, `[profile session]\nlogin_session = ${session}\n`);
  const provide = fromLoginCredentials({
    profile: 'session',
    configFilepath: path,
    filepath: path,
    clientConfig: clientConfig(place, network),
  });
  try {
    return givenKeys(await provide());
  } catch (error) {
    throw describeAwsFailure('signin:CreateOAuth2Token', error);
  }
}
