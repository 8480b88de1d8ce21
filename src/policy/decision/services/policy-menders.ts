import { guards, rootSessionAllows, type Regime } from '../gates.ts';
import type { Request } from '../../request.ts';
import { because, type Because } from '../rules.ts';

/** The root user of the owner's account can always mend a policy that locks everyone out: a Deny in it does not count. */
function mender(id: string, why: Because): Regime {
  return { id, because: why, ignores: ['resource'], gates: [...guards, rootSessionAllows], grantor: 'root' };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
const bucket = mender(
  's3-owner-root',
  because('the root user of the bucket’s owner can always read, put and delete the bucket policy', 'R685'),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html */
const queue = mender(
  'sqs-owner-root',
  because('the root user of the queue’s owner can always mend the queue policy', 'R687'),
);

const menders: ReadonlyMap<string, Regime> = new Map([
  ['s3:getbucketpolicy', bucket],
  ['s3:putbucketpolicy', bucket],
  ['s3:deletebucketpolicy', bucket],
  ['sqs:setqueueattributes', queue],
  ['sqs:getqueueattributes', queue],
  ['sqs:getqueueurl', queue],
]);

export function policyMenderRegime({ principal, actionKey, resourceAccount }: Request): Regime | undefined {
  return principal.kind === 'root' && principal.account === resourceAccount
    ? menders.get(actionKey)
    : undefined;
}
