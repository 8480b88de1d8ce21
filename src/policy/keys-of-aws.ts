/**
 * R666: what AWS refuses on a key that it manages for a service
 * (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk). A question may name the key by
 * its alias.
 */
export const refusedOnKeyOfAws: ReadonlySet<string> = new Set(
  ['TagResource', 'UntagResource', 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'].map(
    (name) => `kms:${name.toLowerCase()}`,
  ),
);
