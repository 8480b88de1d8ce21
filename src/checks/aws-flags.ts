import { word } from '../core/command.ts';

/** Options of `aws iam` and `aws sts`, as the AWS CLI calls them. */
export const flags = {
  accessKeyId: word`--access-key-id`,
  accountId: word`--account-id`,
  certificateId: word`--certificate-id`,
  durationSeconds: word`--duration-seconds`,
  externalId: word`--external-id`,
  groupName: word`--group-name`,
  instanceProfileName: word`--instance-profile-name`,
  policyArn: word`--policy-arn`,
  policyName: word`--policy-name`,
  roleName: word`--role-name`,
  serialNumber: word`--serial-number`,
  serviceSpecificCredentialId: word`--service-specific-credential-id`,
  sourceIdentity: word`--source-identity`,
  sshPublicKeyId: word`--ssh-public-key-id`,
  userName: word`--user-name`,
  versionId: word`--version-id`,
} as const;
