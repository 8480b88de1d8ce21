import { actionNames, actionsAt, findAction } from '../../data/actions.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { Value } from '../../policy/policy.ts';
import { allow } from '../example.ts';
import { grantsOf, isOpen, servicesOf, type Grant } from '../grants.ts';
import { attachedTypes, type FoundIn, type Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

/** What an open grant of some actions lets a holder do. */
const dangers: readonly {
  readonly id: string;
  readonly severity: Rule['severity'];
  readonly onlyStrict?: true;
  readonly can: string;
  readonly repair?: string;
  /** The one that the example has: the first where it is not said. */
  readonly shown?: string;
  readonly actions: readonly string[] | ((subjects: readonly Subject[]) => readonly string[]);
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
    shown: 'iam:PutRolePolicy',
    actions: findPermissionsActions,
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
  ...dangers.map(({ id, severity, onlyStrict, can, repair, shown, actions }): Rule => {
    const example = shown ?? (typeof actions === 'function' ? '' : (actions[0] ?? ''));
    const strict = onlyStrict === undefined ? {} : { onlyStrict };
    const isStrict = onlyStrict === undefined ? {} : { isStrict: onlyStrict };
    const bad = id === 'iam-toolbox-read' ? 'iam:GetRequest*' : example;
    return {
      id,
      severity,
      ...strict,
      category: 'security',
      types: attachedTypes,
      title: `A holder can ${can}, on any resource.`,
      repair: repair ?? 'Limit the resources.',
      bad: () => ({ policy: allow({ Action: bad, Resource: '*' }), ...isStrict, at: JSON.stringify(bad) }),
      good: () => ({ policy: allow({}), ...isStrict }),
      look: {
        at: 'policies',
        find: (subjects) =>
          findOpenGrants(
            subjects,
            typeof actions === 'function' ? actions(subjects) : actions,
            can,
            onlyStrict === true,
          ),
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
    bad: () => ({
      policy: allow({ Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::acme-data' }),
      at: '"s3:PutBucketPolicy"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'policies', find: findBucketPolicies },
  },
];

/** The actions of level Permissions management, of the services that the policies name. */
function findPermissionsActions(subjects: readonly Subject[]): readonly string[] {
  const isAnyOpen = subjects.some(({ statements }) =>
    statements.some((statement) => statement.effect === 'Allow' && isOpen(statement)),
  );
  if (!isAnyOpen) return [];
  const services = servicesOf(subjects);
  return [...(services === 'any' ? actionNames().keys() : services)].flatMap((service) =>
    actionsAt('Permissions management', service),
  );
}

function* findOpenGrants(
  subjects: readonly Subject[],
  actions: readonly string[],
  can: string,
  isPatternAlone: boolean,
): Iterable<FoundIn> {
  const found: { readonly action: string; readonly grant: Grant }[] = [];
  for (const action of actions) {
    const grant = grantsOf(subjects, action).find(
      ({ isOpen: isWide, at, statement }) =>
        isWide && !(isPatternAlone && !/[*?]/.test(at.text) && statement.action?.negated !== true),
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
