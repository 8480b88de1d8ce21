import { guards, type Regime } from '../gates.ts';
import type { Request } from '../../request.ts';
import { because } from '../rules.ts';

const policyActions = new Set(['s3:getbucketpolicy', 's3:putbucketpolicy', 's3:deletebucketpolicy']);

/**
 * R685: the root user of the bucket's owner can always mend the bucket policy, even against a Deny in it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
const ownerRoot: Regime = {
  id: 's3-owner-root',
  because: because(
    'the root user of the bucket’s owner can always read, put and delete the bucket policy',
    'R685',
  ),
  ignores: ['resource'],
  gates: guards,
  grantor: 'root',
};

export function bucketOwnerRegime({ principal, actionKey, resourceAccount }: Request): Regime | undefined {
  return principal.kind === 'root' && policyActions.has(actionKey) && principal.account === resourceAccount
    ? ownerRoot
    : undefined;
}
