import { findAction } from '../../data/actions.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { Value } from '../../policy/policy.ts';
import { allow } from '../example.ts';
import { grantsOf, type Grant } from '../grants.ts';
import { attachedTypes, type FoundIn, type Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

/** What an open grant of some actions lets a holder do. */
const dangers: readonly {
  readonly id: string;
  readonly severity: Rule['severity'];
  readonly onlyStrict?: true;
  readonly can: string;
  readonly repair?: string;
  readonly actions: readonly string[];
}[] = [
  {
    id: 'credentials-exposure',
    severity: 'warning',
    can: 'obtain credentials',
    actions: [
      'sts:AssumeRole',
      'sts:GetFederationToken',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreateServiceSpecificCredential',
      'iam:ResetServiceSpecificCredential',
      'ecr:GetAuthorizationToken',
      'redshift:GetClusterCredentials',
      'rds-db:connect',
      'lightsail:GetInstanceAccessDetails',
      'lightsail:GetRelationalDatabaseMasterUserPassword',
      'cognito-identity:GetCredentialsForIdentity',
      'cognito-identity:GetOpenIdToken',
      'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
      'cognito-idp:DescribeUserPoolClient',
      'connect:GetFederationToken',
      'codepipeline:PollForJobs',
      'gamelift:RequestUploadCredentials',
      'iot:AssumeRoleWithCertificate',
      'mediapackage:RotateIngestEndpointCredentials',
      'sso:GetRoleCredentials',
    ],
  },
  {
    id: 'data-exfiltration',
    severity: 'info',
    can: 'read data everywhere',
    actions: [
      's3:GetObject',
      'ssm:GetParameter',
      'ssm:GetParameters',
      'ssm:GetParametersByPath',
      'secretsmanager:GetSecretValue',
      'dynamodb:Scan',
      'dynamodb:GetItem',
      'rds:CopyDBSnapshot',
      'rds:CreateDBSnapshot',
      'ec2:CreateSnapshot',
    ],
  },
  {
    id: 'resource-exposure',
    severity: 'warning',
    can: 'open resources to others',
    actions: [
      's3:PutBucketPolicy',
      's3:PutBucketAcl',
      's3:PutObjectAcl',
      's3:PutAccessPointPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutAccountPublicAccessBlock',
      'kms:PutKeyPolicy',
      'kms:CreateGrant',
      'lambda:AddPermission',
      'lambda:AddLayerVersionPermission',
      'sns:AddPermission',
      'sqs:AddPermission',
      'ecr:SetRepositoryPolicy',
      'secretsmanager:PutResourcePolicy',
      'ram:CreateResourceShare',
      'ec2:ModifySnapshotAttribute',
      'ec2:ModifyImageAttribute',
      'rds:ModifyDBSnapshotAttribute',
      'dynamodb:PutResourcePolicy',
      'kinesis:PutResourcePolicy',
      'backup:PutBackupVaultAccessPolicy',
      'elasticfilesystem:PutFileSystemPolicy',
      'es:UpdateDomainConfig',
      'glacier:SetVaultAccessPolicy',
      'events:PutPermission',
      'logs:PutResourcePolicy',
    ],
  },
  {
    id: 'permissions-management',
    severity: 'info',
    can: 'change permissions',
    actions: [
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
      'iam:AttachGroupPolicy',
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:PutGroupPolicy',
      'iam:PutRolePolicy',
      'iam:PutUserPolicy',
      'iam:SetDefaultPolicyVersion',
      'iam:UpdateAssumeRolePolicy',
      'organizations:AttachPolicy',
      'organizations:DetachPolicy',
      'sso:PutInlinePolicyToPermissionSet',
      'sso:AttachManagedPolicyToPermissionSet',
      'lakeformation:GrantPermissions',
      'redshift:ModifyClusterIamRoles',
    ],
  },
  {
    id: 'iam-toolbox-read',
    severity: 'info',
    onlyStrict: true,
    can: 'read the request contexts and the policies of every principal of the account',
    repair: 'Grant it to those who support others.',
    actions: ['iam:GetRequestAuthorizationDetails', 'iam:GetRequestAuthorizationPolicy'],
  },
];

const most = 5;

/** Grants on every resource that are more than they look like. */
export const broadRules: readonly Rule[] = [
  ...dangers.map(({ id, severity, onlyStrict, can, repair, actions }): Rule => {
    const [shown = ''] = actions;
    const strict = onlyStrict === undefined ? {} : { onlyStrict };
    const isStrict = onlyStrict === undefined ? {} : { isStrict: onlyStrict };
    const bad = id === 'iam-toolbox-read' ? 'iam:GetRequest*' : shown;
    return {
      id,
      severity,
      ...strict,
      category: 'security',
      types: attachedTypes,
      title: `A holder can ${can}, on any resource.`,
      repair: repair ?? 'Limit the resources.',
      bad: { policy: allow({ Action: bad, Resource: '*' }), ...isStrict, at: JSON.stringify(bad) },
      good: { policy: allow({}), ...isStrict },
      look: {
        at: 'policies',
        find: (subjects) => findOpenGrants(subjects, actions, can, onlyStrict === true),
      },
    };
  }),
  {
    id: 's3-bucket-policy-grants-more',
    severity: 'warning',
    category: 'security',
    types: attachedTypes,
    title:
      'Who may change a bucket’s policy, ACL or lifecycle can give itself the rights on its objects that it lacks.',
    repair: 'Take the action out, or deny it.',
    bad: {
      policy: allow({ Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::acme-data' }),
      at: '"s3:PutBucketPolicy"',
    },
    good: { policy: allow({}) },
    look: { at: 'policies', find: findBucketPolicies },
  },
];

function* findOpenGrants(
  subjects: readonly Subject[],
  actions: readonly string[],
  can: string,
  isPatternAlone: boolean,
): Iterable<FoundIn> {
  const found: { readonly action: string; readonly grant: Grant }[] = [];
  for (const action of actions) {
    const grant = grantsOf(subjects, action).find(
      ({ isOpen, at, statement }) =>
        isOpen && !(isPatternAlone && !/[*?]/.test(at.text) && statement.action?.negated !== true),
    );
    // An action that has no resources can be granted on every one alone: it is told all the same.
    if (grant !== undefined) found.push({ action, grant });
  }
  const [first] = found;
  if (first === undefined) return;
  const { subject, at } = first.grant;
  const others: Value[] = [];
  for (const { grant } of found)
    if (grant.subject === subject && grant.at !== at && !others.includes(grant.at)) others.push(grant.at);
  yield {
    subject,
    at,
    message: `a holder can ${can}: ${listed(
      found.map(({ action }) => quoted(action)),
      most,
    )}`,
    related: others,
  };
}

const lacking: readonly (readonly [action: string, gives: readonly string[]])[] = [
  ['s3:PutBucketPolicy', ['s3:PutObject', 's3:GetObject', 's3:DeleteObject']],
  ['s3:PutBucketAcl', ['s3:PutObject', 's3:GetObject', 's3:DeleteObject']],
  ['s3:PutLifecycleConfiguration', ['s3:DeleteObject']],
];

function* findBucketPolicies(subjects: readonly Subject[]): Iterable<FoundIn> {
  for (const [action, gives] of lacking) {
    if (findAction(action) === undefined) continue;
    const [grant] = grantsOf(subjects, action);
    if (grant === undefined) continue;
    const missing = gives.filter((name) => grantsOf(subjects, name).length === 0);
    if (missing.length === 0) continue;
    yield {
      subject: grant.subject,
      at: grant.at,
      message: `${quoted(action)} lets a holder give itself ${listed(missing.map(quoted))}`,
    };
  }
}
