import type { Arn } from '../../identifiers/arn.ts';
import { refusedOnKeyOfAws } from '../keys-of-aws.ts';

/** Operations that take an alias; AWS authorises the key behind it (the parameter KeyId in the KMS API reference). */
const takingAlias: ReadonlySet<string> = new Set(
  'Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetPublicKey ReEncryptFrom ReEncryptTo Sign Verify VerifyMac'
    .split(' ')
    .map((name) => `kms:${name.toLowerCase()}`),
);

/** Operations on an alias itself. */
const ofAlias: ReadonlySet<string> = new Set([
  'kms:createalias',
  'kms:updatealias',
  'kms:deletealias',
  'kms:listaliases',
]);

function isAlias({ service, resource }: Arn): boolean {
  return service === 'kms' && resource.startsWith('alias/');
}

/** R664: the question names a key by its alias, and so may the call. */
export function takesAlias(actionKey: string, arn: Arn): boolean {
  return isAlias(arn) && takingAlias.has(actionKey);
}

/** R666: the question names the key behind an alias of AWS by the alias. */
export function isRefusedOnKeyOfAws(actionKey: string, arn: Arn): boolean {
  return refusedOnKeyOfAws.has(actionKey) && isAlias(arn) && arn.resource.startsWith('alias/aws/');
}

/** R912: the call takes the ARN of a key alone. */
export function isKeyOnly(actionKey: string, arn: Arn | undefined): boolean {
  if (arn === undefined || !isAlias(arn) || !actionKey.startsWith('kms:')) return false;
  return !takingAlias.has(actionKey) && !ofAlias.has(actionKey) && !isRefusedOnKeyOfAws(actionKey, arn);
}
