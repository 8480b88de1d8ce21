import { fromTemporaryCredentials, fromWebToken } from '@aws-sdk/credential-providers';
import { describeAwsFailure } from './aws-failure.ts';
import { clientConfig } from './client-config.ts';
import { secretsOf, type AwsKeys, type GivenKeys, type Place } from './keys.ts';
import { givenKeys } from './given-keys.ts';
import type { Network } from './network.ts';

export interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds?: number;
}

export interface AssumeRoleRequest extends RoleRequest {
  readonly externalId?: string;
  readonly mfa?: { readonly serial: string; readonly code: string };
}

/** Keys of the role, got with the keys of somebody who may assume it. Throws `aws-failed`, `network-failed`. */
export async function assumeRole(
  request: AssumeRoleRequest,
  keys: AwsKeys,
  place: Place,
  network: Network,
): Promise<GivenKeys> {
  const { roleArn, sessionName, durationSeconds, externalId, mfa } = request;
  const provide = fromTemporaryCredentials({
    masterCredentials: { ...keys },
    params: {
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(mfa === undefined ? {} : { SerialNumber: mfa.serial }),
    },
    ...(mfa === undefined ? {} : { mfaCodeProvider: () => Promise.resolve(mfa.code) }),
    clientConfig: clientConfig(place, network),
  });
  try {
    return givenKeys(await provide());
  } catch (error) {
    throw describeAwsFailure('sts:AssumeRole', error, [...secretsOf(keys), externalId, mfa?.code]);
  }
}

/** Keys of the role for an identity token of somebody else than AWS. Throws `aws-failed`, `network-failed`. */
export async function assumeRoleWithWebIdentity(
  { roleArn, sessionName, durationSeconds }: RoleRequest,
  token: string,
  place: Place,
  network: Network,
): Promise<GivenKeys> {
  const provide = fromWebToken({
    roleArn,
    roleSessionName: sessionName,
    webIdentityToken: token,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    clientConfig: clientConfig(place, network),
  });
  try {
    return givenKeys(await provide());
  } catch (error) {
    throw describeAwsFailure('sts:AssumeRoleWithWebIdentity', error, [token]);
  }
}
