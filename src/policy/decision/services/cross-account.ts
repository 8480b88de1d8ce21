import { findAction } from '../../../data/actions.ts';
import { refusal, type Regime } from '../gates.ts';
import { callerAccount, serviceOf, type Request } from '../../request.ts';
import { because } from '../rules.ts';
import { isSharedByItself, resourcePolicyGrants } from './resource-policies.ts';

/**
 * Operations and callers of other accounts (R692). AWS's pages list either what works or what never does; of a service
 * that has a list nothing else works, since to grant less is the safer reading.
 */
interface Row {
  readonly works?: ReadonlySet<string>;
  readonly never?: ReadonlySet<string>;
}

function names(list: string): ReadonlySet<string> {
  return new Set(list.toLowerCase().split(' '));
}

const rows: Readonly<Record<string, Row>> = {
  // "Cross-account use" of each operation: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
  kms: {
    works: names(
      'CreateGrant Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetKeyRotationStatus GetPublicKey ListGrants ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant Sign Verify VerifyMac',
    ),
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-customer-managed-policy-examples.html
  sqs: {
    never: names(
      'AddPermission CancelMessageMoveTask CreateQueue DeleteQueue ListMessageMoveTasks ListQueues ListQueueTags RemovePermission SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue',
    ),
  },
  s3: { never: names('PutBucketPolicy GetBucketPolicy DeleteBucketPolicy CreateBucket') },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html and the bucket operations beside it
  s3express: { works: names('CreateSession') },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
  sns: {
    works: names(
      'AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish PutDataProtectionPolicy RemovePermission SetTopicAttributes Subscribe',
    ),
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
  lambda: {
    works: names(
      'InvokeFunction InvokeFunctionUrl GetFunction GetFunctionConfiguration UpdateFunctionCode DeleteFunction PublishVersion ListVersionsByFunction CreateAlias GetAlias ListAliases UpdateAlias DeleteAlias GetPolicy PutFunctionConcurrency DeleteFunctionConcurrency ListTags TagResource UntagResource GetLayerVersion',
    ),
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html; tags and streams [U]
  dynamodb: {
    works: names(
      'DeleteItem GetItem PutItem Query Scan UpdateItem ConditionCheckItem BatchGetItem BatchWriteItem DeleteTable DescribeTable UpdateTable ListTagsOfResource TagResource UntagResource DescribeStream GetRecords GetShardIterator',
    ),
  },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html
  logs: { works: names('PutSubscriptionFilter') },
  sts: {
    works: names(
      'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity TagSession SetSourceIdentity SetContext',
    ),
  },
  iam: { works: new Set() },
  ec2: { works: new Set() },
};

/** Does the operation work for callers of other accounts, as far as the lists know? */
function worksAcross({ actionKey }: Request): boolean {
  const row = rows[actionKey.slice(0, actionKey.indexOf(':'))];
  if (row === undefined) return true;
  const name = actionKey.slice(actionKey.indexOf(':') + 1);
  return row.works?.has(name) ?? row.never?.has(name) !== true;
}

/** Of S3 only what is about a bucket, an object or an access point: the rest is about the caller's own account. */
export function isAboutAccount({ actionKey }: Request): boolean {
  if (!actionKey.startsWith('s3:')) return false;
  const types = findAction(actionKey)?.resourceTypes;
  return types !== undefined && !types.some(({ name }) => /bucket|object|accesspoint/.test(name));
}

const ownAccountOnly = refusal(
  'own-account-only',
  because('AWS refuses this operation to callers of another account, whatever the policies say', 'R692'),
  'assume a role in the account of the resource',
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
const bucketPolicy = refusal(
  's3-owner-only',
  because(
    'the bucket policy is for identities of the bucket owner’s account alone: S3 answers 405 Method Not Allowed to others',
    'R686',
  ),
  'assume a role in the bucket owner’s account',
);

/** R639: nothing but a role of that account leads there. */
const noResourcePolicy = refusal(
  'no-resource-policy',
  because(
    'the resource is in another account, and its type has no policy that could let others in',
    'R639',
    'R691',
  ),
  'assume a role in the account of the resource; what is shared by other means is outside of policies',
);

const bucketPolicyActions = new Set(['s3:getbucketpolicy', 's3:putbucketpolicy', 's3:deletebucketpolicy']);

/** What no policy can open to a caller who is not of the resource's account; services call by themselves (R642). */
export function crossAccountRefusal(request: Request): Regime | undefined {
  const { principal, resourceAccount, actionKey } = request;
  if (principal.kind === 'service' || principal.kind === 'provider') return undefined;
  const isForeign =
    principal.kind === 'anonymous' ||
    (resourceAccount !== undefined && callerAccount(request) !== resourceAccount);
  if (!isForeign || isSharedByItself(request)) return undefined;
  if (bucketPolicyActions.has(actionKey)) return bucketPolicy;
  if (!worksAcross(request) || isAboutAccount(request)) return ownAccountOnly;
  if (serviceOf(request) === 'logs' && request.arn?.resource.startsWith('destination:') !== true)
    return ownAccountOnly;
  return request.arn !== undefined && !resourcePolicyGrants(request) ? noResourcePolicy : undefined;
}
